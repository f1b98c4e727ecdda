"""No automatic reminders for a customer, from its page and back."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from comptoir.accounts.rights import Right
from comptoir.customers.models import Customer
from tests.factories import NOW, TODAY, a_company, a_member, a_reminder, a_user, an_account, an_invoice


@pytest.fixture
def customer(db: None) -> Any:
    return a_company(an_account())


@pytest.fixture(autouse=True)
def _clock(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def owner(customer: Any, client: Any) -> Any:
    owner = a_user(customer.account)
    client.force_login(owner)
    return owner


def shown(client: Any, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_it_is_turned_off_and_on_again(customer: Any, owner: Any, client: Any) -> None:
    invoice = an_invoice(customer, overdue_by=9)
    off, page = reverse("exempt", args=[customer.pk]), f"/companies/{customer.pk}/"
    assert "No automatic reminders …" in shown(client, page)
    dialog = shown(client, off)
    assert f"{invoice.invoice_number}, " in dialog
    assert "121.00: the reminder of 25 November 2026" in dialog
    assert client.post(off, {"reason": "Talks <b>", "until": "2026-12-24"}).url == page
    said = shown(client, page)
    assert "gets no automatic reminders since 24 November 2026, until 24 December 2026" in said
    assert "Talks &lt;b&gt;" in said
    assert "gets no automatic reminders" in shown(client, f"/invoices/{invoice.pk}/")
    client.post(reverse("chase_again", args=[customer.pk]))
    assert "gets no automatic reminders" not in shown(client, page)
    assert "Automatic reminders turned on again" in shown(client, page)


def test_one_that_is_leaving_is_named(customer: Any, owner: Any, client: Any) -> None:
    leaving = a_reminder(an_invoice(customer, overdue_by=9), state="leaving")
    answer = client.post(reverse("exempt", args=[customer.pk]), {}, follow=True)
    assert f"A reminder for invoice {leaving.invoice} was leaving at that very moment" in answer.content.decode()


@pytest.mark.parametrize("until", ["2026-11-24", "2020-01-01", "2999-01-01", "soon"])
def test_an_end_that_cannot_be_comes_back(customer: Any, owner: Any, client: Any, until: str) -> None:
    answer = client.post(reverse("exempt", args=[customer.pk]), {"until": until})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"until"}
    assert not Customer.objects.exempt().exists()


def test_the_dialog_of_deactivating_says_so(customer: Any, owner: Any, client: Any) -> None:
    an_invoice(customer, overdue_by=9)
    Customer.objects.update(no_reminders_since=TODAY - dt.timedelta(days=3))
    page = client.post(reverse("deactivate_company", args=[customer.pk])).content.decode()
    assert "reminders turned off for this customer" in page


def test_a_reminder_by_hand_says_so_and_leaves(customer: Any, owner: Any, client: Any) -> None:
    invoice = an_invoice(customer, overdue_by=9)
    Customer.objects.update(no_reminders_since=TODAY)
    url = reverse("remind_by_hand", args=[invoice.pk])
    assert "none follows by itself" in shown(client, url)
    assert client.post(url).status_code == 302


def test_only_with_the_invoice_right_and_only_ones_own(customer: Any, client: Any) -> None:
    client.force_login(a_member(customer.account, Right.CUSTOMERS))
    for name in ("exempt", "chase_again"):
        assert client.post(reverse(name, args=[customer.pk])).status_code == 403
    client.force_login(a_user(an_account(name="Other")))
    for name in ("exempt", "chase_again"):
        assert client.post(reverse(name, args=[customer.pk])).status_code == 404
    assert not Customer.objects.exempt().exists()
