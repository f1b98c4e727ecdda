"""No automatic reminders for a customer: turned off in a dialog that says what will not leave, and on again."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts.rights import Right, require
from comptoir.customers.models import Customer
from comptoir.invoicing import exempting
from comptoir.invoicing.reminding import NextReminder, next_reminders, next_run_on
from comptoir.web import speech
from comptoir.web.answers import back, dialog, go
from comptoir.web.clock import now, today
from comptoir.web.find import own
from comptoir.web.forms import accepted
from comptoir.web.lifecycle.words import was_leaving
from comptoir.web.links import url_of
from comptoir.web.reminders.forms import ExemptionForm
from comptoir.web.toasts import toast

SHOWN = 5
"""Reminders named in the dialog; a customer may have hundreds."""


@require_http_methods(["GET", "POST"])
def exempt(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say which reminders will not leave, and what stays as it is; turn them off."""
    require(request.user, Right.INVOICES)
    customer = own(request, Customer.objects.select_related("account"), id)
    initial = {"reason": customer.no_reminders_reason, "until": customer.no_reminders_until}
    form = ExemptionForm(request.POST if request.method == "POST" else None, today=today(request), initial=initial)
    if accepted(form, lambda: _exempt(request, customer, form)):
        return go(request, url_of(customer))
    following = [] if customer.is_exempt else _following(request, customer)
    title = _("No automatic reminders for %(name)s") % {"name": customer.name}
    context = {
        "form": form,
        "title": title,
        "customer": customer,
        "following": following[:SHOWN],
        "besides": max(len(following) - SHOWN, 0),
    }
    return dialog(request, "reminders/exempt.html", context, title=title, status=422 if form.errors else 200)


@require_POST
def chase_again(request: HttpRequest, id: UUID) -> HttpResponse:
    """Turn the automatic reminders on again."""
    customer = own(request, Customer.objects.select_related("account"), id)
    exempting.chase_again(customer, by=request.user, at=now(request))
    customer.refresh_from_db()
    following = _following(request, customer)
    if following:
        sentence = _("Automatic reminders are on again for %(name)s; the next one leaves on %(day)s.")
        day = speech.day(min(reminder.on for __, reminder in following), "long")
        toast(request, sentence % {"name": customer.name, "day": day})
    else:
        toast(request, _("Automatic reminders are on again for %(name)s.") % {"name": customer.name})
    return back(request, url_of(customer))


def _exempt(request: HttpRequest, customer: Customer, form: ExemptionForm) -> None:
    done = exempting.exempt(customer, by=request.user, at=now(request), **form.cleaned_data)
    if until := done.customer.no_reminders_until:
        sentence = _("No automatic reminders leave for %(name)s until %(day)s.")
        toast(request, sentence % {"name": customer.name, "day": speech.day(until, "long")})
    else:
        toast(request, _("No automatic reminders leave for %(name)s any more.") % {"name": customer.name})
    for reminder in done.leaving:
        toast(request, was_leaving(reminder), warning=True)


def _following(request: HttpRequest, customer: Customer) -> list[tuple[object, NextReminder]]:
    """What would leave next for each of its invoices, the soonest first."""
    invoices = list(customer.invoices.outstanding().order_by("due_on", "pk"))
    following = next_reminders(invoices, on=next_run_on(customer.account, at=now(request)))
    found = [(invoice, reminder) for invoice in invoices if (reminder := following[invoice.pk])]
    return sorted(found, key=lambda pair: pair[1].on)
