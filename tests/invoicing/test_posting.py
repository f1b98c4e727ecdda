"""Reminders on paper: queued in the morning, claimed at printing, posted by a person."""

import datetime as dt
from typing import Any

import pytest

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.core.mail import transport
from comptoir.customers.models import Address
from comptoir.followups.models import Task
from comptoir.invoicing import exempting, holds, payments
from comptoir.invoicing.models import Reminder, ReminderStep
from comptoir.invoicing.outcomes import NO_ANSWER_AFTER, sweep_leaving
from comptoir.invoicing.posting import mark_not_posted, mark_posted, print_letters, to_print
from comptoir.invoicing.queueing import queue
from comptoir.invoicing.reminding import histories_of
from comptoir.invoicing.sending import SendRun, send_queued
from tests.factories import NOW, TODAY, a_company, a_member, a_user, an_account, an_invoice
from tests.smtp import SmtpSink

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Any:
    account = an_account()
    ReminderStep.objects.filter(days_overdue=21).update(channel="letter")
    return account


@pytest.fixture
def owner(account: Any) -> Any:
    return a_user(account)


def a_letter(account: Any, name: str = "Brasserie du Midi SRL", **facts: Any) -> Reminder:
    """A letter that waits to be printed."""
    invoice = an_invoice(a_company(account, name), overdue_by=22, **facts)
    queue(account, on=TODAY, at=NOW)
    return Reminder.objects.get(invoice=invoice)


def now(reminder: Reminder) -> Reminder:
    return Reminder.objects.get(pk=reminder.pk)


def test_the_morning_queues_it_and_the_sender_leaves_it_alone(account: Any, smtp_sink: SmtpSink) -> None:
    letter = a_letter(account)
    assert (letter.state, letter.channel) == ("queued", "letter")
    with transport(smtp_sink.url) as way_out:
        assert send_queued(way_out, clock=lambda: NOW + dt.timedelta(days=9)) == SendRun()
    assert list(to_print(account)) == [letter]


def test_printed_and_posted(account: Any, owner: Any) -> None:
    letter = a_letter(account, total="121.00")
    assert print_letters(account, by=owner, at=NOW).printed == [letter]
    printed = now(letter)
    assert (printed.state, printed.claimed_at, str(printed.amount_due)) == ("leaving", NOW, "121.00")
    assert "Brasserie du Midi SRL" in printed.recipients[0]
    assert "2026" in printed.subject
    assert print_letters(account, by=owner, at=NOW).printed == []
    tomorrow = NOW + dt.timedelta(days=1)
    assert mark_posted(account, [letter.pk], by=owner, at=tomorrow) == 1
    assert mark_posted(account, [letter.pk], by=owner, at=tomorrow) == 0
    assert (now(letter).state, now(letter).sent_at) == ("sent", tomorrow)
    (activity,) = Activity.objects.all()
    assert (activity.kind, activity.by, activity.subject_id) == ("reminder.posted", owner, letter.invoice_id)


def test_not_posted_it_waits_again_and_may_be_printed_again(account: Any, owner: Any) -> None:
    letter = a_letter(account)
    print_letters(account, by=owner, at=NOW)
    assert mark_not_posted(account, [letter.pk], by=owner, at=NOW) == 1
    assert (now(letter).state, now(letter).claimed_at) == ("queued", None)
    assert mark_posted(account, [letter.pk], by=owner, at=NOW) == 0
    assert print_letters(account, by=owner, at=NOW, only=[letter.pk]).printed == [letter]
    assert list(Activity.objects.values_list("kind", flat=True)) == ["reminder.not_posted"]


@pytest.mark.parametrize("what", ["held", "exempt", "paid"])
def test_one_that_may_not_leave_any_more_is_withdrawn_and_named(account: Any, owner: Any, what: str) -> None:
    letter, other = a_letter(account), a_letter(account, "Other")
    if what == "held":
        holds.put_on_hold(letter.invoice, by=owner, at=NOW)
    elif what == "exempt":
        exempting.exempt(letter.invoice.customer, by=owner, at=NOW)
    else:
        payments.register(letter.invoice, amount=letter.invoice.due, paid_on=TODAY, method="", by=owner, at=NOW)
    done = print_letters(account, by=owner, at=NOW)
    assert (done.printed, done.withdrawn) == ([other], [letter])
    assert now(letter).state == "withdrawn"


def test_a_hold_names_a_letter_that_was_printed(account: Any, owner: Any) -> None:
    letter = a_letter(account)
    print_letters(account, by=owner, at=NOW)
    assert holds.put_on_hold(letter.invoice, by=owner, at=NOW).leaving == letter


def test_on_the_desk_it_is_never_uncertain_and_lets_no_other_leave(account: Any, owner: Any) -> None:
    letter = a_letter(account)
    print_letters(account, by=owner, at=NOW)
    assert sweep_leaving(at=NOW + 100 * NO_ANSWER_AFTER) == 0
    assert queue(account, on=TODAY + dt.timedelta(days=40), at=NOW).queued == 0
    assert now(letter).state == "leaving"


def test_a_posted_one_counts_for_the_history_and_the_interval(account: Any, owner: Any) -> None:
    letter = a_letter(account)
    print_letters(account, by=owner, at=NOW)
    mark_posted(account, [letter.pk], by=owner, at=NOW)
    history = histories_of([letter.invoice])[letter.invoice_id]
    assert (history.furthest, history.last_on) == (21, TODAY)
    assert history.first is not None
    assert history.first.channel == "letter"
    assert queue(account, on=TODAY + dt.timedelta(days=4), at=NOW).queued == 0


def test_without_a_postal_address_there_is_a_task_and_an_e_mail_address_does_not_matter(account: Any) -> None:
    without, with_one = a_company(account, "Nowhere"), a_company(account, "Somewhere", email="")
    Address.objects.filter(customer=without).delete()
    an_invoice(without, overdue_by=22), an_invoice(with_one, overdue_by=22)
    run = queue(account, on=TODAY, at=NOW)
    assert (run.queued, run.unreachable) == (1, 1)
    assert Task.objects.get().title.startswith("Find a postal address: Nowhere")


def test_an_address_taken_away_meanwhile_is_a_task_too(account: Any, owner: Any) -> None:
    letter = a_letter(account)
    Address.objects.all().delete()
    assert print_letters(account, by=owner, at=NOW).unreachable == [letter]
    assert (now(letter).state, Task.objects.count()) == ("withdrawn", 1)


def test_only_with_the_invoice_right_and_only_ones_own(account: Any, owner: Any) -> None:
    letter, member = a_letter(account), a_member(account, "customers")
    stranger = a_user(an_account(name="Other"))
    for verb in (mark_posted, mark_not_posted):
        with pytest.raises(NotAllowed):
            verb(account, [letter.pk], by=member, at=NOW)
    with pytest.raises(NotAllowed):
        print_letters(account, by=member, at=NOW)
    assert print_letters(stranger.account, by=stranger, at=NOW, only=[letter.pk]).printed == []
    print_letters(account, by=owner, at=NOW)
    assert mark_posted(stranger.account, [letter.pk], by=stranger, at=NOW) == 0
