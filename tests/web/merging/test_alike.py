"""Who may be there already, named before a customer is added twice."""

from typing import Any

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.customers.models import Customer
from tests.factories import NOW, a_company, a_contact, a_member, a_user, an_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client: Client) -> User:
    user = a_user(an_account())
    client.force_login(user)
    return user


def send(client: Client, url: str, **typed: Any) -> Any:
    form = client.get(url).context["form"]
    shown = {bound.html_name: bound.value() for bound in form}
    return client.post(url, {name: value for name, value in shown.items() if value} | typed)


def test_who_may_be_the_same_is_named_and_saving_anyway_is_one_click_more(client: Client, user: User) -> None:
    gone = a_company(user.account, vat_number="BE 0417.497.106", deactivated_at=NOW)
    typed = {"name": "Midi", "vat_number": "0417497106", "payment_days": "30"}
    answer = send(client, "/companies/new/", **typed)
    page = answer.content.decode()
    assert (answer.status_code, Customer.objects.count()) == (409, 1)
    assert [(each.customer, each.city, each.signs) for each in answer.context["alike"]] == [
        (gone, "Brussels", "same VAT number")
    ]
    assert 'value="Midi"' in page
    assert "Deactivated" in page
    assert "Add the company anyway" in page
    assert send(client, "/companies/new/", **typed, anyway=str(gone.pk)).status_code == 302
    assert Customer.objects.count() == 2


def test_somebody_else_who_came_meanwhile_is_named_too(client: Client, user: User) -> None:
    seen = a_company(user.account)
    a_company(user.account, "Le Midi")
    typed = {"name": "Midi", "email": "info@midi.example", "anyway": str(seen.pk)}
    answer = send(client, "/companies/new/", **typed)
    assert (answer.status_code, len(answer.context["alike"])) == (409, 2)


def test_the_same_form_sent_twice_is_no_double_of_itself(client: Client, user: User) -> None:
    once = client.get("/companies/new/").context["form"]["once"].value()
    for __ in range(2):
        answer = send(client, "/companies/new/", name="Midi", email="info@midi.example", once=once)
        assert answer.status_code == 302
    assert Customer.objects.count() == 1


def test_while_one_types_what_is_unfinished_counts_for_nothing(client: Client, user: User) -> None:
    luc = a_contact(user.account)
    typed = {
        "last_name": "M",
        "vat_number": "BE 041",
        "iban": "BE",
        "phone": "02",
        "email": "luc@",
        "primary_city": "B",
    }
    assert client.post("/contacts/alike/", typed).context["alike"] == []
    [found] = client.post("/contacts/alike/", typed | {"email": "LUC@martin.example"}).context["alike"]
    assert (found.customer, found.signs) == (luc, "same e-mail")
    [found] = client.post("/contacts/alike/", {"first_name": "luc", "last_name": "martin"}).context["alike"]
    assert (found.customer, found.signs) == (luc, "same or similar name")


def test_it_needs_the_right_to_customers(client: Client) -> None:
    client.force_login(a_member(an_account()))
    assert client.post("/contacts/alike/").status_code == 403
