"""The table of what is outstanding by age, with a bar for each row and the invoices behind each figure."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from comptoir.invoicing.ages import AGES
from comptoir.invoicing.receivables import Ageing, Owed
from comptoir.web.receivables.asked import Asked

LABELS = {
    "not-due": _("Not due yet"),
    "1-30": _("1–30 days overdue"),
    "31-60": _("31–60 days overdue"),
    "61-90": _("61–90 days overdue"),
    "over-90": _("More than 90 days overdue"),
}
SHORT = {
    "not-due": _("Not due"),
    "1-30": _("1–30"),
    "31-60": _("31–60"),
    "61-90": _("61–90"),
    "over-90": _("Over 90"),
}
"""Above the columns of a table, in days."""


@dataclass(frozen=True)
class Figure:
    """An amount and the list of what it consists of."""

    owed: Owed
    url: str


@dataclass(frozen=True)
class Row:
    """One age, or the sum of all."""

    label: Any
    chased: Figure
    held: Figure
    together: Figure
    share: float
    """Of everything outstanding, from 0 to 1."""
    bar_chased: float = 0
    bar_held: float = 0
    """In hundredths of the longest bar."""
    is_overdue: bool = True


def rows(ageing: Ageing, asked: Asked) -> list[Row]:
    """A row per age, youngest first."""
    longest = max(owed.amount for owed in ageing.together.values())
    return [
        Row(
            LABELS[age.key],
            *_figures(ageing.chased[age.key], ageing.held[age.key], asked, ageing.currency, age=age.key),
            share=_share(ageing.together[age.key], ageing.outstanding),
            bar_chased=float(round(ageing.chased[age.key].amount / longest * 100, 2)),
            bar_held=float(round(ageing.held[age.key].amount / longest * 100, 2)),
            is_overdue=age is not AGES[0],
        )
        for age in AGES
    ]


def total(ageing: Ageing, asked: Asked) -> Row:
    """The sum of all ages."""
    figures = _figures(ageing.all_chased, ageing.all_held, asked, ageing.currency)
    return Row(_("Outstanding"), *figures, share=1)


def _figures(chased: Owed, held: Owed, asked: Asked, currency: str, age: str = "") -> tuple[Figure, Figure, Figure]:
    kept, overdue = ({"age": age} if age else {}), bool(age) and age != AGES[0].key
    return (
        Figure(chased, asked.url(currency, overdue=overdue, held="no", **kept)),
        Figure(held, asked.url(currency, overdue=overdue, held="yes", **kept)),
        Figure(chased + held, asked.url(currency, overdue=overdue, **kept)),
    )


def _share(part: Owed, whole: Owed) -> float:
    return float(part.amount / whole.amount) if whole.amount else 0
