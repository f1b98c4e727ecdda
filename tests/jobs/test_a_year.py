"""A simulated year with everything that goes wrong in one, after which every guarantee is checked against the mail sink.

COMPTOIR_YEAR_CUSTOMERS and COMPTOIR_YEAR_DAYS make it as large as wanted: 500 and 365 is a real one.
"""

import datetime as dt
import logging
import os
from typing import Any

import pytest

from comptoir.accounts.models import Department
from comptoir.core.mail import NotSent
from comptoir.invoicing import outcomes, sending
from comptoir.invoicing.models import Invoice, InvoiceQuerySet, Reminder
from tests.a_year import Year
from tests.smtp import SmtpSink

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

CUSTOMERS = int(os.environ.get("COMPTOIR_YEAR_CUSTOMERS", "20"))
DAYS = int(os.environ.get("COMPTOIR_YEAR_DAYS", "100"))


@pytest.fixture(autouse=True)
def _no_diary(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)


def a_year(sink: SmtpSink, settings: Any, *, customers: int = CUSTOMERS, days: int = DAYS, **facts: Any) -> Year:
    year = Year(sink, settings=settings, customers=customers, days=days, **facts)
    year.live()
    return year


def test_every_guarantee_holds_through_a_year(smtp_sink: SmtpSink, settings: Any) -> None:
    year = a_year(smtp_sink, settings)
    print(f"\n{year.in_brief()}")
    assert len(year.told) > CUSTOMERS
    assert year.faults() == []


@pytest.mark.postgres
def test_control_a_run_that_does_not_look_at_holds_is_caught(
    smtp_sink: SmtpSink, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(InvoiceQuerySet, "remindable", InvoiceQuerySet.overdue)
    monkeypatch.setattr(InvoiceQuerySet, "chased", InvoiceQuerySet.overdue)
    monkeypatch.setattr(Invoice, "is_on_hold", property(lambda self: False))
    faults = a_year(smtp_sink, settings, customers=15, days=100).faults()
    assert {fault[:3] for fault in faults} == {"G1:"}


@pytest.mark.postgres
def test_control_a_shorter_interval_is_caught(smtp_sink: SmtpSink, settings: Any) -> None:
    year = Year(smtp_sink, settings=settings, customers=15, days=100)
    Department.objects.update(reminder_interval=1)
    year.live()
    assert {fault[:3] for fault in year.faults()} == {"G8:"}


@pytest.mark.postgres
def test_control_to_send_again_what_perhaps_arrived_is_caught(
    smtp_sink: SmtpSink, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def try_again(reminder: Reminder, reason: str, *, at: dt.datetime) -> int:
        return outcomes.postpone([reminder], NotSent(reason), at=at)

    monkeypatch.setattr(sending, "mark_uncertain", try_again)
    faults = a_year(smtp_sink, settings, customers=20, days=100, dropping=0.6).faults()
    assert "G2:" in {fault[:3] for fault in faults}
