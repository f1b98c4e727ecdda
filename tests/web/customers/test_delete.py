"""Deleting from the page."""

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.customers.models import Customer
from comptoir.web.links import url_of
from tests.factories import (
    a_call,
    a_company,
    a_contact,
    a_deactivated_subscription,
    a_deal,
    a_draft,
    a_link,
    a_meeting,
    a_note,
    a_quotation,
    a_task,
    a_user,
    an_account,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client: Client) -> User:
    user = a_user(an_account())
    client.force_login(user)
    return user


def test_the_dialog_says_what_goes_and_then_it_goes(client: Client, user: User) -> None:
    midi = a_company(user.account)
    a_link(a_contact(user.account), midi)
    a_task(midi, user), a_task(midi, user), a_call(midi, user), a_meeting(midi, user), a_note(midi, user)
    url = f"{url_of(midi)}delete/"
    page = client.get(url).content.decode()
    for said in (
        "1 link with others is removed; the other stays.",
        "2 tasks are removed.",
        "1 call is removed.",
        "1 meeting is removed.",
        "1 note is removed.",
    ):
        assert said in page
    assert "files are removed" not in page
    answer = client.post(url)
    assert (answer.status_code, answer.url) == (302, "/companies/")
    assert not Customer.objects.companies().exists()
    assert "Brasserie du Midi SRL deleted" in client.get("/companies/").content.decode()


def test_documents_are_named_and_keep_it(client: Client, user: User) -> None:
    midi = a_company(user.account)
    a_draft(midi)
    a_draft(midi)
    a_deactivated_subscription(midi)
    a_quotation(a_deal(midi))
    url = f"{url_of(midi)}delete/"
    for answer, status in ((client.get(url), 200), (client.post(url), 409)):
        page = answer.content.decode()
        assert answer.status_code == status
        assert "2 invoices" in page
        for what in ("1 subscription", "1 deal", "1 quotation"):
            assert what in page
        assert "Delete the company" not in page
    assert Customer.objects.filter(pk=midi.pk).exists()


def test_over_the_page_htmx_gets_the_dialog_alone(client: Client, user: User) -> None:
    midi = a_company(user.account)
    headers = {"HX-Request": "true", "HX-Target": "dialog"}
    page = client.get(f"{url_of(midi)}delete/", headers=headers).content.decode()
    assert page.strip().startswith("<form")
    assert client.post(f"{url_of(midi)}delete/", headers=headers).headers["HX-Redirect"] == "/companies/"
