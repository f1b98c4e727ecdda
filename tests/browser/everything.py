"""A business in which everything there is exists at least once."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from comptoir.customers.models import Customer, Reason
from comptoir.followups.calls import complete_call
from comptoir.followups.meetings import complete_meeting
from comptoir.followups.models import CallOutcome
from comptoir.followups.tasks import complete
from comptoir.invoicing import holds
from comptoir.invoicing.crediting import credit
from comptoir.invoicing.payments import register
from comptoir.lifecycle.deactivation import deactivate, preview
from comptoir.segments import keeping
from tests.browser.conftest import Business
from tests.factories import (
    a_call,
    a_company,
    a_contact,
    a_deactivated_subscription,
    a_deal,
    a_department,
    a_draft,
    a_meeting,
    a_member,
    a_paid_invoice,
    a_quotation,
    a_reminder,
    a_subscription,
    a_task,
    an_invoice,
    the_department,
)

Ids = dict[str, Any]


def everything_of(business: Business) -> Ids:
    """Make it, and tell the id of each thing."""
    made = SimpleNamespace(company=business.company, contact=business.contact)
    made.link = business.company.links.get()
    made.bare = a_company(business.account, "Bakkerij zonder Iets", email="", country="")
    _invoices(made, business)
    _stopped(made, business)
    _follow_ups(made, business)
    _quotations(made, business)
    _settings(made, business)
    ids = {name: thing.pk for name, thing in vars(made).items()}
    return ids | {"ready_made": "deactivated", "tone": "firm"}


def _invoices(made: SimpleNamespace, business: Business) -> None:
    customer, owner, today, now = business.company, business.owner, business.today, timezone.now()
    made.overdue, made.held = customer.invoices.order_by("due_on")
    holds.put_on_hold(made.held, by=owner, at=now, reason="They dispute it")
    made.partly_paid = an_invoice(customer, total="300.00", overdue_by=50, on=today)
    made.payment = register(made.partly_paid, amount=Decimal(100), paid_on=today, by=owner, at=now)
    made.credited = an_invoice(customer, total="500.00", on=today)
    made.credit_note = credit(made.credited, by=owner, at=now, on=today)
    made.draft = a_draft(customer, email="invoices@midi.example", note="As agreed by telephone")
    a_paid_invoice(customer, on=today)
    made.reminder = a_reminder(made.overdue, state="sent")
    made.uncertain = a_reminder(made.partly_paid, days=21, state="uncertain")
    made.queued, made.step = a_reminder(made.partly_paid, days=35), made.reminder.step


def _stopped(made: SimpleNamespace, business: Business) -> None:
    made.subscription = business.company.subscriptions.get()
    made.ended = a_deactivated_subscription(business.company, deactivated_by=business.owner)
    made.gone, made.gone_contact = a_company(business.account, "Gone SRL"), a_contact(business.account, "Anne Dubois")
    for customer in (made.gone, made.gone_contact):
        an_invoice(customer, overdue_by=5, on=business.today)
        a_subscription(customer)
        _deactivate(customer, business)


def _follow_ups(made: SimpleNamespace, business: Business) -> None:
    owner, now, deal = business.owner, timezone.now(), a_deal(business.company, "Awning")
    luc, company = business.contact, business.company
    made.task = a_task(company, owner, "Find an address for 2026/118", days=-2, on=business.today, priority="A")
    a_task(made.gone, None, "Ask the receiver for a date", days=3, on=business.today)
    made.done_task = complete(a_task(luc, owner, "Say thank you", on=business.today), by=owner, at=now)
    made.outcome = CallOutcome.objects.of(business.account).get(name="Reached")
    CallOutcome.objects.create(account=business.account, name="A fax was sent", archived_at=now)
    made.call = a_call(company, owner, at=now - dt.timedelta(days=2), contact=luc, deal=deal)
    a_call(made.gone, None, at=now)
    how = {"outcome": made.outcome, "outcome_summary": "He wants it in May."}
    made.made_call = complete_call(a_call(company, owner, deal=deal), by=owner, at=now, **how)
    made.meeting = a_meeting(company, owner, at=now, contacts=(luc, made.gone_contact), deal=deal, location="Room 2")
    a_meeting(company, owner, title="Trade fair", at=now, minutes=3 * 24 * 60)
    made.held_meeting = complete_meeting(a_meeting(luc, owner, title="Breakfast"), by=owner, at=now)


def _quotations(made: SimpleNamespace, business: Business) -> None:
    deal = a_deal(business.company)
    made.quotation = a_quotation(deal, monthly="60.50", optional="242.00")


def _deactivate(customer: Customer, business: Business) -> None:
    deactivate(
        customer,
        by=business.owner,
        at=timezone.now(),
        hold_invoices=True,
        end_subscriptions=True,
        reason=Reason.BANKRUPTCY,
        note="Told by the receiver",
        fingerprint=preview(customer, at=timezone.now()).fingerprint,
    )


def _settings(made: SimpleNamespace, business: Business) -> None:
    account, owner = business.account, business.owner
    rules = [{"field": "country", "operator": "equals", "value": "BE"}]
    made.segment = keeping.create(name="Belgium", match="all", rules=rules, by=owner, at=timezone.now(), shared=True)
    made.department, made.other = the_department(account), a_department(account, invoice_prefix="S")
    made.archived = a_department(account, "Atelier Ouest", invoice_prefix="W", status="archived")
    made.member = a_member(account, "customers", first_name="Jan", last_name="Peeters")
