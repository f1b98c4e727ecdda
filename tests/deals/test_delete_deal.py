"""Deleting deals."""

import pytest

from comptoir.accounts.models import User
from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.deals.deletion import delete_deal
from comptoir.deals.models import Deal
from comptoir.deals.records import add_deal
from comptoir.deals.refusals import HasQuotations
from comptoir.dossier.models import File
from tests.factories import (
    NOW,
    a_call,
    a_company,
    a_deal,
    a_meeting,
    a_member,
    a_note,
    a_quotation,
    a_task,
    a_user,
    an_account,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return a_user(an_account())


@pytest.mark.parametrize("status", ["open", "won", "lost"])
def test_a_deleted_deal_is_told_on_the_timeline_of_its_customer(owner: User, status: str) -> None:
    customer = a_company(owner.account)
    deal = a_deal(customer, status=status)
    delete_deal(deal, by=owner, at=NOW)
    assert not Deal.objects.exists()
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.customer_id) == ("deal.deleted", owner, customer.pk)
    assert activity.effects["deal"]["title"] == "New terrace"


def test_deleting_twice_is_deleting_once(owner: User) -> None:
    deal = a_deal(a_company(owner.account))
    for __ in range(2):
        delete_deal(deal, by=owner, at=NOW)
    assert Activity.objects.count() == 1


def test_while_there_are_quotations_nothing_happens(owner: User) -> None:
    deal = a_deal(a_company(owner.account))
    a_quotation(deal)
    with pytest.raises(HasQuotations) as refusal:
        delete_deal(deal, by=owner, at=NOW)
    assert "This deal has quotations" in str(refusal.value)
    assert Deal.objects.get() == deal
    assert not Activity.objects.exists()


def test_what_is_about_the_deal_stays_with_the_customer(owner: User) -> None:
    customer = a_company(owner.account)
    deal = a_deal(customer)
    kept = [
        a_task(customer, owner, deal=deal),
        a_call(customer, owner, deal=deal),
        a_meeting(customer, owner, deal=deal),
        a_note(customer, owner, deal=deal),
        File.objects.create(
            account=owner.account,
            customer=customer,
            deal=deal,
            name="plan.pdf",
            mime_type="application/pdf",
            size=1,
            uploaded_by=owner,
            updated_at=NOW,
        ),
    ]
    delete_deal(deal, by=owner, at=NOW)
    for thing in kept:
        thing.refresh_from_db()
        assert (thing.customer, thing.deal) == (customer, None)


def test_its_reference_is_not_given_again(owner: User) -> None:
    customer = a_company(owner.account)
    delete_deal(add_deal(customer, title="x", by=owner, at=NOW), by=owner, at=NOW)
    assert add_deal(customer, title="y", by=owner, at=NOW).reference == "2026/2"


def test_without_the_right_to_deals_nothing_is_deleted(owner: User) -> None:
    with pytest.raises(NotAllowed):
        delete_deal(a_deal(a_company(owner.account)), by=a_member(owner.account, "customers"), at=NOW)
    assert Deal.objects.exists()
