"""Making, editing, copying and deleting drafts."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts.models import Department
from comptoir.accounts.rights import Right, require
from comptoir.activities.models import Activity
from comptoir.core.ids import new_id
from comptoir.customers.models import Customer
from comptoir.invoicing import deletion, drafting
from comptoir.invoicing.models import Invoice
from comptoir.invoicing.refusals import ChangedMeanwhile, FieldsAtFault, NotADraft, Refusal
from comptoir.invoicing.totals import Discount
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now, today
from comptoir.web.find import own
from comptoir.web.invoicing import words
from comptoir.web.invoicing.discounts import BaseDiscounts
from comptoir.web.invoicing.forms import DraftForm, initial_of
from comptoir.web.invoicing.lines import BaseLines, content_form, content_given, is_rearranging
from comptoir.web.invoicing.rearranging import currency_of
from comptoir.web.links import url_of
from comptoir.web.sent import id_in, seen_in
from comptoir.web.toasts import toast


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An empty draft, or one that knows its customer already (`?customer=`)."""
    require(request.user, Right.INVOICES)
    account = request.user.account
    data = request.POST if request.method == "POST" else None
    customer = own(request, Customer, request.GET["customer"]) if request.GET.get("customer") else None
    initial: dict[str, Any] = {"department": account.departments.filter(status=Department.Status.ACTIVE).first()}
    if customer:
        initial |= {"customer": customer, **drafting.usual_fields(customer)}
    form = DraftForm(data, account=account, initial=initial, of_customer=customer is not None, today=today(request))
    currency = currency_of(account, request.POST, otherwise=initial.get("currency", ""))
    lines, discounts = content_form(data, account=account, currency=currency)
    if data is not None and not is_rearranging(data) and (given := _given(form, lines, discounts)):
        try:
            made = drafting.draft(account=account, by=request.user, at=now(request), id=id_in(request), **given)
        except Invoice.DoesNotExist:
            raise Http404 from None
        except Refusal as refusal:
            _say(refusal, form)
        else:
            toast(request, _("Draft for %(name)s saved.") % {"name": made.customer.name})
            return go(request, url_of(made))
    cancel_url = url_of(customer) if customer else reverse("invoices")
    return _page(request, form, lines, discounts, title=_("New invoice"), cancel_url=cancel_url)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, id: UUID) -> HttpResponse:
    """A draft to change. What somebody else saved meanwhile is not overwritten unseen."""
    invoice = own(request, Invoice.objects.select_related("customer", "department", "account"), id)
    require(request.user, Right.INVOICES)
    if not invoice.is_draft:
        toast(request, words.sentence(NotADraft()), warning=True)
        return go(request, url_of(invoice))
    data = request.POST if request.method == "POST" else None
    form = DraftForm(
        data,
        account=invoice.account,
        initial=initial_of(invoice),
        of_customer=True,
        invoice=invoice,
        today=today(request),
    )
    lines, discounts = content_form(
        data,
        account=invoice.account,
        currency=currency_of(invoice.account, request.POST, otherwise=invoice.currency),
        initial=drafting.lines_of(invoice),
        discounts=Discount.all_of(invoice.discounts),
    )
    status = 200
    if data is not None and not is_rearranging(data) and (given := _given(form, lines, discounts)):
        try:
            drafting.edit(invoice, by=request.user, at=now(request), seen=seen_in(request), **given)
        except ChangedMeanwhile:
            form.add_error(None, _("Somebody changed this draft meanwhile. Saving again replaces what they wrote."))
            status = 409
        except Refusal as refusal:
            _say(refusal, form)
        else:
            toast(request, _("Draft saved."))
            return go(request, url_of(invoice))
    context = {"invoice": invoice, "seen": invoice.updated_at.isoformat()}
    return _page(
        request, form, lines, discounts, title=_("Edit draft"), cancel_url=url_of(invoice), status=status, **context
    )


@require_POST
def totals_of_lines(request: HttpRequest) -> HttpResponse:
    """What the rows come to as they stand in the form, computed where the invoice is: one truth for both."""
    account = request.user.account
    lines, __ = content_form(request.POST, account=account, currency=currency_of(account, request.POST))
    lines.is_valid()
    return render(request, "invoicing/_totals_of_lines.html", {"lines": lines, "swapped": True})


@require_POST
def copy(request: HttpRequest, id: UUID) -> HttpResponse:
    """A new draft like this invoice, opened for editing."""
    invoice = own(request, Invoice, id)
    try:
        made = drafting.copy(invoice, by=request.user, at=now(request), id=id_in(request, "copy_id"))
    except Invoice.DoesNotExist:
        raise Http404 from None
    toast(request, _("This is a copy of %(number)s. Change it, then book it.") % {"number": words.called(invoice)})
    if made.lines.filter(tax_rate__archived_at__isnull=False).exists():
        toast(request, _("A VAT rate of this copy is archived. Choose another one for its lines."), warning=True)
    return go(request, reverse("invoice_edit", args=[made.pk]))


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask, then delete a draft or the last of a series. A second click finds it gone and says so."""
    require(request.user, Right.INVOICES)
    if _is_deleted(request, id):
        toast(request, _("This has already been deleted."))
        return go(request, reverse("invoices"))
    invoice = own(request, Invoice.objects.select_related("customer", "department"), id)
    try:
        if request.method == "GET":
            return _ask_to_delete(request, invoice)
        drafting.delete(invoice, by=request.user, at=now(request))
    except Refusal as refusal:
        toast(request, words.sentence(refusal), warning=True)
        return go(request, url_of(invoice))
    toast(request, words.deleted(invoice))
    return go(request, reverse("invoices"))


def _ask_to_delete(request: HttpRequest, invoice: Invoice) -> HttpResponse:
    if invoice.is_draft:
        title = _("Delete the draft for %(name)s") % {"name": invoice.customer.name}
    else:
        title = _("Delete invoice %(number)s") % {"number": invoice.invoice_number}
        if obstacle := deletion.obstacle(invoice):
            raise obstacle
    return dialog(request, "invoicing/delete.html", {"invoice": invoice}, title=title)


def _given(form: DraftForm, lines: BaseLines, discounts: BaseDiscounts) -> dict[str, Any]:
    """Everything for the verb, or nothing while something is at fault."""
    if not (form.is_valid() & lines.is_valid() & discounts.is_valid()):
        return {}
    content = content_given(lines, discounts, department=form.cleaned_data["department"])
    return form.given() | content if content else {}


def _say(refusal: Refusal, form: DraftForm) -> None:
    """Put what was refused beside its field."""
    faults = refusal.faults if isinstance(refusal, FieldsAtFault) else {"": words.sentence(refusal)}
    for field, fault in faults.items():
        form.add_error(field if field in form.fields else None, fault)


def _page(
    request: HttpRequest,
    form: DraftForm,
    lines: BaseLines,
    discounts: BaseDiscounts,
    *,
    title: str,
    cancel_url: str,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    if status == 200 and form.is_bound and not is_rearranging(request.POST):
        status = 422
    if is_rearranging(request.POST):
        # Nobody asked to save yet, so nothing is at fault yet.
        for each in [form, *lines.forms, *discounts.forms]:
            each.errors.clear()
    customer = form["customer"].value()
    context = {
        "form": form,
        "lines": lines,
        "discounts": discounts,
        "title": title,
        "cancel_url": cancel_url,
        "id": request.POST.get("id") or new_id(),
        "customer": customer
        if isinstance(customer, Customer)
        else form.cleaned_data.get("customer")
        if form.is_bound
        else None,
        **more,
    }
    return render(request, "invoicing/draft_form.html", context, status=status)


def _is_deleted(request: HttpRequest, id: UUID) -> bool:
    ours = Activity.objects.of(request.user.account)
    return ours.filter(kind="invoice.deleted", subject_id=id).exists()
