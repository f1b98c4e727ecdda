"""What a document comes to."""

from dataclasses import replace
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from comptoir.invoicing import totals
from comptoir.invoicing.totals import Discount
from tests.invoicing.adding_up import Line, Rate, faults


def line(price: str, *, quantity: str = "1", discount: str = "0", rate: str = "0.21") -> Line:
    return Line(Decimal(price), Decimal(quantity), Decimal(discount), Rate(Decimal(rate)))


def test_vat_is_computed_once_per_rate_and_not_line_by_line() -> None:
    # Line by line it would be 3 × 0.01 (0.0105 rounded) = 0.03; on their sum it is 0.0315.
    lines = [line("0.05"), line("0.05"), line("0.05")]
    assert totals.compute(lines, "EUR").as_json() == [
        {"category": "S", "rate": "0.21", "taxable": "0.15", "tax": "0.03"}
    ]
    lines = [line("0.07"), line("0.07"), line("0.07")]
    assert totals.compute(lines, "EUR").tax_inclusive == Decimal("0.25")  # line by line: 0.24


def test_each_rate_has_its_own_vat_and_the_highest_comes_first() -> None:
    computed = totals.compute([line("100", rate="0.06"), line("50"), line("10", rate="0")], "EUR")
    assert computed.as_json() == [
        {"category": "S", "rate": "0.21", "taxable": "50.00", "tax": "10.50"},
        {"category": "S", "rate": "0.06", "taxable": "100.00", "tax": "6.00"},
        {"category": "S", "rate": "0", "taxable": "10.00", "tax": "0.00"},
    ]
    assert (computed.tax_exclusive, computed.tax, computed.tax_inclusive) == (
        Decimal("160.00"),
        Decimal("16.50"),
        Decimal("176.50"),
    )


def test_the_same_rate_written_with_more_zeros_is_the_same_rate() -> None:
    assert len(totals.compute([line("1", rate="0.21"), line("1", rate="0.21000")], "EUR").taxes) == 1


def test_a_line_is_rounded_half_up_to_the_minor_unit() -> None:
    assert totals.net(line("0.125"), "EUR") == Decimal("0.13")
    assert totals.net(line("1.005", quantity="3"), "EUR") == Decimal("3.02")
    assert totals.net(line("-0.125"), "EUR") == Decimal("-0.13")


def test_there_is_no_negative_nothing() -> None:
    (tax,) = totals.compute([line("-10", rate="0")], "EUR").as_json()
    assert (tax["taxable"], tax["tax"]) == ("-10.00", "0.00")


def test_a_discount_is_taken_off_before_rounding() -> None:
    assert totals.net(line("9.99", quantity="3", discount="33.33"), "EUR") == Decimal("19.98")
    assert totals.net(line("9.99", discount="100"), "EUR") == Decimal("0.00")


def test_a_currency_without_decimals_has_none_in_its_totals() -> None:
    computed = totals.compute([line("999.5"), line("0.4")], "JPY")
    assert computed.as_json() == [{"category": "S", "rate": "0.21", "taxable": "1000", "tax": "210"}]
    assert computed.tax_inclusive == Decimal(1210)


def test_nothing_comes_to_nothing() -> None:
    assert totals.compute([], "EUR") == totals.Totals(Decimal("0.00"), Decimal("0.00"), ())


def test_two_discounts_are_each_taken_off_the_sum_of_the_lines_of_each_rate() -> None:
    discounts = [Discount(Decimal(10), "Loyal"), Discount(Decimal("2.5"), "Cash")]
    computed = totals.compute([line("100.10"), line("33.33", rate="0.06")], "EUR", discounts)
    assert [each.amount for each in computed.allowances] == [
        Decimal(each) for each in ("10.01", "3.33", "2.50", "0.83")
    ]
    assert (computed.lines, computed.discounted, computed.tax_exclusive) == (
        Decimal("133.43"),
        Decimal("16.67"),
        Decimal("116.76"),
    )
    assert [(tax.taxable, tax.tax) for tax in computed.taxes] == [
        (Decimal("87.59"), Decimal("18.39")),
        (Decimal("29.17"), Decimal("1.75")),
    ]


def test_rates_of_nothing_are_told_apart_by_their_kind() -> None:
    lines = [Line(Decimal(10), tax_rate=Rate(Decimal(0), category)) for category in ("Z", "AE", "AE")]
    computed = totals.compute(lines, "EUR")
    assert [(tax.category, tax.taxable) for tax in computed.taxes] == [("AE", Decimal(20)), ("Z", Decimal(10))]


prices = st.decimals(min_value=-99999, max_value=99999, places=4)
rates = [Rate(Decimal(rate)) for rate in ("0.21", "0.12", "0.06", "0.055", "0.00001")]
rates += [Rate(Decimal(0), category) for category in ("Z", "E", "AE", "K", "G", "O")]
lines = st.lists(
    st.builds(
        Line,
        unit_price=prices,
        quantity=st.decimals(min_value=-999, max_value=999, places=4),
        discount=st.decimals(min_value=0, max_value=100, places=2),
        tax_rate=st.sampled_from(rates),
    ),
    max_size=30,
)
currencies = st.sampled_from(["EUR", "USD", "JPY", "ISK", "CLP"])
discounts = st.lists(
    st.builds(Discount, percentage=st.decimals(min_value=Decimal("0.01"), max_value=25, places=2)), max_size=4
)


@given(lines=lines, currency=currencies, discounts=discounts)
def test_the_totals_are_the_sum_of_their_parts(lines: list[Line], currency: str, discounts: list[Discount]) -> None:
    assert faults(totals.compute(lines, currency, discounts), lines, currency, discounts) == []


@given(lines=lines, currency=currencies, discounts=discounts, random=st.randoms())
def test_the_order_of_lines_changes_no_total(
    lines: list[Line], currency: str, discounts: list[Discount], random: Random
) -> None:
    shuffled = random.sample(lines, len(lines))
    assert totals.compute(shuffled, currency, discounts) == totals.compute(lines, currency, discounts)


def test_a_total_that_is_one_cent_off_is_noticed() -> None:
    lines = [line("100"), line("50", rate="0.06")]
    right = totals.compute(lines, "EUR")
    cent = Decimal("0.01")
    first, *others = right.taxes
    assert faults(right, lines, "EUR") == []
    assert faults(replace(right, tax_inclusive=right.tax_inclusive + cent), lines, "EUR") == ["Σ VAT"]
    assert faults(replace(right, taxes=(replace(first, tax=first.tax + cent), *others)), lines, "EUR") != []
    assert faults(replace(right, tax_exclusive=right.tax_exclusive + cent), lines, "EUR") != []
