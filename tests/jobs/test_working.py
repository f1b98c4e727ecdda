"""What happens by itself: each morning's jobs once, whoever ticks; retries; stopping; a database that hiccups."""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from comptoir.core.mail import transport
from comptoir.invoicing.models import Invoice, Reminder
from comptoir.jobs import nightly, ticks, working
from comptoir.jobs.models import Tick
from comptoir.jobs.working import look, work
from tests.factories import NOW, TODAY, a_company, a_reminder, a_subscription, an_account, an_invoice
from tests.smtp import SmtpSink

ROOT = Path(__file__).resolve().parents[2]
BEFORE = dt.datetime(2026, 11, 24, 6, 59, tzinfo=dt.UTC)
MORNING = dt.datetime(2026, 11, 24, 7, 0, tzinfo=dt.UTC)
"""Eight o'clock in Brussels."""


def look_at(sink: SmtpSink, at: dt.datetime) -> None:
    with transport(sink.url) as way_out:
        look(way_out, stop=threading.Event(), clock=lambda: at)


def test_the_morning_comes_in_each_accounts_time_zone(db: None, smtp_sink: SmtpSink) -> None:
    here, there = an_account(), an_account(name="Lisbon", time_zone="Europe/Lisbon")
    for account in (here, there):
        an_invoice(a_company(account), overdue_by=8)
    look_at(smtp_sink, BEFORE)
    assert smtp_sink.deliveries == []
    look_at(smtp_sink, MORNING)
    assert set(Reminder.objects.values_list("account__name", "state")) == {("Atelier Nord", "sent")}
    look_at(smtp_sink, MORNING + dt.timedelta(hours=1))
    assert len(smtp_sink.deliveries) == 2


def test_once_a_day_however_often_one_looks(db: None, smtp_sink: SmtpSink) -> None:
    company = a_company(an_account())
    an_invoice(company, overdue_by=8)
    look_at(smtp_sink, MORNING)
    an_invoice(company, overdue_by=8)
    for minutes in (1, 2, 600):
        look_at(smtp_sink, MORNING + dt.timedelta(minutes=minutes))
    assert len(smtp_sink.deliveries) == 1
    look_at(smtp_sink, MORNING + dt.timedelta(days=1))
    assert len(smtp_sink.deliveries) == 2
    assert list(Tick.objects.order_by("on", "job").values_list("job", "on", "finished_at")) == [
        ("bill", TODAY, MORNING),
        ("remind", TODAY, MORNING),
        ("bill", TODAY + dt.timedelta(days=1), MORNING + dt.timedelta(days=1)),
        ("remind", TODAY + dt.timedelta(days=1), MORNING + dt.timedelta(days=1)),
    ]


def test_a_hold_that_ends_this_morning_ends_before_the_reminders(db: None, smtp_sink: SmtpSink) -> None:
    company = a_company(an_account())
    an_invoice(company, overdue_by=8, on_hold=TODAY - dt.timedelta(days=3))
    Invoice.objects.update(on_hold_until=TODAY)
    look_at(smtp_sink, MORNING)
    assert len(smtp_sink.deliveries) == 1


def test_subscriptions_are_billed(db: None, smtp_sink: SmtpSink) -> None:
    a_subscription(a_company(an_account()), next_on=TODAY)
    look_at(smtp_sink, MORNING)
    assert Invoice.objects.count() == 1


def test_retries_are_sent_between_mornings_and_crashed_ones_swept(db: None, smtp_sink: SmtpSink) -> None:
    company = a_company(an_account())
    waiting = a_reminder(an_invoice(company, overdue_by=8), next_attempt_at=BEFORE)
    crashed = a_reminder(an_invoice(company, overdue_by=8), state="leaving", claimed_at=BEFORE - dt.timedelta(hours=1))
    look_at(smtp_sink, BEFORE)
    states = dict(Reminder.objects.values_list("pk", "state"))
    assert states == {waiting.pk: "sent", crashed.pk: "uncertain"}


def test_a_tick_is_taken_once_and_again_only_when_abandoned(db: None) -> None:
    account = an_account()
    first = ticks.take(account, "remind", on=TODAY, at=NOW)
    assert first is not None
    assert ticks.take(account, "remind", on=TODAY, at=NOW) is None
    assert ticks.take(account, "remind", on=TODAY, at=NOW + dt.timedelta(minutes=31)) == first
    ticks.finish(first, at=NOW)
    assert ticks.take(account, "remind", on=TODAY, at=NOW + dt.timedelta(days=1)) is None
    assert ticks.take(account, "bill", on=TODAY, at=NOW) is not None


def test_one_accounts_trouble_is_not_the_others(db: None, smtp_sink: SmtpSink, monkeypatch: Any) -> None:
    broken, fine = an_account(name="Broken"), an_account(name="Fine")
    for account in (broken, fine):
        an_invoice(a_company(account), overdue_by=8)
    real = nightly.prepare_reminders

    def fails_for_one(account: Any, **options: Any) -> Any:
        if account == broken:
            raise ZeroDivisionError
        return real(account, **options)

    monkeypatch.setitem(working.MORNING, "remind", fails_for_one)
    look_at(smtp_sink, MORNING)
    assert set(Reminder.objects.values_list("account__name", "state")) == {("Fine", "sent")}
    monkeypatch.setitem(working.MORNING, "remind", real)
    look_at(smtp_sink, MORNING + dt.timedelta(minutes=31))
    assert len(smtp_sink.deliveries) == 2


def test_a_database_that_hiccups_is_tried_again(monkeypatch: Any) -> None:
    stop, looks = threading.Event(), []

    def look(*arguments: Any, **options: Any) -> bool:
        looks.append(1)
        if len(looks) == 1:
            raise OperationalError("the database is restarting")
        if len(looks) == 2:
            raise ZeroDivisionError
        stop.set()
        return False

    monkeypatch.setattr(working, "look", look)
    monkeypatch.setattr(working, "close_old_connections", lambda: None)
    monkeypatch.setattr(working.connections, "close_all", lambda: None)
    work(None, stop=stop, every=0.0)  # type: ignore[arg-type]
    assert len(looks) == 3


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.django_db(transaction=True)
def test_the_worker_stops_when_asked(how: signal.Signals, smtp_sink: SmtpSink) -> None:
    from tests.invoicing.test_reminder_crash import of_the_tests

    worker = subprocess.Popen(
        [sys.executable, "-u", "manage.py", "worker"],
        cwd=ROOT,
        env=of_the_tests(smtp_sink) | {"LOG_LEVEL": "ERROR"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout is not None
    try:
        assert worker.stdout.readline() == "The worker is running.\n"
        os.kill(worker.pid, how)
        assert worker.wait(20) == 0
        assert worker.stdout.read() == "The worker has stopped.\n"
    finally:
        worker.kill()
        worker.stdout.close()
