"""Beginning the subscription that follows from an accepted quotation."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from comptoir.accounts.rights import Right, require
from comptoir.core.days import plus_months
from comptoir.invoicing.refusals import Refusal as LineRefusal
from comptoir.quotations import starting
from comptoir.quotations.models import Quotation
from comptoir.quotations.refusals import NotAccepted, NothingRecurring
from comptoir.quotations.starting import Offer, offers_of
from comptoir.subscriptions.models import Generation, Subscription
from comptoir.subscriptions.refusals import Refusal
from comptoir.web.answers import go
from comptoir.web.clock import now, today
from comptoir.web.find import own
from comptoir.web.forms import DateField, Form
from comptoir.web.links import url_of
from comptoir.web.quotations.asking import ask
from comptoir.web.subscriptions import words
from comptoir.web.subscriptions.plan import in_plan
from comptoir.web.toasts import toast


class StartForm(Form):
    """From when on, and what its periods become."""

    starts_on = DateField(label=gettext_lazy("First day"))
    generation = forms.ChoiceField(
        label=gettext_lazy("When a period is due"), choices=words.generation_choices, widget=forms.RadioSelect
    )


@in_plan
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, id: UUID, unit: str, period: int) -> HttpResponse:
    """Say what is billed how often and from when on; begin it, once."""
    known = Quotation.objects.select_related("account", "customer", "department", "deal")
    quotation = own(request, known, id)
    require(request.user, Right.SUBSCRIPTIONS)
    if done := quotation.started.filter(unit=unit, period=period).select_related("subscription").first():
        toast(request, _("“%(title)s” has already been started.") % {"title": done.subscription.title})
        return go(request, url_of(done.subscription))
    offer = _offer(quotation, unit, period)
    initial = {"starts_on": plus_months(today(request).replace(day=1), 1), "generation": Generation.BOOK}
    form = StartForm(request.POST if request.method == "POST" else None, initial=initial)
    made = _started(request, quotation, offer, form) if form.is_valid() else None
    if made:
        toast(request, words.saved(made))
        return go(request, url_of(made))
    title = _("Create the subscription “%(name)s”") % {"name": quotation.name}
    return ask(request, "start", quotation, title=title, status=422 if form.is_bound else 200, offer=offer, form=form)


def _started(request: HttpRequest, quotation: Quotation, offer: Offer, form: StartForm) -> Subscription | None:
    given: dict[str, Any] = {"unit": offer.unit, "period": offer.period, **form.cleaned_data}
    try:
        return starting.start(quotation, by=request.user, at=now(request), **given)
    except (NotAccepted, NothingRecurring, Quotation.DoesNotExist):
        raise Http404 from None
    except (Refusal, LineRefusal) as refusal:
        form.add_error(
            words.field_of(refusal) if words.field_of(refusal) in form.fields else None, words.sentence(refusal)
        )
        return None


def _offer(quotation: Quotation, unit: str, period: int) -> Offer:
    """What was accepted for the cycle; Http404 when nothing was."""
    for offer in offers_of(quotation):
        if (offer.unit, offer.period) == (unit, period):
            return offer
    raise Http404
