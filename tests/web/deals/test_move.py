"""Moving a deal, from wherever it is seen."""

from decimal import Decimal

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.activities.models import Activity
from comptoir.deals import moving
from comptoir.deals.models import Deal, Phase, Pipeline
from tests.factories import NOW, a_company, a_deal, a_member, an_account, an_unknown_id, the_phase
from tests.web.deals.reading import ON_BOARD, cards, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(sofie: User) -> Deal:
    return a_deal(a_company(sofie.account))


def to(phase: Phase, *, seen: Phase) -> dict[str, str]:
    return {"phase": str(phase.pk), "seen": str(seen.pk)}


def test_on_the_board_both_phases_come_back_as_they_are_now(client: Client, sofie: User, deal: Deal) -> None:
    new, negotiation = the_phase(sofie.account), the_phase(sofie.account, 5)
    answer = client.post(f"/deals/{deal.pk}/move/", to(negotiation, seen=new), headers=ON_BOARD)
    words = said(answer)
    assert cards(answer) == {"New": [], "Negotiation": ["New terrace"]}
    assert "New terrace moved to Negotiation" in words
    assert f'id="cards-{negotiation.pk}" hx-swap-oob="innerHTML"' in words
    assert f'id="head-{new.pk}" hx-swap-oob="true"' in words
    assert "<html" not in words
    deal.refresh_from_db()
    assert (deal.phase, deal.estimated_probability) == (negotiation, negotiation.probability)


def test_undo_puts_it_back_as_it_was(client: Client, sofie: User, deal: Deal) -> None:
    new, contacted = the_phase(sofie.account), the_phase(sofie.account, 2)
    Deal.objects.update(estimated_probability=Decimal("0.6"))
    words = said(client.post(f"/deals/{deal.pk}/move/", to(contacted, seen=new), headers=ON_BOARD))
    undo = f"/deals/{deal.pk}/move/?phase={new.pk}&seen={contacted.pk}&had=0.6000"
    assert f'action="{undo}"' in words
    answer = client.post(undo, headers={"Referer": "http://testserver/deals/?who=mine"})
    assert (answer.status_code, answer["Location"]) == (302, "http://testserver/deals/?who=mine")
    deal.refresh_from_db()
    assert (deal.phase, deal.estimated_probability) == (new, Decimal("0.6"))


@pytest.mark.parametrize("had", ["", "7", "-1", "nan", "nonsense"])
def test_an_impossible_probability_is_the_phases(client: Client, sofie: User, deal: Deal, had: str) -> None:
    move = to(the_phase(sofie.account, 2), seen=deal.phase)
    client.post(f"/deals/{deal.pk}/move/?had={had}", move)
    deal.refresh_from_db()
    assert deal.estimated_probability == Decimal("0.25")


def test_the_columns_stay_as_they_were_narrowed(client: Client, sofie: User, deal: Deal) -> None:
    a_deal(deal.customer, "Somebody's", phase=the_phase(sofie.account, 2))
    Deal.objects.filter(pk=deal.pk).update(responsible_user=sofie)
    move = to(the_phase(sofie.account, 2), seen=deal.phase)
    answer = client.post(f"/deals/{deal.pk}/move/?who=mine", move, headers=ON_BOARD)
    assert cards(answer) == {"New": [], "Contacted": ["New terrace"]}
    assert "/move/?who=mine" in said(answer)


def test_what_a_colleague_moved_meanwhile_is_not_moved_again(client: Client, sofie: User, deal: Deal) -> None:
    new, contacted, negotiation = (the_phase(sofie.account, position) for position in (1, 2, 5))
    luc = a_member(sofie.account, "deals", first_name="Luc", last_name="Dubois")
    moving.move(deal, to=contacted, by=luc, at=NOW)
    answer = client.post(f"/deals/{deal.pk}/move/", to(negotiation, seen=new), headers=ON_BOARD)
    words = said(answer, 409)
    assert "Luc Dubois moved “New terrace” to Contacted meanwhile." in words
    assert cards(answer) == {"New": [], "Contacted": ["New terrace"], "Negotiation": []}
    deal.refresh_from_db()
    assert deal.phase == contacted
    assert Activity.objects.filter(kind="deal.moved").count() == 1


@pytest.mark.parametrize(("close", "word"), [(moving.win, "won"), (moving.lose, "lost")])
def test_what_a_colleague_closed_meanwhile_is_not_moved(
    client: Client, sofie: User, deal: Deal, close: object, word: str
) -> None:
    close(deal, by=sofie, at=NOW)  # type: ignore[operator]
    answer = client.post(f"/deals/{deal.pk}/move/", to(the_phase(sofie.account, 2), seen=deal.phase), headers=ON_BOARD)
    assert f"Sofie Vermeulen marked “New terrace” as {word} meanwhile." in said(answer, 409)
    assert cards(answer) == {"New": [], "Contacted": []}


def test_without_javascript_it_leads_back_to_the_page_it_came_from(client: Client, sofie: User, deal: Deal) -> None:
    came_from = {"Referer": f"http://testserver/deals/{deal.pk}/"}
    move = to(the_phase(sofie.account, 3), seen=deal.phase)
    answer = client.post(f"/deals/{deal.pk}/move/", move, headers=came_from, follow=True)
    assert "New terrace moved to Meeting held" in said(answer)
    assert answer.redirect_chain == [(came_from["Referer"], 302)]
    again = client.post(f"/deals/{deal.pk}/move/", move | {"phase": str(the_phase(sofie.account, 4).pk)}, follow=True)
    assert "Sofie Vermeulen moved “New terrace” to Meeting held meanwhile." in said(again)


def test_moving_it_where_it_is_offers_nothing_to_undo(client: Client, sofie: User, deal: Deal) -> None:
    words = said(client.post(f"/deals/{deal.pk}/move/", to(deal.phase, seen=deal.phase), headers=ON_BOARD))
    assert "New terrace moved to New" in words
    assert "Undo" not in words
    assert not Activity.objects.exists()


def test_the_dialog_offers_the_phases_of_every_pipeline(client: Client, sofie: User, deal: Deal) -> None:
    words = said(client.get(f"/deals/{deal.pk}/move/"))
    assert '<h1 id="dialog-title">Move New terrace</h1>' in words
    assert "<optgroup" not in words
    assert " selected>Contacted</option>" in words
    assert f'value="{deal.phase_id}">New</option>' not in words
    other = Pipeline.objects.create(account=sofie.account, name="Projects", created_at=NOW)
    offered = Phase.objects.create(account=sofie.account, pipeline=other, name="Offered", position=1)
    assert '<optgroup label="Projects">' in said(client.get(f"/deals/{deal.pk}/move/"))
    client.post(f"/deals/{deal.pk}/move/", to(offered, seen=deal.phase))
    deal.refresh_from_db()
    assert deal.phase == offered


def test_a_closed_deal_has_nothing_to_choose(client: Client, sofie: User) -> None:
    deal = a_deal(a_company(sofie.account), status="won")
    answer = client.get(f"/deals/{deal.pk}/move/", follow=True)
    assert answer.redirect_chain == [(f"/deals/{deal.pk}/", 302)]
    assert "This deal is closed. Reopen it first." in said(answer)


def test_a_foreign_deal_or_phase_is_not_there(client: Client, sofie: User, deal: Deal) -> None:
    elsewhere = an_account(name="Elsewhere")
    theirs = a_deal(a_company(elsewhere))
    assert client.post(f"/deals/{theirs.pk}/move/", to(deal.phase, seen=deal.phase)).status_code == 404
    for phase in (str(theirs.phase_id), str(an_unknown_id()), "", "nonsense"):
        assert client.post(f"/deals/{deal.pk}/move/", {"phase": phase, "seen": ""}).status_code == 404


def test_a_member_without_the_right_may_not(client: Client, jan: User) -> None:
    deal = a_deal(a_company(jan.account))
    move = to(the_phase(jan.account, 2), seen=deal.phase)
    answer = client.post(f"/deals/{deal.pk}/move/", move, headers=ON_BOARD)
    assert "You do not have the right to change deals" in said(answer, 403)
    assert client.get(f"/deals/{deal.pk}/move/").status_code == 403
