"""What people do about reminders. Each asks nothing that can be told beforehand."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts.rights import Right, require
from comptoir.invoicing import by_hand
from comptoir.invoicing.by_hand import OnHold, ReminderRefused, refuse_unless_possible
from comptoir.invoicing.models import Invoice, Reminder
from comptoir.invoicing.recipients import recipients_of
from comptoir.invoicing.reminding import histories_of, schedules_of
from comptoir.invoicing.writing import by_hand as by_hand_now
from comptoir.invoicing.writing import costs_of
from comptoir.web.answers import back, dialog, go
from comptoir.web.clock import now, today
from comptoir.web.find import own
from comptoir.web.links import url_of
from comptoir.web.toasts import toast


@require_POST
def mark_as_sent(request: HttpRequest, id: UUID) -> HttpResponse:
    """An uncertain reminder did arrive."""
    found = own(request, Reminder.objects.select_related("invoice"), id)
    try:
        by_hand.mark_as_sent(found, by=request.user, at=now(request))
    except ReminderRefused as refusal:
        toast(request, str(refusal), warning=True)
    else:
        toast(request, _("The reminder of %(number)s counts as sent.") % {"number": found.invoice.invoice_number})
    return back(request, url_of(found))


@require_http_methods(["GET", "POST"])
def send_again(request: HttpRequest, id: UUID) -> HttpResponse:
    """An uncertain reminder leaves once more; an invoice on hold asks for a confirmation."""
    found = own(request, Reminder.objects.select_related("invoice__account", "invoice__customer", "account"), id)
    require(request.user, Right.INVOICES)
    confirmed = "confirmed_hold" in request.POST
    if request.method == "POST":
        try:
            by_hand.send_again(found, by=request.user, at=now(request), confirmed_hold=confirmed)
        except OnHold:
            pass
        except ReminderRefused as refusal:
            toast(request, str(refusal), warning=True)
            return back(request, url_of(found))
        else:
            toast(request, _("The reminder of %(number)s leaves again.") % {"number": found.invoice.invoice_number})
            return go(request, url_of(found))
    title = _("Send the reminder of %(number)s again") % {"number": found.invoice.invoice_number}
    context = {"reminder": found, "invoice": found.invoice, "title": title, "unconfirmed": request.method == "POST"}
    return dialog(request, "reminders/send_again.html", context, title=title, status=_status(request))


@require_http_methods(["GET", "POST"])
def remind_by_hand(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    """Show the letter and to whom it goes; send it. An invoice on hold asks for a confirmation."""
    invoice = own(request, Invoice.objects.select_related("account", "customer", "department"), invoice_id)
    require(request.user, Right.INVOICES)
    confirmed = "confirmed_hold" in request.POST
    if request.method == "POST":
        try:
            by_hand.remind_by_hand(
                invoice,
                by=request.user,
                at=now(request),
                confirmed_hold=confirmed,
                with_late_costs="with_late_costs" in request.POST,
            )
        except ReminderRefused:
            pass  # The dialog comes back and says it.
        else:
            toast(request, _("A reminder of %(number)s leaves now.") % {"number": invoice.invoice_number})
            return go(request, url_of(invoice))
    title = _("Send a reminder of %(number)s") % {"number": invoice}
    context = _letter(request, invoice) | {"title": title, "unconfirmed": request.method == "POST"}
    return dialog(request, "reminders/by_hand.html", context, title=title, status=_status(request))


def _letter(request: HttpRequest, invoice: Invoice) -> dict[str, Any]:
    """What would leave, or the sentence that says why nothing can."""
    on = today(request)
    try:
        refuse_unless_possible(invoice, histories_of([invoice])[invoice.pk], on=on, confirmed_hold=True)
    except ReminderRefused as refusal:
        return {"invoice": invoice, "refusal": str(refusal)}
    possible, chosen = costs_of(invoice, on=on), "with_late_costs" in request.POST
    draft = by_hand_now(invoice, with_costs=chosen, on=on).letter
    recipients = recipients_of([invoice])[invoice.pk]
    interval = schedules_of([invoice.department_id])[invoice.department_id].interval.days
    return {
        "invoice": invoice,
        "draft": draft,
        "recipients": recipients,
        "costs": possible,
        "with_late_costs": chosen,
        "asked": invoice.due + possible.total,
        "interval": interval,
    }


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
