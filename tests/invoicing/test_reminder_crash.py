"""A sender killed between the claim and the mail server's answer: the reminder is uncertain and never leaves by itself."""

import datetime as dt
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from comptoir.core.mail import transport
from comptoir.invoicing.models import Reminder
from comptoir.invoicing.outcomes import NO_ANSWER_AFTER, sweep_leaving
from comptoir.invoicing.queueing import QueueRun, queue
from comptoir.invoicing.sending import SendRun, send_queued
from tests.factories import a_company, an_account, an_invoice
from tests.smtp import SmtpSink

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[2]


def test_killed_between_claim_and_answer(smtp_sink: SmtpSink) -> None:
    account = an_account()
    today = account.day(timezone.now())
    an_invoice(a_company(account), overdue_by=8, on=today)
    smtp_sink.slow(30)
    sender = subprocess.Popen(
        [sys.executable, "manage.py", "remind"], cwd=ROOT, env=of_the_tests(smtp_sink), stdout=subprocess.DEVNULL
    )
    try:
        wait_until_something_arrived(smtp_sink, sender)
    finally:
        sender.kill()
        sender.wait()

    assert Reminder.objects.get().state == "leaving"
    smtp_sink.behave()
    later = timezone.now() + NO_ANSWER_AFTER + dt.timedelta(minutes=1)
    for at in (timezone.now(), later):
        assert send(smtp_sink, at) == SendRun()
    assert sweep_leaving(at=later) == 1
    assert Reminder.objects.get().state == "uncertain"
    assert queue(account, on=today + dt.timedelta(days=1), at=later) == QueueRun()
    assert send(smtp_sink, later + dt.timedelta(days=9)) == SendRun()
    assert len(smtp_sink.deliveries) == 1


def send(sink: SmtpSink, at: dt.datetime) -> SendRun:
    with transport(sink.url) as way_out:
        return send_queued(way_out, clock=lambda: at)


def wait_until_something_arrived(sink: SmtpSink, sender: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while not sink.deliveries:
        assert sender.poll() is None, "the sender ended by itself"
        assert time.monotonic() < until, "nothing arrived"
        time.sleep(0.05)


def of_the_tests(sink: SmtpSink) -> dict[str, str]:
    """An environment in which a process of its own uses the tests' database and mail server."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{facts['NAME']}"
    else:
        url = f"postgres://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"
    return os.environ | {
        "DATABASE_URL": url,
        "EMAIL_URL": f"{sink.url}?timeout=60",
        "SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "comptoir.config.settings",
    }
