"""Reminders in a real browser: what left is read, what is uncertain is decided, the schedule is changed."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from comptoir.core.mail import transport
from comptoir.invoicing.models import Reminder
from comptoir.invoicing.sending import send_queued
from tests.browser.conftest import Business, LogIn
from tests.browser.visiting import faults
from tests.factories import a_reminder, an_invoice, the_department
from tests.smtp import SmtpSink


@pytest.fixture
def with_reminders(business: Business, smtp_sink: SmtpSink) -> Business:
    """One sent, one uncertain, one that waits."""
    now, facts = timezone.now(), {"overdue_by": 10, "on": business.today}
    for __ in range(2):
        a_reminder(an_invoice(business.company, **facts), next_attempt_at=now)
        with transport(smtp_sink.url) as way_out:
            send_queued(way_out, clock=lambda: now)
        smtp_sink.drop_after_data()
    later = now + dt.timedelta(hours=1)
    a_reminder(an_invoice(business.twin, **facts), next_attempt_at=later, attempts=2, error="451 Later")
    assert list(Reminder.objects.order_by("id").values_list("state", flat=True)) == ["sent", "uncertain", "queued"]
    return business


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_what_left_is_read_and_what_is_uncertain_is_decided(with_reminders: Business, log_in: LogIn) -> None:
    page = log_in(with_reminders.owner)
    page.get_by_role("link", name="Reminders", exact=True).first.click()
    expect(page.get_by_role("heading", name="Did these arrive?")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Mark as sent").click()
    expect(page.get_by_text("counts as sent.")).to_be_visible()
    expect(page.get_by_role("heading", name="Did these arrive?")).to_have_count(0)
    page.get_by_role("link", name="Outgoing mail").click()
    expect(page.locator("table.list tbody tr")).to_have_count(2)
    page.locator("table.list tbody a").first.click()
    expect(page.get_by_role("heading", name="The letter, as it left")).to_be_visible()
    expect(page.get_by_text("Perhaps it escaped your attention")).to_be_visible()
    assert faults(page) == []
    page.goto("/reminders/?tab=waiting")
    expect(page.get_by_text("451 Later")).to_be_visible()


def test_without_javascript_and_narrow(with_reminders: Business, log_in: LogIn) -> None:
    page = log_in(with_reminders.owner, java_script_enabled=False, viewport={"width": 390, "height": 800})
    page.goto("/reminders/")
    page.get_by_role("button", name="Send again").click()
    assert Reminder.objects.filter(state="queued").count() == 2
    narrow = log_in(with_reminders.owner, viewport={"width": 390, "height": 800})
    for url in ("/reminders/", f"/reminders/{Reminder.objects.first().pk}/", "/settings/reminders/"):  # type: ignore[union-attr]
        narrow.goto(url)
        assert fits(narrow)


def test_a_reminder_by_hand(business: Business, log_in: LogIn) -> None:
    invoice = business.company.invoices.order_by("due_on").first()
    assert invoice is not None
    page = log_in(business.owner)
    page.goto(f"/reminders/by-hand/{invoice.pk}/")
    expect(page.get_by_role("heading", name=f"Send a reminder of {invoice.invoice_number}")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Send the reminder").click()
    page.wait_for_url(f"**/invoices/{invoice.pk}/")
    assert Reminder.objects.get().asked_by == business.owner


def test_the_schedule_is_changed_and_its_letters_looked_at(business: Business, log_in: LogIn) -> None:
    page = log_in(business.owner)
    page.goto("/settings/reminders/")
    assert faults(page) == []
    page.get_by_role("link", name="Add a step").click()
    dialog = page.get_by_role("dialog", name="Add a step for Atelier Nord")
    dialog.get_by_label("Days after the due date").fill("7")
    dialog.get_by_role("button", name="Add the step").click()
    expect(dialog.get_by_text("There is already a step for this number of days.").first).to_be_visible()
    assert faults(page) == []
    dialog.get_by_label("Days after the due date").fill("60")
    dialog.get_by_label("Letter").select_option("final")
    dialog.get_by_role("button", name="Add the step").click()
    expect(page.get_by_text("60 days after the due date")).to_be_visible()
    page.goto(f"/settings/reminders/{the_department(business.account).pk}/letters/final/")
    for name in ("Français", "Nederlands", "Deutsch", "English"):
        page.get_by_role("link", name=name).click()
        expect(page.locator(".letter")).to_contain_text("118")
        assert faults(page) == []
