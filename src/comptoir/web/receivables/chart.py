"""What was outstanding over time, as a drawing: a column per day, the overdue part of it at its foot.

Only rectangles are drawn, which may be stretched to any width; the words stand beside the drawing as text.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from comptoir.core.money import ZERO
from comptoir.invoicing.over_time import Standing

HEIGHT = 200
STEP = 40
"""From one column to the next."""
WIDTH = 24
STEPS = [Decimal(step) for step in ("1", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10")]


@dataclass(frozen=True)
class Column:
    """One day: where it stands, how high it is, and what it says."""

    standing: Standing
    x: int
    y: int
    height: int
    overdue_y: int
    overdue_height: int
    is_today: bool
    begins_a_year: bool


@dataclass(frozen=True)
class Chart:
    """Everything that is drawn, and the amounts at the lines behind it, the highest first."""

    columns: list[Column]
    marks: list[Decimal]
    lines: list[int]
    width: int
    column_width: int = WIDTH
    height: int = HEIGHT


def chart(standings: Sequence[Standing]) -> Chart:
    """The drawing of `standings`, oldest first; the last of them is today."""
    top = ceiling(max(standing.outstanding for standing in standings))
    columns = [
        _column(standing, place, top=top, is_today=place == len(standings) - 1)
        for place, standing in enumerate(standings)
    ]
    marks = [top, top / 2, ZERO]
    return Chart(columns, marks, [0, HEIGHT // 2, HEIGHT], width=STEP * len(columns))


def ceiling(amount: Decimal) -> Decimal:
    """The round amount at or above `amount`, whose half is round as well."""
    if amount <= 0:
        return Decimal(1)
    unit = Decimal(10) ** amount.adjusted()
    return next(step * unit for step in STEPS if step * unit >= amount)


def _column(standing: Standing, place: int, *, top: Decimal, is_today: bool) -> Column:
    height, late = _height(standing.outstanding, top), _height(standing.overdue, top)
    x = place * STEP + (STEP - WIDTH) // 2
    return Column(
        standing, x, HEIGHT - height, height, HEIGHT - late, late, is_today, _begins_a_year(standing.on, is_today)
    )


def _height(amount: Decimal, top: Decimal) -> int:
    # What there is is seen, however little.
    return max(1, round(amount / top * HEIGHT)) if amount > 0 else 0


def _begins_a_year(on: dt.date, is_today: bool) -> bool:
    return on.month == 1 and not is_today
