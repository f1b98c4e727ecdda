"""What people do about reminders."""

import datetime as dt
from typing import Any

import pytest

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.core.mail import transport
from comptoir.invoicing import holds
from comptoir.invoicing.by_hand import (
    AnotherOnItsWay,
    NobodyReachable,
    NotOverdue,
    NotUncertain,
    OnHold,
    TooSoon,
    mark_as_sent,
    remind_by_hand,
    send_again,
)
from comptoir.invoicing.models import Invoice, Reminder
from comptoir.invoicing.queueing import QueueRun, queue
from comptoir.invoicing.sending import SendRun, send_queued
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_draft,
    a_member,
    a_paid_invoice,
    a_reminder,
    a_user,
    an_account,
    an_invoice,
)
from tests.smtp import SmtpSink

LATER = NOW + dt.timedelta(hours=1)


def send(sink: SmtpSink) -> SendRun:
    with transport(sink.url) as way_out:
        return send_queued(way_out, clock=lambda: LATER)


@pytest.fixture
def account(db: None) -> Any:
    return an_account()


@pytest.fixture
def owner(account: Any) -> Any:
    return a_user(account)


@pytest.fixture
def invoice(account: Any) -> Invoice:
    return an_invoice(a_company(account), overdue_by=3)


def test_a_reminder_by_hand_leaves_at_once_and_bears_its_name(
    invoice: Invoice, owner: Any, smtp_sink: SmtpSink
) -> None:
    reminder = remind_by_hand(invoice, by=owner, at=NOW)
    assert (reminder.step, reminder.state, reminder.despite_hold) == (None, "queued", False)
    assert send(smtp_sink) == SendRun(sent=1)
    activity = Activity.objects.get()
    assert (activity.kind, activity.by) == ("reminder.sent", owner)
    assert smtp_sink.messages[0]["Subject"].startswith("Reminder: ")


def test_its_letter_is_that_of_the_latest_due_step(account: Any, owner: Any, smtp_sink: SmtpSink) -> None:
    remind_by_hand(an_invoice(a_company(account), overdue_by=36), by=owner, at=NOW)
    send(smtp_sink)
    assert smtp_sink.messages[0]["Subject"].startswith("Final notice: ")


def test_a_second_click_queues_nothing_more(invoice: Invoice, owner: Any) -> None:
    first = remind_by_hand(invoice, by=owner, at=NOW)
    assert remind_by_hand(invoice, by=owner, at=LATER) == first
    assert Reminder.objects.count() == 1


def test_it_replaces_a_waiting_one_of_the_schedule(account: Any, owner: Any) -> None:
    invoice = an_invoice(a_company(account), overdue_by=8)
    scheduled = a_reminder(invoice)
    remind_by_hand(invoice, by=owner, at=NOW)
    scheduled.refresh_from_db()
    assert scheduled.state == "withdrawn"


def test_the_schedule_waits_five_days_after_it(account: Any, owner: Any, smtp_sink: SmtpSink) -> None:
    invoice = an_invoice(a_company(account), overdue_by=6)
    remind_by_hand(invoice, by=owner, at=NOW)
    send(smtp_sink)
    for days in range(1, 5):
        assert queue(account, on=TODAY + dt.timedelta(days=days), at=NOW) == QueueRun()
    assert queue(account, on=TODAY + dt.timedelta(days=5), at=NOW) == QueueRun(queued=1)


def test_an_invoice_on_hold_needs_a_confirmation_and_stays_on_hold(
    account: Any, owner: Any, smtp_sink: SmtpSink
) -> None:
    invoice = an_invoice(a_company(account), overdue_by=3, on_hold=TODAY)
    with pytest.raises(OnHold):
        remind_by_hand(invoice, by=owner, at=NOW)
    remind_by_hand(invoice, by=owner, at=NOW, confirmed_hold=True)
    assert send(smtp_sink) == SendRun(sent=1)
    invoice.refresh_from_db()
    assert invoice.on_hold_since == TODAY


def test_a_hold_that_came_after_it_stops_it(invoice: Invoice, owner: Any, smtp_sink: SmtpSink) -> None:
    remind_by_hand(invoice, by=owner, at=NOW, confirmed_hold=True)
    holds.put_on_hold(invoice, by=owner, at=NOW)
    assert send(smtp_sink) == SendRun(withdrawn=1)


def test_what_is_not_overdue_is_not_reminded(account: Any, owner: Any) -> None:
    company = a_company(account)
    for invoice in (a_draft(company), an_invoice(company), a_paid_invoice(company, overdue_by=9)):
        with pytest.raises(NotOverdue):
            remind_by_hand(invoice, by=owner, at=NOW)
    assert Reminder.objects.count() == 0


@pytest.mark.parametrize("state", ["sent", "leaving", "uncertain"])
def test_not_within_five_days_of_the_last(account: Any, owner: Any, state: str) -> None:
    invoice = an_invoice(a_company(account), overdue_by=9)
    a_reminder(invoice, state=state, claimed_at=NOW - dt.timedelta(days=4))
    with pytest.raises(TooSoon) as refusal:
        remind_by_hand(invoice, by=owner, at=NOW)
    assert refusal.value.possible_on == TODAY + dt.timedelta(days=1)
    assert str(refusal.value) == "A reminder left less than 5 days ago. Wait until 5 days have passed."


def test_nobody_to_send_it_to(account: Any, owner: Any) -> None:
    with pytest.raises(NobodyReachable):
        remind_by_hand(an_invoice(a_company(account, email=""), overdue_by=9), by=owner, at=NOW)


def test_without_the_invoice_right_nothing(account: Any, invoice: Invoice) -> None:
    member = a_member(account, "customers")
    uncertain = a_reminder(an_invoice(a_company(account), overdue_by=8), state="uncertain")
    for attempt in (
        lambda: remind_by_hand(invoice, by=member, at=NOW),
        lambda: mark_as_sent(uncertain, by=member, at=NOW),
        lambda: send_again(uncertain, by=member, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            attempt()


# --- An uncertain one -------------------------------------------------------------------------------


@pytest.fixture
def uncertain(account: Any) -> Reminder:
    return a_reminder(an_invoice(a_company(account), overdue_by=8), state="uncertain", error="lost")


def test_it_did_arrive(uncertain: Reminder, owner: Any, smtp_sink: SmtpSink) -> None:
    mark_as_sent(uncertain, by=owner, at=LATER)
    uncertain.refresh_from_db()
    assert (uncertain.state, uncertain.sent_at, uncertain.error) == ("sent", NOW, "")
    assert send(smtp_sink) == SendRun()
    activity = Activity.objects.get()
    assert (activity.kind, activity.by) == ("reminder.found_sent", owner)


def test_it_is_sent_again_as_the_same_message(uncertain: Reminder, owner: Any, smtp_sink: SmtpSink) -> None:
    send_again(uncertain, by=owner, at=LATER)
    assert send(smtp_sink) == SendRun(sent=1)
    assert smtp_sink.messages[0]["Message-ID"].startswith(f"<reminder.{uncertain.pk}@")
    assert list(Activity.objects.order_by("id").values_list("kind", "by")) == [
        ("reminder.sent_again", owner.pk),
        ("reminder.sent", owner.pk),
    ]


def test_it_is_decided_once(uncertain: Reminder, owner: Any) -> None:
    mark_as_sent(uncertain, by=owner, at=LATER)
    for verb in (mark_as_sent, send_again):
        with pytest.raises(NotUncertain):
            verb(uncertain, by=owner, at=LATER)


def test_not_again_during_a_hold_without_a_confirmation(uncertain: Reminder, owner: Any, smtp_sink: SmtpSink) -> None:
    holds.put_on_hold(uncertain.invoice, by=owner, at=NOW)
    with pytest.raises(OnHold):
        send_again(uncertain, by=owner, at=LATER)
    send_again(uncertain, by=owner, at=LATER, confirmed_hold=True)
    assert send(smtp_sink) == SendRun(sent=1)


def test_not_again_when_settled_or_when_a_later_one_waits(uncertain: Reminder, owner: Any) -> None:
    later = a_reminder(uncertain.invoice, days=21)
    with pytest.raises(AnotherOnItsWay):
        send_again(uncertain, by=owner, at=LATER)
    later.delete()
    Invoice.objects.filter(pk=uncertain.invoice_id).update(status="matched", paid_amount=121)
    with pytest.raises(NotOverdue):
        send_again(uncertain, by=owner, at=LATER)
