"""How many customers segments contain, counted up to a limit, in one statement for any number of segments."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import IntegerField, Subquery

from comptoir.accounts.models import Account
from comptoir.customers.models import Customer, CustomerQuerySet, Kind
from comptoir.segments.asked import Asked
from comptoir.segments.matching import condition

LIMIT = 1_000
"""Beyond this many nobody reads the exact number, and counting on would cost more than it tells."""


class Ruled(Protocol):
    """Whatever has rules: a segment, a ready-made one, one that is being edited."""

    @property
    def match(self) -> str: ...
    @property
    def rules(self) -> list[dict[str, str]]: ...


@dataclass(frozen=True)
class Count:
    """How many there are: `number`, or more than `number`."""

    number: int
    is_more: bool = False


@dataclass(frozen=True)
class Counts:
    """How many contacts and how many companies."""

    contacts: Count
    companies: Count


class _CappedCount(Subquery):
    template = "(SELECT COUNT(*) FROM (%(subquery)s) capped)"
    output_field = IntegerField()
    empty_result_set_value = 0


def counts(segments: Sequence[Ruled], *, asked: Asked) -> list[Counts]:
    """The counts of each of `segments`, in their order."""
    if not segments:
        return []
    columns: dict[str, Any] = {}
    for place, segment in enumerate(segments):
        rows = Customer.objects.of(asked.account).filter(condition(segment.match, segment.rules, asked=asked))
        columns[f"contacts_{place}"] = _capped(rows.filter(kind=Kind.CONTACT))
        columns[f"companies_{place}"] = _capped(rows.filter(kind=Kind.COMPANY))
    found: list[int | None] = list(Account.objects.annotate(**columns).values_list(*columns).get(pk=asked.account.pk))
    return [Counts(_count(one), _count(other)) for one, other in zip(found[::2], found[1::2], strict=True)]


def _capped(customers: CustomerQuerySet) -> _CappedCount:
    return _CappedCount(customers.order_by().values("pk")[: LIMIT + 1])


def _count(number: int | None) -> Count:
    return Count(min(number or 0, LIMIT), (number or 0) > LIMIT)
