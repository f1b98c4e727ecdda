"""The deals of a customer, on its page."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from comptoir.accounts.models import User
from comptoir.web.links import url_of
from tests.factories import NOW, a_company, a_deal, a_user, the_phase
from tests.web.deals.reading import queries_of, said

pytestmark = pytest.mark.django_db


def test_the_open_ones_come_first_the_newest_on_top(client: Client, sofie: User) -> None:
    midi = a_company(sofie.account)
    for days, (title, status) in enumerate((("First", "open"), ("Lost", "lost"), ("Second", "open"), ("Won", "won"))):
        with time_machine.travel(NOW + dt.timedelta(seconds=days), tick=False):
            a_deal(midi, title, status=status)
    page = client.get(f"{url_of(midi)}?tab=deals")
    assert [deal.title for deal in page.context["page"].rows] == ["Second", "First", "Won", "Lost"]
    words = said(page)
    for each in (">Won<", ">Lost<", "€ 5,000.00", f"/deals/new/?customer={midi.pk}"):
        assert each in words


def test_without_any_it_offers_one(client: Client, sofie: User) -> None:
    midi = a_company(sofie.account)
    words = said(client.get(f"{url_of(midi)}?tab=deals"))
    assert "No deals" in words
    assert "Business that may come about with Brasserie du Midi SRL comes here" in words
    assert f"/deals/new/?customer={midi.pk}" in words


def test_a_member_without_the_right_is_offered_nothing(client: Client, jan: User) -> None:
    midi = a_company(jan.account)
    a_deal(midi)
    words = said(client.get(f"{url_of(midi)}?tab=deals"))
    assert "New terrace" in words
    for offered in ("/deals/new/", "/edit/", "/won/", "/lost/"):
        assert offered not in words


def test_three_cost_as_many_queries_as_one(client: Client, sofie: User) -> None:
    midi = a_company(sofie.account)
    a_deal(midi, responsible_user=sofie)
    one = queries_of(client, f"{url_of(midi)}?tab=deals")
    for position in (2, 3):
        a_deal(midi, phase=the_phase(sofie.account, position), responsible_user=a_user(sofie.account))
    assert queries_of(client, f"{url_of(midi)}?tab=deals") == one
