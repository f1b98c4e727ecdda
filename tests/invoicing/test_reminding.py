"""When an invoice is reminded: the pure rule (G8), example by example and in general."""

import datetime as dt
import itertools
import uuid
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from comptoir.invoicing.models import Invoice, ReminderStep, Status, Tone
from comptoir.invoicing.reminding import History, Queued, Schedule, due_step, next_reminder

DUE = dt.date(2026, 10, 1)


def step(days: int, tone: str = Tone.FRIENDLY) -> ReminderStep:
    return ReminderStep(days_overdue=days, tone=tone)


FRIENDLY, FIRM, FINAL = STEPS = [step(7), step(21, Tone.FIRM), step(35, Tone.FINAL)]
SCHEDULE = Schedule(STEPS)


def invoice(**facts: object) -> Invoice:
    return Invoice(status=Status.OUTSTANDING, due_on=DUE, **facts)


def after(days: int) -> dt.date:
    return DUE + dt.timedelta(days=days)


def having_sent(*steps: ReminderStep, on: dt.date | None) -> History:
    return History(frozenset(step.id for step in steps), max((step.days_overdue for step in steps), default=0), on)


def due(on: dt.date, history: History = History(), of: Invoice | None = None) -> ReminderStep | None:  # noqa: B008
    return due_step(of or invoice(), SCHEDULE, history, on=on)


def test_nothing_before_the_first_step() -> None:
    assert due(after(6)) is None


def test_the_first_step_on_its_day() -> None:
    assert due(after(7)) is FRIENDLY


def test_the_same_step_is_not_sent_again() -> None:
    assert due(after(20), having_sent(FRIENDLY, on=after(7))) is None


def test_the_next_step_on_its_day() -> None:
    assert due(after(21), having_sent(FRIENDLY, on=after(7))) is FIRM


def test_only_the_latest_of_several_due_steps() -> None:
    assert due(after(40)) is FINAL
    assert due(after(60), having_sent(FINAL, on=after(40))) is None


def test_a_step_that_was_jumped_over_is_not_sent_afterwards() -> None:
    assert due(after(34), having_sent(FIRM, on=after(25))) is None


def test_not_within_the_minimum_interval_but_after_it() -> None:
    late = having_sent(FRIENDLY, on=after(19))
    assert due(after(21), late) is None
    assert due(after(23), late) is None
    assert due(after(24), late) is FIRM


def test_a_reminder_by_hand_counts_for_the_interval_and_for_no_step() -> None:
    by_hand = having_sent(on=after(6))
    assert due(after(10), by_hand) is None
    assert due(after(11), by_hand) is FRIENDLY


def test_nothing_while_on_hold_or_settled_or_not_booked() -> None:
    assert due(after(40), of=invoice(on_hold_since=DUE)) is None
    assert due(after(40), of=Invoice(status=Status.MATCHED, due_on=DUE)) is None
    assert due(after(40), of=Invoice(status=Status.DRAFT)) is None


def test_after_a_release_the_one_latest_due_step() -> None:
    released = invoice(released_on=after(50))
    assert due(after(50), having_sent(FRIENDLY, on=after(7)), of=released) is FINAL


def test_a_step_moved_to_another_day_is_not_sent_again() -> None:
    moved = ReminderStep(id=FRIENDLY.id, days_overdue=14, tone=Tone.FRIENDLY)
    history = History(frozenset({FRIENDLY.id}), 14, after(7))
    assert due_step(invoice(), Schedule([moved, FIRM]), history, on=after(14)) is None
    assert due_step(invoice(), Schedule([moved, FIRM]), history, on=after(21)) is FIRM


def test_what_leaves_next() -> None:
    def following(on: dt.date, history: History = History(), of: Invoice | None = None):  # type: ignore[no-untyped-def]  # noqa: B008
        return next_reminder(of or invoice(), SCHEDULE, history, on=on)

    first = following(after(-10))
    assert (first.step, first.on) == (FRIENDLY, after(7))
    late = following(after(20), having_sent(FRIENDLY, on=after(19)))
    assert (late.step, late.on) == (FIRM, after(24))
    old = following(after(100))
    assert (old.step, old.on) == (FINAL, after(100))
    assert following(after(100), having_sent(FINAL, on=after(40))) is None
    assert following(after(100), of=invoice(on_hold_since=DUE)) is None
    assert following(after(3), of=Invoice(status=Status.DRAFT)) is None


def test_one_that_waits_leaves_next() -> None:
    waiting = History(queued=Queued(uuid.uuid4(), FRIENDLY.id, after(8)))
    following = next_reminder(invoice(), SCHEDULE, waiting, on=after(7))
    assert following is not None
    assert (following.step, following.on) == (FRIENDLY, after(8))


# --- In general -----------------------------------------------------------------------------------


@st.composite
def lives(draw: st.DrawFn):  # type: ignore[no-untyped-def]
    """A schedule, the days on which the run takes place, those spent on hold and those with a reminder by hand."""
    days = sorted(draw(st.sets(st.integers(1, 90), min_size=1, max_size=6)))
    steps = [step(day, draw(st.sampled_from(Tone.values))) for day in days]
    schedule = Schedule(steps, dt.timedelta(days=draw(st.integers(1, 90))))
    outages = draw(st.sets(st.integers(0, 120), max_size=60))
    holds = draw(st.lists(st.tuples(st.integers(0, 120), st.integers(1, 60)), max_size=3))
    held = {day for start, length in holds for day in range(start, start + length)}
    by_hand = draw(st.sets(st.integers(1, 120), max_size=4))
    return schedule, outages, held, by_hand


@given(lives())
def test_no_burst_and_no_step_twice_or_backwards_whatever_happens(life) -> None:  # type: ignore[no-untyped-def]
    schedule, outages, held, by_hand = life
    history, sent = History(), []
    for day in range(121):
        today = after(day)
        an_invoice = invoice(on_hold_since=today if day in held else None)
        foreseen = next_reminder(an_invoice, schedule, history, on=today)
        found = None if day in outages else due_step(an_invoice, schedule, history, on=today)
        if found:
            assert day not in held
            assert found is max((s for s in schedule.steps if s.days_overdue <= day), key=lambda s: s.days_overdue)
            assert foreseen is not None
            assert (foreseen.step, foreseen.on) == (found, today)
            sent.append((today, found))
            history = History(history.steps | {found.id}, max(history.furthest, found.days_overdue), today)
        elif day in by_hand and (history.last_on is None or today - history.last_on >= schedule.interval):
            sent.append((today, None))
            history = replace(history, last_on=today)
    gaps = [later - earlier for (earlier, __), (later, __) in itertools.pairwise(sent)]
    assert all(gap >= schedule.interval for gap in gaps)
    steps = [found.days_overdue for __, found in sent if found]
    assert steps == sorted(set(steps))


@given(lives(), st.integers(0, 100))
def test_what_is_foreseen_comes_true_when_nothing_changes(life, start: int) -> None:  # type: ignore[no-untyped-def]
    schedule, *__ = life
    foreseen = next_reminder(invoice(), schedule, History(), on=after(start))
    for day in range(start, 130):
        if found := due_step(invoice(), schedule, History(), on=after(day)):
            assert foreseen is not None
            assert (foreseen.step, foreseen.on) == (found, after(day))
            return
    assert foreseen is None
