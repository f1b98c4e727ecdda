"""Changing what is said of a deal."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.models import User
from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.deals.models import Deal, Source
from comptoir.deals.records import edit_deal
from comptoir.deals.refusals import ChangedMeanwhile
from tests.factories import NOW, a_company, a_contact, a_deal, a_department, a_member, a_user, an_account

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=2)


@pytest.fixture
def owner() -> User:
    return a_user(an_account(), first_name="Jan", last_name="Peeters")


@pytest.fixture
def deal(owner: User) -> Deal:
    return a_deal(a_company(owner.account), inactive_for=20)


def test_what_was_said_and_what_is_said_now_are_told_once(deal: Deal, owner: User) -> None:
    facts: dict[str, Any] = {"title": "Two terraces", "estimated_value": Decimal(9000), "responsible_user": owner}
    edited = edit_deal(deal, by=owner, at=LATER, **facts)
    deal.refresh_from_db()
    assert deal == edited
    assert (deal.title, deal.estimated_value, deal.weighted_value) == ("Two terraces", 9000, 900)
    assert (deal.updated_at, deal.last_activity_on) == (LATER, LATER.date())
    assert deal.search_text == f"two terraces {deal.reference}"
    activity = Activity.objects.get()
    assert (activity.kind, activity.subject_id, activity.customer_id) == ("deal.edited", deal.pk, deal.customer_id)
    assert activity.effects["changes"] == [
        {"field": "title", "old": "New terrace", "new": "Two terraces"},
        {"field": "estimated_value", "old": "5000.00", "new": "9000"},
        {"field": "responsible_user", "old": None, "new": "Jan Peeters"},
    ]


def test_nothing_different_changes_nothing_and_is_not_told(deal: Deal, owner: User) -> None:
    same = edit_deal(deal, by=owner, at=LATER, title=deal.title, estimated_value=Decimal(5000))
    assert (same.updated_at, same.last_activity_on) == (NOW, deal.last_activity_on)
    assert not Activity.objects.exists()


def test_what_somebody_else_changed_meanwhile_is_not_overwritten_unseen(deal: Deal, owner: User) -> None:
    edit_deal(deal, by=a_user(owner.account), at=LATER, seen=NOW, title="Theirs")
    with pytest.raises(ChangedMeanwhile):
        edit_deal(deal, by=owner, at=LATER, seen=NOW, title="Mine")
    deal.refresh_from_db()
    assert deal.title == "Theirs"
    assert edit_deal(deal, by=owner, at=LATER, seen=LATER, title="Mine").title == "Mine"


def test_the_same_form_sent_twice_is_done_once_and_not_in_anybodys_way(deal: Deal, owner: User) -> None:
    for __ in range(2):
        edit_deal(deal, by=owner, at=LATER, seen=NOW, title="Two terraces")
    assert Activity.objects.count() == 1


def test_a_closed_deal_is_edited_too_and_stays_closed(owner: User) -> None:
    deal = a_deal(a_company(owner.account), status="won")
    edited = edit_deal(deal, by=owner, at=LATER, summary="Paid in advance")
    assert (edited.status, edited.summary) == ("won", "Paid in advance")


def test_with_another_customer_it_is_told_there(deal: Deal, owner: User) -> None:
    other = a_company(owner.account, "Bakkerij", deactivated_at=NOW)
    edit_deal(deal, by=owner, at=LATER, customer=other)
    activity = Activity.objects.get()
    assert activity.customer_id == other.pk
    assert activity.effects["changes"] == [{"field": "customer", "old": "Brasserie du Midi SRL", "new": "Bakkerij"}]


def test_rows_of_another_account_are_refused_each_beside_its_field(deal: Deal, owner: User) -> None:
    other = an_account(name="Other")
    with pytest.raises(ValidationError) as refusal:
        edit_deal(
            deal,
            by=owner,
            at=LATER,
            customer=a_company(other),
            contact_person=a_contact(other),
            department=a_department(other),
            source=Source.objects.filter(account=other).first(),
            responsible_user=a_user(other),
        )
    assert set(refusal.value.error_dict) == {"customer", "contact_person", "department", "source", "responsible_user"}
    assert not Activity.objects.exists()


def test_who_and_what_can_no_longer_be_chosen_stays_where_it_is(owner: User) -> None:
    account = owner.account
    gone = {
        "department": a_department(account, status="archived"),
        "source": Source.objects.create(account=account, name="Fair of 2019", archived_at=NOW),
        "responsible_user": a_user(account, deactivated_at=NOW),
    }
    deal = a_deal(a_company(account), **gone)
    facts: dict[str, Any] = {"title": "Two terraces", **gone}
    assert edit_deal(deal, by=owner, at=LATER, **facts).title == "Two terraces"
    other = a_deal(a_company(account))
    for field, value in gone.items():
        chosen: dict[str, Any] = {field: value}
        with pytest.raises(ValidationError) as refusal:
            edit_deal(other, by=owner, at=LATER, **chosen)
        assert set(refusal.value.error_dict) == {field}


@pytest.mark.parametrize(("field", "value"), [("title", ""), ("estimated_probability", Decimal(2)), ("currency", "")])
def test_facts_that_cannot_be_are_refused_beside_their_field(
    deal: Deal, owner: User, field: str, value: object
) -> None:
    facts: dict[str, Any] = {field: value}
    with pytest.raises(ValidationError) as refusal:
        edit_deal(deal, by=owner, at=LATER, **facts)
    assert set(refusal.value.error_dict) == {field}


def test_without_the_right_to_deals_nothing_changes(deal: Deal) -> None:
    with pytest.raises(NotAllowed):
        edit_deal(deal, by=a_member(deal.account, "customers"), at=LATER, title="Mine")
    deal.refresh_from_db()
    assert deal.title == "New terrace"
