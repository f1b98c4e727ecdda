"""The page of a contact or a company."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comptoir.accounts.models import User
from comptoir.accounts.plans import Plan
from comptoir.customers.models import Address
from comptoir.lifecycle.editing import edit
from comptoir.web.links import url_of
from tests.factories import (
    NOW,
    a_company,
    a_contact,
    a_link,
    a_member,
    a_subscription,
    a_user,
    an_account,
    an_invoice,
    an_unknown_id,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client: Client) -> User:
    user = a_user(an_account())
    client.force_login(user)
    return user


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_it_says_who_it_is(client: Client, user: User) -> None:
    midi = a_company(user.account, vat_number="BE 0417.497.106", responsible_user=user, language="fr", tags=("horeca",))
    page = text_of(client.get(url_of(midi)))
    for words in ("Brasserie du Midi SRL", "BE 0417.497.106", "Brussels", "French", "account manager Sofie Vermeulen"):
        assert words in page


def test_it_says_what_it_owes_and_what_happens_next(client: Client, user: User) -> None:
    midi, today = a_company(user.account), user.account.day(timezone.now())
    an_invoice(midi, total="1210.00", overdue_by=47, on=today, on_hold=today)
    an_invoice(midi, total="90.00", on=today)
    a_subscription(midi, total="121.00", next_on=today + dt.timedelta(days=7))
    page = text_of(client.get(url_of(midi)))
    for words in ("€\xa01,300.00", "€\xa01,210.00", "oldest 47 days", "1 of 2 invoices", "€\xa0121.00/month"):
        assert words in page


def test_the_menu_offers_deactivate_or_reactivate_never_both(client: Client, user: User) -> None:
    active, gone = a_company(user.account), a_company(user.account, deactivated_at=NOW, deactivated_by=user)
    page = text_of(client.get(url_of(active)))
    assert ("/deactivate/" in page, "/reactivate/" in page) == (True, False)
    page = text_of(client.get(url_of(gone)))
    assert ("/deactivate/" in page, "/reactivate/" in page) == (False, True)


def test_a_deactivated_one_bears_its_banner_and_badge(client: Client, user: User) -> None:
    gone = a_contact(user.account, deactivated_at=NOW, deactivated_by=user)
    page = text_of(client.get(url_of(gone)))
    assert 'class="banner" role="status"' in page
    assert '<span class="badge amber">Deactivated</span>' in page


def test_people_are_named_with_their_place(client: Client, user: User) -> None:
    midi, luc = a_company(user.account), a_contact(user.account, deactivated_at=NOW)
    a_link(luc, midi, position="Manager", decision_maker=True)
    page = text_of(client.get(f"{url_of(midi)}?tab=people"))
    for words in ("Luc Martin", "Manager", "Decision maker", "Deactivated"):
        assert words in page
    assert "Brasserie du Midi SRL" in text_of(client.get(f"{url_of(luc)}?tab=people"))


def test_details_show_everything_that_was_typed(client: Client, user: User) -> None:
    midi = a_company(
        user.account,
        iban="BE68539007547034",
        payment_term="end_of_month",
        payment_days=15,
        telephones=[{"type": "fax", "number": "+32 2 555 12 99"}],
        remarks="Calls <first>",
    )
    Address.objects.create(customer=midi, type="delivery", line_1="Quai 3", city="Gent", country="BE")
    page = text_of(client.get(f"{url_of(midi)}?tab=details"))
    for words in (
        "BE68\xa05390\xa00754\xa07034",
        "15 days after the end of the month",
        "+32 2 555 12 99",
        "Quai 3",
        "Delivery address",
        "Calls &lt;first&gt;",
    ):
        assert words in page


def test_the_timeline_tells_an_edit_in_words(client: Client, user: User) -> None:
    midi = a_company(user.account)
    a_subscription(midi)
    edit(midi, by=user, at=NOW, language="fr", payment_days=15, remarks="x", marketing_mails_consent=True, addresses=[])
    page = text_of(client.get(url_of(midi)))
    for words in (
        "Language: French (was English)",
        "Payment term: 15 days after the invoice date (was 30 days after the invoice date)",
        "Remarks changed",
        "Agrees to marketing mails: yes",
        "Address removed (was Rue Haute 1, 1000 Brussels, BE)",
        "Terrace heating</a> follows the payment term",
    ):
        assert words in page


def test_on_go_there_are_no_subscriptions(client: Client) -> None:
    user = a_user(an_account(plan=Plan.GO))
    client.force_login(user)
    midi = a_company(user.account)
    page = text_of(client.get(url_of(midi)))
    assert "Subscriptions" not in page
    assert "Recurring" not in page
    assert text_of(client.get(f"{url_of(midi)}?tab=subscriptions"))


def test_a_foreign_an_unknown_and_a_customer_of_the_other_kind_are_not_there(client: Client, user: User) -> None:
    foreign, luc = a_company(an_account(name="Elsewhere")), a_contact(user.account)
    for id in (foreign.pk, an_unknown_id(), luc.pk):
        for rest in ("", "edit/", "delete/", "links/new/"):
            assert client.get(f"/companies/{id}/{rest}").status_code == 404
            assert client.post(f"/companies/{id}/{rest}").status_code in (404, 405)


def test_a_member_without_rights_reads_everything_and_is_offered_no_command(client: Client) -> None:
    account = an_account()
    midi, luc = a_company(account), a_contact(account)
    a_link(luc, midi)
    client.force_login(a_member(account))
    for tab in ("", "?tab=people", "?tab=details"):
        page = text_of(client.get(url_of(midi) + tab))
        for command in ("/edit/", "/delete/", "/deactivate/", "/links/", "?customer="):
            assert command not in page


@pytest.mark.parametrize("tab", ["invoices", "subscriptions", "people", "details"])
def test_the_number_of_statements_does_not_depend_on_the_rows(client: Client, user: User, tab: str) -> None:
    counts = []
    for number in (1, 3):
        midi = a_company(user.account, responsible_user=user, tags=("horeca",))
        for one in range(number):
            an_invoice(midi, overdue_by=10 + one)
            a_subscription(midi)
            a_link(a_contact(user.account), midi)
            edit(midi, by=user, at=NOW, remarks=f"Remark {one}")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{url_of(midi)}?tab={tab}")
        counts.append(len(queries))
    assert counts[0] == counts[1]
