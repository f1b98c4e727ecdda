"""What a quotation comes to."""

from decimal import ROUND_HALF_UP, Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.accounts.models import Department
from comptoir.core.money import minor_unit
from comptoir.invoicing.models import TaxRate
from comptoir.quotations.models import QuotationLine
from comptoir.quotations.refusals import ForeignTaxRate
from comptoir.quotations.totals import Cycle, totals_of
from comptoir.subscriptions.models import PERIODS

HERE = Department(id=uuid4())
RATES = [TaxRate(id=uuid4(), department=HERE, rate=Decimal(rate)) for rate in ("0.21", "0.12", "0.06", "0")]


def line(price: str, **facts: object) -> QuotationLine:
    facts = {"tax_rate": RATES[0], "unit": "", "period": None} | facts
    return QuotationLine(unit_price=Decimal(price), **facts)


def test_optional_lines_are_left_out_unless_they_are_chosen() -> None:
    sure, optional, other = line("100"), line("10", is_optional=True), line("1", is_optional=True)
    lines = [sure, optional, other]
    assert totals_of(lines, department=HERE, currency="EUR").one_off.tax_exclusive == Decimal("100.00")
    chosen = totals_of(lines, department=HERE, currency="EUR", chosen=[other.pk, uuid4()])
    assert chosen.one_off.tax_exclusive == Decimal("101.00")


def test_cycles_are_told_the_shortest_first() -> None:
    cycles = [("year", 1), ("month", 3), ("week", 4), ("month", 1)]
    lines = [line("10", unit=unit, period=period) for unit, period in cycles]
    totals = totals_of(lines, department=HERE, currency="EUR")
    assert list(totals.recurring) == [("week", 4), ("month", 1), ("month", 3), ("year", 1)]
    assert totals.one_off.taxes == ()


def test_an_optional_cycle_is_there_once_it_is_chosen() -> None:
    optional = line("10", unit="month", period=1, is_optional=True)
    assert totals_of([optional], department=HERE, currency="EUR").recurring == {}
    chosen = totals_of([optional], department=HERE, currency="EUR", chosen={optional.pk})
    assert chosen.recurring[Cycle("month", 1)].tax_inclusive == Decimal("12.10")


def test_vat_is_rounded_on_the_sum_of_what_is_billed_together() -> None:
    # Three times 0.05 once: 0.0315; monthly: 0.0105 each month. All on one heap it would be 0.042.
    lines = [line("0.05"), line("0.05"), line("0.05"), line("0.05", unit="month", period=1)]
    totals = totals_of(lines, department=HERE, currency="EUR")
    assert (totals.one_off.tax, totals.recurring[Cycle("month", 1)].tax) == (Decimal("0.03"), Decimal("0.01"))


def test_another_departments_vat_is_refused() -> None:
    with pytest.raises(ForeignTaxRate):
        totals_of([line("1")], department=Department(id=uuid4()), currency="EUR")


cycles = st.sampled_from([("", None), *((unit, period) for unit, all in PERIODS.items() for period in all)])
lines = st.builds(
    lambda price, quantity, discount, rate, cycle, is_optional: line(
        str(price),
        quantity=quantity,
        discount=discount,
        tax_rate=rate,
        unit=cycle[0],
        period=cycle[1],
        is_optional=is_optional,
    ),
    st.decimals(min_value=-1000, max_value=100_000, places=4),
    st.decimals(min_value=0, max_value=1000, places=4),
    st.decimals(min_value=0, max_value=100, places=2),
    st.sampled_from(RATES),
    cycles,
    st.booleans(),
)


@given(st.lists(lines, max_size=12), st.sampled_from(["EUR", "JPY"]), st.data())
def test_the_totals_are_the_sum_of_their_parts(
    offered: list[QuotationLine], currency: str, data: st.DataObject
) -> None:
    optional = [each.pk for each in offered if each.is_optional]
    chosen = set(data.draw(st.lists(st.sampled_from(optional), unique=True))) if optional else set()

    totals = totals_of(offered, department=HERE, currency=currency, chosen=chosen)

    unit = minor_unit(currency)
    counting = [each for each in offered if not each.is_optional or each.pk in chosen]

    def rounded(amount: Decimal) -> Decimal:
        return amount.quantize(unit, ROUND_HALF_UP)

    def net(each: QuotationLine) -> Decimal:
        return rounded(each.quantity * each.unit_price * (100 - each.discount) / 100)

    parts = {None: totals.one_off} | dict(totals.recurring)
    for cycle, part in parts.items():
        its = [each for each in counting if ((each.unit, each.period) if each.unit else None) == cycle]
        assert part.tax_exclusive == sum(map(net, its), Decimal(0))
        assert {tax.rate: tax.taxable for tax in part.taxes} == {
            rate.rate: sum((net(each) for each in its if each.tax_rate == rate), Decimal(0))
            for rate in RATES
            if any(each.tax_rate == rate for each in its)
        }
        assert all(tax.tax == rounded(tax.taxable * tax.rate) for tax in part.taxes)
        assert part.tax_inclusive == part.tax_exclusive + sum((tax.tax for tax in part.taxes), Decimal(0))
    assert sum(part.tax_exclusive for part in parts.values()) == sum(map(net, counting), Decimal(0))
    assert set(totals.recurring) == {(each.unit, each.period) for each in counting if each.unit}
