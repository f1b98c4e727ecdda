"""The list of deals."""

import datetime as dt

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.deals.models import LostReason, Phase, Pipeline
from comptoir.web import paging
from tests.factories import NOW, TODAY, a_company, a_contact, a_deal, a_user, an_account, the_phase
from tests.web.deals.reading import queries_of, said

pytestmark = pytest.mark.django_db


def titles(client: Client, query: str = "") -> list[str]:
    return [row.title for row in client.get(f"/deals/list/{query}").context["page"].rows]


def test_each_tab_has_its_own(client: Client, sofie: User) -> None:
    midi = a_company(sofie.account)
    a_deal(midi, "Open")
    a_deal(midi, "Won", status="won")
    a_deal(midi, "Lost", status="lost", lost_reason=LostReason.objects.of(sofie.account).get(name="Too expensive"))
    assert titles(client) == ["Open"]
    assert titles(client, "?status=won") == ["Won"]
    assert titles(client, "?status=lost") == ["Lost"]
    assert sorted(titles(client, "?status=all")) == ["Lost", "Open", "Won"]
    assert titles(client, "?status=nonsense") == ["Open"]
    assert "Too expensive" in said(client.get("/deals/list/?status=lost"))


def test_a_row_says_for_whom_how_far_how_much_and_when(client: Client, sofie: User) -> None:
    gone = a_company(sofie.account, deactivated_at=NOW)
    a_deal(gone, responsible_user=sofie, estimated_closing_date=TODAY - dt.timedelta(days=1), inactive_for=14)
    words = said(client.get("/deals/list/"))
    for each in (
        "New terrace",
        "Brasserie du Midi SRL",
        ">Deactivated<",
        ">New</td>",
        '<td class="nowrap amber-text"><time datetime="2026-11-23">23 Nov 2026</time>',
        "Sofie Vermeulen",
        ">14 days inactive<",
        "€ 500.00",
        "€ 5,000.00",
        "1 in all",
    ):
        assert each in words


def test_it_is_narrowed_by_phase_person_attention_and_words(client: Client, sofie: User) -> None:
    midi = a_company(sofie.account)
    a_deal(midi, "Terrace", responsible_user=sofie)
    a_deal(midi, "Awnings", phase=the_phase(sofie.account, 2), inactive_for=20)
    a_deal(a_contact(sofie.account, "Anne Nord"), "Bar", inactive_for=20, status="won")
    for query, found in {
        f"?phase={the_phase(sofie.account, 2).pk}": ["Awnings"],
        "?phase=nonsense": ["Awnings", "Terrace"],
        "?who=mine": ["Terrace"],
        "?who=nobody": ["Awnings"],
        "?attention=on": ["Awnings"],
        "?attention=on&status=all": ["Awnings", "Bar", "Terrace"],
        "?q=terr": ["Terrace"],
        "?q=nord&status=all": ["Bar"],
    }.items():
        assert sorted(titles(client, query)) == found
    assert "No deal is found" in said(client.get("/deals/list/?q=nothing"))


def test_phases_are_grouped_by_pipeline_where_there_are_several(client: Client, sofie: User) -> None:
    a_deal(a_company(sofie.account))
    default = Pipeline.objects.get(account=sofie.account)
    assert f'<optgroup label="{default.name}">' not in said(client.get("/deals/list/"))
    other = Pipeline.objects.create(account=sofie.account, name="Projects", created_at=NOW)
    phase = Phase.objects.create(account=sofie.account, pipeline=other, name="Offered", position=1)
    words = said(client.get(f"/deals/list/?phase={phase.pk}"))
    assert f'<optgroup label="Projects"> <option value="{phase.pk}" selected>Offered</option>' in words


def test_each_sort_order_is_followed_from_page_to_page(
    client: Client, sofie: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = paging.page
    monkeypatch.setattr(paging, "page", lambda *args, **facts: small(*args, **facts, size=1))
    midi = a_company(sofie.account)
    days = dt.timedelta(days=1)
    a_deal(midi, "b", value="100.00", estimated_closing_date=TODAY, created_at=NOW)
    a_deal(midi, "C", value=None, estimated_closing_date=None, created_at=NOW + days)
    a_deal(
        midi,
        "á",
        value="50.00",
        phase=the_phase(sofie.account, 5),
        estimated_closing_date=TODAY + days,
        created_at=NOW - days,
    )
    for sort, expected in {
        "": "Cbá",
        "?sort=newest": "ábC",
        "?sort=title": "ábC",
        "?sort=-title": "Cbá",
        "?sort=value": "Cáb",
        "?sort=-value": "báC",
        "?sort=weighted": "Cbá",
        "?sort=-weighted": "ábC",
        "?sort=closing": "báC",
        "?sort=-closing": "ábC",
    }.items():
        assert "".join(all_titles(client, sort)) == expected


def all_titles(client: Client, query: str) -> list[str]:
    """Page by page to the end."""
    found = []
    while True:
        page = client.get(f"/deals/list/{query}").context["page"]
        found += [row.title for row in page.rows]
        if not page.next_url:
            return found
        query = page.next_url


def test_without_any_it_says_what_they_are(client: Client, sofie: User) -> None:
    assert "No deals yet" in said(client.get("/deals/list/"))
    a_deal(a_company(sofie.account), status="won")
    assert "No deal is open" in said(client.get("/deals/list/"))
    assert "No deal is lost" in said(client.get("/deals/list/?status=lost"))


def test_a_member_without_the_right_sees_them_and_is_offered_nothing(client: Client, jan: User) -> None:
    a_deal(a_company(jan.account))
    words = said(client.get("/deals/list/"))
    assert "New terrace" in words
    for offered in ("/deals/new/", "/edit/", "/move/", "/won/", "/lost/", "/delete/"):
        assert offered not in words


def test_another_accounts_deals_are_not_there(client: Client, sofie: User) -> None:
    a_deal(a_company(an_account(name="Elsewhere")))
    assert titles(client, "?status=all") == []


def test_three_rows_cost_as_many_queries_as_one(client: Client, sofie: User) -> None:
    a_deal(a_company(sofie.account), responsible_user=sofie)
    one = queries_of(client, "/deals/list/?status=all&attention=on")
    for position in (2, 3):
        midi = a_company(sofie.account, f"Company {position}")
        a_deal(midi, phase=the_phase(sofie.account, position), responsible_user=a_user(sofie.account))
    assert queries_of(client, "/deals/list/?status=all&attention=on") == one
