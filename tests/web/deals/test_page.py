"""The page of a deal."""

import datetime as dt

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.deals import moving
from comptoir.deals.models import LostReason
from comptoir.deals.records import add_deal
from comptoir.dossier.notes import add_note
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_contact,
    a_deal,
    a_note,
    a_quotation,
    a_task,
    a_user,
    an_account,
    the_phase,
)
from tests.web.deals.reading import queries_of, said

pytestmark = pytest.mark.django_db


def test_it_says_for_whom_how_much_when_how_far_and_since_when(client: Client, sofie: User) -> None:
    deal = add_deal(
        a_company(sofie.account),
        title="New terrace",
        estimated_value="5000.00",
        estimated_closing_date=TODAY + dt.timedelta(days=30),
        contact_person=a_contact(sofie.account),
        summary="With heating",
        by=sofie,
        at=NOW - dt.timedelta(days=20),
    )
    moving.move(deal, to=the_phase(sofie.account, 2), by=sofie, at=NOW - dt.timedelta(days=3))
    words = said(client.get(f"/deals/{deal.pk}/"))
    for each in (
        "<h1>New terrace</h1>",
        ">Open<",
        "2026/1",
        "Brasserie du Midi SRL",
        "responsible Sofie Vermeulen",
        "€ 5,000.00",
        "€ 1,250.00 at 25 %",
        "24 Dec 2026",
        "in 30 days",
        "since 21 Nov 2026",
        "3 days ago",
        "Luc Martin",
        "With heating",
        "moved to Contacted (was New)",
    ):
        assert each in words


def test_the_phases_are_buttons_for_whoever_may_move_it(client: Client, sofie: User) -> None:
    deal = a_deal(a_company(sofie.account), phase=the_phase(sofie.account, 2))
    words = said(client.get(f"/deals/{deal.pk}/"))
    assert '<span aria-current="step">Contacted</span>' in words
    for position in (1, 3, 4, 5):
        assert f'<button name="phase" value="{the_phase(sofie.account, position).pk}"' in words


def test_what_asks_for_attention_is_said(client: Client, sofie: User) -> None:
    gone = a_company(sofie.account, deactivated_at=NOW, deactivated_by=sofie)
    late = TODAY - dt.timedelta(days=1)
    deal = a_deal(gone, contact_person=a_contact(sofie.account, deactivated_at=NOW), estimated_closing_date=late)
    deal.last_activity_on = TODAY - dt.timedelta(days=15)
    deal.save()
    words = said(client.get(f"/deals/{deal.pk}/"))
    for each in (
        "Brasserie du Midi SRL was deactivated on 24 November 2026 by Sofie Vermeulen. This deal stays open",
        ">15 days inactive<",
        "has passed",
    ):
        assert each in words
    assert words.count(">Deactivated<") == 3


def test_a_won_deal_can_be_reopened_and_not_moved(client: Client, sofie: User) -> None:
    deal = a_deal(a_company(sofie.account), status="won")
    words = said(client.get(f"/deals/{deal.pk}/"))
    for each in (">Won<", "Won on", f'action="/deals/{deal.pk}/reopen/"'):
        assert each in words
    for absent in ('<button name="phase"', f'action="/deals/{deal.pk}/won/"', f'"/deals/{deal.pk}/lost/"', " at 10 %"):
        assert absent not in words


def test_a_lost_deal_says_why(client: Client, sofie: User) -> None:
    reason = LostReason.objects.of(sofie.account).get(name="Too expensive")
    deal = a_deal(a_company(sofie.account), status="lost", lost_reason=reason, lost_remark="By 20 %")
    words = said(client.get(f"/deals/{deal.pk}/"))
    for each in (">Lost<", "Lost on", "Too expensive", "By 20 %"):
        assert each in words


def test_its_tabs_hold_what_belongs_to_it(client: Client, sofie: User) -> None:
    midi = a_company(sofie.account)
    deal, other = a_deal(midi), a_deal(midi, "Other")
    a_quotation(deal, name="Its quotation")
    a_quotation(other, name="Another quotation")
    a_task(midi, sofie, "Its task", deal=deal)
    a_note(midi, sofie, "Its note", deal=deal)
    page = client.get(f"/deals/{deal.pk}/")
    assert [(tab["key"], tab["count"]) for tab in page.context["tabs"]] == [
        ("quotations", 1),
        ("follow-ups", 1),
        ("notes", 1),
        ("files", 0),
    ]
    assert "Its quotation" in said(page)
    assert "Another quotation" not in said(page)
    assert "Its task" in said(client.get(f"/deals/{deal.pk}/?tab=follow-ups"))
    assert "Its note" in said(client.get(f"/deals/{deal.pk}/?tab=notes"))
    assert "No files yet" in said(client.get(f"/deals/{deal.pk}/?tab=files"))
    part = client.get(f"/deals/{deal.pk}/?tab=notes", headers={"HX-Request": "true", "HX-Target": "tab"})
    assert "<html" not in said(part)
    assert "Its note" in said(part)


def test_its_story_holds_what_happened_on_it(client: Client, sofie: User) -> None:
    midi = a_company(sofie.account)
    deal = add_deal(midi, title="New terrace", by=sofie, at=NOW)
    other = add_deal(midi, title="Other", by=sofie, at=NOW)
    add_note(midi, content="On the terrace", deal=deal, by=sofie, at=NOW)
    add_note(midi, content="On the other", deal=other, by=sofie, at=NOW)
    kinds = [activity.kind for activity in client.get(f"/deals/{deal.pk}/").context["activities"]]
    assert sorted(kinds) == ["deal.added", "note.added"]


def test_what_can_be_made_on_it_knows_the_deal(client: Client, sofie: User) -> None:
    deal = a_deal(a_company(sofie.account))
    words = said(client.get(f"/deals/{deal.pk}/"))
    for address in ("/quotations/new/", "/follow-ups/new/", "/follow-ups/calls/new/", "/notes/new/"):
        assert f"{address}?deal={deal.pk}" in words


def test_a_member_without_the_right_may_only_add_what_everybody_may(client: Client, jan: User) -> None:
    deal = a_deal(a_company(jan.account))
    words = said(client.get(f"/deals/{deal.pk}/"))
    for offered in ("/edit/", '<button name="phase"', "/won/", "/lost/", "/delete/", "/quotations/new/"):
        assert offered not in words
    assert f"/notes/new/?deal={deal.pk}" in words


def test_a_foreign_deal_is_not_there(client: Client, sofie: User) -> None:
    assert client.get(f"/deals/{a_deal(a_company(an_account(name='Elsewhere'))).pk}/").status_code == 404


def test_three_of_each_cost_as_many_queries_as_one(client: Client, sofie: User) -> None:
    midi = a_company(sofie.account)
    deal = a_deal(midi)
    a_quotation(deal)
    moving.move(deal, to=the_phase(sofie.account, 2), by=sofie, at=NOW)
    one = queries_of(client, f"/deals/{deal.pk}/")
    for position in (3, 4):
        a_quotation(deal)
        moving.move(deal, to=the_phase(sofie.account, position), by=a_user(sofie.account), at=NOW)
    assert queries_of(client, f"/deals/{deal.pk}/") == one
