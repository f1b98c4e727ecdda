"""Which activities are shown: kinds of things, by how the kind of an activity begins, and what the reader sees at all."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right

DOCUMENTS = ("invoice.", "reminder.", "subscription.", "quotation.")
PREFIXES = {
    "documents": DOCUMENTS,
    "deals": ("deal.",),
    "follow-ups": ("task.", "call.", "meeting."),
    "notes": ("note.", "file."),
    "changes": ("customer.",),
}
MODULES = {
    Right.INVOICES: ("invoice.", "reminder."),
    Right.SUBSCRIPTIONS: ("subscription.",),
    Right.DEALS: ("deal.", "quotation."),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice above a timeline."""

    label: str
    url: str
    current: bool


def chosen(request: HttpRequest) -> str:
    """The filter that `?activities=` asks for; "" is all of them."""
    key = request.GET.get("activities", "")
    return key if key in PREFIXES else ""


def only(key: str) -> Q:
    """The activities of one filter; all of them for ""."""
    return _beginning(PREFIXES[key]) if key else Q()


def seen_by(user: User) -> Q:
    """All activities but those of modules that the user does not see."""
    hidden = [prefix for right, prefixes in MODULES.items() if not user.sees(right) for prefix in prefixes]
    return ~_beginning(hidden) if hidden else Q()


def choices(request: HttpRequest, *, changes: bool = True) -> list[Filter]:
    """The filters, without those whose module the user does not see, as links that keep the rest of the address.

    `changes` says whether the timeline tells changes of a customer.
    """
    labels = {
        "": pgettext("activities", "All"),
        "documents": _("Documents"),
        "deals": _("Deals"),
        "follow-ups": _("Follow-ups"),
        "notes": _("Notes and files"),
        "changes": pgettext("activities", "Changes"),
    }
    if not changes:
        del labels["changes"]
    if not request.user.sees(Right.DEALS):
        del labels["deals"]
    if not any(request.user.sees(module) for module in MODULES):
        del labels["documents"]
    current = chosen(request)
    return [Filter(label, address(request, activities=key), key == current) for key, label in labels.items()]


def address(request: HttpRequest, **asked: str) -> str:
    """The page asked for with what is `asked` of its timeline instead; "" takes a parameter away."""
    kept = {key: value for key, value in request.GET.items() if key not in ("older_than", *asked)}
    return f"?{urlencode(kept | {key: value for key, value in asked.items() if value})}"


def _beginning(prefixes: list[str] | tuple[str, ...]) -> Q:
    return reduce(or_, (Q(kind__startswith=prefix) for prefix in prefixes))
