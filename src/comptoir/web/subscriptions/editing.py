"""Making, editing and duplicating subscriptions."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts.rights import Right, require
from comptoir.core.days import plus_months
from comptoir.core.ids import new_id
from comptoir.customers.models import Customer
from comptoir.invoicing.drafting import lines_of, usual_fields
from comptoir.invoicing.lines import LineData
from comptoir.invoicing.models import Invoice
from comptoir.invoicing.refusals import FieldsAtFault
from comptoir.invoicing.refusals import Refusal as LineRefusal
from comptoir.invoicing.totals import Discount
from comptoir.subscriptions import from_invoice, records
from comptoir.subscriptions import lines as its_lines
from comptoir.subscriptions.models import Generation, Subscription
from comptoir.subscriptions.refusals import ChangedMeanwhile, Refusal, SubscriptionDeactivated
from comptoir.web.answers import go
from comptoir.web.clock import now, today
from comptoir.web.find import named, own
from comptoir.web.invoicing.discounts import BaseDiscounts
from comptoir.web.invoicing.lines import BaseLines, content_form, content_given, is_rearranging
from comptoir.web.invoicing.rearranging import currency_of
from comptoir.web.links import url_of
from comptoir.web.sent import id_in, seen_in
from comptoir.web.subscriptions import words
from comptoir.web.subscriptions.ahead import ahead
from comptoir.web.subscriptions.forms import ScheduleForm, SubscriptionForm, initial_of
from comptoir.web.toasts import toast


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An empty form, one that knows its customer (`?customer=`), or one filled from an invoice (`?invoice=`)."""
    require(request.user, Right.SUBSCRIPTIONS)
    account = request.user.account
    invoice, customer = _invoice(request), named(request, Customer, "customer")
    initial: dict[str, Any] = {
        "department": account.departments.filter(status="active").first(),
        "cycle": "month 1",
        "starts_on": plus_months(today(request).replace(day=1), 1),
        "days_in_advance": 0,
        "generation": Generation.BOOK,
    }
    if customer:
        initial |= {"customer": customer, **usual_fields(customer)}
    if invoice:
        initial |= from_invoice.fields_of(invoice)

    def make(given: dict[str, Any]) -> Subscription:
        said = {"account": account, "id": id_in(request), "like_invoice": invoice} | given
        return records.create(by=request.user, at=now(request), **said)

    cancel_url = f"{url_of(customer)}?tab=subscriptions" if customer else reverse("subscriptions")
    return _answer(
        request,
        make,
        initial,
        lines_of(invoice) if invoice else [],
        title=_("New subscription"),
        cancel_url=url_of(invoice) if invoice else cancel_url,
        invoice=invoice,
    )


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


@require_POST
def as_typed(request: HttpRequest) -> HttpResponse:
    """What the form comes to as it stands: its totals and the next invoices, in one answer for every key."""
    require(request.user, Right.SUBSCRIPTIONS)
    account, data = request.user.account, request.POST
    subscription = _found(request, data["of"]) if data.get("of") else None
    initial = initial_of(subscription) if subscription else {}
    form = ScheduleForm(data, subscription=subscription, initial=initial)
    form.is_valid()
    lines, __ = content_form(data, account=account, currency=currency_of(account, data))
    lines.is_valid()
    facts = ahead(form.schedule(), lines, subscription, on=today(request))
    context = {"lines": lines, "subscription": subscription, "swapped": True, **facts}
    return render(request, "subscriptions/_as_typed.html", context)


def _invoice(request: HttpRequest) -> Invoice | None:
    """The invoice that the address names; to who sees no invoices it answers like a missing one."""
    invoice = named(request, Invoice.objects.select_related("customer", "department", "account"), "invoice")
    if invoice and not request.user.sees(Right.INVOICES):
        raise Http404
    return invoice


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
    original: Subscription | None = None,
    **context: Any,
) -> HttpResponse:
    """Show the form, or do what it says and lead to the subscription; the form again with what was refused."""
    account, data = request.user.account, request.POST if request.method == "POST" else None
    form = SubscriptionForm(
        data,
        account=account,
        initial=initial,
        of_customer="currency" in initial,
        subscription=subscription,
        like=subscription or original,
    )
    rows, discounts = content_form(
        data,
        account=account,
        currency=currency_of(account, request.POST, otherwise=initial.get("currency", "")),
        initial=lines or [],
        discounts=Discount.all_of(initial.get("discounts", [])),
    )
    status = 200
    if data is not None and not _is_only_shown(request):
        status = 422
        if given := _given(form, rows, discounts):
            try:
                done = verb(given)
            except ChangedMeanwhile as refusal:
                form.add_error(None, words.sentence(refusal))
                status = 409
            except (Refusal, LineRefusal) as refusal:
                _say(refusal, form)
            else:
                toast(request, words.saved(done))
                return go(request, url_of(done))
    rows.is_valid()
    context |= {"form": form, "lines": rows, "discounts": discounts, "subscription": subscription}
    context |= {
        "original": original,
        "title": title,
        "cancel_url": cancel_url,
        "id": (data and data.get("id")) or new_id(),
    }
    context |= ahead(form.schedule(), rows, subscription, on=today(request))
    if data is not None and _is_only_shown(request):
        for each in [form, *rows.forms, *discounts.forms]:
            each.errors.clear()
    return render(request, "subscriptions/form.html", context, status=status)


def _given(form: SubscriptionForm, lines: BaseLines, discounts: BaseDiscounts) -> dict[str, Any]:
    """Everything for the verb, or nothing while something is at fault."""
    if not (form.is_valid() & lines.is_valid() & discounts.is_valid()):
        return {}
    given = form.given()
    content = content_given(lines, discounts, department=given["department"])
    return given | content if content else {}


def _say(refusal: Exception, form: SubscriptionForm) -> None:
    """Put what was refused beside its field."""
    beside = words.field_of(refusal) or ""
    faults = refusal.faults if isinstance(refusal, FieldsAtFault) else {beside: words.sentence(refusal)}
    for field, fault in faults.items():
        form.add_error(field if field in form.fields else None, fault)


def _is_only_shown(request: HttpRequest) -> bool:
    """Whether a browser without JavaScript only asked for a row more or less, or for the next invoices."""
    return is_rearranging(request.POST) or "show_dates" in request.POST
