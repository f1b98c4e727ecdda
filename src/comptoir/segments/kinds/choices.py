"""Yes or no, and one of a list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.segments.asked import Asked
from comptoir.segments.kinds.field import Field
from comptoir.segments.operators import EMPTINESS, Entry, Operator
from comptoir.segments.values import Malformed

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

NOT_THERE = _("This choice does not exist.")


@dataclass(frozen=True, kw_only=True)
class YesNo(Field):
    """Yes or no; what is not yes is no."""

    yes: Callable[[Asked], Q]

    @property
    def operators(self) -> tuple[Operator, ...]:
        return (Operator.EQUALS,)

    def choices(self, asked: Asked) -> dict[str, str]:
        return {"yes": str(_("yes")), "no": str(_("no"))}

    def condition(self, operator: Operator, value: bool, *, asked: Asked) -> Q:
        return self.yes(asked) if value else ~self.yes(asked)

    def _entry(self, operator: Operator) -> Entry:
        return Entry.CHOICE

    def _value(self, text: str, *, operator: Operator, asked: Asked) -> bool:
        if text not in ("yes", "no"):
            raise Malformed(_("Choose yes or no."))
        return text == "yes"


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of a list, perhaps the account's own (tags, users). `gone` is said of a value that is no longer in it."""

    known: Callable[[Asked], dict[str, str]]
    equals: Callable[[Asked, str], Q]
    still_offered: Callable[[Asked], dict[str, str]] | None = None
    gone: "StrPromise" = NOT_THERE
    filled: Callable[[Asked], Q] | None = None
    """That there is any; given where there may be none: no tag, no account manager."""

    @property
    def operators(self) -> tuple[Operator, ...]:
        compared = (Operator.EQUALS, Operator.IS_NOT)
        return (*compared, *EMPTINESS) if self.filled else compared

    def choices(self, asked: Asked) -> dict[str, str]:
        return self.known(asked)

    def offered(self, asked: Asked) -> dict[str, str]:
        return (self.still_offered or self.known)(asked)

    def condition(self, operator: Operator, value: str, *, asked: Asked) -> Q:
        if operator in EMPTINESS:
            assert self.filled
            filled = self.filled(asked)
            return filled if operator == Operator.IS_FILLED else ~filled
        equal = self.equals(asked, value)
        return ~equal if operator == Operator.IS_NOT else equal

    def _entry(self, operator: Operator) -> Entry:
        return Entry.CHOICE

    def _value(self, text: str, *, operator: Operator, asked: Asked) -> str:
        if not text:
            raise Malformed(_("Choose a value."))
        if text not in self.known(asked):
            raise Malformed(self.gone)
        return text
