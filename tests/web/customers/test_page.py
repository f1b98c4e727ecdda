"""The page of a contact or a company."""

import datetime as dt
import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comptoir.accounts.models import User
from comptoir.accounts.plans import Plan
from comptoir.customers.models import Address
from comptoir.dossier.files import add_file
from comptoir.dossier.notes import add_note
from comptoir.lifecycle.editing import edit
from comptoir.web.links import url_of
from tests.factories import (
    NOW,
    a_call,
    a_company,
    a_contact,
    a_deal,
    a_link,
    a_meeting,
    a_member,
    a_note,
    a_quotation,
    a_subscription,
    a_task,
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


def test_a_member_without_rights_is_offered_what_needs_none(client: Client) -> None:
    account = an_account()
    midi, luc = a_company(account), a_contact(account)
    a_link(luc, midi)
    client.force_login(a_member(account))
    for tab in (
        "invoices",
        "subscriptions",
        "deals",
        "quotations",
        "follow-ups",
        "people",
        "notes",
        "files",
        "details",
    ):
        page = text_of(client.get(f"{url_of(midi)}?tab={tab}"))
        for command in ("/edit/", "/delete/", "/deactivate/", "/links/"):
            assert (tab, command in page) == (tab, False)
        assert offered(page) == ["New task", "New call", "New meeting", "New note", "Add files"]


def test_everything_that_can_be_made_knows_the_customer_already(client: Client, user: User) -> None:
    midi = a_company(user.account, deactivated_at=NOW, deactivated_by=user)
    page = text_of(client.get(url_of(midi)))
    made = [
        "New subscription",
        "New deal",
        "New quotation",
        "New task",
        "New call",
        "New meeting",
        "New note",
        "Add files",
    ]
    assert offered(page) == made
    assert page.count(f"?customer={midi.pk}") >= len(made) + 1
    assert f'href="/invoices/new/?customer={midi.pk}"' in page


def test_a_module_that_one_does_not_see_is_nowhere_on_the_page(client: Client) -> None:
    account = an_account()
    midi = a_company(account)
    an_invoice(midi), a_subscription(midi), a_deal(midi)
    client.force_login(a_member(account, hidden=["invoices", "subscriptions", "deals"]))
    for asked in ("", "?tab=invoices", "?tab=deals", "?tab=quotations"):
        page = client.get(url_of(midi) + asked)
        assert [tab["key"] for tab in page.context["tabs"]] == ["follow-ups", "people", "notes", "files", "details"]
        assert page.context["tab"] == "follow-ups"
        for word in ("Owes", "Overdue", "Recurring", "1 open deal", "/deals/new/"):
            assert (word, word in page.text) == (word, False)


def test_tabs_count_what_they_hold(client: Client, user: User) -> None:
    midi = a_company(user.account)
    deal = a_deal(midi)
    an_invoice(midi), a_subscription(midi), a_quotation(deal), a_link(a_contact(user.account), midi)
    a_task(midi, user), a_call(midi, user), a_meeting(midi, user), a_note(midi, user)
    add_file(midi, name="offer.pdf", content=io.BytesIO(b"%PDF-1.7"), by=user, at=NOW)
    page = client.get(url_of(midi))
    counts = {tab["key"]: tab["count"] for tab in page.context["tabs"]}
    assert counts.pop("follow-ups") == 3
    assert counts.pop("details") is None
    assert set(counts.values()) == {1}
    a_note(midi, user), [a_task(midi, user) for one in range(120)]
    page = client.get(url_of(midi))
    assert 'Notes <span class="count">2</span>' in page.text
    assert 'Follow-ups <span class="count">99+</span>' in page.text


def test_deals_that_may_come_about_stand_among_the_facts(client: Client, user: User) -> None:
    midi = a_company(user.account)
    assert "open deal" not in text_of(client.get(url_of(midi)))
    a_deal(midi, value="5000.00"), a_deal(midi, value="2500.00"), a_deal(midi, value=None)
    a_deal(midi, value="800.00", status="won")
    page = text_of(client.get(url_of(midi)))
    assert "€\xa07,500.00" in page
    assert "3 open deals" in page


def test_for_htmx_the_tab_is_the_whole_answer(client: Client, user: User) -> None:
    midi = a_company(user.account)
    answer = client.get(f"{url_of(midi)}?tab=notes", headers={"HX-Request": "true", "HX-Target": "tab"})
    assert answer.text.strip().startswith('<div class="tabbed" id="tab">')
    assert "No notes yet" in answer.text
    assert "HX-Target" in answer["Vary"]
    assert "HX-Target" in client.get(f"{url_of(midi)}?tab=notes")["Vary"]


@pytest.mark.parametrize(
    "tab", ["invoices", "subscriptions", "deals", "quotations", "follow-ups", "people", "notes", "files", "details"]
)
def test_the_number_of_statements_does_not_depend_on_the_rows(client: Client, user: User, tab: str) -> None:
    counts = []
    for number in (1, 3):
        midi = a_company(user.account, responsible_user=user, tags=("horeca",))
        for one in range(number):
            an_invoice(midi, overdue_by=10 + one)
            a_subscription(midi)
            deal = a_deal(midi, responsible_user=a_user(user.account))
            a_quotation(deal)
            a_task(midi, a_user(user.account)), a_call(midi, user), a_meeting(midi, user)
            a_link(a_contact(user.account), midi)
            add_note(midi, content="Likes parasols", by=a_user(user.account), at=NOW, deal=deal)
            content = io.BytesIO(b"%PDF-1.7")
            add_file(midi, name="offer.pdf", content=content, by=a_user(user.account), at=NOW, deal=deal)
            edit(midi, by=user, at=NOW, remarks=f"Remark {one}")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{url_of(midi)}?tab={tab}")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def offered(page: str) -> list[str]:
    """What the menu of new things offers, from top to bottom."""
    menu = re.search(r'id="menu-new".*?</div>\s*</div>', page.replace('<div role="separator"></div>', ""), re.DOTALL)
    assert menu
    return [words.strip() for words in re.findall(r"</svg>([^<]+)</a>", menu[0])]
