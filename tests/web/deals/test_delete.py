"""Deleting a deal."""

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.deals.models import Deal
from comptoir.web.links import url_of
from tests.factories import a_company, a_deal, a_quotation, an_account
from tests.web.deals.reading import said

pytestmark = pytest.mark.django_db


def test_it_says_what_goes_and_what_stays_then_deletes(client: Client, sofie: User) -> None:
    deal = a_deal(a_company(sofie.account))
    words = said(client.get(f"/deals/{deal.pk}/delete/"))
    assert '<h1 id="dialog-title">Delete New terrace</h1>' in words
    assert f"The deal {deal.reference} goes for good" in words
    assert "stay with Brasserie du Midi SRL" in words
    assert Deal.objects.count() == 1
    answer = client.post(f"/deals/{deal.pk}/delete/", follow=True)
    assert answer.redirect_chain == [("/deals/", 302)]
    assert "New terrace deleted" in said(answer)
    assert f"Deal New terrace ({deal.reference}) deleted" in said(client.get(url_of(deal.customer)))


def test_one_with_quotations_stays_and_says_why(client: Client, sofie: User) -> None:
    deal = a_deal(a_company(sofie.account))
    a_quotation(deal)
    words = said(client.post(f"/deals/{deal.pk}/delete/"), 409)
    assert "This deal has quotations, so it cannot be deleted." in words
    assert "Delete the deal" not in words
    assert Deal.objects.count() == 1


def test_a_foreign_deal_is_not_there(client: Client, sofie: User) -> None:
    assert client.post(f"/deals/{a_deal(a_company(an_account(name='Elsewhere'))).pk}/delete/").status_code == 404


def test_a_member_without_the_right_may_not(client: Client, jan: User) -> None:
    deal = a_deal(a_company(jan.account))
    assert client.post(f"/deals/{deal.pk}/delete/").status_code == 403
    assert Deal.objects.count() == 1
