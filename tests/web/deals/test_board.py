"""The board."""

import datetime as dt

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.deals.models import Phase, Pipeline
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_contact,
    a_deal,
    a_member,
    a_user,
    an_account,
    an_unknown_id,
    the_phase,
)
from tests.web.deals.reading import cards, queries_of, said

pytestmark = pytest.mark.django_db


def test_each_phase_has_its_open_deals_and_what_they_may_be_worth(client: Client, sofie: User) -> None:
    midi = a_company(sofie.account)
    a_deal(midi, "Terrace", created_at=NOW - dt.timedelta(days=1))
    a_deal(midi, "Awnings", value="1000.00")
    a_deal(midi, "Bar", phase=the_phase(sofie.account, 5), value="800.00", currency="USD")
    a_deal(midi, "Won", status="won")
    a_deal(midi, "Lost", status="lost")
    answer = client.get("/deals/")
    assert cards(answer) == {
        "New": ["Awnings", "Terrace"],
        "Contacted": [],
        "Meeting held": [],
        "Quotation sent": [],
        "Negotiation": ["Bar"],
    }
    words = said(answer)
    for each in ("€ 6,000.00", "€ 600.00", "US$ 800.00", "US$ 720.00", "2 deals", "No deals in this phase"):
        assert each in words


def test_a_card_says_for_whom_how_much_when_who_and_that_it_rests(client: Client, sofie: User) -> None:
    gone = a_company(sofie.account, deactivated_at=NOW)
    late = TODAY - dt.timedelta(days=3)
    a_deal(gone, responsible_user=sofie, estimated_closing_date=late, inactive_for=15)
    words = said(client.get("/deals/"))
    for each in ("New terrace", "Brasserie du Midi SRL", ">Deactivated<", "€ 5,000.00", "21 Nov", ">SV<"):
        assert each in words
    assert "closing date has passed" in words
    assert ">15 days inactive<" in words


def test_a_deal_with_something_going_on_is_quiet(client: Client, sofie: User) -> None:
    a_deal(a_company(sofie.account), value=None, estimated_closing_date=TODAY, inactive_for=13)
    words = said(client.get("/deals/"))
    assert "inactive<" not in words
    assert "closing date has passed" not in words


def test_what_is_to_be_closed_soonest_comes_first_then_the_newest(client: Client, sofie: User) -> None:
    midi = a_company(sofie.account)
    a_deal(midi, "Some day, older", created_at=NOW - dt.timedelta(days=2))
    a_deal(midi, "Some day")
    a_deal(midi, "Later", estimated_closing_date=TODAY + dt.timedelta(days=9))
    a_deal(midi, "Sooner", estimated_closing_date=TODAY)
    assert cards(client.get("/deals/"))["New"] == ["Sooner", "Later", "Some day", "Some day, older"]


def test_thirty_cards_are_shown_and_the_rest_is_a_link_away(client: Client, sofie: User) -> None:
    midi = a_company(sofie.account)
    for number in range(32):
        a_deal(midi, f"Deal {number}", responsible_user=sofie)
    answer = client.get("/deals/?who=mine&q=deal")
    assert len(cards(answer)["New"]) == 30
    address = f"/deals/list/?phase={the_phase(sofie.account).pk}&who=mine&q=deal"
    assert f'href="{address}"> 2 more' in said(answer)
    assert len(client.get(address).context["page"].rows) == 32


def test_it_is_narrowed_to_somebodys_and_to_words(client: Client, sofie: User) -> None:
    luc = a_member(sofie.account, "deals", first_name="Luc", last_name="Dubois")
    midi = a_company(sofie.account)
    a_deal(midi, "Mine", responsible_user=sofie)
    a_deal(midi, "Luc's", responsible_user=luc)
    a_deal(a_contact(sofie.account, "Anne Nord"), "Nobody's")
    for query, found in {
        "?who=mine": ["Mine"],
        f"?who={luc.pk}": ["Luc's"],
        "?who=nobody": ["Nobody's"],
        "?q=nord": ["Nobody's"],
        "?q=brasserie&who=mine": ["Mine"],
        f"?who={an_unknown_id()}": [],
        "?who=nonsense&q=%00": ["Luc's", "Mine", "Nobody's"],
    }.items():
        assert sorted(cards(client.get(f"/deals/{query}"))["New"]) == found


def test_only_those_who_have_or_may_get_deals_are_offered(client: Client, sofie: User) -> None:
    left = a_user(sofie.account, first_name="Left", deactivated_at=NOW)
    a_user(sofie.account, first_name="Left", last_name="Nothing", deactivated_at=NOW)
    a_user(an_account(name="Elsewhere"), first_name="Foreign")
    a_deal(a_company(sofie.account), responsible_user=left)
    names = [name for __, name in client.get("/deals/").context["whose"]]
    assert names == ["Everybody’s deals", "My deals", "Nobody’s deals", "Left Vermeulen"]


def test_another_pipeline_is_chosen(client: Client, sofie: User) -> None:
    other = Pipeline.objects.create(account=sofie.account, name="Projects", created_at=NOW)
    offered = Phase.objects.create(account=sofie.account, pipeline=other, name="Offered", position=1)
    a_deal(a_company(sofie.account), "Webshop", phase=offered)
    assert "Webshop" not in said(client.get("/deals/"))
    answer = client.get(f"/deals/?pipeline={other.pk}")
    assert cards(answer) == {"Offered": ["Webshop"]}
    assert f'<option value="{other.pk}" selected>Projects</option>' in said(answer)
    foreign = Pipeline.objects.get(account=an_account(name="Elsewhere"))
    assert "New" in cards(client.get(f"/deals/?pipeline={foreign.pk}"))


def test_with_a_single_pipeline_there_is_nothing_to_choose(client: Client, sofie: User) -> None:
    a_deal(a_company(sofie.account))
    assert 'name="pipeline"' not in said(client.get("/deals/"))


def test_the_three_dots_hold_a_button_for_every_other_phase(client: Client, sofie: User) -> None:
    deal = a_deal(a_company(sofie.account), phase=the_phase(sofie.account, 2))
    words = said(client.get("/deals/?who=mine"))
    assert "Move to" not in words
    words = said(client.get("/deals/"))
    for name in ("New", "Meeting held", "Quotation sent", "Negotiation"):
        assert f"Move to {name} </button>" in words
    assert "Move to Contacted </button>" not in words
    assert f'action="/deals/{deal.pk}/move/"' in words
    assert f'name="seen" value="{deal.phase_id}"' in words


def test_without_any_it_says_what_they_are(client: Client, sofie: User) -> None:
    words = said(client.get("/deals/"))
    assert "No deals yet" in words
    assert 'href="/deals/new/"' in words
    assert 'id="board"' not in words


def test_a_member_without_the_right_sees_them_and_is_offered_nothing(client: Client, jan: User) -> None:
    a_deal(a_company(jan.account))
    words = said(client.get("/deals/"))
    assert "New terrace" in words
    for offered in ("/deals/new/", "/move/", "/won/", "/lost/", 'draggable="true"', "Drag a deal to"):
        assert offered not in words


def test_another_accounts_deals_are_not_there(client: Client, sofie: User) -> None:
    a_deal(a_company(sofie.account))
    a_deal(a_company(an_account(name="Elsewhere")), "Theirs")
    assert "Theirs" not in said(client.get("/deals/"))


def test_three_deals_in_three_phases_cost_as_many_queries_as_one(client: Client, sofie: User) -> None:
    a_deal(a_company(sofie.account), responsible_user=sofie)
    one = queries_of(client, "/deals/")
    for position in (2, 3):
        colleague = a_user(sofie.account)
        midi = a_company(sofie.account, f"Company {position}")
        a_deal(midi, phase=the_phase(sofie.account, position), responsible_user=colleague, currency="USD")
    assert queries_of(client, "/deals/") == one


def test_three_phases_cost_as_many_queries_as_one(client: Client, sofie: User) -> None:
    Phase.objects.filter(account=sofie.account, position__gt=1).delete()
    a_deal(a_company(sofie.account))
    one = queries_of(client, "/deals/")
    pipeline = Pipeline.objects.get(account=sofie.account)
    for position in (2, 3):
        phase = Phase.objects.create(account=sofie.account, pipeline=pipeline, name=f"P{position}", position=position)
        a_deal(a_company(sofie.account), phase=phase)
    assert queries_of(client, "/deals/") == one
