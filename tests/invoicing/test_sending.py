"""Every way a queued reminder can go, with a real mail server."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.activities.models import Activity
from comptoir.core.mail import transport
from comptoir.followups.models import Task
from comptoir.invoicing import claiming, holds, sending
from comptoir.invoicing.models import Invoice, Reminder
from comptoir.invoicing.outcomes import NO_ANSWER_AFTER, sweep_leaving
from comptoir.invoicing.sending import SendRun, send_queued
from tests.factories import NOW, a_company, a_reminder, a_user, an_account, an_invoice, the_department
from tests.smtp import SmtpSink

MINUTE = dt.timedelta(minutes=1)


def a_queued_reminder(account: Any = None, **facts: Any) -> Reminder:
    company = a_company(account or an_account())
    return a_reminder(an_invoice(company, overdue_by=7, **facts))


def send(url: str, at: dt.datetime = NOW, **options: Any) -> SendRun:
    with transport(url) as way_out:
        return send_queued(way_out, clock=lambda: at, **options)


def now(reminder: Reminder) -> Reminder:
    return Reminder.objects.get(pk=reminder.pk)


def kinds() -> list[str]:
    return list(Activity.objects.order_by("id").values_list("kind", flat=True))


def test_it_is_sent_once_and_told(db: None, smtp_sink: SmtpSink) -> None:
    reminder = a_queued_reminder(total="121.00")
    assert send(smtp_sink.url) == SendRun(sent=1)
    assert send(smtp_sink.url, NOW + dt.timedelta(days=9)) == SendRun()
    (delivery,) = smtp_sink.deliveries
    sent = now(reminder)
    assert (sent.state, sent.sent_at, sent.claimed_at, sent.attempts) == ("sent", NOW, NOW, 1)
    assert delivery.recipients == ("info@midi.example",)
    assert sent.recipients == ["info@midi.example"]
    assert delivery.message["Subject"] == sent.subject
    assert delivery.message.get_content().replace("\r\n", "\n") == sent.body
    assert delivery.message["Message-ID"].startswith(f"<reminder.{reminder.pk}@")
    assert str(sent.amount_due) == "121.00"
    (activity,) = Activity.objects.all()
    assert (activity.kind, activity.by, activity.subject_id) == ("reminder.sent", None, reminder.invoice_id)
    assert activity.customer_id == reminder.invoice.customer_id
    assert activity.effects["recipients"] == ["info@midi.example"]


def test_it_comes_from_the_department(db: None, smtp_sink: SmtpSink, settings: Any) -> None:
    account = an_account()
    department = the_department(account)
    department.email = "us@nord.example"
    department.save()
    a_queued_reminder(account)
    send(smtp_sink.url)
    assert str(smtp_sink.messages[0]["From"]) == "Atelier Nord <us@nord.example>"
    settings.MAIL_FROM = "mail@host.example"
    a_queued_reminder(account)
    send(smtp_sink.url)
    assert str(smtp_sink.messages[1]["From"]) == "Atelier Nord <mail@host.example>"
    assert str(smtp_sink.messages[1]["Reply-To"]) == "us@nord.example"


def test_its_moment_must_have_come(db: None, smtp_sink: SmtpSink) -> None:
    reminder = a_queued_reminder()
    assert send(smtp_sink.url, NOW - MINUTE) == SendRun()
    assert now(reminder).state == "queued"


def test_one_account_alone(db: None, smtp_sink: SmtpSink) -> None:
    account = an_account()
    a_queued_reminder(account)
    a_queued_reminder(an_account(name="Other"))
    assert send(smtp_sink.url, account=account) == SendRun(sent=1)


def test_a_limit(db: None, smtp_sink: SmtpSink) -> None:
    account = an_account()
    for __ in range(3):
        a_queued_reminder(account)
    assert send(smtp_sink.url, limit=2) == SendRun(sent=2)
    assert send(smtp_sink.url) == SendRun(sent=1)


def test_asked_to_stop_it_stops_between_two_messages(db: None, smtp_sink: SmtpSink) -> None:
    account = an_account()
    for __ in range(3):
        a_queued_reminder(account)
    assert send(smtp_sink.url, stop=lambda: bool(smtp_sink.deliveries)) == SendRun(sent=1)
    assert send(smtp_sink.url) == SendRun(sent=2)


# --- Silence when told (G1) -------------------------------------------------------------------------


def test_a_hold_withdraws_what_was_already_queued(db: None, smtp_sink: SmtpSink) -> None:
    reminder = a_queued_reminder()
    holds.put_on_hold(reminder.invoice, by=a_user(reminder.account), at=NOW)
    assert send(smtp_sink.url) == SendRun(withdrawn=1)
    assert (smtp_sink.deliveries, now(reminder).state) == ([], "withdrawn")


def test_a_settlement_too(db: None, smtp_sink: SmtpSink) -> None:
    reminder = a_queued_reminder()
    Invoice.objects.filter(pk=reminder.invoice_id).update(status="matched", paid_amount=121)
    assert send(smtp_sink.url) == SendRun(withdrawn=1)
    assert (smtp_sink.deliveries, now(reminder).state) == ([], "withdrawn")


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let `act` happen once, after the letter is written and before the claim."""
    acts = [act]

    def claim(*arguments: Any, **options: Any) -> claiming.Claim:
        if acts:
            acts.pop()()
        return claiming.claim(*arguments, **options)

    monkeypatch.setattr(sending, "claim", claim)


def test_a_hold_between_the_letter_and_the_claim(db: None, smtp_sink: SmtpSink, monkeypatch: Any) -> None:
    reminder = a_queued_reminder()
    owner = a_user(reminder.account)
    meanwhile(monkeypatch, lambda: holds.put_on_hold(reminder.invoice, by=owner, at=NOW))
    assert send(smtp_sink.url) == SendRun(withdrawn=1)
    assert smtp_sink.deliveries == []


def test_a_payment_between_the_letter_and_the_claim(db: None, smtp_sink: SmtpSink, monkeypatch: Any) -> None:
    reminder = a_queued_reminder(total="121.00")
    meanwhile(monkeypatch, lambda: Invoice.objects.filter(pk=reminder.invoice_id).update(paid_amount=21))
    assert send(smtp_sink.url) == SendRun(sent=1)
    assert "€100.00 remains to be paid" in smtp_sink.messages[0].get_content()
    assert str(now(reminder).amount_due) == "100.00"


def test_somebody_else_was_quicker(db: None, smtp_sink: SmtpSink, monkeypatch: Any) -> None:
    reminder = a_queued_reminder()
    other = Reminder.objects.filter(pk=reminder.pk)
    meanwhile(monkeypatch, lambda: other.update(state="leaving", claimed_at=NOW - MINUTE))
    assert send(smtp_sink.url) == SendRun()
    assert smtp_sink.deliveries == []
    assert now(reminder).claimed_at == NOW - MINUTE


def test_a_claimed_one_is_named_by_the_hold(db: None, smtp_sink: SmtpSink) -> None:
    reminder = a_queued_reminder()
    owner, named = a_user(reminder.account), []

    class Holding:
        """A mail server during whose work somebody holds the invoice."""

        def connect(self) -> None: ...

        def send(self, *arguments: Any, **options: Any) -> Any:
            named.append(holds.put_on_hold(reminder.invoice, by=owner, at=NOW).leaving)
            with transport(smtp_sink.url) as way_out:
                return way_out.send(*arguments, **options)

    run = send_queued(Holding(), clock=lambda: NOW)  # type: ignore[arg-type]
    assert (run, named) == (SendRun(sent=1), [reminder])


# --- Refusals ---------------------------------------------------------------------------------------


def test_a_server_that_is_down_makes_it_wait_longer_and_longer(db: None, smtp_sink: SmtpSink) -> None:
    reminder = a_queued_reminder()
    nowhere, at, pauses = "smtp://127.0.0.1:1", NOW, []
    for __ in range(7):
        assert send(nowhere, at) == SendRun(failed=1)
        assert send(nowhere, at) == SendRun()
        waiting = now(reminder)
        pauses.append((waiting.next_attempt_at - at) / MINUTE)
        at = waiting.next_attempt_at
    assert pauses == [5, 15, 60, 240, 720, 1440, 1440]
    assert (waiting.state, waiting.attempts, waiting.claimed_at) == ("queued", 7, None)
    assert "refused" in waiting.error
    assert kinds() == ["reminder.failed"]
    assert Task.objects.count() == 0
    assert send(smtp_sink.url, at) == SendRun(sent=1)
    assert kinds() == ["reminder.failed", "reminder.sent"]


def test_a_refusal_for_now(db: None, smtp_sink: SmtpSink) -> None:
    reminder = a_queued_reminder()
    smtp_sink.refuse("451 4.7.1 Come back later")
    assert send(smtp_sink.url) == SendRun(failed=1)
    waiting = now(reminder)
    assert (waiting.state, waiting.error, waiting.attempts) == ("queued", "451 4.7.1 Come back later", 1)
    assert (waiting.next_attempt_at, waiting.claimed_at) == (NOW + 5 * MINUTE, None)
    assert kinds() == ["reminder.failed"]
    assert Task.objects.count() == 0


def test_a_refusal_for_good_is_a_task_once_and_tried_daily(db: None, smtp_sink: SmtpSink) -> None:
    reminder = a_queued_reminder()
    owner = a_user(reminder.account)
    smtp_sink.refuse("550 5.1.1 No such mailbox")
    for days in range(3):
        assert send(smtp_sink.url, NOW + dt.timedelta(days=days)) == SendRun(failed=1)
    assert now(reminder).next_attempt_at == NOW + dt.timedelta(days=3)
    (task,) = Task.objects.all()
    assert (task.assignee, task.description) == (owner, "550 5.1.1 No such mailbox")
    assert sorted(kinds()) == ["reminder.failed", "task.created"]


def test_an_address_nobody_can_have(db: None, smtp_sink: SmtpSink) -> None:
    reminder = a_queued_reminder()
    Invoice.objects.filter(pk=reminder.invoice_id).update(email="nobody")
    assert send(smtp_sink.url) == SendRun(failed=1)
    assert now(reminder).state == "queued"
    assert Task.objects.count() == 1


def test_its_last_address_was_taken_away(db: None, smtp_sink: SmtpSink) -> None:
    reminder = a_queued_reminder()
    reminder.invoice.customer.emails = []
    reminder.invoice.customer.save()
    assert send(smtp_sink.url) == SendRun(withdrawn=1)
    assert now(reminder).state == "withdrawn"
    assert sorted(kinds()) == ["reminder.unreachable", "task.created"]


def test_a_server_that_is_down_costs_one_try_and_a_constant_number_of_queries(db: None) -> None:
    def queries(reminders: int) -> int:
        account = an_account()
        for __ in range(reminders):
            a_queued_reminder(account)
        with CaptureQueriesContext(connection) as captured:
            assert send("smtp://127.0.0.1:1", account=account) == SendRun(failed=reminders)
        return len(captured)

    assert queries(1) == queries(9)


# --- Uncertainty (G2) -------------------------------------------------------------------------------


def test_a_connection_lost_after_the_message(db: None, smtp_sink: SmtpSink) -> None:
    reminder = a_queued_reminder()
    owner = a_user(reminder.account)
    smtp_sink.drop_after_data()
    assert send(smtp_sink.url) == SendRun(uncertain=1)
    smtp_sink.behave()
    assert send(smtp_sink.url, NOW + dt.timedelta(days=30)) == SendRun()
    assert len(smtp_sink.deliveries) == 1
    assert now(reminder).state == "uncertain"
    assert sorted(kinds()) == ["reminder.uncertain", "task.created"]
    assert Task.objects.get().assignee == owner


def test_a_server_too_slow_to_answer(db: None, smtp_sink: SmtpSink) -> None:
    reminder = a_queued_reminder()
    smtp_sink.slow(2.0)
    assert send(f"{smtp_sink.url}?timeout=0.1") == SendRun(uncertain=1)
    assert now(reminder).state == "uncertain"


def test_what_a_crashed_sender_left_behind_becomes_uncertain(db: None) -> None:
    account = an_account()
    invoice = an_invoice(a_company(account), overdue_by=7)
    reminder = a_reminder(invoice, state="leaving", claimed_at=NOW)
    assert sweep_leaving(at=NOW + NO_ANSWER_AFTER) == 0
    assert sweep_leaving(at=NOW + NO_ANSWER_AFTER + MINUTE) == 1
    assert sweep_leaving(at=NOW + NO_ANSWER_AFTER + MINUTE) == 0
    assert now(reminder).state == "uncertain"
    assert sorted(kinds()) == ["reminder.uncertain", "task.created"]


def test_an_answer_after_the_sweep_still_counts(db: None, smtp_sink: SmtpSink) -> None:
    reminder = a_queued_reminder()

    class Slow:
        """A mail server that takes longer than anybody waits."""

        def connect(self) -> None: ...

        def send(self, *arguments: Any, **options: Any) -> Any:
            sweep_leaving(at=NOW + dt.timedelta(hours=1))
            with transport(smtp_sink.url) as way_out:
                return way_out.send(*arguments, **options)

    assert send_queued(Slow(), clock=lambda: NOW) == SendRun(sent=1)  # type: ignore[arg-type]
    assert now(reminder).state == "sent"


# --- As many as there are ---------------------------------------------------------------------------


def test_a_reminder_costs_the_same_few_queries_however_many_there_are(db: None, smtp_sink: SmtpSink) -> None:
    def queries(reminders: int) -> int:
        account = an_account()
        for __ in range(reminders):
            a_queued_reminder(account)
        with CaptureQueriesContext(connection) as captured:
            assert send(smtp_sink.url, account=account) == SendRun(sent=reminders)
        return len(captured)

    one, three, eleven = queries(1), queries(3), queries(11)
    assert (three - one) / 2 == (eleven - three) / 8
