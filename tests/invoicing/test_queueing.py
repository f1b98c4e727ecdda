"""The morning run: which reminders wait to leave."""

import datetime as dt
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.activities.models import Activity
from comptoir.followups.models import Task
from comptoir.invoicing import holds
from comptoir.invoicing.models import Reminder, ReminderStep
from comptoir.invoicing.queueing import QueueRun, queue
from comptoir.invoicing.reminding import next_reminders, next_run_on
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_contact,
    a_draft,
    a_link,
    a_paid_invoice,
    a_reminder,
    a_user,
    an_account,
    an_invoice,
)


def rows() -> list[tuple[Any, ...]]:
    found = Reminder.objects.order_by("invoice__invoice_number", "queued_at", "id")
    return list(found.values_list("invoice_id", "step__days_overdue", "state"))


def run(account: Any, days: int = 0) -> QueueRun:
    on = TODAY + dt.timedelta(days=days)
    return queue(account, on=on, at=account.morning(on))


def test_each_overdue_invoice_gets_its_latest_due_step(db: None) -> None:
    account = an_account()
    company = a_company(account)
    one, two, three = (an_invoice(company, overdue_by=days) for days in (7, 22, 300))
    for quiet in (6, 1):
        an_invoice(company, overdue_by=quiet)
    an_invoice(company)
    a_draft(company)
    a_paid_invoice(company, overdue_by=40)
    an_invoice(company, overdue_by=40, on_hold=TODAY)
    assert run(account) == QueueRun(queued=3)
    assert sorted(rows()) == sorted([(one.id, 7, "queued"), (two.id, 21, "queued"), (three.id, 35, "queued")])


def test_running_again_changes_nothing(db: None) -> None:
    account = an_account()
    an_invoice(a_company(account), overdue_by=7)
    run(account)
    assert run(account) == QueueRun()
    assert run(account, days=1) == QueueRun()


def test_nothing_of_another_account(db: None) -> None:
    account, other = an_account(), an_account(name="Other")
    an_invoice(a_company(other), overdue_by=7)
    assert run(account) == QueueRun()


def test_a_later_step_replaces_one_that_still_waits(db: None) -> None:
    account = an_account()
    invoice = an_invoice(a_company(account), overdue_by=21)
    a_reminder(invoice, days=7)
    assert run(account) == QueueRun(queued=1, withdrawn=1)
    assert sorted(rows()) == [(invoice.id, 7, "withdrawn"), (invoice.id, 21, "queued")]


def test_a_withdrawn_step_is_queued_again_in_the_same_row(db: None) -> None:
    account = an_account()
    invoice = an_invoice(a_company(account), overdue_by=8)
    reminder = a_reminder(invoice, days=7, state="withdrawn", attempts=3, error="500 no")
    assert run(account) == QueueRun(queued=1)
    reminder.refresh_from_db()
    assert (reminder.state, reminder.attempts, reminder.error) == ("queued", 0, "")
    assert reminder.next_attempt_at == account.morning(TODAY)


def test_a_reminder_asked_for_by_a_person_goes_first(db: None) -> None:
    account = an_account()
    invoice = an_invoice(a_company(account), overdue_by=8)
    Reminder.objects.create(
        account=account, invoice=invoice, due_on=TODAY, queued_at=NOW, next_attempt_at=NOW, asked_by=a_user(account)
    )
    assert run(account) == QueueRun()


def test_one_that_is_leaving_is_let_go(db: None) -> None:
    account = an_account()
    invoice = an_invoice(a_company(account), overdue_by=30)
    a_reminder(invoice, days=7, state="leaving", claimed_at=NOW - dt.timedelta(days=9))
    assert run(account) == QueueRun()
    assert rows() == [(invoice.id, 7, "leaving")]


def test_an_uncertain_one_counts_as_sent(db: None) -> None:
    account = an_account()
    invoice = an_invoice(a_company(account), overdue_by=21)
    a_reminder(invoice, days=7, state="uncertain", claimed_at=NOW - dt.timedelta(days=2))
    assert run(account) == QueueRun()
    assert run(account, days=3) == QueueRun(queued=1)
    assert sorted(rows()) == [(invoice.id, 7, "uncertain"), (invoice.id, 21, "queued")]


def test_after_a_release_one_reminder_and_no_burst(db: None) -> None:
    account = an_account()
    owner = a_user(account)
    invoice = an_invoice(a_company(account), overdue_by=60, on_hold=TODAY - dt.timedelta(days=50))
    assert run(account) == QueueRun()
    holds.release(invoice, by=owner, at=NOW)
    assert run(account, days=1) == QueueRun(queued=1)
    assert rows() == [(invoice.id, 35, "queued")]


def test_nobody_reachable_is_a_task_for_the_account_manager_once(db: None) -> None:
    account = an_account()
    a_user(account)
    manager = a_user(account)
    company = a_company(account, email="", responsible_user=manager)
    invoice = an_invoice(company, overdue_by=7)
    assert run(account) == QueueRun(unreachable=1)
    assert run(account, days=1) == QueueRun()
    assert rows() == []
    (task,) = Task.objects.all()
    assert (task.customer, task.assignee, task.due_on) == (company, manager, TODAY)
    assert list(Activity.objects.order_by("kind").values_list("kind", "subject_id")) == [
        ("reminder.unreachable", invoice.id),
        ("task.created", task.id),
    ]
    assert run(account, days=14) == QueueRun(unreachable=1)


def test_nobody_reachable_and_no_account_manager_is_a_task_for_an_owner(db: None) -> None:
    account = an_account()
    owner = a_user(account)
    gone = a_user(account, deactivated_at=NOW)
    an_invoice(a_company(account, email="", responsible_user=gone), overdue_by=7)
    run(account)
    assert Task.objects.get().assignee == owner


def test_a_decision_maker_makes_a_company_reachable(db: None) -> None:
    account = an_account()
    company = a_company(account, email="")
    a_link(a_contact(account), company, decision_maker=True)
    an_invoice(company, overdue_by=7)
    assert run(account) == QueueRun(queued=1)


def test_a_step_that_was_archived_is_not_sent_but_remembered(db: None) -> None:
    account = an_account()
    invoice = an_invoice(a_company(account), overdue_by=22)
    a_reminder(invoice, days=21, state="sent", claimed_at=NOW - dt.timedelta(days=30))
    ReminderStep.objects.filter(days_overdue=21).update(archived_at=NOW)
    assert run(account) == QueueRun()


def test_an_account_without_a_schedule_is_silent(db: None) -> None:
    account = an_account()
    an_invoice(a_company(account), overdue_by=22)
    ReminderStep.objects.update(archived_at=NOW)
    assert run(account) == QueueRun()


def test_the_number_of_queries_does_not_depend_on_the_number_of_invoices(db: None) -> None:
    def queries(invoices: int) -> int:
        account = an_account()
        reachable, unreachable = a_company(account), a_company(account, email="")
        a_link(a_contact(account), reachable, decision_maker=True)
        for __ in range(invoices):
            an_invoice(reachable, overdue_by=7)
            an_invoice(unreachable, overdue_by=7)
            a_reminder(an_invoice(reachable, overdue_by=22), days=7)
            a_reminder(an_invoice(reachable, overdue_by=22), days=21, state="withdrawn")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert run(account) == QueueRun(queued=3 * invoices, withdrawn=invoices, unreachable=invoices)
        return len(captured)

    assert queries(1) == queries(8)


def test_batches_reach_every_invoice(db: None, monkeypatch: Any) -> None:
    monkeypatch.setattr("comptoir.invoicing.queueing.BATCH", 3)
    account = an_account()
    company = a_company(account)
    for __ in range(8):
        an_invoice(company, overdue_by=7)
    assert run(account) == QueueRun(queued=8)


def test_what_leaves_next_in_three_queries(db: None, django_assert_num_queries: Any) -> None:
    account = an_account()
    company = a_company(account)
    soon, today, late = (
        an_invoice(company, overdue_by=2),
        an_invoice(company, overdue_by=7),
        an_invoice(company, overdue_by=22),
    )
    held, settled, draft = an_invoice(company, overdue_by=2, on_hold=TODAY), a_paid_invoice(company), a_draft(company)
    a_reminder(late, days=21, state="sent", claimed_at=NOW - dt.timedelta(days=1))
    invoices = [soon, today, late, held, settled, draft]
    tomorrow = next_run_on(account, at=NOW)
    assert tomorrow == TODAY + dt.timedelta(days=1)
    assert next_run_on(account, at=NOW - dt.timedelta(hours=6)) == TODAY
    with django_assert_num_queries(3):
        found = next_reminders(invoices, on=tomorrow)
    said = {id: following and (following.step.days_overdue, following.on) for id, following in found.items()}
    assert said == {
        soon.id: (7, TODAY + dt.timedelta(days=5)),
        today.id: (7, tomorrow),
        late.id: (35, TODAY + dt.timedelta(days=13)),
        held.id: None,
        settled.id: None,
        draft.id: None,
    }
