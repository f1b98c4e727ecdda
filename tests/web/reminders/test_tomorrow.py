"""What goes out tomorrow morning, as a page."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from comptoir.invoicing.models import LateCostRule, ReminderStep
from tests.factories import NOW, TODAY, a_company, a_reminder, a_user, an_account, an_invoice, the_department


@pytest.fixture
def account(db: None) -> Any:
    return an_account()


@pytest.fixture(autouse=True)
def _clock(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture(autouse=True)
def owner(account: Any, client: Any) -> Any:
    owner = a_user(account)
    client.force_login(owner)
    return owner


def shown(client: Any, tab: str = "") -> str:
    answer = client.get(reverse("reminders_tomorrow"), {"tab": tab})
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_each_tab_that_is_empty_says_what_it_is(client: Any) -> None:
    for tab in ("", "letters", "kept-back", "nonsense"):
        assert 'class="empty"' in shown(client, tab)


def test_by_e_mail_as_letters_and_kept_back(account: Any, client: Any) -> None:
    ReminderStep.objects.filter(days_overdue=21).update(channel="letter")
    mailed = an_invoice(a_company(account, "Mailed"), overdue_by=9)
    nobody = an_invoice(a_company(account, "Nobody", email=""), overdue_by=9)
    posted = an_invoice(a_company(account, "Posted"), overdue_by=22)
    held = an_invoice(a_company(account, "Held"), overdue_by=22, on_hold=TODAY)
    silent = an_invoice(a_company(account, "Silent", no_reminders_since=TODAY), overdue_by=22)
    recent = a_reminder(
        an_invoice(a_company(account, "Recent"), overdue_by=22), state="sent", claimed_at=NOW - dt.timedelta(days=1)
    ).invoice
    everything = (mailed, nobody, posted, held, silent, recent)

    def listed(tab: str) -> list[str]:
        page = shown(client, tab)
        return [each.customer.name for each in everything if f">{each.invoice_number}<" in page]

    assert listed("") == ["Mailed", "Nobody"]
    assert "Nobody reachable" in shown(client)
    assert "info@midi.example" in shown(client)
    assert listed("letters") == ["Posted"]
    assert listed("kept-back") == ["Held", "Silent", "Recent"]
    page = shown(client, "kept-back")
    for reason in ("On hold since", "No automatic reminders for this customer", "less than 5 days before"):
        assert reason in page


def test_the_late_costs_are_named_and_in_the_letter(account: Any, client: Any) -> None:
    LateCostRule.objects.create(department=the_department(account), customer_kind="company", fixed_amount=40)
    ReminderStep.objects.update(adds_late_costs=True)
    invoice = an_invoice(a_company(account), overdue_by=30, total="100.00")
    a_reminder(invoice, state="sent", claimed_at=NOW - dt.timedelta(days=20), sent_at=NOW - dt.timedelta(days=20))
    page = shown(client)
    assert "40.00<" in page
    assert "140.00<" in page
    letter = client.get(reverse("reminder_tomorrow", args=[invoice.pk])).content.decode()
    assert "we have to add €40.00 of costs to the €100.00 that are due: €140.00 in all" in letter


def test_no_letter_for_what_does_not_leave_and_for_strangers(account: Any, client: Any) -> None:
    quiet = an_invoice(a_company(account), overdue_by=2)
    foreign = an_invoice(a_company(an_account(name="Other")), overdue_by=9)
    for invoice in (quiet, foreign):
        assert client.get(reverse("reminder_tomorrow", args=[invoice.pk])).status_code == 404


def test_as_many_queries_for_many_as_for_few(account: Any, client: Any, django_assert_num_queries: Any) -> None:
    def some(number: int) -> None:
        for __ in range(number):
            an_invoice(a_company(account), overdue_by=9), an_invoice(a_company(account), overdue_by=9, on_hold=TODAY)

    some(1)
    for tab in ("", "kept-back"):
        with django_assert_num_queries(200, exact=False) as one:
            shown(client, tab)
        some(2)
        with django_assert_num_queries(len(one)):
            shown(client, tab)
