"""Rows to test with, made with one word each. They write rows directly: a test is about the verb it calls."""

import datetime as dt
import itertools
import uuid
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import Model

from comptoir.accounts.models import Account, Department, User
from comptoir.accounts.plans import Plan
from comptoir.accounts.rights import Role
from comptoir.core.terms import due_on as due_day
from comptoir.core.text import folded
from comptoir.custom_fields.models import CustomField
from comptoir.custom_fields.values import check, write
from comptoir.customers.models import Address, Customer, Kind, Link, Tag
from comptoir.deals import defaults as deal_defaults
from comptoir.deals.models import Deal, Phase
from comptoir.dossier.models import Note
from comptoir.followups import defaults as follow_up_defaults
from comptoir.followups.models import Attendee, Call, Meeting, Task
from comptoir.invoicing.models import Delivery, Invoice, InvoiceLine, Reminder, ReminderStep, Status, TaxRate
from comptoir.lifecycle.departments import equip
from comptoir.quotations.models import Quotation, QuotationLine
from comptoir.subscriptions import movements
from comptoir.subscriptions.models import Indexation, Subscription, SubscriptionLine
from comptoir.subscriptions.periods import Schedule

NOW = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)
"""When tests take place unless they say otherwise: a Tuesday, half past ten in Brussels."""
TODAY = dt.date(2026, 11, 24)
PASSWORD = "comptoir-test"

_count = itertools.count(1001)
"""High enough that no number given here is one that booking gives in the same test."""


def an_account(*, plan: str = Plan.BOOST, name: str = "Atelier Nord", **facts: Any) -> Account:
    """An account with a default department, Belgian VAT rates, the usual schedule, and the usual pipeline and words."""
    account = Account.objects.create(name=name, plan=plan, created_at=NOW, **facts)
    a_department(account, name, is_default=True)
    deal_defaults.equip(account, at=NOW)
    follow_up_defaults.equip(account)
    return account


def a_department(account: Account, name: str = "Atelier Sud", **facts: Any) -> Department:
    """A Belgian department, unless `country` says otherwise, with VAT rates and the usual schedule."""
    facts = {"country": "BE", "created_at": NOW} | facts
    department = Department.objects.create(account=account, name=name, **facts)
    equip(department)
    return department


def a_user(account: Account, *, role: str = Role.OWNER, rights: tuple[str, ...] = (), **facts: Any) -> User:
    """A user of the account, an owner unless said otherwise. Logs in with PASSWORD."""
    facts = {"first_name": "Sofie", "last_name": "Vermeulen", "email": f"user{next(_count)}@example.org"} | facts
    return User.objects.create(
        account=account, role=role, rights=list(rights), password=make_password(PASSWORD), created_at=NOW, **facts
    )


def a_member(account: Account, *rights: str, **facts: Any) -> User:
    """A member with these rights and no others."""
    return a_user(account, role=Role.MEMBER, rights=rights, **facts)


def a_company(
    account: Account,
    name: str = "Brasserie du Midi SRL",
    *,
    tags: tuple[str, ...] = (),
    country: str = "BE",
    email: str = "info@midi.example",
    **facts: Any,
) -> Customer:
    """A company with a primary address and e-mail."""
    return _a_customer(account, Kind.COMPANY, name, folded(name), tags=tags, country=country, email=email, **facts)


def a_contact(
    account: Account,
    name: str = "Luc Martin",
    *,
    tags: tuple[str, ...] = (),
    country: str = "BE",
    email: str = "luc@martin.example",
    **facts: Any,
) -> Customer:
    """A person with a primary address and e-mail."""
    first, __, last = name.rpartition(" ")
    return _a_customer(
        account,
        Kind.CONTACT,
        name,
        folded(f"{last} {first}"),
        first_name=first,
        last_name=last,
        tags=tags,
        country=country,
        email=email,
        **facts,
    )


def _a_customer(
    account: Account,
    kind: str,
    name: str,
    sort_name: str,
    *,
    tags: tuple[str, ...],
    country: str,
    email: str,
    **facts: Any,
) -> Customer:
    facts = {"language": "en", "added_at": NOW, "updated_at": NOW} | facts
    customer = Customer.objects.create(
        account=account,
        kind=kind,
        name=name,
        sort_name=sort_name,
        search_text=folded(f"{name} {email}"),
        emails=[{"type": "primary", "email": email}] if email else [],
        **facts,
    )
    if country:
        Address.objects.create(
            customer=customer,
            type="primary",
            line_1="Rue Haute 1",
            postal_code="1000",
            city="Brussels",
            country=country,
        )
    for word in tags:
        customer.tags.add(Tag.objects.get_or_create(account=account, name=word)[0])
    return customer


def a_field(account: Account, about: str = "company", kind: str = "single_line", **facts: Any) -> CustomField:
    """A field of the account; `options` are words, which are their ids too."""
    options = [{"id": word, "value": word} for word in facts.pop("options", ())]
    position = CustomField.objects.of(account).filter(about=about).count() + 1
    facts = {"label": "Segment", "position": position, "created_at": NOW} | facts
    return CustomField.objects.create(account=account, about=about, kind=kind, options=options, **facts)


def a_value(field: CustomField, record: Model, value: Any) -> None:
    """Fill the field in on the record."""
    write(record.pk, check(field.account, field.about, {field.pk: value}))


def a_link(contact: Customer, company: Customer, **facts: Any) -> Link:
    """The contact works for the company."""
    return Link.objects.create(account=company.account, contact=contact, company=company, **facts)


def the_department(account: Account) -> Department:
    """The account's default department."""
    return account.departments.get(is_default=True)


def the_vat(account: Account, rate: str = "0.21") -> TaxRate:
    """The tax rate of the default department."""
    return TaxRate.objects.get(department=the_department(account), rate=Decimal(rate), category__in="SZ")


def a_draft(customer: Customer, *, total: str = "121.00", **facts: Any) -> Invoice:
    """A draft of one line at 21 % VAT that comes to `total`."""
    account = customer.account
    gross = Decimal(total)
    net = (gross / Decimal("1.21")).quantize(Decimal("0.01"))
    facts = {"created_at": NOW, "updated_at": NOW, "department": the_department(account)} | facts
    invoice = Invoice.objects.create(
        account=account,
        customer=customer,
        tax_exclusive=net,
        tax_inclusive=gross,
        taxes=[{"category": "S", "rate": "0.21", "taxable": str(net), "tax": str(gross - net)}],
        **facts,
    )
    InvoiceLine.objects.create(
        invoice=invoice, position=1, description="Work", unit_price=net, tax_rate=the_vat(account), tax_exclusive=net
    )
    return invoice


def an_invoice(
    customer: Customer,
    *,
    total: str = "121.00",
    overdue_by: int | None = None,
    paid: str = "0",
    on: dt.date = TODAY,
    on_hold: dt.date | None = None,
    **facts: Any,
) -> Invoice:
    """A booked invoice. `overdue_by` days on the day `on`; without it, due in three weeks. `paid` up to the total."""
    invoice_date = on - dt.timedelta(days=9) if overdue_by is None else on - dt.timedelta(days=30 + overdue_by)
    number = next(_count)
    draft = a_draft(customer, total=total, **facts)
    amount = Decimal(total) if paid == "all" else Decimal(paid)
    status = Status.MATCHED if amount >= Decimal(total) else Status.OUTSTANDING
    Invoice.objects.filter(pk=draft.pk).update(
        status=status,
        fiscal_year=invoice_date.year,
        number=number,
        invoice_number=f"{invoice_date.year}/{number}",
        invoice_date=invoice_date,
        due_on=due_day(invoice_date, draft.payment_term, draft.payment_days),
        paid_amount=amount,
        paid_at=NOW if status == Status.MATCHED else None,
        on_hold_since=on_hold,
        invoicee_name=customer.name,
        payment_reference="+++090/9337/55493+++",
    )
    draft.refresh_from_db()
    return draft


def a_paid_invoice(customer: Customer, **facts: Any) -> Invoice:
    """A booked invoice with nothing due."""
    return an_invoice(customer, paid="all", **facts)


def a_subscription(
    customer: Customer, *, total: str = "121.00", next_on: dt.date | None = dt.date(2026, 12, 1), **facts: Any
) -> Subscription:
    """An active monthly subscription of one line at 21 % VAT whose next period begins on `next_on`."""
    account = customer.account
    gross = Decimal(total)
    net = (gross / Decimal("1.21")).quantize(Decimal("0.01"))
    facts = {
        "title": "Terrace heating",
        "starts_on": next_on or dt.date(2026, 1, 1),
        "created_at": NOW,
        "updated_at": NOW,
        "department": the_department(account),
    } | facts
    facts.setdefault("periods_behind", _periods_before(next_on, facts))
    subscription = Subscription.objects.create(
        account=account,
        customer=customer,
        tax_exclusive=net,
        tax_inclusive=gross,
        taxes=[{"category": "S", "rate": "0.21", "taxable": str(net), "tax": str(gross - net)}],
        next_period_on=next_on,
        bill_on=next_on and next_on - dt.timedelta(days=facts.get("days_in_advance", 0)),
        **facts,
    )
    SubscriptionLine.objects.create(
        subscription=subscription,
        position=1,
        description="Heating",
        unit_price=net,
        tax_rate=the_vat(account),
        tax_exclusive=net,
    )
    movements.note([subscription], on=subscription.starts_on, at=NOW)
    return subscription


def _periods_before(next_on: dt.date | None, facts: dict[str, Any]) -> int:
    schedule = Schedule(facts["starts_on"], facts.get("unit", "month"), facts.get("period", 1))
    return sum(1 for __ in itertools.takewhile(lambda p: p.starts_on < next_on, schedule.since(0))) if next_on else 0


def a_deactivated_subscription(customer: Customer, **facts: Any) -> Subscription:
    """A subscription that was ended for good."""
    return a_subscription(customer, next_on=None, deactivated_at=NOW, **facts)


def an_indexation(subscription: Subscription, **facts: Any) -> Indexation:
    """What an indexation by 2 % did to the subscription, without doing it."""
    facts = {"percentage": Decimal(2), "rounding": "0.01", "indexed_at": NOW} | facts
    made = Indexation.objects.create(account=subscription.account, **facts)
    before = subscription.tax_exclusive
    made.indexed.create(
        subscription=subscription,
        currency=subscription.currency,
        before=before,
        after=before * Decimal("1.02"),
        monthly_before=before,
        monthly_after=before * Decimal("1.02"),
        first_period_on=subscription.next_period_on,
        first_bill_on=subscription.bill_on,
    )
    return made


def a_reminder(invoice: Invoice, *, days: int = 7, state: str = "queued", **facts: Any) -> Reminder:
    """A reminder of the step so many days after the due date."""
    step = ReminderStep.objects.get(department=invoice.department, days_overdue=days)
    assert invoice.due_on is not None
    facts = {"queued_at": NOW, "next_attempt_at": NOW, "due_on": invoice.due_on + dt.timedelta(days=days)} | facts
    if state in ("leaving", "sent", "uncertain"):
        facts.setdefault("claimed_at", NOW)
    if state == "sent":
        facts.setdefault("sent_at", NOW)
    return Reminder.objects.create(account=invoice.account, invoice=invoice, step=step, state=state, **facts)


def a_delivery(invoice: Invoice, *, state: str = "sent", **facts: Any) -> Delivery:
    """An e-mail with the invoice to its customer."""
    facts = {"channel": "email", "queued_at": NOW, "next_attempt_at": NOW, "subject": "Our invoice"} | facts
    facts.setdefault("recipients", ["info@midi.example"])
    if state != "queued":
        facts.setdefault("claimed_at", NOW)
    if state == "sent":
        facts.setdefault("sent_at", NOW)
    return Delivery.objects.create(account=invoice.account, invoice=invoice, state=state, **facts)


def a_task(
    customer: Customer,
    assignee: User | None,
    title: str = "Call them",
    *,
    days: int = 0,
    on: dt.date = TODAY,
    **facts: Any,
) -> Task:
    """A task for `assignee`, due so many days after the day `on`."""
    facts |= {"title": title, "due_on": on + dt.timedelta(days=days), "created_at": NOW, "updated_at": NOW}
    return Task.objects.create(account=customer.account, customer=customer, assignee=assignee, **facts)


def a_call(customer: Customer, assignee: User | None, *, at: dt.datetime = NOW, **facts: Any) -> Call:
    """A call for `assignee` to make at the moment `at`."""
    facts = {"description": "Ask about the terrace", "created_at": NOW, "updated_at": NOW} | facts
    return Call.objects.create(account=customer.account, customer=customer, assignee=assignee, scheduled_at=at, **facts)


def a_meeting(
    customer: Customer,
    *users: User,
    at: dt.datetime = NOW,
    minutes: int = 60,
    contacts: tuple[Customer, ...] = (),
    **facts: Any,
) -> Meeting:
    """A meeting that these users and contacts go to."""
    facts = {"title": "Visit", "created_at": NOW, "updated_at": NOW, "created_by": users[0] if users else None} | facts
    meeting = Meeting.objects.create(
        account=customer.account,
        customer=customer,
        starts_at=at,
        ends_at=at + dt.timedelta(minutes=minutes),
        **facts,
    )
    Attendee.objects.bulk_create(Attendee(meeting=meeting, user=user) for user in users)
    Attendee.objects.bulk_create(Attendee(meeting=meeting, contact=contact) for contact in contacts)
    return meeting


def a_note(customer: Customer, by: User, content: str = "Prefers to be called in the morning.", **facts: Any) -> Note:
    """A note about the customer."""
    facts = {"added_at": NOW, "updated_at": NOW} | facts
    return Note.objects.create(account=customer.account, customer=customer, by=by, content=content, **facts)


def the_phase(account: Account, position: int = 1) -> Phase:
    """A phase of the account's default pipeline, counted from 1."""
    return Phase.objects.get(pipeline__account=account, pipeline__is_default=True, position=position)


def a_deal(
    customer: Customer,
    title: str = "New terrace",
    *,
    value: str | None = "5000.00",
    phase: Phase | None = None,
    inactive_for: int = 0,
    **facts: Any,
) -> Deal:
    """An open deal in the first phase, with something happening `inactive_for` days before TODAY."""
    phase = phase or the_phase(customer.account)
    number = next(_count)
    if facts.get("status", "open") != "open":
        facts.setdefault("closed_at", NOW)
    facts = {
        "year": TODAY.year,
        "number": number,
        "reference": f"{TODAY.year}/{number}",
        "estimated_value": None if value is None else Decimal(value),
        "estimated_probability": phase.probability,
        "last_activity_on": TODAY - dt.timedelta(days=inactive_for),
        "search_text": folded(f"{title} {TODAY.year}/{number}"),
        "created_at": NOW,
        "updated_at": NOW,
    } | facts
    return Deal.objects.create(account=customer.account, customer=customer, title=title, phase=phase, **facts)


def a_quotation(
    deal: Deal, *, total: str = "121.00", monthly: str | None = None, optional: str | None = None, **facts: Any
) -> Quotation:
    """An open quotation with a one-off line that comes to `total`; perhaps a monthly one, and an optional one-off one."""
    account, number = deal.account, next(_count)
    net = _net(total)
    if facts.get("status") in ("accepted", "rejected"):
        facts.setdefault("answered_at", NOW)
    facts = {
        "name": "Terrace with heating",
        "customer": deal.customer,
        "department": the_department(account),
        "year": TODAY.year,
        "number": number,
        "reference": f"{TODAY.year}/{number}",
        "language": deal.customer.language,
        "quotation_date": TODAY,
        "tax_exclusive": net,
        "tax_inclusive": Decimal(total),
        "taxes": [_vat_of(total)],
        "created_at": NOW,
        "updated_at": NOW,
    } | facts
    facts.setdefault("search_text", folded(f"{facts['name']} {facts['reference']}"))
    if monthly:
        totals = {"tax_exclusive": str(_net(monthly)), "tax_inclusive": monthly, "taxes": [_vat_of(monthly)]}
        facts["recurring"] = [{"unit": "month", "period": 1} | totals]
    quotation = Quotation.objects.create(account=account, deal=deal, **facts)
    lines = [
        ("Terrace", total, {}),
        ("Heating", monthly, {"unit": "month", "period": 1}),
        ("Parasols", optional, {"is_optional": True}),
    ]
    for position, (description, amount, says) in enumerate((line for line in lines if line[1]), start=1):
        QuotationLine.objects.create(
            quotation=quotation,
            position=position,
            description=description,
            unit_price=_net(amount),
            tax_rate=the_vat(account),
            tax_exclusive=_net(amount),
            **says,
        )
    return quotation


def _net(gross: str) -> Decimal:
    return (Decimal(gross) / Decimal("1.21")).quantize(Decimal("0.01"))


def _vat_of(gross: str) -> dict[str, str]:
    net = _net(gross)
    return {"category": "S", "rate": "0.21", "taxable": str(net), "tax": str(Decimal(gross) - net)}


def an_unknown_id() -> uuid.UUID:
    """An id that no row has."""
    return uuid.uuid4()
