"""What is counted: numbers, amounts of money, days that something has lasted."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from comptoir.core.money import minor_unit
from comptoir.segments.asked import Asked
from comptoir.segments.kinds.field import Field
from comptoir.segments.operators import EMPTINESS, Entry, Operator
from comptoir.segments.values import as_amount, as_days, as_number


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """A number, kept in multiples of `step`. What has none is never let in, but by "is empty"."""

    at_least: Callable[[Asked, Decimal], Q]
    known: Callable[[Asked], Q] | None = None
    """That there is a number to compare; given where there may be none."""
    filled: Callable[[Asked], Q] | None = None
    """That there is any; given where there may be none."""
    step: Decimal = Decimal(1)
    least: Decimal = Decimal(0)
    most: Decimal = Decimal(10**12)

    @property
    def operators(self) -> tuple[Operator, ...]:
        compared = (Operator.AT_LEAST, Operator.AT_MOST, Operator.MORE_THAN, Operator.LESS_THAN, Operator.EQUALS)
        return (*compared, *EMPTINESS) if self.filled else compared

    def condition(self, operator: Operator, value: Decimal, *, asked: Asked) -> Q:
        if operator in EMPTINESS:
            assert self.filled
            return self.filled(asked) if operator == Operator.IS_FILLED else ~self.filled(asked)
        compared = self._compared(operator, value, asked)
        return self.known(asked) & compared if self.known else compared

    def _compared(self, operator: Operator, value: Decimal, asked: Asked) -> Q:
        if operator == Operator.AT_LEAST:
            return self.at_least(asked, value)
        if operator == Operator.LESS_THAN:
            return ~self.at_least(asked, value)
        more = self.at_least(asked, value + self._step(asked))
        if operator == Operator.MORE_THAN:
            return more
        return ~more if operator == Operator.AT_MOST else ~more & self.at_least(asked, value)

    def _step(self, asked: Asked) -> Decimal:
        return self.step

    def _entry(self, operator: Operator) -> Entry:
        return Entry.NUMBER

    def _value(self, text: str, *, operator: Operator, asked: Asked) -> Decimal:
        return as_number(text, step=self.step, least=self.least, most=self.most)


@dataclass(frozen=True, kw_only=True)
class Amount(Number):
    """Money in the account's currency; what is in another is not converted, and `known` leaves it out."""

    def _step(self, asked: Asked) -> Decimal:
        return minor_unit(asked.account.currency)

    def _entry(self, operator: Operator) -> Entry:
        return Entry.AMOUNT

    def _value(self, text: str, *, operator: Operator, asked: Asked) -> Decimal:
        return as_amount(text, asked.account.currency)


@dataclass(frozen=True, kw_only=True)
class Days(Field):
    """For how many days something has lasted, at least one; that with which it does not last is never in."""

    at_least: Callable[[Asked, int], Q]

    @property
    def operators(self) -> tuple[Operator, ...]:
        return (Operator.MORE_THAN, Operator.AT_LEAST, Operator.AT_MOST)

    def condition(self, operator: Operator, value: int, *, asked: Asked) -> Q:
        if operator == Operator.AT_MOST:
            return self.at_least(asked, 1) & ~self.at_least(asked, value + 1)
        return self.at_least(asked, max(1, value + 1 if operator == Operator.MORE_THAN else value))

    def _entry(self, operator: Operator) -> Entry:
        return Entry.DAYS

    def _value(self, text: str, *, operator: Operator, asked: Asked) -> int:
        return as_days(text)
