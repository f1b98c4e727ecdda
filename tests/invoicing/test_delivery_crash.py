"""A sender killed between the claim and the mail server's answer: the e-mail is uncertain and never leaves by itself."""

import datetime as dt
import subprocess
import sys

import pytest
from django.utils import timezone

from comptoir.core.mail import transport
from comptoir.invoicing.delivering import queue_by_mail
from comptoir.invoicing.delivery_outcomes import sweep
from comptoir.invoicing.delivery_queue import DeliveryRun, send_queued_deliveries
from comptoir.invoicing.models import Delivery
from comptoir.invoicing.models.delivery import NO_ANSWER_AFTER
from tests.invoicing.papers import a_sendable_invoice
from tests.invoicing.test_reminder_crash import ROOT, of_the_tests, wait_until_something_arrived
from tests.smtp import SmtpSink

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("small_files")]

SENDER = """
import django
django.setup()
from django.conf import settings
from django.utils import timezone
from comptoir.core.mail import transport
from comptoir.invoicing import delivery_claims
from comptoir.invoicing.delivery_queue import send_queued_deliveries
from tests.invoicing.papers import files_of
delivery_claims.attachments_of = files_of
with transport(settings.EMAIL_URL) as way_out:
    send_queued_deliveries(way_out, clock=timezone.now)
"""


def test_killed_between_claim_and_answer(smtp_sink: SmtpSink) -> None:
    invoice = a_sendable_invoice()
    queue_by_mail(invoice, by=None, at=timezone.now())
    smtp_sink.slow(30)
    path = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    sender = subprocess.Popen([sys.executable, "-c", SENDER], cwd=ROOT, env=of_the_tests(smtp_sink) | path)
    try:
        wait_until_something_arrived(smtp_sink, sender)
    finally:
        sender.kill()
        sender.wait()

    assert Delivery.objects.get().state == "leaving"
    smtp_sink.behave()
    later = timezone.now() + NO_ANSWER_AFTER + dt.timedelta(minutes=1)
    for at in (timezone.now(), later):
        assert send(smtp_sink, at) == DeliveryRun()
    assert sweep(at=later) == 1
    assert Delivery.objects.get().state == "uncertain"
    assert send(smtp_sink, later + dt.timedelta(days=9)) == DeliveryRun()
    assert len(smtp_sink.deliveries) == 1


def send(sink: SmtpSink, at: dt.datetime) -> DeliveryRun:
    with transport(sink.url) as way_out:
        return send_queued_deliveries(way_out, clock=lambda: at)
