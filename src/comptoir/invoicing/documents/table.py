"""The table of a document's lines: sections, quantities, prices, VAT and amounts."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from comptoir.core.formats import Formats
from comptoir.invoicing.documents.letterhead import paragraphs
from comptoir.invoicing.documents.quantities import counted
from comptoir.invoicing.models import Category, Line, TaxRate
from comptoir.invoicing.totals import HUNDRED

LONG = 600
"""Letters of a description from which on it may be divided between two pages."""


L = TypeVar("L", bound=Line)


def table_of(
    lines: Sequence[L],
    formats: Formats,
    *,
    remark: Callable[[L], str] = lambda line: "",
    counts: Callable[[L], bool] = lambda line: True,
) -> dict[str, Any]:
    """What `lines` say. `remark` stands below a line's description; one that does not count in the totals is paler.

    A column that would be empty is left out.
    """
    has_discounts = any(line.discount for line in lines)
    columns = [_("Description"), _("Quantity"), _("Unit price"), _("Discount"), _("VAT"), _("Amount")]

    def shown(line: L) -> dict[str, Any]:
        numbers = [
            counted(line.quantity, line.unit_of_measure, formats),
            formats.price(line.unit_price),
            formats.percent(line.discount / HUNDRED) if line.discount else "",
            tax_of(line.tax_rate, formats),
            formats.money(line.tax_exclusive),
        ]
        return {
            "description": line.description,
            "details": paragraphs(line.extended_description),
            "remark": remark(line),
            "numbers": _without_discount(numbers, at=2) if not has_discounts else numbers,
            "counts": counts(line),
            "is_long": len(line.description) + len(line.extended_description) > LONG,
        }

    return {
        "columns": columns if has_discounts else _without_discount(columns, at=3),
        "sections": _sections(lines, shown),
    }


def tax_of(rate: TaxRate, formats: Formats) -> str:
    """`21%`; where no VAT is charged, why."""
    if rate.category in (Category.STANDARD, Category.ZERO):
        return formats.percent(rate.rate)
    return kind_of(rate.category)


def kind_of(category: str) -> str:
    """Why no VAT is charged, in a word or two."""
    return str(Category(category).label)


def _sections(lines: Iterable[L], shown: Callable[[L], dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"title": section, "lines": [shown(line) for line in its]}
        for section, its in groupby(lines, key=lambda line: line.section)
    ]


def _without_discount(cells: list[str], *, at: int) -> list[str]:
    return cells[:at] + cells[at + 1 :]
