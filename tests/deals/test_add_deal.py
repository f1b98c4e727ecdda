"""Making deals."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from comptoir.accounts.models import User
from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.deals.models import Deal, Phase, Pipeline, Source
from comptoir.deals.records import add_deal
from tests.factories import NOW, TODAY, a_company, a_contact, a_department, a_member, a_user, an_account, the_phase

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return a_user(an_account())


def faults(refusal: Any) -> set[str]:
    return set(refusal.value.error_dict)


def test_a_deal_begins_in_the_first_phase_of_the_default_pipeline_with_what_is_usual(owner: User) -> None:
    account = owner.account
    other = Pipeline.objects.create(account=account, name="Another", created_at=NOW)
    Phase.objects.create(account=account, pipeline=other, name="First", position=1)
    customer = a_company(account, preferred_currency="USD", responsible_user=a_user(account))
    deal = add_deal(customer, title="New terrace", by=owner, at=NOW)
    deal.refresh_from_db()
    assert deal.phase == the_phase(account)
    assert (deal.status, deal.currency, deal.responsible_user) == ("open", "USD", owner)
    assert (deal.estimated_value, deal.estimated_probability, deal.weighted_value) == (None, Decimal("0.1"), 0)
    assert (deal.created_at, deal.updated_at, deal.last_activity_on) == (NOW, NOW, TODAY)


def test_everything_said_of_it_is_kept(owner: User) -> None:
    account = owner.account
    facts: dict[str, Any] = {
        "contact_person": a_contact(account),
        "department": a_department(account),
        "summary": "Wood, not stone.",
        "estimated_value": Decimal("1234.50"),
        "currency": "CHF",
        "estimated_probability": Decimal("0.3333"),
        "estimated_closing_date": dt.date(2027, 2, 1),
        "source": Source.objects.filter(account=account).first(),
        "responsible_user": a_user(account),
        "purchase_order_number": "PO 7",
    }
    phase = the_phase(account, 3)
    deal = add_deal(a_company(account), title="New terrace", by=owner, at=NOW, phase=phase, **facts)
    deal.refresh_from_db()
    assert {name: getattr(deal, name) for name in facts} == facts
    assert (deal.phase, deal.weighted_value) == (phase, Decimal("411.46"))


def test_comptoir_itself_leaves_it_to_whoever_looks_after_the_customer(owner: User) -> None:
    customer = a_company(owner.account, responsible_user=owner)
    assert add_deal(customer, title="New terrace", by=None, at=NOW).responsible_user == owner
    gone = a_company(owner.account, responsible_user=a_user(owner.account, deactivated_at=NOW))
    assert add_deal(gone, title="New terrace", by=None, at=NOW).responsible_user is None


def test_a_deal_of_a_deactivated_customer_is_made_like_any_other(owner: User) -> None:
    gone = a_company(owner.account, deactivated_at=NOW)
    person = a_contact(owner.account, deactivated_at=NOW)
    deal = add_deal(gone, title="New terrace", by=owner, at=NOW, contact_person=person)
    assert (deal.customer, deal.contact_person, deal.status) == (gone, person, "open")


def test_it_is_told_once_on_the_timeline_of_its_customer(owner: User) -> None:
    customer = a_company(owner.account)
    deal = add_deal(customer, title="New terrace", by=owner, at=NOW, estimated_value=Decimal(5000))
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.at) == ("deal.added", owner, NOW)
    assert (activity.subject_id, activity.customer_id) == (deal.pk, customer.pk)
    assert activity.effects == {
        "deal": {
            "id": str(deal.pk),
            "title": "New terrace",
            "reference": "2026/1",
            "value": "5000",
            "currency": "EUR",
        },
        "phase": "New",
        "phase_id": str(deal.phase_id),
    }


def test_references_run_on_per_account_and_begin_anew_each_year_on_the_accounts_day(owner: User) -> None:
    customer = a_company(owner.account)
    theirs = a_company(an_account(name="Other", time_zone="America/New_York"))
    new_year_in_brussels = dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC)
    made = [
        add_deal(someone, title="New terrace", by=None, at=at).reference
        for someone, at in [
            (customer, NOW),
            (customer, new_year_in_brussels - dt.timedelta(hours=1)),
            (customer, new_year_in_brussels),
            (theirs, new_year_in_brussels),
            (customer, new_year_in_brussels + dt.timedelta(days=1)),
        ]
    ]
    assert made == ["2026/1", "2026/2", "2027/1", "2026/1", "2027/2"]


def test_it_is_found_by_its_title_and_by_its_reference(owner: User) -> None:
    deal = add_deal(a_company(owner.account), title="Véranda", by=owner, at=NOW)
    assert deal.search_text == "veranda 2026/1"


def test_a_form_sent_twice_makes_one_deal(owner: User) -> None:
    customer, key = a_company(owner.account), uuid.uuid4()
    first, second = (add_deal(customer, title="New terrace", by=owner, at=NOW, id=key) for __ in range(2))
    assert first == second == Deal.objects.get()
    assert Activity.objects.count() == 1
    assert add_deal(customer, title="Next", by=owner, at=NOW).reference == "2026/2"


def test_an_id_of_another_account_neither_shows_nor_changes_what_it_names(owner: User) -> None:
    theirs = add_deal(a_company(an_account(name="Other")), title="Theirs", by=None, at=NOW)
    with pytest.raises(IntegrityError):
        add_deal(a_company(owner.account), title="Ours", by=owner, at=NOW, id=theirs.pk)
    assert Deal.objects.get().title == "Theirs"


def test_rows_of_another_account_are_refused_each_beside_its_field(owner: User) -> None:
    other = an_account(name="Other")
    with pytest.raises(ValidationError) as refusal:
        add_deal(
            a_company(owner.account),
            title="New terrace",
            by=owner,
            at=NOW,
            phase=the_phase(other),
            contact_person=a_contact(other),
            department=a_department(other),
            source=Source.objects.filter(account=other).first(),
            responsible_user=a_user(other),
        )
    assert faults(refusal) == {"phase", "contact_person", "department", "source", "responsible_user"}
    assert not Deal.objects.exists()
    assert not Activity.objects.exists()


def test_who_and_what_can_no_longer_be_chosen_is_refused(owner: User) -> None:
    account = owner.account
    with pytest.raises(ValidationError) as refusal:
        add_deal(
            a_company(account),
            title="New terrace",
            by=owner,
            at=NOW,
            department=a_department(account, status="archived"),
            source=Source.objects.create(account=account, name="Fair of 2019", archived_at=NOW),
            responsible_user=a_user(account, deactivated_at=NOW),
        )
    assert faults(refusal) == {"department", "source", "responsible_user"}


def test_a_contact_person_is_a_person(owner: User) -> None:
    company = a_company(owner.account, "Another")
    with pytest.raises(ValidationError) as refusal:
        add_deal(a_company(owner.account), title="New terrace", by=owner, at=NOW, contact_person=company)
    assert faults(refusal) == {"contact_person"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("title", "x" * 201),
        ("currency", "XXX"),
        ("estimated_probability", Decimal("1.01")),
        ("estimated_probability", Decimal("-0.1")),
        ("estimated_value", Decimal("1000000000000")),
    ],
)
def test_facts_that_cannot_be_are_refused_beside_their_field(owner: User, field: str, value: object) -> None:
    facts: dict[str, Any] = {"title": "New terrace", field: value}
    with pytest.raises(ValidationError) as refusal:
        add_deal(a_company(owner.account), by=owner, at=NOW, **facts)
    assert faults(refusal) == {field}
    assert not Deal.objects.exists()


def test_a_phase_that_was_deleted_meanwhile_is_refused(owner: User) -> None:
    phase = the_phase(owner.account, 5)
    Phase.objects.filter(pk=phase.pk).delete()
    with pytest.raises(ValidationError) as refusal:
        add_deal(a_company(owner.account), title="New terrace", by=owner, at=NOW, phase=phase)
    assert faults(refusal) == {"phase"}


def test_without_the_right_to_deals_nothing_is_made(owner: User) -> None:
    customer = a_company(owner.account)
    with pytest.raises(NotAllowed):
        add_deal(customer, title="New terrace", by=a_member(owner.account, "customers"), at=NOW)
    assert not Deal.objects.exists()
    assert add_deal(customer, title="New terrace", by=a_member(owner.account, "deals"), at=NOW).reference == "2026/1"
