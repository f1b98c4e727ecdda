"""What can be found: one declaration per kind of rows, in one list that the page and the suggestions read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right
from comptoir.core.text import folded
from comptoir.customers.models import Customer
from comptoir.customers.models import Kind as CustomerKind
from comptoir.customers.search import Whom
from comptoir.deals import search as deals
from comptoir.deals.models import Deal
from comptoir.followups import search as followups
from comptoir.followups.models import Call, Meeting, Task
from comptoir.invoicing import products
from comptoir.invoicing import search as invoices
from comptoir.invoicing.models import Invoice, Product
from comptoir.quotations import search as quotations
from comptoir.quotations.models import Quotation
from comptoir.subscriptions import search as subscriptions
from comptoir.web.subscriptions.plan import to_read

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Kind:
    """Rows of one kind: whose they are, how words find them, and in which order."""

    key: str
    label: "StrPromise"
    icon: str
    ours: Callable[[User], Rows]
    matching: Callable[[Rows, str, Whom], Rows]
    """Of them those that a query finds, when it is known whom it finds."""
    called: tuple[str, ...]
    """The fields that say what a row is called."""
    order: tuple[str, ...] = ("-created_at", "-pk")
    first: Callable[[Rows, str, int], list[Any]] = lambda rows, query, limit: []
    """The ids of at most so many rows that come before the others."""
    is_rare: Callable[[Whom], bool] = lambda whom: whom.is_few
    """Whether hardly any of these rows are found, when it is known whom the query finds."""
    module: Right | None = None
    text: Any = None
    """The folded text of a row, where it has words that somebody may have meant."""
    overview: str = ""
    """Up to the words, the address of the list that shows all that are found."""

    def is_seen_by(self, user: User) -> bool:
        """Whether their module is there for the user."""
        return self.module is None or user.sees(self.module)


def _beginning(rows: Rows, query: str, limit: int) -> list[Any]:
    """Customers whose name begins with `query`: in the order of names they come where `query` itself would stand."""
    begins = folded(query)
    found = rows.filter(sort_name__gte=begins).order_by("sort_name", "pk").values_list("pk", "sort_name")[:limit]
    return [pk for pk, name in found if name.startswith(begins)]


def _bearing(number: str) -> Callable[[Rows, str, int], list[Any]]:
    """The newest of exactly this number or reference, which is asked for only where there is a digit."""

    def bearing(rows: Rows, query: str, limit: int) -> list[Any]:
        if not any(sign.isdigit() for sign in query):
            return []
        found = rows.filter(**{number: query}).order_by("-created_at", "-pk")
        return list(found.values_list("pk", flat=True)[:limit])

    return bearing


def _with_theirs(matching: Callable[..., Rows]) -> Callable[[Rows, str, Whom], Rows]:
    """Documents by what they say and by whom they are of."""
    return lambda rows, query, whom: matching(rows, query, whom.documents)


def _customers(key: str, label: "StrPromise", icon: str, kind: str) -> Kind:
    return Kind(
        key,
        label,
        icon,
        ours=lambda user: Customer.objects.of(user.account).filter(kind=kind),
        matching=lambda rows, query, whom: rows.filter(whom.of_kind(kind, query)),
        is_rare=lambda whom: whom.is_few or kind not in whom.kinds.values(),
        called=("name",),
        order=("sort_name", "pk"),
        first=_beginning,
        overview=f"/{key}/?q=",
    )


def _follow_ups(key: str, label: "StrPromise", icon: str, model: Any) -> Kind:
    return Kind(
        key,
        label,
        icon,
        ours=lambda user: model.objects.of(user.account).select_related("customer"),
        matching=_with_theirs(followups.matching),
        called=("description",) if model is Call else ("title",),
        # The ids follow the time at which the rows were made.
        order=("-pk",),
        text=followups.WORDS[model],
    )


KINDS = (
    _customers("contacts", _("Contacts"), "user-round", CustomerKind.CONTACT),
    _customers("companies", _("Companies"), "building-2", CustomerKind.COMPANY),
    Kind(
        "invoices",
        _("Invoices"),
        "receipt-text",
        ours=lambda user: Invoice.objects.of(user.account).select_related("customer"),
        matching=_with_theirs(invoices.matching),
        called=("invoice_number",),
        first=_bearing("invoice_number"),
        module=Right.INVOICES,
        overview="/invoices/?q=",
    ),
    Kind(
        "subscriptions",
        _("Subscriptions"),
        "repeat",
        ours=lambda user: to_read(user.account).select_related("customer"),
        matching=_with_theirs(subscriptions.matching),
        called=("title",),
        module=Right.SUBSCRIPTIONS,
        text=subscriptions.WORDS,
        overview="/subscriptions/?tab=all&q=",
    ),
    Kind(
        "deals",
        _("Deals"),
        "handshake",
        ours=lambda user: Deal.objects.of(user.account).select_related("customer", "phase", "responsible_user"),
        matching=_with_theirs(deals.matching),
        called=("title", "reference"),
        first=_bearing("reference"),
        module=Right.DEALS,
        text="search_text",
        overview="/deals/list/?status=all&q=",
    ),
    Kind(
        "quotations",
        _("Quotations"),
        "file-pen-line",
        ours=lambda user: Quotation.objects.of(user.account).select_related("customer"),
        matching=_with_theirs(quotations.matching),
        called=("name", "reference"),
        first=_bearing("reference"),
        module=Right.DEALS,
        text="search_text",
        overview="/quotations/?q=",
    ),
    _follow_ups("tasks", _("Tasks"), "square-check", Task),
    _follow_ups("calls", _("Calls"), "phone", Call),
    _follow_ups("meetings", _("Meetings"), "calendar", Meeting),
    Kind(
        "products",
        _("Products"),
        "package",
        ours=lambda user: Product.objects.of(user.account).filter(archived_at__isnull=True),
        matching=lambda rows, query, whom: products.matching(rows, query),
        called=("name",),
        order=("name", "pk"),
        module=Right.INVOICES,
        text="search_text",
        overview="/invoices/products/?q=",
    ),
)
