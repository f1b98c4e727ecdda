"""The overview of contacts and that of companies."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.rights import Right
from comptoir.customers import search
from comptoir.customers.models import Address, AddressType, Customer, CustomerQuerySet, Kind
from comptoir.invoicing import figures
from comptoir.segments.choosing import Chosen
from comptoir.web import paging
from comptoir.web.clock import today
from comptoir.web.customers.editing import home_of
from comptoir.web.segments import parts as segments

SORTS = {"name": "sort_name", "added": "added_at", "updated": "updated_at"}
SORTED_BY = (
    ("name", _("By name")),
    ("-name", _("By name, Z first")),
    ("-added", _("Newest first")),
    ("added", _("Oldest first")),
    ("-updated", _("Last changed first")),
    ("updated", _("Longest unchanged first")),
)
OTHER = {Kind.CONTACT: Kind.COMPANY, Kind.COMPANY: Kind.CONTACT}


def overview(request: HttpRequest, kind: str) -> HttpResponse:
    """The customers of one kind, deactivated ones among them (R12), searched and narrowed as the address says."""
    asked = _asked(request)
    segment = segments.from_query(request)
    theirs = search.whom(asked["q"]) if asked["q"] else None
    page = paging.page(
        request,
        found(request, kind, segment, theirs),
        sorts=SORTS,
        default="name",
        rows=with_what_is_shown(Customer.objects.of(request.user.account)),
    )
    add_figures(request, page.rows)
    context = {
        "kind": kind,
        "home": home_of(request.user.account),
        "page": page,
        "sort": page.sort,
        "sorts": SORTED_BY,
        "is_narrowed": bool(asked["q"] or asked["tag"] or segment),
        "elsewhere": _elsewhere(request, OTHER[Kind(kind)], asked["q"], theirs, page),
        **asked,
        **segments.chooser(request, segment),
    }
    return render(request, "customers/overview.html", context)


def add_figures(request: HttpRequest, customers: Sequence[Any]) -> None:
    """Give each of the customers as `figures` what it owes, unless invoices are hidden from the user. One query at most."""
    if not request.user.sees(Right.INVOICES):
        return
    owed = figures.owed_by(customers, on=today(request))
    for customer in customers:
        customer.figures = owed[customer.pk]


def found(
    request: HttpRequest, kind: str, segment: Chosen | None, theirs: search.Whom | None = None
) -> CustomerQuerySet:
    """The customers of one kind that the address asks for: what the pages show and the export contains.

    `theirs` are those whom its words find (`customers.search.whom`), when that is known already.
    """
    asked = _asked(request)
    customers = Customer.objects.of(request.user.account).filter(kind=kind)
    customers = customers.filter(theirs.of_kind(kind, asked["q"])) if theirs else search.matching(customers, asked["q"])
    if asked["tag"]:
        customers = customers.tagged(asked["tag"])
    return segments.narrowed(customers, segment, request)


def _asked(request: HttpRequest) -> dict[str, str]:
    return {key: request.GET.get(key, "").replace("\0", "").strip() for key in ("q", "tag")}


def with_what_is_shown(customers: CustomerQuerySet) -> CustomerQuerySet:
    """The same, with what their rows show besides."""
    return customers.select_related("responsible_user", "scheduled_deactivation").prefetch_related(*_shown())


def add_what_is_shown(customers: list[Customer]) -> None:
    """The same for customers that were found already. Four queries."""
    prefetch_related_objects(customers, "responsible_user", "scheduled_deactivation", *_shown())


def _shown() -> tuple[Prefetch, Prefetch]:
    # As plain lists, which cost less than half of what Django keeps instead.
    return (
        Prefetch("addresses", Address.objects.filter(type=AddressType.PRIMARY), to_attr="primary_addresses"),
        Prefetch("tags", to_attr="shown_tags"),
    )


def _elsewhere(request: HttpRequest, kind: Kind, query: str, theirs: search.Whom | None, page: paging.Page) -> int:
    """How many customers of the other kind the same search finds, counted to a hundred.

    Not where so many are found here that nobody looks for another there: all of them would have to be looked at.
    """
    if theirs is None or page.count is None:
        return 0
    return Customer.objects.of(request.user.account).filter(theirs.of_kind(kind, query)).order_by()[:100].count()
