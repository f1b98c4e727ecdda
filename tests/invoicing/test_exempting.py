"""No automatic reminders for a customer: turned off and on, ended by itself, and silent from the commit on."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.core.mail import transport
from comptoir.invoicing import exempting
from comptoir.invoicing.by_hand import remind_by_hand
from comptoir.invoicing.models import Invoice, Reminder
from comptoir.invoicing.queueing import queue
from comptoir.invoicing.reminding import next_reminders
from comptoir.invoicing.sending import send_queued
from comptoir.jobs import nightly
from tests.factories import NOW, TODAY, a_company, a_member, a_reminder, a_user, an_account, an_invoice
from tests.smtp import SmtpSink

pytestmark = pytest.mark.django_db
IN_A_WEEK = TODAY + dt.timedelta(days=7)


@pytest.fixture
def customer() -> Any:
    return a_company(an_account())


@pytest.fixture
def owner(customer: Any) -> Any:
    return a_user(customer.account)


def kinds() -> list[str]:
    return list(Activity.objects.order_by("id").values_list("kind", flat=True))


def send(sink: SmtpSink, at: dt.datetime = NOW) -> Any:
    with transport(sink.url) as way_out:
        return send_queued(way_out, clock=lambda: at)


def test_turned_off_and_on_again_with_one_activity_each(customer: Any, owner: Any) -> None:
    for __ in range(2):
        done = exempting.exempt(customer, by=owner, at=NOW, reason="Talks", until=IN_A_WEEK)
    assert (done.customer.no_reminders_since, done.customer.no_reminders_until) == (TODAY, IN_A_WEEK)
    assert (done.customer.no_reminders_by, done.customer.no_reminders_reason) == (owner, "Talks")
    for __ in range(2):
        kept = exempting.chase_again(customer, by=owner, at=NOW)
    assert not kept.is_exempt
    assert kinds() == ["customer.exempted", "customer.chased_again"]


def test_a_new_end_takes_the_place_of_the_old_one_and_is_told(customer: Any, owner: Any) -> None:
    exempting.exempt(customer, by=owner, at=NOW, until=IN_A_WEEK)
    done = exempting.exempt(customer, by=owner, at=NOW + dt.timedelta(days=2))
    assert (done.customer.no_reminders_since, done.customer.no_reminders_until) == (TODAY, None)
    assert kinds() == ["customer.exempted"] * 2


@pytest.mark.parametrize("days", [0, -1, -400])
def test_an_end_that_has_come_is_refused(customer: Any, owner: Any, days: int) -> None:
    with pytest.raises(ValidationError):
        exempting.exempt(customer, by=owner, at=NOW, until=TODAY + dt.timedelta(days=days))
    assert kinds() == []


def test_only_with_the_invoice_right(customer: Any) -> None:
    member = a_member(customer.account, "customers")
    for verb in (exempting.exempt, exempting.chase_again):
        with pytest.raises(NotAllowed):
            verb(customer, by=member, at=NOW)


def test_nothing_is_queued_and_what_was_queued_does_not_leave(customer: Any, owner: Any, smtp_sink: SmtpSink) -> None:
    waiting = a_reminder(an_invoice(customer, overdue_by=8))
    an_invoice(customer, overdue_by=22)
    another = an_invoice(a_company(customer.account, "Other"), overdue_by=22)
    exempting.exempt(customer, by=owner, at=NOW)
    assert queue(customer.account, on=TODAY, at=NOW).queued == 1
    assert set(Invoice.objects.remindable(on=TODAY)) == {another}
    run = send(smtp_sink)
    assert (run.sent, run.withdrawn) == (1, 1)
    waiting.refresh_from_db()
    assert waiting.state == "withdrawn"


def test_one_in_flight_is_named(customer: Any, owner: Any) -> None:
    leaving = a_reminder(an_invoice(customer, overdue_by=8), state="leaving")
    a_reminder(an_invoice(a_company(customer.account, "Other"), overdue_by=8), state="leaving")
    assert exempting.exempt(customer, by=owner, at=NOW).leaving == [leaving]


def test_afterwards_at_most_the_one_latest_step(customer: Any, owner: Any) -> None:
    invoice = an_invoice(customer, overdue_by=60)
    exempting.exempt(customer, by=owner, at=NOW)
    exempting.chase_again(customer, by=owner, at=NOW)
    assert queue(customer.account, on=TODAY, at=NOW).queued == 1
    assert list(Reminder.objects.values_list("invoice", "step__days_overdue")) == [(invoice.pk, 35)]


def test_it_ends_by_itself_on_the_morning_of_its_end(customer: Any, owner: Any) -> None:
    an_invoice(customer, overdue_by=60)
    exempting.exempt(customer, by=owner, at=NOW, until=IN_A_WEEK)
    account = customer.account
    for days, queued in ((6, 0), (7, 1), (8, 0)):
        on = TODAY + dt.timedelta(days=days)
        assert nightly.prepare_reminders(account, on=on, at=account.morning(on))[1].queued == queued
    assert kinds() == ["customer.exempted", "customer.chased_again"]
    ended = Activity.objects.get(kind="customer.chased_again")
    assert (ended.by, ended.customer_id) == (None, customer.pk)


def test_what_leaves_next_knows_the_end(customer: Any, owner: Any) -> None:
    invoice = an_invoice(customer, overdue_by=60)
    exempting.exempt(customer, by=owner, at=NOW, until=IN_A_WEEK)
    following = next_reminders([invoice], on=TODAY)[invoice.pk]
    assert following is not None
    assert following.on == IN_A_WEEK
    exempting.exempt(customer, by=owner, at=NOW)
    assert next_reminders([invoice], on=TODAY) == {invoice.pk: None}


def test_a_person_may_still_send_one(customer: Any, owner: Any, smtp_sink: SmtpSink) -> None:
    invoice = an_invoice(customer, overdue_by=8)
    exempting.exempt(customer, by=owner, at=NOW)
    remind_by_hand(invoice, by=owner, at=NOW)
    assert send(smtp_sink).sent == 1
