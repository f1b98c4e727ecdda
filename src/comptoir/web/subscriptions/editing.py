"""Making, editing and duplicating subscriptions."""

from collections.abc import Callable
from itertools import islice
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from comptoir.accounts.rights import Right, require
from comptoir.core.days import plus_months
from comptoir.core.ids import new_id
from comptoir.core.money import CURRENCIES
from comptoir.customers.models import Customer
from comptoir.invoicing.drafting import usual_fields
from comptoir.invoicing.lines import LineData
from comptoir.invoicing.refusals import Refusal as LineRefusal
from comptoir.subscriptions import lines as its_lines
from comptoir.subscriptions import records
from comptoir.subscriptions.models import Generation, Subscription
from comptoir.subscriptions.refusals import ChangedMeanwhile, Refusal, SubscriptionDeactivated
from comptoir.web.answers import go
from comptoir.web.clock import now, today
from comptoir.web.find import own
from comptoir.web.invoicing.lines import BaseLines, is_rearranging, lines_form
from comptoir.web.links import url_of
from comptoir.web.sent import id_in, seen_in
from comptoir.web.subscriptions import words
from comptoir.web.subscriptions.forms import ScheduleForm, SubscriptionForm, initial_of
from comptoir.web.toasts import toast

AHEAD = 6
MOST_BEHIND = 1000


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An empty form, or one that knows its customer already (`?customer=`)."""
    require(request.user, Right.SUBSCRIPTIONS)
    account = request.user.account
    customer = own(request, Customer, request.GET["customer"]) if request.GET.get("customer") else None
    initial: dict[str, Any] = {
        "department": account.departments.filter(status="active").first(),
        "cycle": "month 1",
        "starts_on": plus_months(today(request).replace(day=1), 1),
        "days_in_advance": 0,
        "generation": Generation.BOOK,
    }
    if customer:
        initial |= {"customer": customer, **usual_fields(customer)}

    def make(given: dict[str, Any]) -> Subscription:
        return records.create(account=account, by=request.user, at=now(request), id=id_in(request), **given)

    cancel_url = f"{url_of(customer)}?tab=subscriptions" if customer else reverse("subscriptions")
    return _answer(request, make, initial, title=_("New subscription"), cancel_url=cancel_url)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, id: UUID) -> HttpResponse:
    """What counts from the next period on. What somebody else saved meanwhile is not overwritten unseen."""
    subscription = _found(request, id)
    if subscription.is_deactivated:
        toast(request, words.sentence(SubscriptionDeactivated()), warning=True)
        return go(request, url_of(subscription))

    def change(given: dict[str, Any]) -> Subscription:
        seen = seen_in(request)
        return records.edit(subscription, by=request.user, at=now(request), seen=seen, **given)

    return _answer(
        request,
        change,
        initial_of(subscription),
        its_lines.of(subscription),
        title=_("Edit subscription"),
        cancel_url=url_of(subscription),
        subscription=subscription,
        seen=subscription.updated_at.isoformat(),
    )


@require_http_methods(["GET", "POST"])
def duplicate(request: HttpRequest, id: UUID) -> HttpResponse:
    """A new one like an earlier one, which stays what it is: the way on after a deactivation (R7)."""
    original = _found(request, id)

    def make(given: dict[str, Any]) -> Subscription:
        return records.duplicate_as_new(original, by=request.user, at=now(request), id=id_in(request), **given)

    initial = initial_of(original) | {"starts_on": plus_months(today(request).replace(day=1), 1), "ends_on": None}
    title = _("Duplicate as new")
    return _answer(
        request, make, initial, its_lines.of(original), title=title, cancel_url=url_of(original), original=original
    )


@require_GET
def dates(request: HttpRequest) -> HttpResponse:
    """The next invoices, as the form stands."""
    subscription = _found(request, request.GET["of"]) if request.GET.get("of") else None
    initial = initial_of(subscription) if subscription else {}
    form = ScheduleForm(request.GET, subscription=subscription, initial=initial)
    form.is_valid()
    return render(request, "subscriptions/_dates.html", _ahead(request, form, subscription))


def _found(request: HttpRequest, id: UUID | str) -> Subscription:
    subscription = own(request, Subscription.objects.select_related("account", "customer", "department"), id)
    require(request.user, Right.SUBSCRIPTIONS)
    return subscription


def _answer(
    request: HttpRequest,
    verb: Callable[[dict[str, Any]], Subscription],
    initial: dict[str, Any],
    lines: list[LineData] | None = None,
    *,
    title: str,
    cancel_url: str,
    subscription: Subscription | None = None,
    **context: Any,
) -> HttpResponse:
    """Show the form, or do what it says and lead to the subscription; the form again with what was refused."""
    account, data = request.user.account, request.POST if request.method == "POST" else None
    form = SubscriptionForm(
        data, account=account, initial=initial, of_customer="currency" in initial, subscription=subscription
    )
    currency = data.get("currency", "") if data else ""
    if currency not in CURRENCIES:
        currency = initial.get("currency", account.currency)
    rows = lines_form(data, account=account, currency=currency, initial=lines or [])
    status = 200
    if data is not None and not _is_only_shown(request):
        status = 422
        if given := _given(form, rows):
            try:
                done = verb(given)
            except ChangedMeanwhile as refusal:
                form.add_error(None, words.sentence(refusal))
                status = 409
            except (Refusal, LineRefusal) as refusal:
                form.add_error(words.field_of(refusal), words.sentence(refusal))
            else:
                toast(request, words.saved(done))
                return go(request, url_of(done))
    context |= {"form": form, "lines": rows, "title": title, "cancel_url": cancel_url, "subscription": subscription}
    context |= {"id": (data and data.get("id")) or new_id(), **_ahead(request, form, subscription)}
    if data is not None and _is_only_shown(request):
        form.errors.clear()
    return render(request, "subscriptions/form.html", context, status=status)


def _given(form: SubscriptionForm, rows: BaseLines) -> dict[str, Any]:
    """Everything for the verb, or nothing while something is at fault."""
    if not (form.is_valid() & rows.is_valid()):
        return {}
    given = form.given()
    given["lines"] = rows.lines(department=given["department"])
    return given if not any(row.errors for row in rows.forms) else {}


def _ahead(request: HttpRequest, form: ScheduleForm, subscription: Subscription | None) -> dict[str, Any]:
    """The next invoices, and how many of them the coming night makes at once."""
    schedule = form.schedule()
    if schedule is None:
        return {"upcoming": None}
    on, first = today(request), subscription.periods_behind if subscription else 0
    behind = 0
    for period in islice(schedule.since(first), MOST_BEHIND):
        if period.bill_on > on:
            break
        behind += 1
    return {"upcoming": list(islice(schedule.since(first), AHEAD)), "behind": behind, "today": on, "amount": None}


def _is_only_shown(request: HttpRequest) -> bool:
    """Whether a browser without JavaScript only asked for a row more or less, or for the next invoices."""
    return is_rearranging(request.POST) or "show_dates" in request.POST
