"""Making, editing and copying quotations."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts.rights import Right, require
from comptoir.core.ids import new_id
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.quotations import lines as its_lines
from comptoir.quotations import records
from comptoir.quotations.lines import QuotationLineData
from comptoir.quotations.models import Expiry, Quotation
from comptoir.quotations.refusals import ChangedMeanwhile, NotOpen, QuotationRefused
from comptoir.quotations.with_deal import create_with_deal
from comptoir.web.answers import go
from comptoir.web.clock import now, today
from comptoir.web.find import named, own
from comptoir.web.forms import accepted
from comptoir.web.invoicing.lines import is_rearranging
from comptoir.web.links import url_of
from comptoir.web.quotations.forms import OF_A_DEAL, QuotationForm, initial_of
from comptoir.web.quotations.lines import BaseQuotationLines, rows_of
from comptoir.web.sent import id_in, seen_in
from comptoir.web.toasts import toast


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An empty form, or one that knows its deal (`?deal=`) or customer (`?customer=`) already."""
    require(request.user, Right.DEALS)
    deal = named(request, Deal.objects.select_related(*OF_A_DEAL), "deal")
    customer = named(request, Customer.objects.select_related("account", "deactivated_by"), "customer")

    def make(given: dict[str, Any]) -> Quotation:
        facts = {"by": request.user, "at": now(request), "id": id_in(request)}
        customer, deal, title = given.pop("customer"), given.pop("deal"), given.pop("deal_title")
        if deal:
            return records.create(deal, customer=customer, **given, **facts)
        return create_with_deal(customer, title=title or given["name"], **given, **facts)

    initial = _initial(request, deal, customer)
    cancel_url = url_of(deal) if deal else url_of(customer) if customer else reverse("quotations")
    return _answer(request, make, initial, given=deal, title=_("New quotation"), cancel_url=cancel_url)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, id: UUID) -> HttpResponse:
    """An open quotation to change. What somebody else saved meanwhile is not overwritten unseen."""
    quotation = _found(request, id)
    if not quotation.is_open:
        toast(request, str(NotOpen()), warning=True)
        return go(request, url_of(quotation))

    def change(given: dict[str, Any]) -> Quotation:
        return records.edit(quotation, by=request.user, at=now(request), seen=seen_in(request), **given)

    return _answer(
        request,
        change,
        initial_of(quotation),
        its_lines.of(quotation),
        quotation=quotation,
        title=_("Edit quotation"),
        cancel_url=url_of(quotation),
        seen=quotation.updated_at.isoformat(),
    )


@require_POST
def copy(request: HttpRequest, id: UUID) -> HttpResponse:
    """A new quotation like this one, opened for editing."""
    quotation = _found(request, id)
    try:
        made = records.copy(quotation, by=request.user, at=now(request), id=id_in(request, "copy_id"))
    except QuotationRefused as refusal:
        toast(request, str(refusal), warning=True)
        return go(request, url_of(quotation))
    toast(request, _("This is a copy of %(reference)s. Change it, then send it.") % {"reference": quotation.reference})
    return go(request, reverse("edit_quotation", args=[made.pk]))


def _answer(
    request: HttpRequest,
    verb: Callable[[dict[str, Any]], Quotation],
    initial: dict[str, Any],
    lines: list[QuotationLineData] | None = None,
    *,
    quotation: Quotation | None = None,
    given: Deal | None = None,
    **context: Any,
) -> HttpResponse:
    """Show the form, or do what it says and lead to the quotation; the form again with what was refused."""
    form = QuotationForm(
        _sent(request), account=request.user.account, initial=initial, quotation=quotation, given=given
    )
    rows = rows_of(form, lines or [])
    status = 200
    if request.method == "POST" and not _is_only_shown(request):
        done, status = _done(form, rows, verb)
        if done:
            toast(request, _("“%(name)s” saved as %(reference)s.") % {"name": done.name, "reference": done.reference})
            return go(request, url_of(done))
    form.offer_deals()
    if _is_only_shown(request):
        # Nobody asked to save yet, so nothing is at fault yet.
        for each in [form, *rows.forms]:
            each.errors.clear()
    context |= {"form": form, "lines": rows, "quotation": quotation, "given": given}
    context |= {"id": request.POST.get("id") or new_id()}
    return render(request, "quotations/form.html", context, status=status)


def _done(
    form: QuotationForm, rows: BaseQuotationLines, verb: Callable[[dict[str, Any]], Quotation]
) -> tuple[Quotation | None, int]:
    """The quotation, or None and the status of the form that says why not."""
    done: list[Quotation] = []
    try:
        given = _given(form, rows)
        if given and accepted(form, lambda: done.append(verb(given))):
            return done[0], 302
    except ChangedMeanwhile:
        form.add_error(None, _("Somebody changed this quotation meanwhile. Saving again replaces what they wrote."))
        return None, 409
    except QuotationRefused as refusal:
        form.add_error(None, str(refusal))
    except Quotation.DoesNotExist:
        raise Http404 from None  # deleted in this very moment
    return None, 422


def _given(form: QuotationForm, rows: BaseQuotationLines) -> dict[str, Any]:
    """Everything for the verb, or nothing while something is at fault."""
    if not (form.is_valid() & rows.is_valid()):
        return {}
    given = form.given_fields() | {"customer": form.cleaned_data["customer"]}
    if "deal" in form.fields:
        given |= {"deal": form.cleaned_data["deal"], "deal_title": form.cleaned_data["deal_title"]}
    given["lines"] = rows.lines(department=given["department"])
    return given if not any(row.errors for row in rows.forms) else {}


def _initial(request: HttpRequest, deal: Deal | None, customer: Customer | None) -> dict[str, Any]:
    on = today(request)
    usual: dict[str, Any] = {
        "department": request.user.account.departments.filter(status="active").first(),
        "quotation_date": on,
        "expires_after": on + records.VALID_FOR,
        "action_after_expiry": Expiry.LOCK,
        "customer": customer,
    }
    if deal:
        usual |= records.usual(deal, on=on, customer=customer) | {"deal": deal.pk, "name": deal.title}
        usual |= {"language": "", "currency": ""}
    return usual


def _found(request: HttpRequest, id: UUID) -> Quotation:
    known = Quotation.objects.select_related("account", "customer", "department", "deal")
    quotation = own(request, known, id)
    require(request.user, Right.DEALS)
    return quotation


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _is_only_shown(request: HttpRequest) -> bool:
    """Whether a browser without JavaScript only asked for a row more or less, or for the customer's deals."""
    return is_rearranging(request.POST) or "show_deals" in request.POST
