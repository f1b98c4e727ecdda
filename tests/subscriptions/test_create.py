"""Making a subscription."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError

from comptoir.accounts.plans import Plan
from comptoir.accounts.rights import NotAllowed, Right
from comptoir.activities.models import Activity
from comptoir.core.ids import new_id
from comptoir.core.terms import PaymentTerm
from comptoir.customers.models import Customer
from comptoir.invoicing.lines import LineData
from comptoir.invoicing.refusals import AmountTooLarge, FieldsAtFault, ForeignTaxRate
from comptoir.subscriptions import records, refusals
from comptoir.subscriptions.models import Subscription
from tests.factories import NOW, a_company, a_department, a_member, a_user, an_account, the_department, the_vat

pytestmark = pytest.mark.django_db


def create(customer: Customer, **facts: object) -> Subscription:
    """A heating subscription of € 100.00 a month from 1 December, by an owner, unless said otherwise."""
    account = customer.account
    given = {
        "account": account,
        "department": the_department(account),
        "customer": customer,
        "title": "Terrace heating",
        "starts_on": dt.date(2026, 12, 1),
        "lines": [a_line(customer)],
        "at": NOW,
    } | facts
    given.setdefault("by", None)
    return records.create(**given)  # type: ignore[arg-type]


def a_line(customer: Customer, price: str = "100", **facts: object) -> LineData:
    given = {"description": "Heating", "unit_price": Decimal(price), "tax_rate": the_vat(customer.account)} | facts
    return LineData(**given)  # type: ignore[arg-type]


def test_it_is_written_with_its_totals_and_its_next_period() -> None:
    customer = a_company(an_account())
    made = create(
        customer,
        starts_on=dt.date(2026, 12, 31),
        days_in_advance=14,
        lines=[a_line(customer, "100"), a_line(customer, "9.95", quantity=Decimal(2), tax_rate=vat6(customer))],
    )
    made.refresh_from_db()
    assert (made.tax_exclusive, made.tax_inclusive) == (Decimal("119.90"), Decimal("142.09"))
    assert made.taxes == [
        {"category": "S", "rate": "0.21", "taxable": "100.00", "tax": "21.00"},
        {"category": "S", "rate": "0.06", "taxable": "19.90", "tax": "1.19"},
    ]
    assert (made.next_period_on, made.bill_on) == (dt.date(2026, 12, 31), dt.date(2026, 12, 17))
    assert [(line.position, line.tax_exclusive) for line in made.lines.all()] == [
        (1, Decimal("100.00")),
        (2, Decimal("19.90")),
    ]
    assert made.is_active


def vat6(customer: Customer) -> object:
    return the_vat(customer.account, "0.06")


def test_what_is_not_said_comes_from_the_customer() -> None:
    customer = a_company(an_account(), payment_term=PaymentTerm.END_OF_MONTH, payment_days=15, preferred_currency="CHF")
    made = create(customer)
    assert (made.payment_term, made.payment_days, made.currency) == ("end_of_month", 15, "CHF")
    assert create(customer, payment_days=8).payment_days == 8


def test_it_leaves_one_activity_on_the_customers_timeline() -> None:
    customer = a_company(an_account())
    user = a_user(customer.account)
    made = create(customer, by=user)
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.customer_id) == ("subscription.created", user, customer.pk)
    assert activity.effects == {
        "subscription": {"id": str(made.pk), "title": "Terrace heating", "amount": "121.00", "currency": "EUR"},
        "next_bill_on": "2026-12-01",
    }


def test_a_deactivated_customer_is_no_obstacle() -> None:
    assert create(a_company(an_account(), deactivated_at=NOW)).is_active


def test_an_account_on_go_has_no_subscriptions() -> None:
    customer = a_company(an_account(plan=Plan.GO))
    with pytest.raises(refusals.NotInPlan):
        create(customer)


def test_a_member_without_the_right_is_refused() -> None:
    customer = a_company(an_account())
    with pytest.raises(NotAllowed):
        create(customer, by=a_member(customer.account, Right.INVOICES))
    assert create(customer, by=a_member(customer.account, Right.SUBSCRIPTIONS)).is_active


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"unit": "week", "period": 3}, refusals.UnknownCycle),
        ({"unit": "month", "period": 5}, refusals.UnknownCycle),
        ({"unit": "year", "period": 11}, refusals.UnknownCycle),
        ({"unit": "day", "period": 1}, refusals.UnknownCycle),
        ({"days_in_advance": 3}, refusals.UnknownCycle),
        ({"starts_on": dt.date(1999, 12, 31)}, refusals.StartsOutOfReach),
        ({"starts_on": dt.date(2100, 1, 1)}, refusals.StartsOutOfReach),
        ({"ends_on": dt.date(2026, 11, 30)}, refusals.EndsBeforeItStarts),
        ({"lines": []}, refusals.NoLines),
    ],
)
def test_what_cannot_be_billed_is_refused(facts: dict[str, object], refusal: type[Exception]) -> None:
    customer = a_company(an_account())
    with pytest.raises(refusal):
        create(customer, **facts)
    assert not Subscription.objects.exists()
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("discounts", [{"percentage": "101", "description": ""}]),
        ("discounts", [{"percentage": "60", "description": "A"}, {"percentage": "60", "description": "B"}]),
        ("discounts", [{"percentage": "nonsense"}]),
        ("discounts", "nonsense"),
        ("expected_payment_method", "barter"),
        ("payment_term", "some day"),
        ("payment_days", 366),
        ("currency", "XXX"),
        ("generation", "burn"),
        ("title", ""),
        ("title", "x" * 201),
        ("note", "x" * 4001),
    ],
)
def test_what_no_invoice_may_say_is_refused_beside_its_field_when_made_and_when_changed(
    field: str, said: object
) -> None:
    customer = a_company(an_account())
    with pytest.raises(FieldsAtFault) as refused:
        create(customer, **{field: said})
    assert list(refused.value.faults) == [field]
    made = create(customer)
    with pytest.raises(FieldsAtFault):
        records.edit(made, by=None, at=NOW, **{field: said})  # type: ignore[arg-type]
    assert list(Subscription.objects.values_list(field, flat=True)) == [getattr(made, field)]


def test_discounts_on_the_whole_are_taken_off_each_invoice() -> None:
    made = create(a_company(an_account()), discounts=[{"percentage": "10", "description": "Loyalty"}])
    assert (made.tax_exclusive, made.tax_inclusive) == (Decimal("90.00"), Decimal("108.90"))


def test_amounts_below_zero_or_beyond_what_can_be_kept_are_refused() -> None:
    customer = a_company(an_account())
    with pytest.raises(refusals.NegativeAmount):
        create(customer, lines=[a_line(customer, "-1")])
    with pytest.raises(AmountTooLarge):
        create(customer, lines=[a_line(customer, "9999999999", quantity=Decimal(9999))])


def test_a_vat_rate_of_another_department_or_archived_is_refused() -> None:
    customer = a_company(an_account())
    other = a_department(customer.account)
    with pytest.raises(ForeignTaxRate):
        create(customer, department=other)
    the_vat(customer.account).archived_at = NOW
    archived = the_vat(customer.account)
    archived.archived_at = NOW
    archived.save()
    with pytest.raises(refusals.ArchivedTaxRate):
        create(customer, lines=[a_line(customer, tax_rate=archived)])


def test_it_ends_on_its_only_day() -> None:
    made = create(a_company(an_account()), ends_on=dt.date(2026, 12, 1))
    assert [period.starts_on for period in made.upcoming(6)] == [dt.date(2026, 12, 1)]


def test_a_form_sent_twice_makes_one() -> None:
    customer = a_company(an_account())
    once = new_id()
    first = create(customer, id=once)
    assert create(customer, id=once, title="The second click") == first
    assert (Subscription.objects.get().title, Activity.objects.count()) == ("Terrace heating", 1)


def test_an_id_of_another_account_is_neither_shown_nor_written_over() -> None:
    theirs = create(a_company(an_account()))
    with pytest.raises(IntegrityError):
        create(a_company(an_account()), id=theirs.pk, title="Mine")
    theirs.refresh_from_db()
    assert theirs.title == "Terrace heating"
