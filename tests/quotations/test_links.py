"""The address at which a customer answers."""

import datetime as dt
from typing import Any

import pytest

from comptoir.accounts.rights import NotAllowed
from comptoir.quotations.answering import note_opened
from comptoir.quotations.links import by_token, public_url, renew_link
from comptoir.quotations.models import Quotation
from tests.factories import NOW, a_company, a_deal, a_member, a_quotation, a_user, an_account
from tests.quotations.offering import told

pytestmark = pytest.mark.django_db


def a_sent_quotation() -> Quotation:
    return a_quotation(a_deal(a_company(an_account())))


def test_it_is_absolute_and_leads_to_the_quotation(settings: Any) -> None:
    settings.BASE_URL = "https://comptoir.example"
    quotation = a_sent_quotation()
    url = public_url(quotation)
    assert url == f"https://comptoir.example/q/{quotation.link_token}/"
    assert by_token(quotation.link_token) == quotation


def test_all_that_a_page_needs_is_found_in_one_query(django_assert_num_queries: Any) -> None:
    token = a_sent_quotation().link_token
    with django_assert_num_queries(1):
        found = by_token(token)
        assert found is not None
        assert (found.account.name, found.customer.name, found.department.name, found.deal.title) == (
            "Atelier Nord",
            "Brasserie du Midi SRL",
            "Atelier Nord",
            "New terrace",
        )


def test_nothing_else_leads_anywhere(django_assert_num_queries: Any) -> None:
    token = a_sent_quotation().link_token
    assert by_token("A" * 43) is None
    assert by_token(token.swapcase()) is None
    with django_assert_num_queries(0):
        for text in ("", token[:-1], f"{token}x", f"{token}\n", f"{token[:-1]}\0", f"{token[:-1]}%", "é" * 43):
            assert by_token(text) is None


def test_a_renewed_one_makes_the_old_unknown() -> None:
    quotation = a_sent_quotation()
    old, updated_at = quotation.link_token, quotation.updated_at
    renewed = renew_link(quotation, by=a_user(quotation.account), at=NOW + dt.timedelta(hours=1))
    assert by_token(old) is None
    assert by_token(renewed.link_token) == quotation
    assert told() == ["quotation.link_renewed"]
    # Its content is the same, so whoever reads it now need not look again.
    assert Quotation.objects.get().updated_at == updated_at


def test_renewing_needs_the_right_to_deals() -> None:
    quotation = a_sent_quotation()
    with pytest.raises(NotAllowed):
        renew_link(quotation, by=a_member(quotation.account), at=NOW)


def test_that_it_was_opened_is_told_once() -> None:
    quotation = a_sent_quotation()
    same = Quotation.objects.get()
    note_opened(quotation, at=NOW)
    note_opened(quotation, at=NOW + dt.timedelta(hours=1))
    note_opened(same, at=NOW + dt.timedelta(hours=2))
    found = Quotation.objects.get()
    assert (found.opened_at, found.updated_at, told()) == (NOW, NOW, ["quotation.opened"])
    assert (quotation.opened_at, same.opened_at) == (NOW, NOW)
