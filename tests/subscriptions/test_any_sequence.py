"""Whatever happens in whatever order, the periods billed are those of a plain model on paper."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from comptoir.activities.models import Activity
from comptoir.invoicing.models import Invoice
from comptoir.subscriptions import ending, records, refusals
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.models import DAYS_IN_ADVANCE, PERIODS, Subscription
from tests.factories import NOW, a_company, an_account
from tests.subscriptions.test_create import create
from tests.subscriptions.test_periods import walked

CYCLES = [(str(unit), period) for unit, periods in PERIODS.items() for period in periods]
START = dt.date(2026, 11, 1)

days_on = st.tuples(st.just("days on"), st.sampled_from([1, 6, 27, 31, 90, 366]))
ends_on = st.tuples(st.just("ends on"), st.none() | st.integers(0, 1200).map(lambda n: START + dt.timedelta(days=n)))
in_advance = st.tuples(st.just("in advance"), st.sampled_from(DAYS_IN_ADVANCE))
starts_on = st.tuples(st.just("starts on"), st.integers(0, 90).map(lambda n: START + dt.timedelta(days=n)))
step = st.one_of(days_on, days_on, days_on, ends_on, in_advance, starts_on, st.just(("deactivate", None)))


class OnPaper:
    """The same subscription, kept in a list of days."""

    def __init__(self, starts_on: dt.date, cycle: tuple[str, int]) -> None:
        self.starts_on, self.cycle = starts_on, cycle
        self.in_advance, self.ends_on, self.stopped = 0, None, False
        self.billed: list[dt.date] = []

    def bill(self, on: dt.date) -> None:
        every = walked(self.starts_on, *self.cycle, years=20)
        while not self.stopped:
            day = every[len(self.billed)]
            if (self.ends_on and day > self.ends_on) or day - dt.timedelta(days=self.in_advance) > on:
                return
            self.billed.append(day)


class AnySequence(TestCase):
    @pytest.mark.slow
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.sampled_from(CYCLES),
        st.sampled_from([dt.date(2026, 11, 30), dt.date(2027, 1, 31), dt.date(2028, 2, 29), dt.date(2026, 12, 1)]),
        st.lists(step, min_size=3, max_size=14),
    )
    def test_bill_deactivate_edit_and_the_clock(
        self, cycle: tuple[str, int], starts_on: dt.date, steps: list[tuple[str, object]]
    ) -> None:
        unit, period = cycle
        subscription = create(a_company(an_account()), starts_on=starts_on, unit=unit, period=period)
        paper, today = OnPaper(starts_on, cycle), START
        for what, value in steps:
            if what == "days on":
                today += dt.timedelta(days=value)  # type: ignore[arg-type]
                bill(subscription.account, on=today, at=NOW)
                paper.bill(today)
            elif what == "deactivate":
                ending.deactivate(subscription, by=None, at=NOW)
                paper.stopped = True
            else:
                self.edit(subscription, paper, what, value)
            self.compare(subscription, paper)

    def edit(self, subscription: Subscription, paper: OnPaper, what: str, value: object) -> None:
        name = {"ends on": "ends_on", "in advance": "days_in_advance", "starts on": "starts_on"}[what]
        first, last = (value if what == at else getattr(paper, at.replace(" ", "_")) for at in ("starts on", "ends on"))
        frozen = what == "starts on" and paper.billed and value != paper.starts_on
        refused = paper.stopped or frozen or (last is not None and last < first)
        try:
            records.edit(subscription, by=None, at=NOW, **{name: value})  # type: ignore[typeddict-item]
        except refusals.Refusal:
            assert refused
        else:
            assert not refused
            setattr(paper, {"in advance": "in_advance"}.get(what, name), value)

    def compare(self, subscription: Subscription, paper: OnPaper) -> None:
        subscription.refresh_from_db()
        billed = subscription.billed_periods.order_by("starts_on").values_list("starts_on", flat=True)
        assert list(billed) == paper.billed
        assert subscription.is_deactivated == paper.stopped
        assert subscription.periods_behind == len(paper.billed)
        numbers = Invoice.objects.filter(fiscal_year__isnull=False).order_by("created_at", "id")
        assert sorted(numbers.values_list("fiscal_year", "number")) == [
            (year, number)
            for year in sorted({invoice.fiscal_year for invoice in numbers})
            for number in range(1, numbers.filter(fiscal_year=year).count() + 1)
        ]
        assert Activity.objects.filter(kind="subscription.deactivated").count() == int(paper.stopped)
        assert Activity.objects.filter(kind="subscription.billed").count() == len(paper.billed)
