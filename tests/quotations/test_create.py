"""Making a quotation."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from comptoir.accounts.models import Department
from comptoir.accounts.rights import NotAllowed, Right
from comptoir.activities.models import Activity
from comptoir.core.ids import new_id
from comptoir.deals.models import Deal
from comptoir.quotations.models import Quotation
from comptoir.quotations.refusals import DealHasAccepted
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_contact,
    a_deal,
    a_department,
    a_member,
    a_quotation,
    a_user,
    an_account,
    the_department,
    the_vat,
)
from tests.quotations.offering import a_line, created, told

pytestmark = pytest.mark.django_db


def test_it_is_written_with_its_totals_once_and_per_cycle() -> None:
    account = an_account()
    made = created(
        a_deal(a_company(account)),
        lines=[
            a_line(account, "100"),
            a_line(account, "9.95", quantity=Decimal(2), tax_rate=the_vat(account, "0.06")),
            a_line(account, "50", unit="month", period=3),
            a_line(account, "10", is_optional=True),
        ],
    )
    made.refresh_from_db()
    assert (made.tax_exclusive, made.tax_inclusive) == (Decimal("119.90"), Decimal("142.09"))
    assert made.taxes == [
        {"category": "S", "rate": "0.21", "taxable": "100.00", "tax": "21.00"},
        {"category": "S", "rate": "0.06", "taxable": "19.90", "tax": "1.19"},
    ]
    assert made.recurring == [
        {
            "unit": "month",
            "period": 3,
            "tax_exclusive": "50.00",
            "tax_inclusive": "60.50",
            "taxes": [{"category": "S", "rate": "0.21", "taxable": "50.00", "tax": "10.50"}],
        }
    ]
    lines = [(line.position, line.tax_exclusive, line.unit, line.is_optional) for line in made.lines.all()]
    assert lines == [
        (1, Decimal("100.00"), "", False),
        (2, Decimal("19.90"), "", False),
        (3, Decimal("50.00"), "month", False),
        (4, Decimal("10.00"), "", True),
    ]
    assert (made.status, made.reference, len(made.link_token)) == ("open", "2026/1", 43)


def test_what_is_not_said_comes_from_the_deal_the_customer_and_the_day() -> None:
    account = an_account()
    company = a_company(account, language="fr")
    other = a_department(account)
    luc = a_contact(account, "Luc Martin")
    deal = a_deal(company, currency="CHF", department=other, contact_person=luc)
    made = created(deal, lines=[a_line(account, tax_rate=other.tax_rates.first())])
    assert (made.customer, made.department, made.language, made.currency) == (company, other, "fr", "CHF")
    assert (made.quotation_date, made.expires_after) == (TODAY, TODAY + dt.timedelta(days=30))
    assert (made.for_attention_of_name, made.action_after_expiry) == ("Luc Martin", "lock")


def test_the_department_is_the_default_one_when_the_deal_has_none_or_an_archived_one() -> None:
    account = an_account()
    archived = a_department(account, status=Department.Status.ARCHIVED)
    for department in (None, archived):
        assert created(a_deal(a_company(account), department=department)).department == the_department(account)


def test_it_is_dated_in_the_accounts_time_zone() -> None:
    account = an_account(time_zone="Pacific/Auckland")
    late = dt.datetime(2026, 12, 31, 12, tzinfo=dt.UTC)
    made = created(a_deal(a_company(account)), at=late)
    assert (made.quotation_date, made.reference) == (dt.date(2027, 1, 1), "2027/1")


def test_what_is_said_counts() -> None:
    account = an_account()
    other = a_company(account, "Architect SRL", language="nl")
    made = created(
        a_deal(a_company(account), contact_person=a_contact(account)),
        customer=other,
        quotation_date=dt.date(2026, 12, 1),
        expires_after=None,
        action_after_expiry="none",
        text="Thank you.",
        for_attention_of_name="Anne",
    )
    assert (made.customer, made.language, made.for_attention_of_name) == (other, "nl", "Anne")
    assert (made.quotation_date, made.expires_after, made.action_after_expiry) == (dt.date(2026, 12, 1), None, "none")
    without = created(made.deal, customer=other)
    assert without.for_attention_of_name == ""  # the deal's contact person is somebody else's


def test_references_run_per_account_and_year() -> None:
    account, other = an_account(), an_account(name="Other")
    deal = a_deal(a_company(account))
    next_year = dt.datetime(2027, 1, 4, 9, tzinfo=dt.UTC)
    references = [created(deal).reference, created(deal).reference, created(deal, at=next_year).reference]
    assert references == ["2026/1", "2026/2", "2027/1"]
    assert created(a_deal(a_company(other))).reference == "2026/1"


def test_a_deactivated_customer_is_no_obstacle() -> None:
    gone = a_company(an_account(), deactivated_at=NOW)
    assert created(a_deal(gone)).customer == gone


def test_it_leaves_one_activity_and_something_happened_on_its_deal() -> None:
    deal = a_deal(a_company(an_account()), inactive_for=20)
    user = a_user(deal.account)
    made = created(deal, by=user)
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.subject_id, activity.customer_id) == (
        "quotation.created",
        user,
        made.pk,
        deal.customer_id,
    )
    assert activity.effects == {
        "quotation": {
            "id": str(made.pk),
            "name": "Terrace with heating",
            "reference": "2026/1",
            "amount": "121.00",
            "currency": "EUR",
        },
        "deal": {"id": str(deal.pk), "title": "New terrace", "reference": deal.reference},
    }
    assert Deal.objects.get().last_activity_on == TODAY


def test_a_form_sent_twice_makes_one() -> None:
    deal, id = a_deal(a_company(an_account())), new_id()
    assert created(deal, id=id) == created(deal, id=id, name="Another name")
    assert Quotation.objects.get().name == "Terrace with heating"
    assert told() == ["quotation.created"]


def test_another_accounts_id_is_not_given_back() -> None:
    theirs = a_quotation(a_deal(a_company(an_account(name="Other"))))
    with pytest.raises(IntegrityError):
        created(id=theirs.pk)


def test_it_needs_the_right_to_deals() -> None:
    deal = a_deal(a_company(an_account()))
    with pytest.raises(NotAllowed):
        created(deal, by=a_member(deal.account))
    assert created(deal, by=a_member(deal.account, Right.DEALS)).is_open


def test_a_deal_with_an_accepted_quotation_gets_no_other() -> None:
    deal = a_deal(a_company(an_account()))
    a_quotation(deal, status="accepted")
    with pytest.raises(DealHasAccepted):
        created(deal)
    assert (Quotation.objects.count(), told()) == (1, [])


@pytest.mark.parametrize(
    ("fault", "facts"),
    [
        ("name", {"name": "  "}),
        ("name", {"name": "x" * 201}),
        ("expires_after", {"expires_after": TODAY - dt.timedelta(days=1)}),
        ("language", {"language": "es"}),
        ("currency", {"currency": "XXX"}),
        ("action_after_expiry", {"action_after_expiry": "explode"}),
        ("for_attention_of_name", {"for_attention_of_name": "x" * 201}),
    ],
)
def test_what_is_at_fault_is_named(fault: str, facts: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as refusal:
        created(**facts)
    assert list(refusal.value.message_dict) == [fault]
    assert not Quotation.objects.exists()


def test_customer_and_department_are_the_accounts_own_and_in_use() -> None:
    account, other = an_account(), an_account(name="Other")
    archived = a_department(account, status=Department.Status.ARCHIVED)
    deal = a_deal(a_company(account))
    for facts in ({"customer": a_company(other)}, {"department": the_department(other)}, {"department": archived}):
        with pytest.raises(ValidationError) as refusal:
            created(deal, **facts)
        assert list(refusal.value.message_dict) == list(facts)


def test_it_is_valid_on_its_own_day_at_least() -> None:
    assert created(expires_after=TODAY).expires_after == TODAY
