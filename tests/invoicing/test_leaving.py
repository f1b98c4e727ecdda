"""What leaves on a morning: the database's answer is that of the rule, invoice by invoice."""

import datetime as dt
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import Account
from comptoir.invoicing.leaving import leaving_on
from comptoir.invoicing.models import Invoice, ReminderStep
from comptoir.invoicing.reminding import next_reminders
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_department,
    a_draft,
    a_paid_invoice,
    a_reminder,
    an_account,
    an_invoice,
)

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + dt.timedelta(days=1)


def by_the_rule(account: Account, *, on: dt.date) -> set[Invoice]:
    answers = next_reminders(list(Invoice.objects.of(account)), on=on)
    named = {id for id, answer in answers.items() if answer and answer.on == on}
    return set(Invoice.objects.filter(pk__in=named))


def test_the_invoice_whose_step_falls_due_and_no_other() -> None:
    customer = a_company(an_account())
    leaving = an_invoice(customer, overdue_by=6)
    an_invoice(customer, overdue_by=5)
    an_invoice(customer, overdue_by=6, on_hold=TODAY)
    an_invoice(a_company(an_account(name="Other")), overdue_by=6)
    a_draft(customer), a_paid_invoice(customer, overdue_by=6)
    a_reminder(an_invoice(customer, overdue_by=8), state="sent")
    assert list(leaving_on(customer.account, on=TOMORROW)) == [leaving]


def test_one_that_waits_leaves_when_its_next_attempt_has_come() -> None:
    customer = a_company(an_account())
    midnight = dt.datetime(2026, 11, 25, 23, 0, tzinfo=dt.UTC)
    soon = a_reminder(an_invoice(customer, overdue_by=9), next_attempt_at=midnight - dt.timedelta(seconds=1))
    a_reminder(an_invoice(customer, overdue_by=9), next_attempt_at=midnight)
    assert list(leaving_on(customer.account, on=TOMORROW)) == [soon.invoice]


def test_without_a_schedule_only_what_waits_leaves() -> None:
    customer = a_company(an_account())
    waiting = a_reminder(an_invoice(customer, overdue_by=9)).invoice
    an_invoice(customer, overdue_by=40)
    ReminderStep.objects.update(archived_at=NOW)
    assert list(leaving_on(customer.account, on=TOMORROW)) == [waiting]


@pytest.mark.parametrize("seed", range(3))
def test_it_answers_as_the_rule_does_whatever_happened_before(seed: int) -> None:
    chance, account = Random(seed), an_account()
    customer, second = a_company(account), a_department(account)
    ReminderStep.objects.filter(department=second, days_overdue=21).update(days_overdue=14)
    for __ in range(40):
        own = {"department": second} if chance.random() < 0.4 else {}
        held = TODAY if chance.random() < 0.1 else None
        invoice = an_invoice(customer, overdue_by=chance.randrange(60), on_hold=held, **own)
        days = list(invoice.department.reminder_steps.values_list("days_overdue", flat=True))
        on_its_way = 0
        for step in chance.sample(days, chance.randrange(3)):
            state = chance.choice(["queued", "leaving", "sent", "sent", "uncertain", "withdrawn"])
            if state in ("queued", "leaving") and (on_its_way := on_its_way + 1) > 1:
                continue
            ago = NOW - dt.timedelta(hours=chance.randrange(24 * 9))
            moments = {} if state in ("queued", "withdrawn") else {"claimed_at": ago}
            a_reminder(invoice, days=step, state=state, next_attempt_at=ago + dt.timedelta(days=8), **moments)
    for day in range(6):
        on = TODAY + dt.timedelta(days=day)
        assert set(leaving_on(account, on=on)) == by_the_rule(account, on=on)
    assert by_the_rule(account, on=TOMORROW)


def test_three_queries_however_many_leave() -> None:
    customer = a_company(an_account())
    for number in (1, 3):
        for __ in range(number):
            a_reminder(an_invoice(customer, overdue_by=30), state="sent", claimed_at=NOW - dt.timedelta(days=9))
        with CaptureQueriesContext(connection) as captured:
            assert len(leaving_on(customer.account, on=TOMORROW)) > 0
        assert len(captured) == 3
