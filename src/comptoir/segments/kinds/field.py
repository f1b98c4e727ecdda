"""What every kind of field has."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.plans import Module
from comptoir.accounts.rights import Right
from comptoir.segments.asked import Asked
from comptoir.segments.operators import EMPTINESS, Entry, Operator

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise, StrPromise

EVERYTHING = Q(pk__isnull=False)
"""Not `Q()`: an empty condition would vanish from an "or" instead of winning it."""
NOTHING = Q(pk__in=[])
HIDDEN = _("This rule is about something that is hidden from you.")


@dataclass(frozen=True)
class Field:
    """Something that can be asked of a row. `value` reads the text a rule keeps; `condition` is the answer."""

    name: str
    label: "StrOrPromise"
    module: Module | None = None
    """The module without which the account does not have this field."""
    part: Right | None = None
    """What a user must see to ask it."""
    heading: "StrOrPromise" = ""
    """Under which it is offered; its own subject's fields need none."""

    def why_not(self, account: Account, user: User | None) -> "StrPromise | None":
        """Why it cannot be asked: the account's plan is without it (R8), or it is hidden from `user`. Else None."""
        if self.module is not None and not account.has(self.module):
            return _("This field is not part of your plan.")
        if self.part is not None and user is not None and not user.sees(self.part):
            return HIDDEN
        return None

    @property
    def operators(self) -> tuple[Operator, ...]:
        """The comparisons it offers, the usual one first."""
        raise NotImplementedError

    def entry(self, operator: Operator) -> Entry:
        """With what the value of a rule with this operator is entered."""
        return Entry.NOTHING if operator in EMPTINESS else self._entry(operator)

    def choices(self, asked: Asked) -> dict[str, str]:
        """The values there are to choose from, with their names, where that is how it is entered."""
        return {}

    def offered(self, asked: Asked) -> dict[str, str]:
        """Those of them that are offered for a new rule."""
        return self.choices(asked)

    def value(self, text: str, *, operator: Operator, asked: Asked) -> Any:
        """The value that `text` says; None where there is none to say. Raises Malformed."""
        return None if operator in EMPTINESS else self._value(text, operator=operator, asked=asked)

    def condition(self, operator: Operator, value: Any, *, asked: Asked) -> Q:
        """Which rows are in."""
        raise NotImplementedError

    def _entry(self, operator: Operator) -> Entry:
        raise NotImplementedError

    def _value(self, text: str, *, operator: Operator, asked: Asked) -> Any:
        raise NotImplementedError
