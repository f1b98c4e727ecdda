"""Silence for a customer that gets no automatic reminders, with two senders, on PostgreSQL (G1), and its negative control.

As in test_reminder_race, a mail server notes when each sending begins. None may begin between the moment an exemption was
committed and the moment it ends, except of the reminders that it named as leaving. The control asks the customer without
locking it, as one would at first.
"""

import os
import random
import threading
import time
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone

from comptoir.accounts.models import Account
from comptoir.core.mail import transport
from comptoir.core.statements import Statement, do
from comptoir.customers.models import Customer
from comptoir.invoicing import claiming, exempting
from comptoir.invoicing.models import Reminder
from comptoir.invoicing.queueing import queue
from comptoir.invoicing.sending import send_queued
from tests.invoicing.test_reminder_race import (
    BLINK,
    SENDERS,
    Hold,
    Race,
    _fair,  # noqa: F401
    begun,
    overdue_invoices,
)
from tests.smtp import SmtpSink

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SENDS = int(os.environ.get("COMPTOIR_RACE_SENDS", "1000")) // 2


def test_nothing_leaves_for_an_exempt_customer(smtp_sink: SmtpSink) -> None:
    smtp_sink.slow(0.006)  # so that now and then one is in flight
    race = run_race(smtp_sink, sends=SENDS)
    named, late = sum(len(each.named) for each in race.holds), [after for __, __, after in race.during_a_hold()]
    print(
        f"\n{len(race.begun)} sent, {len(race.holds)} exemptions, {named} reminders named as leaving, "
        f"of which {len(late)} began after the commit"
    )
    assert len(race.begun) >= SENDS
    assert race.violations() == 0
    assert len({reminder for reminder, __, __ in race.begun}) == len(race.begun)
    assert named > 0
    assert max(late, default=0) < BLINK


def test_control_to_ask_the_customer_beside_the_invoice_is_not_enough(
    smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_locked(reminder: Reminder) -> Statement:
        """The customer, looked at without its lock."""
        asked = usual(reminder)
        return Statement(asked.text.removesuffix(" FOR NO KEY UPDATE"), asked.values)

    def a_moment_later(statement: Statement) -> int:
        """Committed a moment after the customer was looked at."""
        with transaction.atomic():
            taken = do(statement)
            time.sleep(0.006)
        return taken

    usual = claiming._customer
    monkeypatch.setattr(claiming, "_customer", not_locked)
    monkeypatch.setattr(claiming, "do", a_moment_later)
    race = run_race(smtp_sink, sends=min(SENDS, 400))
    print(f"\n{len(race.begun)} sent, {len(race.holds)} exemptions, {race.violations()} violations")
    assert race.violations() > 0


def run_race(sink: SmtpSink, *, sends: int) -> Race:
    """Two senders against one who exempts the customers of what is about to leave, until all reminders were sent."""
    account = overdue_invoices(sends)
    finished, failures, done = threading.Event(), [], []

    def thread(work: Any) -> threading.Thread:
        def run() -> None:
            try:
                work()
            except Exception as error:
                failures.append(error)
                finished.set()
            finally:
                connection.close()

        return threading.Thread(target=run)

    def send() -> None:
        with transport(sink.url) as way_out:
            while not finished.is_set():
                send_queued(way_out, clock=timezone.now, stop=finished.is_set)
                time.sleep(0.005)

    def exempt() -> None:
        dice = random.Random(2026)
        until = time.monotonic() + 60 + sends / 10
        while Reminder.objects.exclude(state="sent").exists():
            done.append(one_exemption(account, dice))
            assert time.monotonic() < until, "the race takes too long"
        finished.set()

    threads = [thread(send) for __ in range(SENDERS)] + [thread(exempt)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failures == []
    return Race([each for each in done if each], begun(sink))


def one_exemption(account: Account, dice: random.Random) -> Hold | None:
    """Exempt the customer of a reminder that is about to leave, wait a little, end it, let its reminders be queued again."""
    nearest = list(
        Reminder.objects.queued().order_by("-next_attempt_at").values_list("invoice__customer", flat=True)[:40]
    )
    if not nearest:
        queue(account, on=timezone.now().date(), at=timezone.now())
        return None
    customer = Customer.objects.get(pk=dice.choice(nearest))
    named = {each.pk for each in exempting.exempt(customer, by=None, at=timezone.now()).leaving}
    committed_at = time.time()
    invoices: frozenset[UUID] = frozenset(customer.invoices.values_list("pk", flat=True))
    time.sleep(dice.uniform(0.002, 0.02))
    ended_at = time.time()
    exempting.chase_again(customer, by=None, at=timezone.now())
    if dice.random() < 0.05:
        queue(account, on=timezone.now().date(), at=timezone.now())
    return Hold(invoices, committed_at, ended_at, frozenset(named))
