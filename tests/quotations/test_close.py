"""Withdrawing a quotation."""

import datetime as dt

import pytest

from comptoir.accounts.rights import NotAllowed
from comptoir.quotations import records
from comptoir.quotations.refusals import NotOpen
from tests.factories import NOW, a_company, a_deal, a_member, a_quotation, an_account
from tests.quotations.offering import told

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(minutes=5)


def test_it_is_closed_once() -> None:
    quotation = a_quotation(a_deal(a_company(an_account())))
    assert records.close(quotation, by=None, at=LATER).status == "closed"
    records.close(quotation, by=None, at=LATER + dt.timedelta(minutes=1))
    quotation.refresh_from_db()
    assert (quotation.status, quotation.updated_at, told()) == ("closed", LATER, ["quotation.closed"])


@pytest.mark.parametrize("status", ["accepted", "rejected"])
def test_an_answer_stands(status: str) -> None:
    quotation = a_quotation(a_deal(a_company(an_account())), status=status)
    with pytest.raises(NotOpen):
        records.close(quotation, by=None, at=LATER)
    assert told() == []


def test_it_needs_the_right_to_deals() -> None:
    quotation = a_quotation(a_deal(a_company(an_account())))
    with pytest.raises(NotAllowed):
        records.close(quotation, by=a_member(quotation.account), at=LATER)
