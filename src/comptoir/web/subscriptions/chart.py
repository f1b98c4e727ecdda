"""Recurring revenue over time, as a drawing: a line of what came in, and below it columns of what changed.

Only shapes that may be stretched to any width are drawn; the words stand beside the drawing as text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from comptoir.core.money import ZERO
from comptoir.subscriptions.revenue import GAINS, LOSSES, Month, Revenue
from comptoir.web.receivables.chart import ceiling

HEIGHT = 200
STEP = 40
"""From one month to the next."""
WIDTH = 22


@dataclass(frozen=True)
class Part:
    """One kind of change in a month."""

    kind: str
    amount: Decimal
    y: float
    height: float


@dataclass(frozen=True)
class Column:
    """One month: where it stands, and its changes, gains upwards from the line and losses downwards."""

    month: Month
    place: int
    parts: list[Part]
    is_last: bool
    is_named: bool
    begins_a_year: bool

    @property
    def left(self) -> int:
        """Where the month begins."""
        return self.place * STEP

    @property
    def x(self) -> int:
        """Where its column begins."""
        return self.left + (STEP - WIDTH) // 2


@dataclass(frozen=True)
class Chart:
    """Everything that is drawn, with the amounts at the lines behind it, the highest first."""

    columns: list[Column]
    line: str
    area: str
    total_marks: list[Decimal]
    change_marks: list[Decimal]
    width: int
    height: int = HEIGHT
    middle: int = HEIGHT // 2
    step: int = STEP
    column_width: int = WIDTH


def chart(revenue: Revenue) -> Chart:
    """The drawing of the months, oldest first; the last of them ends today."""
    months = revenue.months
    top = ceiling(max(month.total for month in months))
    most = ceiling(max(abs(_sum(month, kinds)) for month in months for kinds in (GAINS, LOSSES)))
    points = [
        f"{place * STEP + STEP // 2},{round(HEIGHT - max(month.total, ZERO) / top * HEIGHT, 1)}"
        for place, month in enumerate(months)
    ]
    width = STEP * len(months)
    feet = f"{width - STEP // 2},{HEIGHT} {STEP // 2},{HEIGHT}"
    return Chart(
        [_column(month, place, most=most, months=months) for place, month in enumerate(months)],
        line=" ".join(points),
        area=f"{' '.join(points)} {feet}",
        total_marks=[top, top / 2, ZERO],
        change_marks=[most, ZERO, -most],
        width=width,
    )


def _sum(month: Month, kinds: Sequence[str]) -> Decimal:
    return sum((month.by_kind.get(kind, ZERO) for kind in kinds), ZERO)


def _column(month: Month, place: int, *, most: Decimal, months: Sequence[Month]) -> Column:
    parts = [*_stacked(month, GAINS, most, up=True), *_stacked(month, LOSSES, most, up=False)]
    is_last = place == len(months) - 1
    # Twelve names fit; of more months only some are named, and each year is.
    every = len(months) // 12
    begins_a_year = place == 0 or month.starts_on.month == 1
    return Column(month, place, parts, is_last, (len(months) - 1 - place) % every == 0, begins_a_year)


def _stacked(month: Month, kinds: Sequence[str], most: Decimal, *, up: bool) -> list[Part]:
    parts, edge = [], HEIGHT / 2
    for kind in kinds:
        amount = month.by_kind.get(kind, ZERO)
        if amount:
            # What there is is seen, however little.
            height = max(1.0, round(float(abs(amount) / most) * HEIGHT / 2, 1))
            parts.append(Part(kind, amount, round(edge - height if up else edge, 1), height))
            edge += -height if up else height
    return parts
