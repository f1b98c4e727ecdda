"""Winning, losing and reopening a deal."""

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.deals import moving
from comptoir.deals.models import Deal, LostReason, Status
from tests.factories import NOW, a_company, a_deal, a_member, an_account
from tests.web.deals.reading import ON_BOARD, cards, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(sofie: User) -> Deal:
    return a_deal(a_company(sofie.account))


def test_a_won_deal_leaves_the_board_and_can_come_back(client: Client, sofie: User, deal: Deal) -> None:
    answer = client.post(f"/deals/{deal.pk}/won/", {"seen": deal.phase_id}, headers=ON_BOARD)
    words = said(answer)
    assert cards(answer) == {"New": []}
    assert "New terrace is won" in words
    assert f'action="/deals/{deal.pk}/reopen/"' in words
    again = client.post(f"/deals/{deal.pk}/reopen/", follow=True)
    assert "New terrace is open again, in New" in said(again)
    deal.refresh_from_db()
    assert deal.status == Status.OPEN


def test_what_a_colleague_lost_meanwhile_is_not_won_unseen(client: Client, sofie: User, deal: Deal) -> None:
    luc = a_member(sofie.account, "deals", first_name="Luc", last_name="Dubois")
    moving.lose(deal, by=luc, at=NOW, remark="Too expensive")
    answer = client.post(f"/deals/{deal.pk}/won/", {"seen": deal.phase_id}, headers=ON_BOARD)
    assert "Luc Dubois marked “New terrace” as lost meanwhile." in said(answer, 409)
    deal.refresh_from_db()
    assert deal.status == Status.LOST


def test_a_lost_deal_is_won_after_all_by_whoever_saw_that_it_was_lost(client: Client, sofie: User) -> None:
    deal = a_deal(a_company(sofie.account), status="lost")
    client.post(f"/deals/{deal.pk}/won/")
    deal.refresh_from_db()
    assert deal.status == Status.WON


def test_losing_asks_why(client: Client, sofie: User, deal: Deal) -> None:
    reasons = LostReason.objects.of(sofie.account)
    reasons.filter(name="Bad timing").update(archived_at=NOW)
    words = said(client.get(f"/deals/{deal.pk}/lost/"))
    assert '<h1 id="dialog-title">Mark New terrace as lost</h1>' in words
    assert ">Too expensive</option>" in words
    assert "Bad timing" not in words
    came_from = "http://testserver/deals/?who=mine"
    sent = {"lost_reason": reasons.get(name="Too expensive").pk, "remark": " By 20 % ", "next": came_from}
    answer = client.post(f"/deals/{deal.pk}/lost/", sent)
    assert (answer.status_code, answer["Location"]) == (302, came_from)
    deal.refresh_from_db()
    assert (deal.status, deal.lost_reason.name, deal.lost_remark) == (Status.LOST, "Too expensive", "By 20 %")
    assert "New terrace is lost" in said(client.get(came_from))


def test_the_reason_may_stay_unsaid(client: Client, sofie: User, deal: Deal) -> None:
    answer = client.post(f"/deals/{deal.pk}/lost/", {}, follow=True)
    assert "Lost" in said(answer)
    deal.refresh_from_db()
    assert (deal.status, deal.lost_reason) == (Status.LOST, None)


def test_a_foreign_reason_is_refused_beside_its_field(client: Client, sofie: User, deal: Deal) -> None:
    theirs = LostReason.objects.of(an_account(name="Elsewhere"))[0]
    answer = client.post(f"/deals/{deal.pk}/lost/", {"lost_reason": theirs.pk, "remark": "Kept"})
    assert "Kept" in said(answer, 422)
    assert set(answer.context["form"].errors) == {"lost_reason"}


def test_what_a_colleague_won_meanwhile_is_not_lost(client: Client, sofie: User, deal: Deal) -> None:
    moving.win(deal, by=sofie, at=NOW)
    answer = client.post(f"/deals/{deal.pk}/lost/", {}, follow=True)
    assert "Sofie Vermeulen marked “New terrace” as won meanwhile." in said(answer)
    deal.refresh_from_db()
    assert deal.status == Status.WON


@pytest.mark.parametrize("what", ["won", "reopen"])
def test_nothing_happens_by_looking(client: Client, deal: Deal, what: str) -> None:
    assert client.get(f"/deals/{deal.pk}/{what}/").status_code == 405


@pytest.mark.parametrize("what", ["won", "lost", "reopen"])
def test_a_foreign_deal_is_not_there_and_a_member_without_the_right_may_not(
    client: Client, sofie: User, deal: Deal, what: str
) -> None:
    theirs = a_deal(a_company(an_account(name="Elsewhere")))
    assert client.post(f"/deals/{theirs.pk}/{what}/").status_code == 404
    client.force_login(a_member(sofie.account))
    assert "You do not have the right" in said(client.post(f"/deals/{deal.pk}/{what}/"), 403)
    deal.refresh_from_db()
    assert deal.status == Status.OPEN
