"""What a late customer may be asked for: the arithmetic, the first reminder that is free, and the law on persons."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from comptoir.accounts.models import Department
from comptoir.core.money import minor_unit
from comptoir.customers.models import Customer, Kind
from comptoir.invoicing.late_costs import NONE, LateCosts, costs_with_reminder, late_costs_of, most_from_person
from comptoir.invoicing.models import Channel, Invoice, LateCostRule, Status
from comptoir.invoicing.reminding import History, Sent

DUE = dt.date(2026, 9, 1)
D = Decimal


def after(days: int) -> dt.date:
    return DUE + dt.timedelta(days=days)


def invoice(
    due: str = "1000", *, kind: str = Kind.COMPANY, currency: str = "EUR", country: str = "BE", home: str = "BE"
) -> Invoice:
    made = Invoice(
        department=Department(country=country),
        customer=Customer(kind=kind),
        status=Status.OUTSTANDING,
        due_on=DUE,
        currency=currency,
        buyer={"country": home},
    )
    made.due = D(due)
    return made


def rule(of: Invoice, **facts: Any) -> LateCostRule:
    return LateCostRule(department=of.department, customer_kind=of.customer.kind, **facts)


def asked(of: Invoice, *, on: dt.date, first: Sent | None, **facts: Any) -> LateCosts:
    rules = {(of.department.pk, of.customer.kind): rule(of, **facts)}
    return costs_with_reminder(of, rules, History(first=first), on=on)


# --- The arithmetic -----------------------------------------------------------------------------------


def test_interest_is_counted_by_the_day_from_the_day_after_the_due_date() -> None:
    of = invoice("1000")
    for days, interest in ((1, "0.27"), (30, "8.22"), (365, "100.00"), (366, "100.27")):
        costs = late_costs_of(of, rule(of, interest=D(10)), on=after(days), since=after(1))
        assert costs == LateCosts(D(interest), D(0))


def test_it_is_rounded_half_up_once() -> None:
    of = invoice("73")  # 73 × 10 % × 1 / 365 = 0.02; with 5 days 0.10; with 2.5 % 0.005
    assert late_costs_of(of, rule(of, interest=D("2.5")), on=after(1), since=after(1)).interest == D("0.01")
    assert late_costs_of(of, rule(of, interest=D("2.49")), on=after(1), since=after(1)).interest == D("0.00")


def test_nothing_before_it_may_begin_and_nothing_when_nothing_is_due() -> None:
    of = invoice("1000")
    assert late_costs_of(of, rule(of, interest=D(10), fixed_amount=D(40)), on=DUE, since=after(1)) == NONE
    settled = invoice("0")
    assert late_costs_of(settled, rule(settled, fixed_amount=D(40)), on=after(9), since=after(1)) == NONE


@pytest.mark.parametrize(
    ("facts", "fixed"),
    [
        ({"fixed_amount": D(40)}, "40"),
        ({"percentage": D(10)}, "100.00"),
        ({"fixed_amount": D(40), "percentage": D(10)}, "140.00"),
        ({"percentage": D(1), "minimum": D(65)}, "65"),
        ({"percentage": D(10), "minimum": D(65), "maximum": D(80)}, "80"),
        ({"fixed_amount": D(0), "maximum": D(0)}, "0"),
    ],
)
def test_the_fixed_cost_between_its_limits(facts: Any, fixed: str) -> None:
    of = invoice("1000")
    assert late_costs_of(of, rule(of, **facts), on=after(1), since=after(1)).fixed == D(fixed)


def test_in_a_currency_without_decimals_there_are_none() -> None:
    of = invoice("100001", currency="JPY")
    costs = late_costs_of(of, rule(of, interest=D(10), percentage=D(1)), on=after(9), since=after(1))
    assert costs == LateCosts(D(247), D(1000))
    assert costs.interest % minor_unit("JPY") == 0


# --- The first one is free ----------------------------------------------------------------------------


def test_the_first_reminder_is_free_whichever_step_it_is() -> None:
    assert asked(invoice(), on=after(300), first=None, interest=D(10), fixed_amount=D(40)) == NONE


def test_the_second_one_asks_from_the_day_after_the_due_date() -> None:
    first = Sent(after(7), Channel.EMAIL)
    assert asked(invoice(), on=after(30), first=first, interest=D(10), fixed_amount=D(40)) == LateCosts(
        D("8.22"), D(40)
    )


def test_without_a_rule_nothing_is_asked() -> None:
    assert costs_with_reminder(invoice(), {}, History(first=Sent(after(7), "email")), on=after(30)) == NONE


# --- Persons in Belgium -------------------------------------------------------------------------------

LIMITS = [
    ("0.01", "20"),
    ("150", "20"),
    ("150.01", "30.001"),
    ("500", "65"),
    ("500.01", "65.0005"),
    ("1000", "90"),
    ("39200", "2000"),
    ("1000000", "2000"),
]


@pytest.mark.parametrize(("due", "most"), LIMITS)
def test_the_limits_of_the_law(due: str, most: str) -> None:
    assert most_from_person(D(due), "EUR") == D(most)


def test_outside_the_euro_nothing_is_known_of_the_limits_so_nothing_is_asked() -> None:
    assert most_from_person(D(1000), "CHF") == 0


@pytest.mark.parametrize(("channel", "free_until"), [(Channel.EMAIL, 7 + 14), (Channel.LETTER, 7 + 20)])
def test_a_person_has_fourteen_days_after_the_first_reminder(channel: str, free_until: int) -> None:
    of, first = invoice(kind=Kind.CONTACT), Sent(after(7), channel)
    facts = {"interest": D(10), "belgian_consumer": True}
    assert asked(of, on=after(free_until), first=first, **facts) == NONE
    assert asked(of, on=after(free_until + 1), first=first, **facts) == LateCosts(D("0.27"), D(90))
    assert asked(of, on=after(free_until + 10), first=first, **facts) == LateCosts(D("2.74"), D(90))


@pytest.mark.parametrize(("country", "home"), [("BE", "FR"), ("FR", "BE")])
def test_the_limits_hold_whatever_the_rule_says(country: str, home: str) -> None:
    of, first = invoice(kind=Kind.CONTACT, country=country, home=home), Sent(after(7), Channel.EMAIL)
    assert asked(of, on=after(21), first=first, fixed_amount=D(500)) == NONE
    assert asked(of, on=after(22), first=first, fixed_amount=D(500)) == LateCosts(D(0), D(90))
    assert asked(of, on=after(22), first=first, fixed_amount=D(12)) == LateCosts(D(0), D(12))


def test_they_do_not_hold_between_foreigners_nor_for_companies() -> None:
    first = Sent(after(7), Channel.EMAIL)
    person = invoice(kind=Kind.CONTACT, country="FR", home="FR")
    assert asked(person, on=after(8), first=first, fixed_amount=D(500)) == LateCosts(D(0), D(500))
    assert asked(invoice(), on=after(8), first=first, fixed_amount=D(500)) == LateCosts(D(0), D(500))
