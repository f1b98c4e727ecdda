"""The kinds of rule fields: which comparisons each offers, how its value is read, and what it asks of the database.

A kind needs one or two conditions from its declaration (see rules.FIELDS) and derives every comparison from them, so
that "is not" is always exactly the rest of "equals", and "at most" the rest of "more than".
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.plans import Module
from comptoir.accounts.rights import Right
from comptoir.core.money import minor_unit
from comptoir.segments.asked import Asked
from comptoir.segments.operators import Entry, Operator
from comptoir.segments.values import Malformed, as_amount, as_date, as_days, as_text

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

NOT_THERE = _("This choice does not exist.")
EVERYONE = Q(pk__isnull=False)
"""Not `Q()`: an empty condition would vanish from an "or" instead of winning it."""


@dataclass(frozen=True)
class Field:
    """Something that can be asked of a customer. `value` reads the text a rule keeps; `condition` is the answer."""

    name: str
    label: "StrPromise"
    module: Module | None = None
    """The module without which the account does not have this field."""
    part: Right | None = None
    """What a user must see to ask it."""

    operators: ClassVar[tuple[Operator, ...]] = ()

    def entry(self, operator: Operator) -> Entry:
        """With what the value of a rule with this operator is entered."""
        raise NotImplementedError

    def choices(self, asked: Asked) -> dict[str, str]:
        """The values there are to choose from, with their names, where that is how it is entered."""
        return {}

    def offered(self, asked: Asked) -> dict[str, str]:
        """Those of them that are offered for a new rule."""
        return self.choices(asked)

    def value(self, text: str, *, operator: Operator, asked: Asked) -> Any:
        """The value that `text` says. Raises Malformed."""
        raise NotImplementedError

    def condition(self, operator: Operator, value: Any, *, asked: Asked) -> Q:
        """Which customers are in."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class YesNo(Field):
    """Yes or no."""

    yes: Callable[[Asked], Q]
    operators: ClassVar[tuple[Operator, ...]] = (Operator.EQUALS,)

    def entry(self, operator: Operator) -> Entry:
        return Entry.CHOICE

    def choices(self, asked: Asked) -> dict[str, str]:
        return {"yes": str(_("yes")), "no": str(_("no"))}

    def value(self, text: str, *, operator: Operator, asked: Asked) -> bool:
        if text not in ("yes", "no"):
            raise Malformed(_("Choose yes or no."))
        return text == "yes"

    def condition(self, operator: Operator, value: bool, *, asked: Asked) -> Q:
        return self.yes(asked) if value else ~self.yes(asked)


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of a list, perhaps the account's own (tags, users). `gone` is said of a value that is no longer in it."""

    known: Callable[[Asked], dict[str, str]]
    equals: Callable[[Asked, str], Q]
    still_offered: Callable[[Asked], dict[str, str]] | None = None
    gone: "StrPromise" = NOT_THERE
    operators: ClassVar[tuple[Operator, ...]] = (Operator.EQUALS, Operator.IS_NOT)

    def entry(self, operator: Operator) -> Entry:
        return Entry.CHOICE

    def choices(self, asked: Asked) -> dict[str, str]:
        return self.known(asked)

    def offered(self, asked: Asked) -> dict[str, str]:
        return (self.still_offered or self.known)(asked)

    def value(self, text: str, *, operator: Operator, asked: Asked) -> str:
        if not text:
            raise Malformed(_("Choose a value."))
        if text not in self.known(asked):
            raise Malformed(self.gone)
        return text

    def condition(self, operator: Operator, value: str, *, asked: Asked) -> Q:
        equal = self.equals(asked, value)
        return ~equal if operator == Operator.IS_NOT else equal


@dataclass(frozen=True, kw_only=True)
class OptionalChoice(Choice):
    """A choice that a customer may be without: no tag, no account manager."""

    filled: Callable[[Asked], Q]
    operators: ClassVar[tuple[Operator, ...]] = (Operator.EQUALS, Operator.IS_NOT, Operator.IS_EMPTY)

    def entry(self, operator: Operator) -> Entry:
        return Entry.NOTHING if operator == Operator.IS_EMPTY else Entry.CHOICE

    def value(self, text: str, *, operator: Operator, asked: Asked) -> str:
        return "" if operator == Operator.IS_EMPTY else super().value(text, operator=operator, asked=asked)

    def condition(self, operator: Operator, value: str, *, asked: Asked) -> Q:
        return ~self.filled(asked) if operator == Operator.IS_EMPTY else super().condition(operator, value, asked=asked)


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """Words, compared without capitals and accents."""

    equals: Callable[[str], Q]
    contains: Callable[[str], Q]
    starts_with: Callable[[str], Q]
    operators: ClassVar[tuple[Operator, ...]] = (
        Operator.CONTAINS,
        Operator.STARTS_WITH,
        Operator.EQUALS,
        Operator.IS_NOT,
    )

    def entry(self, operator: Operator) -> Entry:
        return Entry.TEXT

    def value(self, text: str, *, operator: Operator, asked: Asked) -> str:
        return as_text(text)

    def condition(self, operator: Operator, value: str, *, asked: Asked) -> Q:
        if operator == Operator.CONTAINS:
            return self.contains(value)
        if operator == Operator.STARTS_WITH:
            return self.starts_with(value)
        return ~self.equals(value) if operator == Operator.IS_NOT else self.equals(value)


@dataclass(frozen=True, kw_only=True)
class Amount(Field):
    """Money in the account's currency; a customer without any has zero of it."""

    at_least: Callable[[Asked, Decimal], Q]
    """Asked for amounts above zero only."""
    operators: ClassVar[tuple[Operator, ...]] = (Operator.AT_LEAST, Operator.AT_MOST, Operator.MORE_THAN)

    def entry(self, operator: Operator) -> Entry:
        return Entry.AMOUNT

    def value(self, text: str, *, operator: Operator, asked: Asked) -> Decimal:
        return as_amount(text, asked.account.currency)

    def condition(self, operator: Operator, value: Decimal, *, asked: Asked) -> Q:
        step = minor_unit(asked.account.currency)
        if operator == Operator.AT_MOST:
            return ~self.at_least(asked, value + step)
        least = value + step if operator == Operator.MORE_THAN else value
        return self.at_least(asked, least) if least > 0 else EVERYONE


@dataclass(frozen=True, kw_only=True)
class Days(Field):
    """For how many days something has lasted, at least one; customers with whom it does not last are never in."""

    at_least: Callable[[Asked, int], Q]
    operators: ClassVar[tuple[Operator, ...]] = (Operator.MORE_THAN, Operator.AT_LEAST, Operator.AT_MOST)

    def entry(self, operator: Operator) -> Entry:
        return Entry.DAYS

    def value(self, text: str, *, operator: Operator, asked: Asked) -> int:
        return as_days(text)

    def condition(self, operator: Operator, value: int, *, asked: Asked) -> Q:
        if operator == Operator.AT_MOST:
            return self.at_least(asked, 1) & ~self.at_least(asked, value + 1)
        return self.at_least(asked, max(1, value + 1 if operator == Operator.MORE_THAN else value))


@dataclass(frozen=True, kw_only=True)
class Date(Field):
    """A moment, compared by the day it was in the account's time zone. Without one, a customer is only "empty"."""

    since: Callable[[Asked, dt.datetime], Q]
    """It was at this moment or later."""
    present: Callable[[Asked], Q]
    operators: ClassVar[tuple[Operator, ...]] = (
        Operator.MORE_THAN_DAYS_AGO,
        Operator.LESS_THAN_DAYS_AGO,
        Operator.BEFORE,
        Operator.AFTER,
        Operator.EQUALS,
        Operator.IS_EMPTY,
    )

    def entry(self, operator: Operator) -> Entry:
        if operator == Operator.IS_EMPTY:
            return Entry.NOTHING
        if operator in (Operator.MORE_THAN_DAYS_AGO, Operator.LESS_THAN_DAYS_AGO):
            return Entry.DAYS_AGO
        return Entry.DATE

    def value(self, text: str, *, operator: Operator, asked: Asked) -> dt.date | int | None:
        entry = self.entry(operator)
        if entry == Entry.NOTHING:
            return None
        return as_days(text) if entry == Entry.DAYS_AGO else as_date(text)

    def condition(self, operator: Operator, value: Any, *, asked: Asked) -> Q:
        if operator == Operator.IS_EMPTY:
            return ~self.present(asked)
        if operator == Operator.MORE_THAN_DAYS_AGO:
            return self._before(asked, asked.days_ago(value))
        if operator == Operator.LESS_THAN_DAYS_AGO:
            return self._not_before(asked, asked.days_ago(value) + dt.timedelta(days=1))
        if operator == Operator.BEFORE:
            return self._before(asked, value)
        after = self._not_before(asked, value + dt.timedelta(days=1))
        return after if operator == Operator.AFTER else self._not_before(asked, value) & ~after

    def _not_before(self, asked: Asked, day: dt.date) -> Q:
        return self.since(asked, asked.start_of(day))

    def _before(self, asked: Asked, day: dt.date) -> Q:
        return self.present(asked) & ~self._not_before(asked, day)
