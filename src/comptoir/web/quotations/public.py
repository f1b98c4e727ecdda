"""What a customer sees of a quotation, and answers, under its link. Nothing else of the account is ever shown there."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from comptoir.accounts.stationery import address_lines
from comptoir.quotations import answering, document
from comptoir.quotations.models import Quotation, Status
from comptoir.quotations.refusals import ChangedMeanwhile, QuotationRefused
from comptoir.quotations.totals import totals_of
from comptoir.web.answers import pdf
from comptoir.web.clock import now
from comptoir.web.forms import accepted
from comptoir.web.quotations import sums
from comptoir.web.quotations.answer_forms import PublicAcceptForm, PublicRejectForm, RejectForm
from comptoir.web.quotations.doors import for_whoever_has_the_link
from comptoir.web.visitors import address_of, is_read


@for_whoever_has_the_link
@require_safe
def page(request: HttpRequest, quotation: Quotation) -> HttpResponse:
    """The quotation, and the forms to answer it with as long as that is possible."""
    if is_read(request) and not request.user.is_authenticated:
        answering.note_opened(quotation, at=now(request))
    return _page(request, quotation)


@for_whoever_has_the_link
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, quotation: Quotation) -> HttpResponse:
    """Yes, with the optional lines that were chosen. Asked only what they come to, show that."""
    if request.method != "POST":
        return _to_its_page(quotation)
    if "update_totals" in request.POST:
        return _page(request, quotation, typed=request.POST)
    optional = quotation.lines.filter(is_optional=True)
    form = PublicAcceptForm(request.POST, optional=optional, auto_id="accept_%s")

    def verb() -> object:
        given = {name: form.cleaned_data[name] for name in ("name", "comment", "chosen")}
        return answering.accept(quotation, **given, **_circumstances(request))

    return _answered(request, quotation, form, verb, accept_form=form)


@for_whoever_has_the_link
@require_http_methods(["GET", "HEAD", "POST"])
def reject(request: HttpRequest, quotation: Quotation) -> HttpResponse:
    """No, and why."""
    if request.method != "POST":
        return _to_its_page(quotation)
    form = PublicRejectForm(request.POST, auto_id="reject_%s")

    def verb() -> object:
        return answering.reject(quotation, **form.cleaned_data, **_circumstances(request))

    return _answered(request, quotation, form, verb, reject_form=form)


@for_whoever_has_the_link
@require_safe
def document_of(request: HttpRequest, quotation: Quotation) -> HttpResponse:
    """The quotation as a PDF."""
    return pdf(document.pdf(quotation), name=document.file_name(quotation))


def _answered(
    request: HttpRequest, quotation: Quotation, form: RejectForm, verb: Callable[[], object], **shown: Any
) -> HttpResponse:
    """Lead to the page that tells the answer. What is at fault is said (422); too late, or read in another version, the
    page says how the quotation stands now, and nothing is recorded (409)."""
    try:
        # Before the form is looked at: what was ticked may no longer be there.
        if quotation.is_open and request.POST.get("seen") != quotation.updated_at.isoformat():
            raise ChangedMeanwhile
        if accepted(form, verb):
            return _to_its_page(quotation)
    except ChangedMeanwhile:
        quotation.refresh_from_db()
        return _page(request, quotation, status=409, typed=request.POST, has_changed=True)
    except QuotationRefused:
        quotation.refresh_from_db()
        return _page(request, quotation, status=409)
    if not quotation.can_be_accepted(on=quotation.account.day(now(request))):
        return _page(request, quotation, status=409)
    return _page(request, quotation, status=422, **shown)


def _page(
    request: HttpRequest,
    quotation: Quotation,
    *,
    status: int = 200,
    typed: QueryDict | None = None,
    accept_form: PublicAcceptForm | None = None,
    reject_form: PublicRejectForm | None = None,
    **notices: bool,
) -> HttpResponse:
    """How the quotation stands. `typed` stays in the forms, but what somebody agreed to is agreed to anew."""
    on = quotation.account.day(now(request))
    initial: dict[str, Any] = {name: typed.get(name, "") for name in ("name", "comment")} if typed else {}
    initial |= {"chosen": typed.getlist("chosen")} if typed else {}
    lines = list(quotation.lines.select_related("tax_rate"))
    optional = [line for line in lines if line.is_optional]
    form = accept_form or PublicAcceptForm(initial=initial, optional=optional, auto_id="accept_%s")
    chosen = form.chosen_so_far()
    totals = totals_of(lines, department=quotation.department, currency=quotation.currency, chosen=chosen)
    context = {
        "quotation": quotation,
        "department": quotation.department,
        "address": address_lines(quotation.department),
        "lines": lines,
        "chosen": chosen,
        "has_optional": bool(optional),
        "sums": sums.of_totals(totals) if quotation.is_open else sums.of_quotation(quotation),
        "can_be_answered": quotation.can_be_accepted(on=on),
        "is_expired": quotation.is_expired(on=on),
        "another_was_accepted": quotation.status == Status.CLOSED and quotation.deal.quotations.accepted().exists(),
        "accept_form": form,
        "reject_form": reject_form or PublicRejectForm(initial=initial, auto_id="reject_%s"),
        **notices,
    }
    return render(request, "quotations/public.html", context, status=status)


def _to_its_page(quotation: Quotation) -> HttpResponse:
    return HttpResponseRedirect(reverse("public_quotation", args=[quotation.link_token]))


def _circumstances(request: HttpRequest) -> dict[str, Any]:
    return {"ip": address_of(request), "at": now(request), "seen": request.POST.get("seen")}
