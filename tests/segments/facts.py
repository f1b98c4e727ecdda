"""What rules can ask of each row, read from the row itself."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from comptoir.accounts.models import Account
from comptoir.activities.models import Activity
from comptoir.core.text import folded
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.invoicing.models import Invoice
from comptoir.segments.fields.of_customer import REACHED
from comptoir.subscriptions.figures import per_month
from comptoir.subscriptions.models import Subscription
from tests.segments import own_fields
from tests.segments.reading import FOREIGN, Facts, Folded, Words

CONTEXTS = {
    "customer": ("contact", "company"),
    "invoice": ("invoice",),
    "subscription": ("subscription",),
    "deal": ("deal",),
}


def plain_facts(account: Account, about: str, *, on: dt.date) -> Facts:
    """The facts of each row of `about`, by its id."""
    read = {"customer": _of_customer, "invoice": _of_invoice, "subscription": _of_subscription, "deal": _of_deal}[about]
    model: Any = {"customer": Customer, "invoice": Invoice, "subscription": Subscription, "deal": Deal}[about]
    customers = {} if about == "customer" else plain_facts(account, "customer", on=on)
    found = {}
    for row in model.objects.of(account):
        found[row.pk] = read(row, account, on) | own_fields.facts_of(account, CONTEXTS[about], row.pk)
        if customers:
            its = customers[row.customer_id]
            reached = [name for name in its if name in REACHED or name.startswith("custom:")]
            found[row.pk] |= {f"customer_{name}": its[name] for name in reached}
    return found


def _of_customer(customer: Customer, account: Account, on: dt.date) -> dict[str, Any]:
    invoices = list(customer.invoices.all())
    open_ones = [invoice for invoice in invoices if invoice.status == "outstanding"]
    unsettled = [invoice for invoice in invoices if not invoice.is_settled]
    late = [invoice.days_overdue(on=on) for invoice in open_ones if invoice.is_overdue(on=on)]
    sent = [reminder.sent_at for each in unsettled for reminder in each.reminders.filter(state="sent")]
    home = customer.addresses.filter(type="primary").first()
    last = Activity.objects.filter(customer_id=customer.pk).order_by("-at").first()
    return {
        "active": customer.deactivated_at is None,
        "kind": customer.kind,
        "name": Folded(folded(customer.name)),
        "tag": {str(tag.pk) for tag in customer.tags.all()},
        "country": home.country if home else None,
        "language": customer.language,
        "account_manager": _key(customer.responsible_user_id),
        "vat_number": Words(customer.vat_number.lower()),
        "marketing": customer.marketing_mails_consent,
        "deactivated_on": _day(account, customer.deactivated_at),
        "deactivation_reason": customer.deactivation_reason,
        "outstanding": sum((i.due for i in open_ones if i.currency == account.currency), Decimal(0)),
        "overdue": max(late) if late else None,
        "on_hold": any(invoice.is_on_hold for invoice in invoices),
        "unsettled": bool(unsettled),
        "last_reminder": _day(account, max(sent, default=None)),
        "no_reminders": customer.is_exempt,
        "subscriptions": any(subscription.is_active for subscription in customer.subscriptions.all()),
        "open_work": any(_open_work(customer, account, on)),
        "of_active_company": any(not link.company.is_deactivated for link in customer.company_links.all()),
        "added": account.day(customer.added_at),
        "last_activity": account.day(last.at) if last else None,
    }


def _open_work(customer: Customer, account: Account, on: dt.date) -> Iterator[bool]:
    yield any(deal.is_open for deal in customer.deals.all())
    yield any(quotation.is_open for quotation in customer.quotations.all())
    yield any(not task.is_done for task in customer.tasks.all())
    yield any(not call.is_done for call in customer.calls.all())
    yield any(not meeting.is_done and account.day(meeting.ends_at) >= on for meeting in customer.meetings.all())


def _of_invoice(invoice: Invoice, account: Account, on: dt.date) -> dict[str, Any]:
    mine = invoice.currency == account.currency
    sent = [reminder.sent_at for reminder in invoice.reminders.filter(state="sent")]
    return {
        "status": invoice.status,
        "number": Words(invoice.invoice_number.lower()),
        "overdue": invoice.days_overdue(on=on) or None,
        "due_on": invoice.due_on,
        "invoice_date": invoice.invoice_date,
        "total": invoice.tax_inclusive if mine else FOREIGN,
        "due": invoice.due if mine else FOREIGN,
        "partly_paid": invoice.is_partly_paid,
        "on_hold": invoice.is_on_hold,
        "on_hold_since": invoice.on_hold_since if invoice.is_on_hold else None,
        "last_reminder": _day(account, max(sent, default=None)),
        "sent_on": _day(account, invoice.sent_at),
        "paid_on": _day(account, invoice.paid_at),
        "currency": invoice.currency,
        "department": str(invoice.department_id),
        "order_number": Words(invoice.purchase_order_number.lower()),
        "made_on": account.day(invoice.created_at),
    }


def _of_subscription(subscription: Subscription, account: Account, on: dt.date) -> dict[str, Any]:
    cycle = {"unit": subscription.unit, "period": subscription.period, "currency": subscription.currency}
    mine = subscription.currency == account.currency
    return {
        "status": _status(subscription),
        "title": Words(subscription.title.lower()),
        "per_month": per_month(subscription.tax_exclusive, **cycle) if mine else FOREIGN,
        "next_invoice": subscription.bill_on,
        "starts_on": subscription.starts_on,
        "ends_on": subscription.ends_on,
        "cycle": f"{subscription.unit} {subscription.period}",
        "generation": subscription.generation,
        "department": str(subscription.department_id),
        "deactivated_on": _day(account, subscription.deactivated_at),
        "deactivation_reason": subscription.deactivation_reason,
        "made_on": account.day(subscription.created_at),
    }


def _status(subscription: Subscription) -> str:
    if subscription.is_deactivated:
        return "deactivated"
    if subscription.is_ending:
        return "ending"
    if subscription.is_ended:
        return "ended"
    return "paused" if subscription.is_paused else "running"


def _of_deal(deal: Deal, account: Account, on: dt.date) -> dict[str, Any]:
    return {
        "status": deal.status,
        "phase": str(deal.phase_id),
        "title": Folded(deal.search_text),
        "value": deal.estimated_value if deal.estimated_value is None or deal.currency == account.currency else FOREIGN,
        "probability": deal.estimated_probability * 100,
        "closing_date": deal.estimated_closing_date,
        "responsible": _key(deal.responsible_user_id),
        "attention": deal.needs_attention(on=on),
        "last_activity": deal.last_activity_on,
        "source": _key(deal.source_id),
        "lost_reason": _key(deal.lost_reason_id),
        "closed_on": _day(account, deal.closed_at),
        "made_on": account.day(deal.created_at),
    }


def _day(account: Account, moment: dt.datetime | None) -> dt.date | None:
    return account.day(moment) if moment else None


def _key(pk: Any) -> str | None:
    return str(pk) if pk else None
