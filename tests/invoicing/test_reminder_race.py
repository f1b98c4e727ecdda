"""Silence when told, once when sent, with two senders and somebody who holds and releases, on PostgreSQL (G1, G2).

A mail server notes when each sending begins (MAIL FROM). No sending may begin between the moment a hold was committed and
the moment its release begins, except of the reminders that the hold itself named as leaving. The same race with the
claim replaced by "look, then send" shows that the test would see it.

COMPTOIR_RACE_SENDS sets how many reminders are sent (800 unless set).
"""

import datetime as dt
import logging
import os
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone

from comptoir.accounts.models import Account
from comptoir.core.mail import transport
from comptoir.invoicing import holds, sending
from comptoir.invoicing.claiming import Claim, Prepared
from comptoir.invoicing.models import Invoice, Reminder, Status
from comptoir.invoicing.queueing import queue
from comptoir.invoicing.sending import send_queued
from tests.factories import NOW, a_company, an_account, the_department
from tests.smtp import SmtpSink

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SENDS = int(os.environ.get("COMPTOIR_RACE_SENDS", "800"))
SENDERS = 2
AT_A_TIME = 10
"""Invoices held together."""
BLINK = 2.0
"""Seconds within which a reminder that was named as leaving has begun to leave, on a machine that is busy with tests."""


@dataclass(frozen=True)
class Hold:
    """One hold of some invoices, as the one who held them saw it; moments are `time.time()`'s."""

    invoices: frozenset[UUID]
    committed_at: float
    release_began_at: float
    named: frozenset[UUID]
    """The reminders that were leaving, as the hold was told."""


@dataclass(frozen=True)
class Race:
    """What happened."""

    holds: list[Hold]
    begun: list[tuple[UUID, UUID, float]]
    """Reminder, invoice, and when its sending began; in the order of arrival."""

    def during_a_hold(self) -> list[tuple[Hold, UUID, float]]:
        """The sendings that began while their invoice was held: the hold, the reminder, seconds since the commit."""
        return [
            (hold, reminder, at - hold.committed_at)
            for hold in self.holds
            for reminder, invoice, at in self.begun
            if invoice in hold.invoices and hold.committed_at < at < hold.release_began_at
        ]

    def violations(self) -> int:
        return sum(reminder not in hold.named for hold, reminder, __ in self.during_a_hold())


def test_no_reminder_leaves_during_a_hold_and_none_twice(smtp_sink: SmtpSink) -> None:
    race = run_race(smtp_sink, sends=SENDS)
    named, late = sum(len(hold.named) for hold in race.holds), [after for __, __, after in race.during_a_hold()]
    print(
        f"\n{len(race.begun)} sent, {len(race.holds)} holds, {named} reminders named as leaving, "
        f"of which {len(late)} began after the commit, {max(late, default=0) * 1000:.1f} ms at most"
    )
    assert len(race.begun) >= SENDS
    assert race.violations() == 0
    assert max(Counter(reminder for reminder, __, __ in race.begun).values()) == 1
    assert all(len(hold.named) <= SENDERS for hold in race.holds)
    assert named > 0
    assert max(late, default=0) < BLINK
    assert set(Reminder.objects.values_list("state", flat=True)) == {"sent"}


def test_control_to_look_and_then_send_is_not_enough(smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch) -> None:
    def look_then_send(prepared: Prepared, *, at: dt.datetime) -> Claim:
        """The claim without the invoice's lock."""
        row = Reminder.objects.filter(pk=prepared.reminder.pk)
        if not Invoice.objects.filter(pk=prepared.reminder.invoice_id).remindable(on=at.date()).exists():
            return Claim.WITHDRAWN if row.withdraw() else Claim.GONE
        time.sleep(0.002)
        prepared.reminder.claimed_at = at
        return Claim.TAKEN if row.queued().update(state="leaving", claimed_at=at) else Claim.GONE

    monkeypatch.setattr(sending, "claim", look_then_send)
    race = run_race(smtp_sink, sends=min(SENDS, 600))
    print(f"\n{len(race.begun)} sent, {len(race.holds)} holds, {race.violations()} violations")
    assert race.violations() > 0


@pytest.fixture(autouse=True)
def _fair(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Threads take turns often; the mail server keeps no diary, which would take longer than the messages."""
    caplog.set_level(logging.WARNING, logger="mail.log")
    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.0002)
    yield
    sys.setswitchinterval(usual)


# --- The race ---------------------------------------------------------------------------------------


def run_race(sink: SmtpSink, *, sends: int) -> Race:
    """Two senders against one who holds and releases what is about to leave, until all reminders were sent."""
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

    def hold() -> None:
        dice = random.Random(2026)
        until = time.monotonic() + 60 + sends / 10
        while Reminder.objects.exclude(state="sent").exists():
            done.append(one_hold(account, dice))
            assert time.monotonic() < until, "the race takes too long"
        finished.set()

    threads = [thread(send) for __ in range(SENDERS)] + [thread(hold)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failures == []
    return Race([hold for hold in done if hold], begun(sink))


def one_hold(account: Account, dice: random.Random) -> Hold | None:
    """Hold some of the reminders nearest to leaving, wait a little, release them and let them be queued again."""
    nearest = list(Reminder.objects.queued().order_by("-next_attempt_at").values_list("invoice_id", flat=True)[:40])
    chosen = dice.sample(nearest, min(AT_A_TIME, len(nearest)))
    if not chosen:
        queue(account, on=timezone.now().date(), at=timezone.now())
        return None
    on, at, rows = timezone.now().date(), timezone.now(), Invoice.objects.filter(pk__in=chosen)
    if dice.random() < 0.5:
        with transaction.atomic():
            rows.put_on_hold(by=None, on=on)
            named = {reminder.pk for reminder in holds.leaving_reminders(chosen)}
    else:
        chosen = chosen[:1]
        leaving = holds.put_on_hold(rows.get(pk=chosen[0]), by=None, at=at).leaving
        named = {leaving.pk} if leaving else set()
    committed_at = time.time()
    time.sleep(dice.uniform(0.002, 0.02))
    release_began_at = time.time()
    if len(chosen) == 1:
        holds.release(Invoice.objects.get(pk=chosen[0]), by=None, at=at)
    else:
        Invoice.objects.filter(pk__in=chosen).release(on=on)
    if dice.random() < 0.02:  # a run over all invoices is slow, and slows the others
        queue(account, on=on, at=timezone.now())
    return Hold(frozenset(chosen), committed_at, release_began_at, frozenset(named))


def overdue_invoices(count: int) -> Account:
    """An account with so many overdue invoices, a reminder queued for each."""
    account = an_account()
    department, customers = the_department(account), [a_company(account, f"Company {n}") for n in range(20)]
    today = timezone.now().date()
    Invoice.objects.bulk_create(
        Invoice(
            account=account,
            department=department,
            customer=customers[number % 20],
            status=Status.OUTSTANDING,
            fiscal_year=2026,
            number=number,
            invoice_number=f"2026/{number}",
            invoice_date=today - dt.timedelta(days=40),
            due_on=today - dt.timedelta(days=10),
            tax_exclusive=100,
            tax_inclusive=121,
            created_at=NOW,
            updated_at=NOW,
        )
        for number in range(1, count + 1)
    )
    assert queue(account, on=today, at=timezone.now()).queued == count
    return account


def begun(sink: SmtpSink) -> list[tuple[UUID, UUID, float]]:
    invoices = dict(Reminder.objects.values_list("pk", "invoice_id"))
    found = []
    for delivery in sink.deliveries:
        reminder = UUID(delivery.message["Message-ID"].removeprefix("<reminder.").partition("@")[0])
        found.append((reminder, invoices[reminder], delivery.begun_at))
    return found
