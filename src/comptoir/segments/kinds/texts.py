"""Words."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

from comptoir.segments.asked import Asked
from comptoir.segments.kinds.field import Field
from comptoir.segments.operators import EMPTINESS, Entry, Operator
from comptoir.segments.values import as_folded, as_text


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """Words, compared without capitals; and without accents where the database keeps them so (`folds`)."""

    equals: Callable[[str], Q]
    contains: Callable[[str], Q]
    starts_with: Callable[[str], Q]
    filled: Callable[[], Q] | None = None
    """That there are any; given where there may be none."""
    folds: bool = True

    @property
    def operators(self) -> tuple[Operator, ...]:
        compared = (Operator.CONTAINS, Operator.STARTS_WITH, Operator.EQUALS, Operator.IS_NOT)
        return (*compared, *EMPTINESS) if self.filled else compared

    def condition(self, operator: Operator, value: str, *, asked: Asked) -> Q:
        if operator in EMPTINESS:
            assert self.filled
            return self.filled() if operator == Operator.IS_FILLED else ~self.filled()
        if operator == Operator.CONTAINS:
            return self.contains(value)
        if operator == Operator.STARTS_WITH:
            return self.starts_with(value)
        return ~self.equals(value) if operator == Operator.IS_NOT else self.equals(value)

    def _entry(self, operator: Operator) -> Entry:
        return Entry.TEXT

    def _value(self, text: str, *, operator: Operator, asked: Asked) -> str:
        return as_folded(text) if self.folds else as_text(text)
