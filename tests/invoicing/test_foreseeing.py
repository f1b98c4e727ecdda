"""What goes out tomorrow morning is exactly what then goes out, whatever happened before."""

import datetime as dt
import os
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import Account, Department, User
from comptoir.core.mail import transport
from comptoir.customers.models import Address, Customer
from comptoir.invoicing.foreseeing import Foreseen, foreseen
from comptoir.invoicing.leaving import kept_back_on, leaving_on
from comptoir.invoicing.models import Invoice, InvoiceQuerySet, LateCostRule, Reminder, ReminderStep
from comptoir.invoicing.posting import print_letters
from comptoir.invoicing.sending import send_queued
from comptoir.jobs import nightly
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_contact,
    a_department,
    a_reminder,
    a_user,
    an_account,
    an_invoice,
)
from tests.smtp import SmtpSink

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + dt.timedelta(days=1)
INVOICES = 60
SEEDS = int(os.environ.get("COMPTOIR_MORNINGS", "4"))


def with_relations(rows: InvoiceQuerySet) -> list[Invoice]:
    return list(rows.select_related("customer", "department", "account").prefetch_related("customer__addresses"))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_what_is_foreseen_is_what_leaves(seed: int, smtp_sink: SmtpSink) -> None:
    dice, account = Random(seed), an_account()
    owner = a_user(account)
    some_business(account, owner, dice)

    rows = with_relations(leaving_on(account, on=TOMORROW))
    seen = foreseen(rows, on=TOMORROW)
    assert len(seen) == len(rows)
    assert [each.channel for each in seen] == [invoice.leaves_by for invoice in rows]  # type: ignore[attr-defined]
    expected = {facts_of(each) for each in seen if each.recipients}
    assert len(expected) > 5

    morning, evening = (
        account.morning(TOMORROW),
        account.morning(TOMORROW) + dt.timedelta(hours=15, minutes=59, seconds=59),
    )
    nightly.prepare_reminders(account, on=TOMORROW, at=morning)
    with transport(smtp_sink.url) as way_out:
        send_queued(way_out, clock=lambda: evening)
    print_letters(account, by=owner, at=evening)
    print_letters(account, by=owner, at=evening)
    assert left_on_that_day(evening) == expected
    assert len(smtp_sink.deliveries) == sum(channel == "email" for __, __, channel, *__ in expected)


def facts_of(each: Foreseen) -> tuple[Any, ...]:
    step = each.step.pk if each.step else None
    recipients = ", ".join(each.recipients)
    return each.invoice.pk, step, each.channel, recipients, each.invoice.due, each.costs.interest, each.costs.fixed


def left_on_that_day(evening: dt.datetime) -> set[tuple[Any, ...]]:
    left = Reminder.objects.filter(state__in=["sent", "leaving"], claimed_at=evening)
    return {
        (
            each.invoice_id,
            each.step_id,
            each.channel,
            ", ".join(each.recipients),
            each.amount_due,
            each.late_interest,
            each.late_fixed_cost,
        )
        for each in left
    }


def test_what_is_kept_back_has_its_reason() -> None:
    account = an_account()
    customer, exempt = a_company(account), a_company(account, "Exempt", no_reminders_since=TODAY)
    an_invoice(customer, overdue_by=9)
    an_invoice(customer, overdue_by=2, on_hold=TODAY)
    held = an_invoice(customer, overdue_by=9, on_hold=TODAY)
    hold(an_invoice(customer, overdue_by=9), TOMORROW)
    silent = an_invoice(exempt, overdue_by=9)
    printed = a_reminder(an_invoice(customer, overdue_by=30), state="leaving", channel="letter", claimed_at=ago(9))
    recent = an_invoice(customer, overdue_by=22)
    a_reminder(recent, state="sent", claimed_at=ago(2))
    a_reminder(an_invoice(customer, overdue_by=9), state="sent", claimed_at=ago(2))
    found = {invoice.pk: invoice.because for invoice in kept_back_on(account, on=TOMORROW)}  # type: ignore[attr-defined]
    assert found == {
        held.pk: "held",
        silent.pk: "exempt",
        printed.invoice_id: "leaving",
        recent.pk: "too_soon",
    }


def test_as_many_queries_for_many_as_for_few() -> None:
    account = an_account()
    LateCostRule.objects.create(department=account.departments.get(), customer_kind="company", interest=10)
    ReminderStep.objects.update(adds_late_costs=True)
    counts = []
    for many in (1, 3):
        for number in range(many):
            an_invoice(a_company(account, f"Company {many} {number}"), overdue_by=9)
        rows = with_relations(leaving_on(account, on=TOMORROW))
        with CaptureQueriesContext(connection) as captured:
            assert foreseen(rows, on=TOMORROW)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 10


# --- Some business -----------------------------------------------------------------------------------


def ago(days: float) -> dt.datetime:
    return NOW - dt.timedelta(days=days)


def some_business(account: Account, owner: User, dice: Random) -> None:
    departments = [account.departments.get(), a_department(account, "Second")]
    for department in departments:
        its_rules(department, dice)
    customers = [a_customer(account, number, dice) for number in range(12)]
    for __ in range(INVOICES):
        its_history(invoice_of(dice.choice(customers), dice.choice(departments), dice), owner, dice)


def its_rules(department: Department, dice: Random) -> None:
    department.reminder_interval = dice.choice([1, 3, 5, 14])
    department.save()
    for step in department.reminder_steps.all():
        step.channel, step.adds_late_costs = dice.choice(["email", "email", "letter"]), dice.random() < 0.6
        step.save()
    for kind in ("company", "contact"):
        LateCostRule.objects.create(
            department=department,
            customer_kind=kind,
            interest=dice.choice([0, 8, Decimal("11.25")]),
            fixed_amount=dice.choice([0, 40]),
            belgian_consumer=kind == "contact" and dice.random() < 0.5,
        )


def a_customer(account: Account, number: int, dice: Random) -> Customer:
    facts: dict[str, Any] = {"email": dice.choice(["", f"c{number}@example.org", f"c{number}@example.org"])}
    if dice.random() < 0.2:
        until = dice.choice([None, TODAY, TOMORROW, TOMORROW + dt.timedelta(days=1)])
        facts |= {"no_reminders_since": TODAY - dt.timedelta(days=9), "no_reminders_until": until}
    made = (a_company if dice.random() < 0.6 else a_contact)(account, f"Customer {number}", **facts)
    if dice.random() < 0.2:
        Address.objects.filter(customer=made).delete()
    return made


def invoice_of(customer: Customer, department: Department, dice: Random) -> Invoice:
    paid = dice.choice(["0", "0", "21.00"])
    made = an_invoice(customer, overdue_by=dice.randrange(50), total="1234.56", paid=paid, department=department)
    if dice.random() < 0.25:
        hold(made, dice.choice([None, TODAY, TOMORROW, TOMORROW + dt.timedelta(days=1)]))
    return made


def hold(invoice: Invoice, until: dt.date | None) -> None:
    Invoice.objects.filter(pk=invoice.pk).put_on_hold(by=None, on=TODAY - dt.timedelta(days=9), until=until)
    invoice.refresh_from_db()


def its_history(invoice: Invoice, owner: User, dice: Random) -> None:
    steps = dice.sample([7, 21, 35], dice.choice([0, 0, 1, 1, 2]))
    on_its_way = False
    for days in steps:
        state = dice.choice(["queued", "leaving", "sent", "sent", "sent", "uncertain", "withdrawn"])
        if state in ("queued", "leaving") and on_its_way:
            continue
        on_its_way |= state in ("queued", "leaving")
        channel = "letter" if state == "leaving" else dice.choice(["email", "letter"])
        facts: dict[str, Any] = {"channel": channel, "next_attempt_at": ago(dice.uniform(-3, 1))}
        if channel == "letter":
            facts["next_attempt_at"] = ago(1)
        if state in ("leaving", "sent", "uncertain"):
            facts["claimed_at"] = at = ago(dice.uniform(0, 40))
            facts |= {"sent_at": at} if state == "sent" else {}
        if state == "queued" and channel == "email" and dice.random() < 0.2:
            facts |= {"asked_by": owner, "despite_hold": dice.random() < 0.5}
        a_reminder(invoice, days=days, state=state, **facts)
    if not on_its_way and invoice.days_overdue(on=TODAY) and dice.random() < 0.1:
        Reminder.objects.create(
            account=invoice.account,
            invoice=invoice,
            due_on=TODAY,
            queued_at=NOW,
            next_attempt_at=ago(dice.uniform(-3, 1)),
            asked_by=owner,
            despite_hold=dice.random() < 0.5,
            late_fixed_cost=dice.choice([0, 1]),
        )
