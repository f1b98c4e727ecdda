"""What is done to a quotation. Each asks in a dialog and says what will happen."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.accounts.rights import Right, require
from comptoir.activities.models import Activity
from comptoir.quotations import answering, links, records
from comptoir.quotations.models import Quotation, Status
from comptoir.quotations.refusals import ChangedMeanwhile, QuotationRefused
from comptoir.quotations.totals import totals_of
from comptoir.web.answers import go
from comptoir.web.clock import now, today
from comptoir.web.find import own
from comptoir.web.forms import Form, accepted
from comptoir.web.links import url_of
from comptoir.web.quotations import sums
from comptoir.web.quotations.answer_forms import AcceptForm, RejectForm
from comptoir.web.quotations.asking import ask
from comptoir.web.toasts import toast


@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, id: UUID) -> HttpResponse:
    """The customer said yes, by telephone or otherwise: in whose name, with which optional lines."""
    quotation = _one(request, id)
    if not quotation.can_be_accepted(on=today(request)):
        return _too_late(request, quotation)
    optional = list(quotation.lines.filter(is_optional=True).select_related("tax_rate"))
    initial = {"name": _who(quotation), "chosen": request.GET.getlist("chosen")}
    form = AcceptForm(_answer(request), optional=optional, initial=initial)

    def verb() -> object:
        facts = {**form.cleaned_data, "seen": request.POST.get("seen")}
        return answering.accept(quotation, by=request.user, at=now(request), **facts)

    context = {
        "optional": optional,
        "sums": sums.of_totals(_totals(quotation, form.chosen_so_far())),
        "others": quotation.deal.quotations.open().exclude(pk=quotation.pk).count(),
    }
    said = _("%(reference)s is accepted in the name of %(name)s.")
    title = _("Accept %(reference)s on the customer’s behalf") % {"reference": quotation.reference}
    return _asked(request, quotation, form, verb, "accept", said=said, title=title, **context)


@require_http_methods(["GET", "POST"])
def reject(request: HttpRequest, id: UUID) -> HttpResponse:
    """The customer said no: who, and why."""
    quotation = _one(request, id)
    if not quotation.is_open:
        return _too_late(request, quotation)
    form = RejectForm(_answer(request), initial={"name": _who(quotation)})

    def verb() -> object:
        facts = {**form.cleaned_data, "seen": request.POST.get("seen")}
        return answering.reject(quotation, by=request.user, at=now(request), **facts)

    said = _("%(reference)s is refused in the name of %(name)s.")
    title = _("Refuse %(reference)s on the customer’s behalf") % {"reference": quotation.reference}
    return _asked(request, quotation, form, verb, "reject", said=said, title=title)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, id: UUID) -> HttpResponse:
    """Withdraw it."""
    quotation = _one(request, id)
    if not quotation.is_open:
        return _too_late(request, quotation)
    return _asked(
        request,
        quotation,
        Form(_answer(request)),
        lambda: records.close(quotation, by=request.user, at=now(request)),
        "close",
        said=_("%(reference)s is closed. It can no longer be answered."),
        title=_("Close %(reference)s") % {"reference": quotation.reference},
    )


@require_http_methods(["GET", "POST"])
def renew_link(request: HttpRequest, id: UUID) -> HttpResponse:
    """Give it another link; the one that was sent no longer opens it."""
    quotation = _one(request, id)
    return _asked(
        request,
        quotation,
        Form(_answer(request)),
        lambda: links.renew_link(quotation, by=request.user, at=now(request)),
        "renew_link",
        said=_("%(reference)s has a new link. Send it, so that the customer has it."),
        title=_("Renew the link of %(reference)s") % {"reference": quotation.reference},
    )


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, id: UUID) -> HttpResponse:
    """Delete it, unless it was accepted. A second click finds it gone and says so."""
    require(request.user, Right.DEALS)
    if Activity.objects.of(request.user.account).filter(kind="quotation.deleted", subject_id=id).exists():
        toast(request, _("This quotation has already been deleted."))
        return go(request, reverse("quotations"))
    quotation = _one(request, id)
    if quotation.is_accepted:
        return _too_late(request, quotation)
    return _asked(
        request,
        quotation,
        Form(_answer(request)),
        lambda: records.delete(quotation, by=request.user, at=now(request)),
        "delete",
        said=_("Quotation %(reference)s deleted."),
        title=_("Delete %(reference)s") % {"reference": quotation.reference},
        done_url=url_of(quotation.deal),
    )


def _asked(
    request: HttpRequest,
    quotation: Quotation,
    form: Form,
    verb: Callable[[], object],
    what: str,
    *,
    said: str,
    title: str,
    done_url: str = "",
    **context: Any,
) -> HttpResponse:
    """Ask in the dialog `what`; answered, do it, say so and lead to the quotation or to `done_url`."""
    status, current = 422 if form.is_bound else 200, quotation.updated_at.isoformat()
    try:
        # Before the form is looked at: what was ticked may no longer be there.
        if request.POST.get("seen", current) != current:
            raise ChangedMeanwhile
        if accepted(form, verb):
            toast(request, said % {"reference": quotation.reference, "name": form.cleaned_data.get("name", "")})
            return go(request, done_url or url_of(quotation))
    except ChangedMeanwhile:
        quotation.refresh_from_db()
        status = 409
    except QuotationRefused:
        quotation.refresh_from_db()
        return _too_late(request, quotation)
    except Quotation.DoesNotExist:
        raise Http404 from None  # deleted in this very moment
    return ask(request, what, quotation, title=title, status=status, form=form, **context)


def _too_late(request: HttpRequest, quotation: Quotation) -> HttpResponse:
    """Somebody was faster, or the day has passed: say so, and show the quotation as it is."""
    toast(request, _stands(request, quotation), warning=True)
    return go(request, url_of(quotation))


def _stands(request: HttpRequest, quotation: Quotation) -> str:
    facts = {"reference": quotation.reference, "name": quotation.answered_name}
    if quotation.is_accepted:
        return _("%(reference)s has been accepted by %(name)s.") % facts
    if quotation.status == Status.REJECTED:
        return _("%(reference)s has been refused by %(name)s.") % facts
    if quotation.status == Status.CLOSED:
        return _("%(reference)s is closed. It can no longer be answered.") % facts
    return _("The last day of %(reference)s has passed. Edit it to make it stand longer.") % facts


def _totals(quotation: Quotation, chosen: set[UUID]) -> Any:
    lines = list(quotation.lines.select_related("tax_rate"))
    return totals_of(lines, department=quotation.department, currency=quotation.currency, chosen=chosen)


def _who(quotation: Quotation) -> str:
    """Who probably answers: the person it is for, or the customer if that is one."""
    return quotation.for_attention_of_name or ("" if quotation.customer.is_company else quotation.customer.name)


def _one(request: HttpRequest, id: UUID) -> Quotation:
    """The quotation among the account's, for somebody who may change it."""
    quotation = own(request, Quotation.objects.select_related("account", "customer", "deal", "department"), id)
    require(request.user, Right.DEALS)
    return quotation


def _answer(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
