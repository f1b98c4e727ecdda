"""A business in which everything there is exists at least once."""

import datetime as dt
import io
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from comptoir.bulk.preparing import leave_out
from comptoir.bulk.starting import cancel, start
from comptoir.customers.models import Customer, Reason
from comptoir.deals.models import LostReason, Pipeline, Source
from comptoir.deals.pipelines import add_pipeline
from comptoir.deals.words import archive_word
from comptoir.dossier.files import add_file
from comptoir.dossier.notes import add_note
from comptoir.followups.calls import complete_call
from comptoir.followups.feed import make_feed
from comptoir.followups.meetings import complete_meeting
from comptoir.followups.models import CallOutcome
from comptoir.followups.tasks import complete
from comptoir.invoicing import credit_drafts, holds
from comptoir.invoicing.booking import book
from comptoir.invoicing.credit_drafts import Proposal
from comptoir.invoicing.crediting import comes_to, credit
from comptoir.invoicing.logo_upload import put_logo
from comptoir.invoicing.mail_templates import change_template
from comptoir.invoicing.payments import register
from comptoir.invoicing.products import add_product
from comptoir.invoicing.proportion import share_of
from comptoir.invoicing.remainder import remainder_of
from comptoir.lifecycle.carrying_out import carry_out
from comptoir.lifecycle.deactivation import deactivate, preview
from comptoir.lifecycle.people import deactivate_user
from comptoir.lifecycle.scheduling import change, schedule
from comptoir.quotations import answering
from comptoir.quotations.models import Quotation, Sending
from comptoir.segments import keeping
from comptoir.segments.models import Segment
from comptoir.subscriptions import pausing
from tests.browser.conftest import Business
from tests.bulk.runs import a_run as a_bulk_run
from tests.bulk.runs import done
from tests.factories import (
    a_call,
    a_company,
    a_contact,
    a_deactivated_subscription,
    a_deal,
    a_delivery,
    a_department,
    a_draft,
    a_field,
    a_meeting,
    a_member,
    a_note,
    a_paid_invoice,
    a_quotation,
    a_reminder,
    a_subscription,
    a_task,
    a_value,
    an_indexation,
    an_invoice,
    the_department,
    the_phase,
)
from tests.pictures import a_png
from tests.transfer.importing import an_upload, checked, run

Ids = dict[str, Any]


def everything_of(business: Business) -> Ids:
    """Make it, and tell the id of each thing."""
    made = SimpleNamespace(company=business.company, contact=business.contact)
    made.link = business.company.links.get()
    made.bare = a_company(business.account, "Bakkerij zonder Iets", email="", country="")
    made.product = add_product(
        account=business.account,
        name="Boiler check",
        code="BC-1",
        selling_price=Decimal(85),
        by=None,
        at=timezone.now(),
    )
    _invoices(made, business)
    _stopped(made, business)
    _follow_ups(made, business)
    _deals(made, business)
    _quotations(made, business)
    _dossier(made, business)
    _custom_fields(made, business)
    _imports(made, business)
    _bulk(made, business)
    _settings(made, business)
    _settings_of_deals(made, business)
    ids = {name: thing.pk for name, thing in vars(made).items()}
    links = {f"{name}_link": getattr(made, name).link_token for name in ("quotation", "expired", "accepted")}
    words = {"ready_made": "deactivated", "tone": "firm", "unit": "month", "period": 1}
    words |= {"smallest_plan": "go", "mail_kind": "invoice", "own_mail_kind": "reminder_firm", "mail_language": "fr"}
    words |= {"company_kind": "company", "contact_kind": "contact"}
    words |= {"invoice_series": "invoice", "next_year": business.today.year + 1}
    return ids | links | words | {"sources": "sources", "lost_reasons": "lost-reasons"}


def _invoices(made: SimpleNamespace, business: Business) -> None:
    customer, owner, today, now = business.company, business.owner, business.today, timezone.now()
    made.overdue, made.held = customer.invoices.order_by("due_on")
    holds.put_on_hold(made.held, by=owner, at=now, reason="They dispute it")
    made.partly_paid = an_invoice(customer, total="300.00", overdue_by=50, on=today)
    made.payment = register(made.partly_paid, amount=Decimal(100), paid_on=today, by=owner, at=now)
    made.credited = an_invoice(customer, total="500.00", on=today)
    made.credit_note = credit(made.credited, by=owner, at=now, on=today)
    ahead = an_invoice(customer, total="300.00", on=today)
    lines = share_of(ahead, {1: Fraction(1, 2)}, remainder_of(ahead))
    proposal = Proposal(ahead, tuple(lines), comes_to(ahead, lines), "Heating")
    (made.credit_draft,) = credit_drafts.draft([proposal], account=customer.account, by=owner, at=now)
    # The last of a year long ago: the one that can be deleted.
    made.last_booked = book(a_draft(customer), by=owner, at=now, on=today - dt.timedelta(days=1200))
    made.draft = a_draft(customer, email="invoices@midi.example", note="As agreed by telephone")
    made.delivered = an_invoice(customer, total="90.00", on=today)
    for state in ("sent", "uncertain", "failed", "queued"):
        made.delivery = a_delivery(made.delivered, state=state, by=owner, error="" if state == "sent" else "451 Later")
    made.delivery = a_delivery(made.delivered, state="sent", channel="peppol", recipients=["0208:0417497106"])
    a_delivery(made.delivered, state="bounced", error="550 mailbox full")
    made.delivery = made.delivered.deliveries.filter(channel="email", state="sent").get()
    a_paid_invoice(customer, on=today)
    made.reminder = a_reminder(made.overdue, state="sent")
    made.uncertain = a_reminder(made.partly_paid, days=21, state="uncertain")
    _letters(made, business)
    made.queued, made.step = a_reminder(made.partly_paid, days=35), made.reminder.step


def _letters(made: SimpleNamespace, business: Business) -> None:
    """One that waits to be printed, one on the desk, and a customer that gets no reminders by itself."""
    waiting, printed = (an_invoice(business.company, overdue_by=23, on=business.today) for __ in range(2))
    made.letter_invoice, made.letter = waiting, a_reminder(waiting, days=21, channel="letter")
    a_reminder(printed, days=21, state="leaving", channel="letter", amount_due=printed.due, late_fixed_cost=40)
    facts = {"no_reminders_since": business.today, "no_reminders_by": business.owner, "no_reminders_reason": "Talks"}
    made.exempt = a_company(business.account, "Ons Café", **facts)
    made.exempt_invoice = an_invoice(made.exempt, overdue_by=23, on=business.today)


def _stopped(made: SimpleNamespace, business: Business) -> None:
    made.subscription = business.company.subscriptions.get()
    made.indexation = an_indexation(made.subscription, indexed_by=business.owner)
    paused = a_subscription(business.company, title="Ice", next_on=business.today - dt.timedelta(days=40))
    paused_at = timezone.now() - dt.timedelta(days=50)
    made.paused = pausing.pause(paused, by=business.owner, at=paused_at)
    made.ended = a_deactivated_subscription(business.company, deactivated_by=business.owner)
    made.gone, made.gone_contact = a_company(business.account, "Gone SRL"), a_contact(business.account, "Anne Dubois")
    for customer in (made.gone, made.gone_contact):
        an_invoice(customer, overdue_by=5, on=business.today)
        a_subscription(customer)
        _deactivate(customer, business)
    _scheduled(made, business)


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
    made.feed = make_feed(owner, at=now)


def _deals(made: SimpleNamespace, business: Business) -> None:
    customer, owner, today = business.company, business.owner, business.today
    facts = {"responsible_user": owner, "estimated_closing_date": today - dt.timedelta(days=2)}
    rested = {"last_activity_on": today - dt.timedelta(days=20), "contact_person": business.contact, **facts}
    made.deal = a_deal(customer, "Terrace with heating", summary="As they said at the fair", **rested)
    a_task(customer, owner, "Measure the terrace", on=today, deal=made.deal)
    a_note(customer, owner, deal=made.deal)
    made.gone_deal = a_deal(
        made.gone, phase=the_phase(business.account, 3), value=None, contact_person=made.gone_contact
    )
    reason = LostReason.objects.of(business.account).get(name="Too expensive")
    made.lost_deal = a_deal(customer, "Awnings", status="lost", lost_reason=reason, lost_remark="By a fifth", **facts)


def _quotations(made: SimpleNamespace, business: Business) -> None:
    owner, now = business.owner, timezone.now()
    made.quotation = a_quotation(
        a_deal(business.company, responsible_user=owner),
        monthly="60.50",
        optional="242.00",
        text="As discussed.",
        sent_at=now,
        expires_after=business.today + dt.timedelta(days=3),
    )
    _a_sending(made.quotation, business, state="sent", sent_at=now)
    _a_sending(made.quotation, business, state="uncertain", error="The connection was lost")
    made.expired = a_quotation(a_deal(business.contact), expires_after=business.today - dt.timedelta(days=1))
    made.accepted = a_quotation(a_deal(business.company, responsible_user=owner), monthly="60.50", optional="242.00")
    answering.accept(made.accepted, name="Anne Dubois", comment="After Easter", by=owner, at=now)
    made.refused = a_quotation(a_deal(made.gone))
    answering.reject(made.refused, name="Anne Dubois", comment="Too dear", ip="192.0.2.7", at=now)


def _a_sending(quotation: Quotation, business: Business, **facts: Any) -> None:
    facts |= {"recipients": ["info@midi.example"], "subject": "Our quotation", "body": "Dear", "by": business.owner}
    Sending.objects.create(account=business.account, quotation=quotation, claimed_at=timezone.now(), **facts)


def _dossier(made: SimpleNamespace, business: Business) -> None:
    customer, owner, now = business.company, business.owner, timezone.now()
    made.note = add_note(customer, content="See https://example.org/plans\n" + "word " * 300, by=owner, at=now)
    made.file = add_file(customer, name="offer.pdf", content=io.BytesIO(b"%PDF-1.7"), by=owner, at=now)
    add_file(customer, name=f"{'a-long-name-' * 12}.txt", content=io.BytesIO(b"hello"), by=owner, at=now)


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


def _scheduled(made: SimpleNamespace, business: Business) -> None:
    """One that waits for its day, one whose day came with something new, one whose day came in vain."""
    now, on = timezone.now(), business.today + dt.timedelta(days=30)
    leaving = a_member(business.account, "customers", first_name="Mia")
    made.going, made.went, stays = (
        a_company(business.account, name) for name in ("Going SRL", "Went SRL", "Stays SRL")
    )
    for customer, by in ((made.going, business.owner), (made.went, business.owner), (stays, leaving)):
        paid, __ = an_invoice(customer, on=business.today), a_subscription(customer)
        boxes = {} if by == leaving else {"hold_invoices": True, "end_subscriptions": True, "note": "By letter"}
        schedule(customer, on=on, by=by, at=now, fingerprint=preview(customer, at=now).fingerprint, **boxes)
        register(paid, amount=paid.due, paid_on=business.today, by=business.owner, at=now)
        an_invoice(customer, on=business.today)
    deactivate_user(leaving, by=business.owner, at=now)
    shown, seen = preview(made.going, at=now).fingerprint, made.going.scheduled_deactivation.updated_at
    later = on + dt.timedelta(days=1)
    change(made.going, on=later, by=business.owner, at=now, fingerprint=shown, seen=seen)
    carry_out(business.account, on=on, at=now)


def _settings(made: SimpleNamespace, business: Business) -> None:
    account, owner = business.account, business.owner
    rules = [{"field": "country", "operator": "equals", "value": "BE"}]
    made.segment = keeping.create(name="Belgium", match="all", rules=rules, by=owner, at=timezone.now(), shared=True)
    gone = {"field": "customer_active", "operator": "equals", "value": "no"}
    due = {"field": "due_on", "operator": "in_the_next_days", "value": "30"}
    lost = {"field": "customer_tag", "operator": "is_not", "value": "deleted"}
    made.grouped = Segment.objects.create(
        account=account,
        name="Due soon",
        about="invoice",
        rules=[due, {"match": "any", "rules": [gone, lost]}],
        created_by=owner,
        created_at=timezone.now(),
        updated_at=timezone.now(),
    )
    made.department, made.other = the_department(account), a_department(account, invoice_prefix="S")
    made.archived = a_department(account, "Atelier Ouest", invoice_prefix="W", status="archived")
    made.tax_rate = made.department.tax_rates.get(category="AE")
    put_logo(made.department, content=io.BytesIO(a_png()), by=owner, at=timezone.now())
    made.member = a_member(account, "customers", first_name="Jan", last_name="Peeters")
    own = {
        "kind": "reminder_firm",
        "language": "fr",
        "subject": "Rappel {number}",
        "body": "{salutation}\n\n{amount} !",
    }
    change_template(account, by=owner, at=timezone.now(), **own)


def _settings_of_deals(made: SimpleNamespace, business: Business) -> None:
    account, customer, now = business.account, business.company, timezone.now()
    made.usual_pipeline = Pipeline.objects.get(account=account)
    made.pipeline = add_pipeline(account, name="Large projects", by=business.owner, at=now)
    made.phase = made.pipeline.phases.all()[0]
    made.source, __, archived = Source.objects.filter(account=account)[:3]
    made.lost_reason = LostReason.objects.filter(account=account)[0]
    a_deal(customer, phase=made.phase, source=made.source)
    a_deal(customer, phase=made.phase, status="lost", lost_reason=made.lost_reason)
    archive_word(archived, by=business.owner, at=now)


def _bulk(made: SimpleNamespace, business: Business) -> None:
    owner, now = business.owner, timezone.now()
    customers = (business.company, business.contact, business.twin)
    made.bulk_tags = leave_out(a_bulk_run(*customers, by=owner), [business.twin.pk], by=owner)
    made.bulk_assign = a_bulk_run(*customers, verb="assign", by=owner)
    made.bulk_tasks = a_bulk_run(made.overdue, made.held, verb="add_tasks", about="invoice", by=owner)
    made.bulk_hold = a_bulk_run(made.overdue, made.held, verb="hold", about="invoice", by=owner)
    made.bulk_release = a_bulk_run(made.held, verb="release", about="invoice", by=owner)
    made.bulk_deactivate = a_bulk_run(*customers, verb="deactivate", by=owner)
    made.bulk_reactivate = a_bulk_run(*customers, verb="reactivate", by=owner)
    made.bulk_waiting = start(a_bulk_run(*customers, by=owner, tags=["late"]), by=owner, at=now)
    made.bulk_cancelled = start(a_bulk_run(*customers, by=owner, tags=["late"]), by=owner, at=now)
    cancel(made.bulk_cancelled, by=owner, at=now)
    made.bulk_done = done(leave_out(a_bulk_run(*customers, by=owner), [business.twin.pk], by=owner), tags=["late"])


def _custom_fields(made: SimpleNamespace, business: Business) -> None:
    """On each page a value, and on the company one of each kind."""
    account, records = business.account, {"deal": made.deal, "invoice": made.overdue, "subscription": made.subscription}
    for about, record in {**records, "contact": business.contact}.items():
        a_value(a_field(account, about, label="Project code", required=about == "deal"), record, "ATL-17")
    values: dict[str, Any] = {
        "multi_line": "Behind the church\nSecond door",
        "money": Decimal(12500),
        "date": business.today,
        "boolean": True,
        "multi_select": ["Cleaning", "Rental"],
        "telephone": "+32 2 555 12 12",
        "url": "https://example.com",
    }
    for kind, value in values.items():
        options = ("Cleaning", "Rental", "Repair") if kind == "multi_select" else ()
        field = a_field(account, kind=kind, label=f"About {kind}", options=options)
        a_value(field, business.company, value)
        if options:
            made.list_field = field
    a_field(account, label="Not asked any more", archived_at=timezone.now())


def _imports(made: SimpleNamespace, business: Business) -> None:
    account, by, header = business.account, business.owner, ["Name", "City"]
    made.import_columns = an_upload(account, by, header, ["Café Central", "Gent"])
    made.import_right = checked(an_upload(account, by, header, ["Café Central", "Gent"], home="BE"), by=by)
    made.import_wrong = checked(an_upload(account, by, header, ["A" * 201, "Gent"]), by=by)
    made.import_done = run(an_upload(account, by, header, ["Zaal Noord", "Gent"], home="BE"), by=by)
