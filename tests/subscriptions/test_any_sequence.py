"""Whatever happens in whatever order, what is billed, skipped and told is what a plain model on paper says.

COMPTOIR_SEQUENCES=2000 is the full size.
"""

import datetime as dt
import os
from collections import Counter, defaultdict
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from itertools import takewhile
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from comptoir.activities.models import Activity
from comptoir.invoicing.models import Invoice
from comptoir.jobs import nightly
from comptoir.subscriptions import batch, ending, pausing, records, refusals
from comptoir.subscriptions.models import DAYS_IN_ADVANCE, BilledPeriod, MissedPeriods, Subscription
from tests.at_once import at_once
from tests.factories import a_company, an_account
from tests.subscriptions.on_paper import OnPaper
from tests.subscriptions.test_create import a_line, create
from tests.subscriptions.test_periods import CYCLES

SEQUENCES = int(os.environ.get("COMPTOIR_SEQUENCES", "40"))
START = dt.date(2026, 11, 1)
CHOICES = ["skip", "current", "each"]
THOROUGH: dict[str, Any] = {
    "suppress_health_check": list(HealthCheck),
    "phases": set(Phase) - {Phase.explain},  # varying a failure again and again takes minutes
}

Step = tuple[str, int, Any]
"""What happens, to which of the subscriptions, and with which values."""
Begun = tuple[tuple[str, int], dt.date]


def steps(what: str, *values: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    return st.tuples(st.just(what), st.integers(0, 1), st.tuples(*values))


some_days = st.sampled_from([1, 6, 27, 31, 31, 90])
mornings = steps("morning", some_days)
no_night = steps("no night", st.sampled_from([1, 6, 31, 90, 366]))
crashes = steps("crash", some_days, st.integers(1, 60))
pauses = steps("pause", st.none() | st.sampled_from([1, 10, 45, 200]), st.sampled_from(CHOICES))
resumes = steps("resume", st.sampled_from(CHOICES))
prices = steps("edit", st.just("price"), st.sampled_from(["80", "100", "99.99", "149.50"]))
advances = steps("edit", st.just("in_advance"), st.sampled_from(DAYS_IN_ADVANCE))
ends = steps("edit", st.just("ends_on"), st.none() | st.integers(0, 1200).map(lambda n: START + dt.timedelta(days=n)))
starts = steps("edit", st.just("starts_on"), st.integers(0, 90).map(lambda n: START + dt.timedelta(days=n)))
deactivations = steps("deactivate", st.sampled_from(["now", "paid_period"]))
often = [mornings, mornings, crashes, pauses, resumes]
any_steps = st.lists(
    st.one_of(*often, no_night, prices, advances, ends, starts, deactivations), min_size=3, max_size=12
)
subscriptions = st.lists(
    st.tuples(
        st.sampled_from(CYCLES),
        st.sampled_from([dt.date(2026, 11, 30), dt.date(2027, 1, 31), dt.date(2028, 2, 29), dt.date(2026, 8, 1)]),
    ),
    min_size=1,
    max_size=2,
)


class Crash(BaseException):
    """The process is gone: no code of Comptoir's may catch it."""


class Side:
    """An account's subscriptions, in the database and on paper side by side."""

    def __init__(self, begun: list[Begun], *, merges: bool, billers: int = 1) -> None:
        self.account = an_account(merges_subscription_invoices=merges)
        self.customer, self.today, self.billers = a_company(self.account), START, billers
        self.crashed = 0
        self.pairs = [
            (create(self.customer, at=self.at, starts_on=day, unit=unit, period=period), OnPaper(day, (unit, period)))
            for (unit, period), day in begun
        ]

    @property
    def at(self) -> dt.datetime:
        return dt.datetime.combine(self.today, dt.time(9, 30), dt.UTC)

    def go(self, all_of_them: list[Step]) -> None:
        """One step after the other, compared after each."""
        for what, which, values in all_of_them:
            if what in ("morning", "no night", "crash"):
                self.pass_time(what, *values)
            else:
                verb: Callable[..., None] = getattr(self, what)
                verb(*self.pairs[which % len(self.pairs)], *values)
            self.compare()

    def pass_time(self, what: str, days: int, statement: int = 0) -> None:
        self.today += dt.timedelta(days=days)
        if what == "no night":
            return
        if statement:
            self.crash(statement)
        ran = at_once(*[self.bill] * self.billers) if self.billers > 1 else [self.bill()]
        assert not [each for each in ran if isinstance(each, Exception)]
        for __, paper in self.pairs:
            paper.morning(self.today)

    def bill(self) -> None:
        nightly.bill(self.account, on=self.today, at=self.at)

    def crash(self, statement: int) -> None:
        """A morning that is gone at its statement of that number; what it has left is whole."""
        sent = 0

        def crashing(execute: Any, *asked: Any) -> Any:
            nonlocal sent
            sent += 1
            if sent == statement:
                self.crashed += 1
                raise Crash
            return execute(*asked)

        try:
            with connection.execute_wrapper(crashing):
                self.bill()
        except Crash:
            self.compare_numbers()

    def pause(self, subscription: Subscription, paper: OnPaper, days: int | None, missed: str) -> None:
        until = None if days is None else self.today + dt.timedelta(days=days)
        if refused_unless(
            paper.may_pause(),
            lambda: pausing.pause(subscription, by=None, at=self.at, until=until, missed=missed),
        ):
            paper.pause(self.today, until, missed)

    def resume(self, subscription: Subscription, paper: OnPaper, missed: str) -> None:
        if refused_unless(not paper.is_over, lambda: pausing.resume(subscription, by=None, at=self.at, missed=missed)):
            paper.resume(self.today, missed)

    def deactivate(self, subscription: Subscription, paper: OnPaper, when: str) -> None:
        ending.deactivate(subscription, by=None, at=self.at, when=when)
        paper.deactivate(self.today, when)

    def edit(self, subscription: Subscription, paper: OnPaper, what: str, value: object) -> None:
        name, said = {"price": "lines", "in_advance": "days_in_advance"}.get(what, what), value
        if what == "price":
            said = [a_line(self.customer, str(value))]
        changed: dict[str, Any] = {name: said}
        if refused_unless(
            paper.may_edit(what, value), lambda: records.edit(subscription, by=None, at=self.at, **changed)
        ):
            paper.edit(what, value)

    def compare(self) -> None:
        for subscription, paper in self.pairs:
            subscription.refresh_from_db()
            billed = subscription.billed_periods.order_by("starts_on")
            assert list(billed.values_list("starts_on", "invoice__invoice_date", "tax_exclusive", "tax_inclusive")) == [
                (day, morning, Decimal(price), with_vat(price)) for day, morning, price in paper.billed
            ]
            skipped = subscription.skipped_periods.values_list("starts_on", flat=True)
            assert sorted(skipped) == sorted(paper.skipped)
            assert (subscription.next_period_on, subscription.bill_on) == (paper.next_on, paper.bill_on)
            assert subscription.is_deactivated == paper.stopped
            assert subscription.deactivates_on == paper.deactivates_on
            assert (subscription.is_paused, subscription.paused_until) == (bool(paper.paused_on), paper.paused_until)
            told = Activity.objects.filter(subject_id=subscription.pk).values_list("kind", flat=True)
            assert Counter(told) == Counter({f"subscription.{kind}": count for kind, count in paper.told.items()})
        self.compare_numbers()

    def compare_numbers(self) -> None:
        """Every number is given once and none is missing, and each period has its invoice, told of once."""
        invoices = Invoice.objects.filter(account=self.account)
        numbers = defaultdict(list)
        for year, number in invoices.order_by("number").values_list("fiscal_year", "number"):
            numbers[year].append(number)
        assert all(given == list(range(1, len(given) + 1)) for given in numbers.values())
        periods = BilledPeriod.objects.filter(subscription__account=self.account)
        assert set(periods.values_list("invoice", flat=True)) == set(invoices.values_list("pk", flat=True))
        assert sum(each.tax_exclusive for each in periods) == sum(each.tax_exclusive for each in invoices)
        told = Activity.objects.filter(account=self.account)
        assert told.filter(kind="subscription.billed").count() == periods.count()
        assert told.filter(kind="invoice.booked").count() == invoices.count()


def with_vat(price: str) -> Decimal:
    return (Decimal(price) * Decimal("1.21")).quantize(Decimal("0.01"), ROUND_HALF_UP)


def refused_unless(allowed: bool, verb: Callable[[], object]) -> bool:
    """Whether the verb did it; it has to if it is allowed, and only then."""
    try:
        verb()
    except refusals.Refusal:
        assert not allowed
        return False
    assert allowed
    return True


class AnySequence(TestCase):
    @pytest.mark.slow
    @settings(max_examples=SEQUENCES, **THOROUGH)
    @given(subscriptions, st.booleans(), any_steps)
    def test_one_biller_that_crashes_now_and_then(
        self, begun: list[Begun], merges: bool, all_of_them: list[Step]
    ) -> None:
        side = Side(begun, merges=merges)
        side.go(all_of_them)
        event(f"{len(all_of_them)} steps")
        event("crashed", side.crashed)


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@settings(max_examples=max(5, SEQUENCES // 10), **THOROUGH)
@given(subscriptions, st.booleans(), any_steps)
def test_two_billers_at_once(begun: list[Begun], merges: bool, all_of_them: list[Step]) -> None:
    Side(begun, merges=merges, billers=2).go(all_of_them)


SKIPPED_BEHIND_WHAT_IS_OWED: list[Step] = [
    ("no night", 0, (2,)),
    ("pause", 0, (None, "skip")),
    ("no night", 0, (90,)),
    ("resume", 0, ("current",)),
]
A_PAUSE_AND_AN_END: list[Step] = [
    *SKIPPED_BEHIND_WHAT_IS_OWED,
    ("morning", 0, (1,)),
    ("pause", 0, (45, "skip")),
    ("morning", 0, (90,)),
    ("deactivate", 0, ("paid_period",)),
    ("morning", 0, (90,)),
]


def a_monthly_one() -> Side:
    return Side([(("month", 1), dt.date(2026, 8, 1))], merges=False)


@pytest.mark.django_db
def test_the_first_day_stays_once_a_period_was_skipped_though_the_first_one_is_still_owed() -> None:
    earlier: Step = ("edit", 0, ("starts_on", dt.date(2026, 7, 25)))
    a_monthly_one().go([*SKIPPED_BEHIND_WHAT_IS_OWED, earlier, ("morning", 0, (1,))])


GUARDS: dict[str, tuple[object, str, Any]] = {
    "nothing taken out": (dt, "nothing", None),
    "what was chosen to be skipped": (MissedPeriods, "left_out", lambda *args, on: []),
    "steps over what was skipped": (batch, "_skipped", lambda ids: defaultdict(set)),
    "pauses that end": (pausing, "expire", lambda *args, **facts: 0),
    "nothing owed is missed": (
        Subscription,
        "missed_before",
        lambda its, on: list(takewhile(lambda period: period.starts_on < on, its.schedule.since(its.periods_behind))),
    ),
    "what is told to end": (ending, "expire", lambda *args, **facts: 0),
    "deactivation": (ending, "deactivate_all", lambda *args, **facts: None),
}


@pytest.mark.django_db
@pytest.mark.parametrize("guard", GUARDS)
def test_a_guard_taken_out_is_noticed(guard: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    whose, name, without = GUARDS[guard]
    monkeypatch.setattr(whose, name, without, raising=False)
    side = a_monthly_one()
    if guard == "nothing taken out":
        side.go(A_PAUSE_AND_AN_END)
    else:
        with pytest.raises(AssertionError):
            side.go(A_PAUSE_AND_AN_END)
