"""What can be offered."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.models import Account
from comptoir.quotations import refusals
from comptoir.quotations.lines import QuotationLineData, check, of
from tests.factories import NOW, a_company, a_deal, a_department, an_account, the_department, the_vat
from tests.quotations.offering import a_line, created

pytestmark = pytest.mark.django_db


def checked(account: Account, *lines: QuotationLineData, currency: str = "EUR") -> None:
    check(lines, department=the_department(account), currency=currency)


def test_lines_are_read_as_they_were_written() -> None:
    account = an_account()
    lines = [
        a_line(account, section="Garden", extended_description="Oak\nLarch", quantity=Decimal("2.5")),
        a_line(account, "12.3456", discount=Decimal("12.5"), unit="week", period=2, is_optional=True),
    ]
    assert of(created(a_deal(a_company(account)), lines=lines)) == lines


def test_there_is_at_least_one() -> None:
    with pytest.raises(refusals.NoLines):
        checked(an_account())


def test_vat_rates_are_the_departments_own_and_in_use() -> None:
    account = an_account()
    foreign = a_department(account).tax_rates.first()
    with pytest.raises(refusals.ForeignTaxRate):
        checked(account, a_line(account), a_line(account, tax_rate=foreign))
    archived = the_vat(account, "0.06")
    archived.archived_at = NOW
    with pytest.raises(refusals.ArchivedTaxRate):
        checked(account, a_line(account), a_line(account, tax_rate=archived))


@pytest.mark.parametrize(
    ("unit", "period"), [("week", 3), ("month", 5), ("month", 12), ("year", 11), ("day", 1), ("month", None), ("", 1)]
)
def test_the_cycle_is_one_that_subscriptions_have(unit: str, period: int | None) -> None:
    account = an_account()
    with pytest.raises(refusals.UnknownCycle):
        checked(account, a_line(account, unit=unit, period=period))


@pytest.mark.parametrize(
    ("facts", "fault"),
    [
        ({"description": " "}, "Please describe what you offer."),
        ({"discount": Decimal("-1")}, "A discount is between 0 and 100 %."),
        ({"discount": Decimal("100.01")}, "A discount is between 0 and 100 %."),
        ({"quantity": Decimal("1.23456")}, "Ensure that there are no more than 4 decimal places."),
        ({"price": "99999999999"}, "Ensure that there are no more than 10 digits before the decimal point."),
        ({"section": "x" * 201}, "Ensure this value has at most 200 characters (it has 201)."),
    ],
)
def test_each_line_at_fault_is_named(facts: dict[str, Any], fault: str) -> None:
    account = an_account()
    with pytest.raises(ValidationError) as refusal:
        checked(account, a_line(account), a_line(account, **facts))
    assert refusal.value.message_dict == {"lines": [f"Line 2: {fault}"]}


def test_less_than_nothing_is_not_offered_once_nor_each_cycle() -> None:
    account = an_account()
    with pytest.raises(refusals.NegativeTotal):
        checked(account, a_line(account, "-0.01"))
    with pytest.raises(refusals.NegativeTotal):
        checked(account, a_line(account, "100"), a_line(account, "-10", unit="month", period=1))
    checked(account, a_line(account, "0"))
    checked(account, a_line(account, "100"), a_line(account, "-100", tax_rate=the_vat(account)))


def test_nor_is_it_when_only_the_optional_discount_is_chosen() -> None:
    account = an_account()
    optional = a_line(account, "100", is_optional=True)
    with pytest.raises(refusals.NegativeTotal):
        checked(account, optional, a_line(account, "-10", is_optional=True))
    checked(account, a_line(account, "10"), optional, a_line(account, "-10", is_optional=True))


def test_amounts_are_what_can_be_kept_whatever_is_chosen() -> None:
    account = an_account()
    large = {"quantity": Decimal(99999999), "price": "8000"}
    checked(account, a_line(account, **large))
    with pytest.raises(refusals.AmountTooLarge):
        checked(account, a_line(account, **large), a_line(account, is_optional=True, **large))
    with pytest.raises(refusals.AmountTooLarge):
        checked(account, a_line(account, quantity=Decimal(99999999), price="9999"))
