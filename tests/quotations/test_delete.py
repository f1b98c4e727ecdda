"""Deleting a quotation."""

import pytest

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.quotations import records
from comptoir.quotations.models import Quotation, QuotationLine
from comptoir.quotations.refusals import AlreadyAnswered
from tests.factories import NOW, a_company, a_deal, a_member, a_quotation, a_user, an_account
from tests.quotations.offering import created, told

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", ["open", "rejected", "closed"])
def test_it_goes_with_its_lines_and_leaves_one_activity(status: str) -> None:
    quotation = a_quotation(a_deal(a_company(an_account())), status=status)
    user = a_user(quotation.account)
    records.delete(quotation, by=user, at=NOW)
    assert not Quotation.objects.exists()
    assert not QuotationLine.objects.exists()
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.subject_id) == ("quotation.deleted", user, quotation.pk)
    assert activity.effects["quotation"]["reference"] == quotation.reference


def test_an_accepted_one_stays() -> None:
    quotation = a_quotation(a_deal(a_company(an_account())), status="accepted")
    with pytest.raises(AlreadyAnswered):
        records.delete(quotation, by=None, at=NOW)
    assert (Quotation.objects.get(), told()) == (quotation, [])


def test_its_reference_is_not_given_again() -> None:
    deal = a_deal(a_company(an_account()))
    records.delete(created(deal), by=None, at=NOW)
    assert created(deal).reference == "2026/2"


def test_it_needs_the_right_to_deals() -> None:
    quotation = a_quotation(a_deal(a_company(an_account())))
    with pytest.raises(NotAllowed):
        records.delete(quotation, by=a_member(quotation.account), at=NOW)
