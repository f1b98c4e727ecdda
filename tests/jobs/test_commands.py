"""The nightly jobs by hand, as of a given day."""

import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from comptoir.invoicing.models import Invoice, Reminder
from tests.factories import TODAY, a_company, a_subscription, a_user, an_account, an_invoice
from tests.smtp import SmtpSink


def said(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def test_remind_as_of_a_day(db: None, smtp_sink: SmtpSink) -> None:
    account = an_account()
    company = a_company(account)
    an_invoice(company, overdue_by=8)
    an_invoice(company, overdue_by=8, on_hold=TODAY)
    an_invoice(a_company(account, "Silent SA", email=""), overdue_by=8)
    assert said("remind", "--on", "2026-11-24") == (
        "Atelier Nord on 2026-11-24: 1 queued, 1 sent, 0 withdrawn, 0 failed, 0 uncertain, "
        "1 unreachable, 0 no longer on hold\n"
    )
    reminder = Reminder.objects.get()
    assert reminder.sent_at == account.morning(TODAY) == smtp_sink.messages[0]["Date"].datetime
    assert said("remind", "--on", "2026-11-24").startswith("Atelier Nord on 2026-11-24: 0 queued, 0 sent,")


def test_remind_one_account(db: None, smtp_sink: SmtpSink) -> None:
    one, other = an_account(), an_account(name="Other")
    for account in (one, other):
        an_invoice(a_company(account), overdue_by=8)
    a_user(other, email="owner@other.example")
    assert said("remind", "--on", "2026-11-24", "--account", "Owner@other.example").startswith("Other on 2026-11-24: 1")
    with pytest.raises(CommandError, match="Nobody logs in as"):
        said("remind", "--account", "nobody@other.example")


def test_remind_now(db: None, smtp_sink: SmtpSink, time_machine: Any) -> None:
    time_machine.move_to(dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC), tick=False)
    an_invoice(a_company(an_account()), overdue_by=8)
    assert said("remind").startswith("Atelier Nord on 2026-11-24: 1 queued, 1 sent")


def test_bill_as_of_a_day(db: None) -> None:
    company = a_company(an_account())
    a_subscription(company, next_on=TODAY)
    assert said("bill", "--on", "2026-11-24") == (
        "Atelier Nord on 2026-11-24: 1 booked, 0 drafted, 0 could not be billed\n"
    )
    assert Invoice.objects.count() == 1


@pytest.mark.parametrize("day", ["24/11/2026", "2026-13-01", "soon"])
def test_what_is_no_day_is_refused(day: str) -> None:
    with pytest.raises(CommandError, match="is not a day"):
        said("remind", "--on", day)
