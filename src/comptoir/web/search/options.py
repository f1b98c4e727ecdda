"""What is found, one line each: what it is called, what else helps to tell it from others, and where it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.accounts.rights import Right
from comptoir.customers.models import Customer
from comptoir.followups.agenda import title_of
from comptoir.web import speech
from comptoir.web.clock import today
from comptoir.web.links import url_of
from comptoir.web.search.finding import Found

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Option:
    """A line that leads somewhere."""

    title: str
    url: str
    about: str = ""
    customer: Customer | None = None
    """Of whom it is, when it is of one: told, and marked when deactivated (R12)."""
    is_deactivated: bool = False
    icon: str = ""
    """Where it is another one than that of its group."""


@dataclass(frozen=True)
class Group:
    """Lines of one kind."""

    key: str
    label: "StrPromise | str"
    icon: str
    options: list[Option]
    has_more: bool = False
    more_url: str = ""


def group_of(found: Found, request: HttpRequest) -> Group:
    """The rows of one kind that were found, as lines."""
    kind = found.kind
    options = [_OPTION[kind.key](row, request) for row in found.rows]
    return Group(kind.key, kind.label, kind.icon, options, found.has_more, found.overview_url)


def _customer(row: Any, request: HttpRequest) -> Option:
    return Option(row.name, url_of(row), row.email or row.phone or row.vat_number, is_deactivated=row.is_deactivated)


def _invoice(row: Any, request: HttpRequest) -> Option:
    if row.is_draft:
        state = speech.money(row.tax_inclusive, row.currency)
    elif row.is_settled:
        state = _("Paid")
    else:
        state = speech.money(row.due, row.currency)
        state = _("%(amount)s overdue") % {"amount": state} if row.is_overdue(on=today(request)) else state
    return Option(row.invoice_number or _("Draft"), url_of(row), state, row.customer)


def _subscription(row: Any, request: HttpRequest) -> Option:
    return Option(row.title, url_of(row), speech.money(row.tax_inclusive, row.currency), row.customer)


def _deal(row: Any, request: HttpRequest) -> Option:
    return Option(row.title, url_of(row), row.reference, row.customer)


def _quotation(row: Any, request: HttpRequest) -> Option:
    return Option(row.name, url_of(row), row.reference, row.customer)


def _follow_up(row: Any, request: HttpRequest) -> Option:
    on = (
        row.due_on
        if hasattr(row, "due_on")
        else request.user.account.day(getattr(row, "scheduled_at", None) or row.starts_at)
    )
    about = _("Done") if row.is_done else speech.day(on)
    return Option(title_of(row), url_of(row), about, row.customer)


def _product(row: Any, request: HttpRequest) -> Option:
    if request.user.may(Right.INVOICES):
        url = reverse("product_edit", args=[row.pk])
    else:
        url = f"{reverse('products')}?q={quote(row.name)}"
    return Option(row.name, url, row.code)


_OPTION: dict[str, Callable[[Any, HttpRequest], Option]] = {
    "contacts": _customer,
    "companies": _customer,
    "invoices": _invoice,
    "subscriptions": _subscription,
    "deals": _deal,
    "quotations": _quotation,
    "tasks": _follow_up,
    "calls": _follow_up,
    "meetings": _follow_up,
    "products": _product,
}
