"""What the search field offers while one types, and what was probably meant."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from comptoir.invoicing.products import add_product
from tests.factories import (
    NOW,
    a_company,
    a_contact,
    a_deal,
    a_member,
    a_quotation,
    a_subscription,
    a_task,
    a_user,
    an_account,
    an_invoice,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    owner = a_user(an_account())
    client.force_login(owner)
    return owner


def offered(client, query):
    """The groups in their order, each with what its options say."""
    html = client.get("/search/suggestions/", {"q": query}).text
    groups = re.findall(r'<div role="group" aria-labelledby="found-(\w+)">(.*?)</div>', html, re.DOTALL)
    options = {key: re.findall(r'<a role="option".*?</a>', part, re.DOTALL) for key, part in groups}
    return {key: [" ".join(strip_tags(option).split()) for option in found] for key, found in options.items()}


def test_every_kind_is_offered(client, owner):
    midi = a_company(owner.account, "Midi Sud")
    deal = a_deal(midi, "Terrace", reference="2026/7")
    a_quotation(deal, name="Veranda", reference="2026/8")
    invoice = an_invoice(midi, overdue_by=3)
    a_subscription(midi, title="Maintenance")
    a_task(midi, owner, "Call back")
    add_product(account=owner.account, name="Midi heater", code="MH", by=owner, at=NOW)
    found = offered(client, "midi")
    assert found == {
        "companies": ["Midi Sud info@midi.example"],
        "products": ["Midi heater MH"],
        "invoices": [f"{invoice.invoice_number} Midi Sud · € 121.00 overdue"],
        "subscriptions": ["Maintenance Midi Sud · € 121.00"],
        "deals": ["Terrace Midi Sud · 2026/7"],
        "quotations": ["Veranda Midi Sud · 2026/8"],
        "tasks": ["Call back Midi Sud · 24 Nov 2026"],
    }


def test_the_kind_with_exactly_this_name_comes_first(client, owner):
    a_contact(owner.account, "Luc Nord", email="luc@midi.example")
    a_company(owner.account, "Midi")
    assert list(offered(client, "midi")) == ["companies", "contacts"]


def test_names_that_begin_so_come_before_others(client, owner):
    for name in ("Atelier Midi", "Midi Sud", "Café Midi", "Bar du Midi"):
        a_company(owner.account, name, email="")
    assert offered(client, "midi")["companies"] == ["Midi Sud", "Atelier Midi", "Bar du Midi"]


def test_segments_pages_and_what_can_be_added_are_offered(client, owner):
    assert offered(client, "deactivated cus")["segments"][0] == "Deactivated customers"
    assert offered(client, "new inv")["pages"] == ["New invoice"]
    assert offered(client, "users")["pages"] == ["Users Settings"]
    client.force_login(a_member(owner.account, hidden=["invoices"]))
    assert offered(client, "new inv") == offered(client, "users") == {}


def test_accents_and_capitals_do_not_matter_anywhere(client, owner):
    midi = a_company(owner.account)
    a_task(midi, owner, "Réparer l’ŒIL")
    a_subscription(midi, title="ENTRETIEN ÉTÉ")
    assert list(offered(client, "reparer oeil")) == ["tasks"]
    assert list(offered(client, "entretien ete")) == ["subscriptions"]


@pytest.mark.parametrize(
    "typed", ["brasseire", "Brasserie midii", "brassrie", "brasserrie", "bràssorie midi", "braserie du mdi"]
)
def test_a_slip_is_told_and_what_was_meant_is_offered(client, owner, typed):
    a_company(owner.account, email="")
    a_company(owner.account, "Boulangerie Pirard", email="")
    html = client.get("/search/suggestions/", {"q": typed}).text
    assert "Did you mean" in html
    assert offered(client, typed)["companies"] == ["Brasserie du Midi SRL"]
    page = client.get("/search/", {"q": typed})
    assert f"Nothing found for “{typed}”" in page.text
    assert [row.name for row in page.context["companies"].rows] == ["Brasserie du Midi SRL"]


def test_slips_are_also_seen_in_what_deals_and_subscriptions_are_called(client, owner):
    midi = a_company(owner.account)
    a_deal(midi, "Terrasse chauffée")
    a_subscription(midi, title="Maintenance")
    assert list(offered(client, "terasse chaufée")) == ["deals"]
    assert list(offered(client, "maintenence")) == ["subscriptions"]
    client.force_login(a_member(owner.account, hidden=["deals", "subscriptions"]))
    assert offered(client, "terasse") == offered(client, "maintenence") == {}


def test_what_is_found_as_it_is_typed_is_never_doubted(client, owner):
    a_company(owner.account)
    a_company(owner.account, "Brassrie Nord", email="")
    html = client.get("/search/suggestions/", {"q": "brassrie"}).text
    assert "Did you mean" not in html
    assert offered(client, "brassrie")["companies"] == ["Brassrie Nord"]


@pytest.mark.parametrize("typed", ["mid", "zzzzqqqq", "2026/99", "%%%%", "'; --", "x" * 3000, "\0"])
def test_nothing_like_it_is_nothing(client, owner, typed):
    a_company(owner.account, "Brasserie")
    answer = client.get("/search/suggestions/", {"q": typed})
    assert answer.status_code == 200
    assert "Did you mean" not in answer.text


def test_deactivated_customers_are_marked(client, owner):
    an_invoice(a_company(owner.account, deactivated_at=NOW))
    assert client.get("/search/suggestions/", {"q": "midi"}).text.count(">Deactivated</span>") == 2


def test_other_accounts_are_behind_a_wall(client, owner):
    other = a_company(an_account(name="Elsewhere"))
    a_deal(other, "Terrace")
    assert offered(client, "brasserie") == offered(client, "brasseire") == offered(client, "terrace") == {}


def test_the_number_of_queries_does_not_grow(client, owner):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get("/search/suggestions/", {"q": "midi"})
        return len(captured)

    def more(how_many):
        for number in range(how_many):
            midi = a_company(owner.account, f"Midi {number}")
            an_invoice(midi)
            a_quotation(a_deal(midi))
            a_subscription(midi)

    more(1)
    queries()
    before = queries()
    more(3)
    # Rather fewer: where enough are called so, no others are asked for.
    assert queries() <= before
