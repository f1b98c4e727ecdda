"""All subscriptions of the account."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from comptoir.customers import search
from comptoir.customers.models import Customer
from comptoir.subscriptions.figures import recurring
from comptoir.subscriptions.models import Subscription, SubscriptionQuerySet
from comptoir.web import paging
from comptoir.web.clock import today

SORTS = {"title": "title", "customer": "customer__sort_name", "amount": "tax_inclusive", "created": "created_at"}


def overview(request: HttpRequest) -> HttpResponse:
    """The subscriptions in one state, searched by title or customer; those still billed first to be billed first."""
    tabs = _tabs(request.GET.get("tab", ""))
    tab = next(each["key"] for each in tabs if each["current"])
    q = _words(request)
    ours = Subscription.objects.of(request.user.account)
    page = paging.page(
        request,
        found(request).select_related("customer__responsible_user", "deactivated_by"),
        sorts=SORTS | ({"next": "bill_on"} if tab == "active" else {}),
        default="next" if tab == "active" else "-created",
    )
    context = {
        "tabs": tabs,
        "tab": tab,
        "q": q,
        "page": page,
        "sort": page.sort,
        "figures": recurring(request.user.account),
        "today": today(request),
        "is_first": not page.rows and not q and not ours.exists(),
    }
    return render(request, "subscriptions/overview.html", context)


def found(request: HttpRequest) -> SubscriptionQuerySet:
    """The subscriptions that the address asks for, all pages of them: what the list shows and an export contains."""
    account = request.user.account
    tab = next(each["key"] for each in _tabs(request.GET.get("tab", "")) if each["current"])
    return _found(_in(tab, Subscription.objects.of(account)), _words(request), Customer.objects.of(account))


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\0", "").strip()


def _tabs(chosen: str) -> list[dict[str, Any]]:
    tabs = [
        ("active", pgettext("subscriptions", "Active")),
        ("deactivated", pgettext("subscriptions", "Deactivated")),
        ("ended", pgettext("subscriptions", "Ended")),
        ("all", _("All")),
    ]
    chosen = chosen if chosen in dict(tabs) else "active"
    return [{"key": key, "label": label, "current": key == chosen} for key, label in tabs]


def _in(tab: str, subscriptions: SubscriptionQuerySet) -> SubscriptionQuerySet:
    return subscriptions if tab == "all" else getattr(subscriptions, tab)()


def _found(subscriptions: SubscriptionQuerySet, q: str, customers: Any) -> SubscriptionQuerySet:
    if not q:
        return subscriptions
    return subscriptions.filter(Q(title__icontains=q) | Q(customer__in=search.matching(customers, q)))
