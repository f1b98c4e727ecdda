"""The overview of contacts and that of companies."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comptoir.customers import search
from comptoir.customers.models import Address, AddressType, Customer, CustomerQuerySet, Kind
from comptoir.invoicing import figures
from comptoir.web import paging
from comptoir.web.clock import today
from comptoir.web.customers.editing import home_of
from comptoir.web.customers.segments import chosen_segment, offered_segments, within

SORTS = {"name": "sort_name", "added": "added_at", "updated": "updated_at"}
OTHER = {Kind.CONTACT: Kind.COMPANY, Kind.COMPANY: Kind.CONTACT}


def overview(request: HttpRequest, kind: str) -> HttpResponse:
    """The customers of one kind, deactivated ones among them (R12), searched and narrowed as the address says."""
    asked = _asked(request)
    segment = chosen_segment(request)
    everyone = Customer.objects.of(request.user.account)
    found = _found(request, everyone.filter(kind=kind), asked, segment)
    page = paging.page(request, _with_what_is_shown(found), sorts=SORTS, default="name")
    owed = figures.of_customers(page.rows, on=today(request))
    for customer in page.rows:
        customer.figures = owed[customer.pk]
    context = {
        "kind": kind,
        "home": home_of(request.user.account),
        "page": page,
        "sort": page.sort,
        "sorts": [
            ("name", _("By name")),
            ("-name", _("By name, Z first")),
            ("-added", _("Newest first")),
            ("added", _("Oldest first")),
            ("-updated", _("Last changed first")),
            ("updated", _("Longest unchanged first")),
        ],
        "segment_key": request.GET.get("segment", ""),
        "segments": offered_segments(request),
        "is_narrowed": bool(asked["q"] or asked["tag"] or segment),
        "elsewhere": _elsewhere(request, everyone.filter(kind=OTHER[Kind(kind)]), asked),
        **asked,
    }
    return render(request, "customers/overview.html", context)


def _asked(request: HttpRequest) -> dict[str, str]:
    return {key: request.GET.get(key, "").replace("\0", "").strip() for key in ("q", "tag")}


def _found(request: HttpRequest, customers: CustomerQuerySet, asked: dict[str, str], segment: Any) -> CustomerQuerySet:
    customers = search.matching(customers, asked["q"])
    if asked["tag"]:
        customers = customers.tagged(asked["tag"])
    return within(customers, segment, request) if segment else customers


def _with_what_is_shown(customers: CustomerQuerySet) -> CustomerQuerySet:
    primary = Prefetch("addresses", Address.objects.filter(type=AddressType.PRIMARY), to_attr="primary_addresses")
    return customers.select_related("responsible_user").prefetch_related(primary, "tags")


def _elsewhere(request: HttpRequest, others: CustomerQuerySet, asked: dict[str, str]) -> int:
    """How many customers of the other kind the same search finds, counted to a hundred."""
    return search.matching(others, asked["q"]).order_by()[:100].count() if asked["q"] else 0
