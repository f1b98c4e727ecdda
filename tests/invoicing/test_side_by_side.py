"""Several senders at once: everything leaves, each once, whatever the database."""

import pytest
from django.utils import timezone

from comptoir.activities.models import Activity
from comptoir.core.mail import transport
from comptoir.invoicing.models import Reminder
from comptoir.invoicing.sending import SendRun
from comptoir.invoicing.side_by_side import send_side_by_side
from tests.invoicing.test_reminder_race import overdue_invoices
from tests.smtp import SmtpSink

pytestmark = pytest.mark.django_db(transaction=True)


def test_each_reminder_leaves_once(smtp_sink: SmtpSink) -> None:
    overdue_invoices(7)
    with transport(smtp_sink.url) as one, transport(smtp_sink.url) as other:
        assert send_side_by_side([one, other], clock=timezone.now, limit=10) == SendRun(sent=7)
        assert send_side_by_side([one, other], clock=timezone.now, limit=10) == SendRun()
    assert len({delivery.message["Message-ID"] for delivery in smtp_sink.deliveries}) == len(smtp_sink.deliveries) == 7
    assert set(Reminder.objects.values_list("state", flat=True)) == {"sent"}
    assert Activity.objects.filter(kind="reminder.sent").count() == 7


def test_all_together_keep_the_limit(smtp_sink: SmtpSink) -> None:
    overdue_invoices(7)
    with transport(smtp_sink.url) as one, transport(smtp_sink.url) as other:
        assert send_side_by_side([one, other], clock=timezone.now, limit=4) == SendRun(sent=4)
