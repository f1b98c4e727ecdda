"""How many rows segments contain, counted up to a limit, in two statements for any number of segments."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from comptoir.accounts.models import Account
from comptoir.segments.asked import Asked
from comptoir.segments.capped import Capped
from comptoir.segments.matching import conditions_by_size
from comptoir.segments.rules import Ruled
from comptoir.segments.subjects import LISTS

LIMIT = 1_000
"""Beyond this many nobody reads the exact number, and counting on would cost more than it tells."""


@dataclass(frozen=True)
class Count:
    """How many there are: `number`, or more than `number`."""

    number: int
    is_more: bool = False


Counts = dict[str, Count]
"""By list: contacts and companies of a segment of customers, invoices of one of invoices."""


def counts(segments: Sequence[Ruled], *, asked: Asked) -> list[Counts]:
    """The counts of each of `segments`, in their order."""
    columns: dict[str, Any] = {}
    each = conditions_by_size(segments, asked=asked)
    for place, (segment, condition) in enumerate(zip(segments, each, strict=True)):
        for name, rows in LISTS[segment.about].items():
            its = rows(asked.account).filter(condition, account=asked.account)
            columns[f"{name}_{place}"] = Capped(its.values("pk"), LIMIT)
    if not columns:
        return []
    found = Account.objects.annotate(**columns).values(*columns).get(pk=asked.account.pk)
    return [
        {name: _count(found[f"{name}_{place}"]) for name in LISTS[segment.about]}
        for place, segment in enumerate(segments)
    ]


def _count(number: int | None) -> Count:
    return Count(min(number or 0, LIMIT), (number or 0) > LIMIT)
