"""What a document comes to."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from comptoir.core.money import minor_unit
from comptoir.invoicing import totals


@dataclass(frozen=True)
class Rate:
    rate: Decimal
    category: str = "S"


@dataclass(frozen=True)
class Line:
    unit_price: Decimal
    quantity: Decimal = Decimal(1)
    discount: Decimal = Decimal(0)
    tax_rate: Rate = Rate(Decimal("0.21"))


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


prices = st.decimals(min_value=-99999, max_value=99999, places=4)
lines = st.lists(
    st.builds(
        Line,
        unit_price=prices,
        quantity=st.decimals(min_value=0, max_value=999, places=4),
        discount=st.decimals(min_value=0, max_value=100, places=2),
        tax_rate=st.sampled_from([Rate(Decimal(rate)) for rate in ("0.21", "0.12", "0.06", "0.055", "0")]),
    ),
    max_size=30,
)


@given(lines=lines, currency=st.sampled_from(["EUR", "USD", "JPY", "ISK"]))
def test_the_totals_add_up_whatever_the_lines(lines: list[Line], currency: str) -> None:
    computed = totals.compute(lines, currency)
    unit = minor_unit(currency)
    assert computed.tax_exclusive == sum((totals.net(each, currency) for each in lines), Decimal(0))
    assert computed.tax_inclusive == computed.tax_exclusive + sum((tax.tax for tax in computed.taxes), Decimal(0))
    for tax in computed.taxes:
        taxable = sum((totals.net(each, currency) for each in lines if each.tax_rate.rate == tax.rate), Decimal(0))
        assert tax.taxable == taxable
        assert tax.tax == (taxable * tax.rate).quantize(unit, ROUND_HALF_UP)
        assert tax.tax == tax.tax.quantize(unit)


@given(lines=lines)
def test_the_order_of_lines_changes_no_total(lines: list[Line]) -> None:
    assert totals.compute(lines, "EUR") == totals.compute(lines[::-1], "EUR")
