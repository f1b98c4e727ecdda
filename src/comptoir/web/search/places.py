"""Segments, pages of Comptoir and what can be added: few enough to be looked through one by one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import pgettext_lazy as of_context

from comptoir.accounts.rights import Right, Role
from comptoir.core.text import folded
from comptoir.segments.models import Segment
from comptoir.segments.readymade import ready_made
from comptoir.web import context
from comptoir.web.search.options import Group, Option

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Addition:
    """Something new that somebody with the right can begin."""

    label: "StrPromise"
    url_name: str
    right: Right | None


ADDITIONS = (
    Addition(gettext_lazy("New contact"), "add_contact", Right.CUSTOMERS),
    Addition(gettext_lazy("New company"), "add_company", Right.CUSTOMERS),
    Addition(gettext_lazy("New invoice"), "invoice_new", Right.INVOICES),
    Addition(gettext_lazy("New subscription"), "new_subscription", Right.SUBSCRIPTIONS),
    Addition(gettext_lazy("New deal"), "new_deal", Right.DEALS),
    Addition(gettext_lazy("New task"), "new_task", None),
    Addition(gettext_lazy("New call"), "new_call", None),
    Addition(gettext_lazy("New meeting"), "new_meeting", None),
    Addition(gettext_lazy("New segment"), "new_segment", None),
    Addition(gettext_lazy("New product"), "product_new", Right.INVOICES),
)
OF_INVOICES = (
    (gettext_lazy("Receivables"), "receivables"),
    (gettext_lazy("Credit notes"), "credit_notes"),
    (gettext_lazy("Payments"), "payments"),
    (gettext_lazy("Products"), "products"),
)
SETTINGS = (
    (gettext_lazy("Account"), "account-settings"),
    (gettext_lazy("Plan"), "plan"),
    (gettext_lazy("Departments"), "departments"),
    (gettext_lazy("E-mails"), "mail_templates"),
    (gettext_lazy("Reminders"), "reminder_schedule"),
    (gettext_lazy("Deals"), "deal_settings"),
    (gettext_lazy("Calls"), "call_outcomes"),
    (gettext_lazy("Users"), "users"),
    (gettext_lazy("Imports"), "imports"),
)


def segments(request: HttpRequest, query: str) -> Group:
    """The segments that the user can choose and whose name has every word."""
    kept = Segment.objects.visible_to(request.user)
    every = [Option(str(each.name), reverse("segment", args=[each.key])) for each in [*ready_made(request.user), *kept]]
    return Group("segments", of_context("navigation", "Segments"), "list-filter", list(_called(every, query)))


def pages(request: HttpRequest, query: str) -> Group:
    """The pages there are for the user, and what the user may add, whose name has every word."""
    return Group("pages", gettext_lazy("Pages"), "arrow-right", list(_called(_pages(request), query)))


def _pages(request: HttpRequest) -> Iterable[Option]:
    user = request.user
    for place in context.places(request):
        yield Option(place.label, place.url, icon=place.icon)
    if user.sees(Right.INVOICES):
        for label, name in OF_INVOICES:
            yield Option(str(label), reverse(name))
    if user.role != Role.MEMBER:
        for label, name in SETTINGS:
            yield Option(str(label), reverse(name), _("Settings"), icon="settings")
    for addition in ADDITIONS:
        if addition.right is None or context.may(user, addition.right):
            yield Option(str(addition.label), reverse(addition.url_name), icon="plus")


def _called(options: Iterable[Option], query: str) -> Iterable[Option]:
    """Those in whose title every word begins a word."""
    words = folded(query).split()
    for option in options:
        title = f" {folded(option.title)}"
        if all(f" {word}" in title for word in words):
            yield option
