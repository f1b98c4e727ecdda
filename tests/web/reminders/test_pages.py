"""The pages of reminders: what left, what waits, what nobody knows about, and the schedule."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from comptoir.accounts.rights import Right
from comptoir.core.mail import transport
from comptoir.invoicing.models import Reminder, ReminderStep
from comptoir.invoicing.sending import send_queued
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_member,
    a_reminder,
    a_user,
    an_account,
    an_invoice,
    an_unknown_id,
    the_department,
)
from tests.smtp import SmtpSink


@pytest.fixture
def account(db: None) -> Any:
    return an_account()


@pytest.fixture(autouse=True)
def _clock(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def owner(account: Any, client: Any) -> Any:
    owner = a_user(account)
    client.force_login(owner)
    return owner


def shown(client: Any, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def uncertain(account: Any, **facts: Any) -> Reminder:
    invoice = an_invoice(a_company(account), overdue_by=8, **facts)
    return a_reminder(invoice, state="uncertain", error="Connection lost", subject="Reminder", body="Please pay.\n")


def test_before_anything_left_the_overview_says_what_it_is(owner: Any, client: Any) -> None:
    for tab in ("", "sent", "waiting", "uncertain", "withdrawn", "nonsense"):
        assert 'class="empty"' in shown(client, f"/reminders/?tab={tab}")


def test_each_tab_shows_its_own(account: Any, owner: Any, client: Any) -> None:
    company = a_company(account)
    numbers = {}
    for state in ("queued", "sent", "uncertain", "withdrawn", "leaving"):
        invoice = an_invoice(company, overdue_by=8)
        a_reminder(invoice, state=state)
        numbers[state] = invoice.invoice_number

    def listed(tab: str) -> set[str]:
        page = shown(client, f"/reminders/?tab={tab}")
        return {state for state, number in numbers.items() if f", {number} <" in page}

    assert listed("") == set(numbers)
    assert listed("sent") == {"sent", "leaving"}
    assert listed("waiting") == {"queued"}
    assert listed("uncertain") == {"uncertain"}
    assert listed("withdrawn") == {"withdrawn"}


def test_a_waiting_one_says_when_and_why(account: Any, owner: Any, client: Any) -> None:
    invoice = an_invoice(a_company(account), overdue_by=8)
    a_reminder(invoice, attempts=2, error="451 Later", next_attempt_at=NOW + dt.timedelta(minutes=15))
    page = shown(client, "/reminders/?tab=waiting")
    assert "451 Later" in page
    assert "10:45" in page


def test_a_letter_is_shown_as_it_left(account: Any, owner: Any, client: Any, smtp_sink: SmtpSink) -> None:
    reminder = a_reminder(an_invoice(a_company(account), overdue_by=8))
    assert "as it would leave now" in shown(client, f"/reminders/{reminder.pk}/")
    with transport(smtp_sink.url) as way_out:
        send_queued(way_out, clock=lambda: NOW)
    reminder.refresh_from_db()
    answer = client.get(f"/reminders/{reminder.pk}/").content.decode()
    assert reminder.body in answer
    assert reminder.subject in answer
    assert "info@midi.example" in answer


def test_what_was_typed_is_escaped(account: Any, owner: Any, client: Any) -> None:
    invoice = an_invoice(a_company(account, "<script>alert(1)</script>"), overdue_by=8)
    reminder = a_reminder(invoice, state="sent", subject="<b>x</b>", body="<i>x</i>")
    for url in ("/reminders/", f"/reminders/{reminder.pk}/"):
        page = shown(client, url)
        assert "<script>alert" not in page
        assert "<b>x" not in page
        assert "<i>x" not in page


def test_an_uncertain_one_is_marked_as_sent(account: Any, owner: Any, client: Any) -> None:
    reminder = uncertain(account)
    assert "Did these arrive?" in shown(client, "/reminders/")
    answer = client.post(reverse("reminder_mark_as_sent", args=[reminder.pk]))
    assert answer.url == f"/reminders/{reminder.pk}/"
    reminder.refresh_from_db()
    assert reminder.state == "sent"
    again = client.post(reverse("reminder_mark_as_sent", args=[reminder.pk]), follow=True)
    assert "Somebody has already decided" in again.content.decode()


def test_an_uncertain_one_is_sent_again(account: Any, owner: Any, client: Any) -> None:
    reminder = uncertain(account)
    client.post(reverse("reminder_send_again", args=[reminder.pk]))
    reminder.refresh_from_db()
    assert (reminder.state, reminder.asked_by) == ("queued", owner)


def test_during_a_hold_it_asks_first(account: Any, owner: Any, client: Any) -> None:
    reminder = uncertain(account, on_hold=TODAY)
    url = reverse("reminder_send_again", args=[reminder.pk])
    assert "although this invoice is on hold" in shown(client, url)
    assert client.post(url).status_code == 422
    client.post(url, {"confirmed_hold": "on"})
    reminder.refresh_from_db()
    assert (reminder.state, reminder.despite_hold) == ("queued", True)


def test_a_reminder_by_hand(account: Any, owner: Any, client: Any) -> None:
    invoice = an_invoice(a_company(account), overdue_by=8)
    url = reverse("remind_by_hand", args=[invoice.pk])
    page = shown(client, url)
    assert "to info@midi.example" in page
    assert "Perhaps it escaped your attention" in page
    assert client.post(url).url == f"/invoices/{invoice.pk}/"
    assert Reminder.objects.get().asked_by == owner


def test_a_reminder_by_hand_during_a_hold_asks_first(account: Any, owner: Any, client: Any) -> None:
    invoice = an_invoice(a_company(account), overdue_by=8, on_hold=TODAY)
    url = reverse("remind_by_hand", args=[invoice.pk])
    assert client.post(url).status_code == 422
    assert Reminder.objects.count() == 0
    assert client.post(url, {"confirmed_hold": "on"}).status_code == 302
    assert Reminder.objects.get().despite_hold


def test_why_a_reminder_by_hand_is_not_possible(account: Any, owner: Any, client: Any) -> None:
    invoice = an_invoice(a_company(account))
    assert "not overdue" in shown(client, reverse("remind_by_hand", args=[invoice.pk]))
    assert client.post(reverse("remind_by_hand", args=[invoice.pk])).status_code == 422


def test_a_member_without_the_right_reads_and_is_refused(account: Any, client: Any) -> None:
    client.force_login(a_member(account, Right.CUSTOMERS))
    reminder = uncertain(account)
    for url in ("/reminders/", f"/reminders/{reminder.pk}/"):
        page = shown(client, url)
        assert "Mark as sent" not in page
        assert "Send again" not in page
    for url in (
        reverse("reminder_mark_as_sent", args=[reminder.pk]),
        reverse("reminder_send_again", args=[reminder.pk]),
        reverse("remind_by_hand", args=[reminder.invoice_id]),
    ):
        answer = client.post(url)
        assert answer.status_code == 403
        assert "You do not have the right to change invoices." in answer.content.decode()
    reminder.refresh_from_db()
    assert reminder.state == "uncertain"


def test_another_accounts_reminders_are_missing(owner: Any, client: Any) -> None:
    foreign = uncertain(an_account(name="Other"))
    step = ReminderStep.objects.get(department=foreign.invoice.department, days_overdue=7)
    assert 'class="empty"' in shown(client, "/reminders/")
    for id in (foreign.pk, an_unknown_id()):
        assert client.get(f"/reminders/{id}/").status_code == 404
        for name in ("reminder_mark_as_sent", "reminder_send_again"):
            assert client.post(reverse(name, args=[id])).status_code == 404
    assert client.get(reverse("remind_by_hand", args=[foreign.invoice_id])).status_code == 404
    assert client.post(reverse("reminder_step_remove", args=[step.pk])).status_code == 404
    assert client.get(reverse("reminder_step_change", args=[step.pk])).status_code == 404
    assert client.get(reverse("reminder_step_add", args=[foreign.invoice.department_id])).status_code == 404
    assert client.get(reverse("reminder_letter", args=[foreign.invoice.department_id, "firm"])).status_code == 404


def test_the_overview_costs_the_same_however_many_rows(
    account: Any, owner: Any, client: Any, django_assert_max_num_queries: Any
) -> None:
    company = a_company(account)
    for state in ("queued", "sent", "uncertain") * 6:
        a_reminder(an_invoice(company, overdue_by=8), state=state)
    with django_assert_max_num_queries(10):
        client.get("/reminders/")


# --- The schedule -----------------------------------------------------------------------------------


def days() -> list[int]:
    found = ReminderStep.objects.filter(archived_at__isnull=True).order_by("days_overdue")
    return list(found.values_list("days_overdue", flat=True))


def test_the_schedule_is_shown_and_changed(account: Any, owner: Any, client: Any) -> None:
    department = the_department(account)
    page = shown(client, "/settings/reminders/")
    assert "7 days after the due date" in page
    add = reverse("reminder_step_add", args=[department.pk])
    assert "Add a step for Atelier Nord" in shown(client, add)
    client.post(add, {"days_overdue": "60", "tone": "final", "channel": "email"})
    assert days() == [7, 21, 35, 60]
    step = ReminderStep.objects.get(days_overdue=60)
    client.post(
        reverse("reminder_step_change", args=[step.pk]), {"days_overdue": "50", "tone": "firm", "channel": "letter"}
    )
    assert days() == [7, 21, 35, 50]
    client.post(reverse("reminder_step_remove", args=[step.pk]))
    assert days() == [7, 21, 35]


@pytest.mark.parametrize("typed", ["0", "-3", "731", "soon", "", "7"])
def test_a_malformed_or_taken_day_comes_back_beside_its_field(
    account: Any, owner: Any, client: Any, typed: str
) -> None:
    add = reverse("reminder_step_add", args=[the_department(account).pk])
    answer = client.post(add, {"days_overdue": typed, "tone": "final", "channel": "email"})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode() or not typed
    assert answer.context["form"].errors.keys() == {"days_overdue"}
    assert days() == [7, 21, 35]


def test_a_member_reads_the_schedule_and_cannot_change_it(account: Any, client: Any) -> None:
    client.force_login(a_member(account, Right.INVOICES))
    assert "Add a step" not in shown(client, "/settings/reminders/")
    step = ReminderStep.objects.get(days_overdue=7)
    for url in (
        reverse("reminder_step_add", args=[step.department_id]),
        reverse("reminder_step_change", args=[step.pk]),
        reverse("reminder_step_remove", args=[step.pk]),
    ):
        assert client.post(url, {"days_overdue": "9", "tone": "final"}).status_code == 403
    assert days() == [7, 21, 35]


@pytest.mark.parametrize("language", ["en", "fr", "nl", "de", "xx"])
def test_each_letter_can_be_looked_at_in_four_languages(account: Any, owner: Any, client: Any, language: str) -> None:
    for tone in ("friendly", "firm", "final"):
        url = reverse("reminder_letter", args=[the_department(account).pk, tone])
        assert "2026/118" in shown(client, f"{url}?language={language}")
    assert client.get(reverse("reminder_letter", args=[the_department(account).pk, "rude"])).status_code == 404
