"""Every list that can be exported: its columns, and the rows that its page shows under the same address."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from comptoir.accounts.rights import Right
from comptoir.customers.models import Kind
from comptoir.transfer import documents, selling
from comptoir.transfer.columns import Sheet
from comptoir.transfer.custom_fields import with_fields
from comptoir.transfer.customers import CUSTOMERS
from comptoir.transfer.follow_ups import follow_ups
from comptoir.web.customers import overview as customers
from comptoir.web.deals import overview as deals
from comptoir.web.followups import overview as to_do
from comptoir.web.invoicing import credit_notes, payments
from comptoir.web.invoicing import overview as invoices
from comptoir.web.quotations import overview as quotations
from comptoir.web.receivables import debtors
from comptoir.web.segments.parts import from_query
from comptoir.web.subscriptions import overview as subscriptions
from comptoir.web.subscriptions.plan import refuse_nothing_to_read

Listed = tuple[Sheet, "QuerySet[Any]"]


def _customers(request: HttpRequest, kind: str) -> Listed:
    return with_fields(CUSTOMERS, request.user.account, kind), customers.found(request, kind, from_query(request))


def _subscriptions(request: HttpRequest) -> Listed:
    refuse_nothing_to_read(request)
    return with_fields(selling.SUBSCRIPTIONS, request.user.account, "subscription"), subscriptions.found(request)


def _invoices(request: HttpRequest) -> Listed:
    return with_fields(documents.INVOICES, request.user.account, "invoice"), invoices.found(request)


def _deals(request: HttpRequest) -> Listed:
    return with_fields(selling.DEALS, request.user.account, "deal"), deals.found(request)


def _follow_ups(request: HttpRequest) -> Listed:
    kind, found = to_do.found(request)
    return follow_ups(kind, with_deals=request.user.sees(Right.DEALS)), found


LISTS: dict[str, Callable[[HttpRequest], Listed]] = {
    "contacts": partial(_customers, kind=Kind.CONTACT),
    "companies": partial(_customers, kind=Kind.COMPANY),
    "invoices": _invoices,
    "credit_notes": lambda request: (documents.CREDIT_NOTES, credit_notes.found(request)),
    "payments": lambda request: (documents.PAYMENTS, payments.found(request)),
    "receivables": lambda request: (documents.RECEIVABLES, debtors.found(request)),
    "deals": _deals,
    "quotations": lambda request: (selling.QUOTATIONS, quotations.found(request)),
    "subscriptions": _subscriptions,
    "follow_ups": _follow_ups,
}
