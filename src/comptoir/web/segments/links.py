"""Where the rows of a segment are shown, so that every figure can lead to what it counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from comptoir.customers.models import Kind
from comptoir.segments.choosing import Chosen
from comptoir.segments.models import About, Match
from comptoir.segments.subjects import LISTS
from comptoir.segments.unsaved import Unsaved

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Shown:
    """A list: the name of its address, what it is called, and which of its tabs has all rows."""

    url_name: str
    label: "StrPromise"
    show: "StrPromise"
    export: "StrPromise"
    everything: tuple[tuple[str, str], ...] = ()


SHOWN = {
    "contacts": Shown("contacts", _("Contacts"), _("Show contacts"), _("Export contacts")),
    "companies": Shown("companies", _("Companies"), _("Show companies"), _("Export companies")),
    "invoices": Shown("invoices", _("Invoices"), _("Show invoices"), _("Export invoices")),
    "subscriptions": Shown(
        "subscriptions", _("Subscriptions"), _("Show subscriptions"), _("Export subscriptions"), (("tab", "all"),)
    ),
    "deals": Shown("deals_list", _("Deals"), _("Show deals"), _("Export deals"), (("status", "all"),)),
}
LIST_OF = {Kind.CONTACT: "contacts", Kind.COMPANY: "companies"}


@dataclass(frozen=True)
class In:
    """A list in which rows of a segment are: how many in words when they were counted, its name otherwise."""

    name: str
    text: str
    url: str
    export_url: str

    @property
    def show(self) -> str:
        """What its button says."""
        return str(SHOWN[self.name].show)

    @property
    def export(self) -> str:
        """What its export says."""
        return str(SHOWN[self.name].export)


def lists_of(segment: Chosen, counts_said: Mapping[str, str] | None = None) -> list[In]:
    """The lists in which rows of the segment are."""
    said, key = counts_said or {}, segment.key
    return [
        In(name, said.get(name) or str(SHOWN[name].label), url_in(name, key), export_url(name, key))
        for name in LISTS[segment.about]
    ]


def url_in(name: str, key: str) -> str:
    """The list called `name`, narrowed to the segment that `key` stands for."""
    shown = SHOWN[name]
    return f"{reverse(shown.url_name)}?{urlencode([('segment', key), *shown.everything])}"


def export_url(name: str, key: str) -> str:
    """The same as a file."""
    return f"{reverse(f'export_{name}')}?{urlencode([('segment', key), *SHOWN[name].everything])}"


def url_of_rules(
    about: str, rules: Sequence[Any], match: str = Match.ALL, kind: str | None = None, name: str = ""
) -> str:
    """The list of what `rules` let in, without any segment being kept: for figures that lead to what they counted.

    Of customers those of one `kind`, companies unless told otherwise; `name` is what the page calls it.
    """
    key = Unsaved(about, match, rules, name).key
    if about == About.CUSTOMER:
        return url_in(LIST_OF[Kind(kind or Kind.COMPANY)], key)
    return url_in(next(iter(LISTS[about])), key)
