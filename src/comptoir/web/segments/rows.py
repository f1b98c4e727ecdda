"""One rule of a segment while somebody writes it: a row of a field, a comparison and a value, perhaps unfinished."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from comptoir.segments import fields
from comptoir.segments.asked import Asked
from comptoir.segments.kinds import Field
from comptoir.segments.operators import Entry, Operator
from comptoir.segments.rules import Rule, fields_of, read
from comptoir.web import speech
from comptoir.web.forms import unlocalized

TYPED = (Entry.AMOUNT, Entry.NUMBER)
"""What people write with the signs of their language."""


@dataclass
class Row:
    """A rule in the form. `typed` is its value as the person wrote it, which is how they see it again."""

    asked: Asked
    about: str
    field_name: str = ""
    operator: str = ""
    typed: str = ""
    group: str = ""
    """Which of the form's groups it is in; empty: none."""
    was: str | None = None
    """What it was about when it was shown; None when it was not shown yet."""
    error: str = ""
    is_fresh: bool = False
    """Just added: it wants to be filled."""
    place: int = 0
    """Counted from 0 through the whole form."""

    @property
    def fields(self) -> list[tuple[str, list[Field]]]:
        """What a rule can be about, under headings; what this one is about stays among them, even when it can no longer
        be asked."""
        offered = fields_of(self.asked, self.about)
        if self.field and self.field.name not in {field.name for field in offered}:
            offered = [self.field, *offered]
        return [(str(heading), list(under)) for heading, under in groupby(offered, key=lambda field: field.heading)]

    @property
    def field(self) -> Field | None:
        """What this one is about, once that is chosen."""
        return fields.find(self.field_name, asked=self.asked, about=self.about)

    @property
    def operators(self) -> list[tuple[str, str]]:
        """The comparisons that its field offers."""
        return [(operator.value, str(operator.label)) for operator in self.field.operators] if self.field else []

    @property
    def entry(self) -> str:
        """With what its value is entered."""
        if self.field is None or self.operator not in self.field.operators:
            return Entry.NOTHING
        return self.field.entry(Operator(self.operator))

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The values to choose from. The one chosen stays among them, even when it is no longer offered or there."""
        if self.field is None:
            return []
        offered, known = self.field.offered(self.asked), self.field.choices(self.asked)
        if self.typed and self.typed not in offered:
            offered = {self.typed: known.get(self.typed, _("No longer there")), **offered}
        return list(offered.items())

    @property
    def raw(self) -> dict[str, str]:
        """As a segment would keep it, sensible or not."""
        value = unlocalized(self.typed) if self.entry in TYPED else self.typed
        return {"field": self.field_name, "operator": self.operator, "value": value}

    def read(self) -> Rule:
        """The rule that the row says. Raises Malformed."""
        return read(self.raw, asked=self.asked, about=self.about)

    def follow(self) -> None:
        """When the row was about something else until now: a comparison or value that does not suit its new field goes."""
        if self.field is None:
            self.operator = self.typed = ""
        elif self.was is not None and self.field_name != self.was:
            if self.operator not in self.field.operators:
                self.operator = self.field.operators[0]
            if self.entry != Entry.CHOICE or self.typed not in self.field.offered(self.asked):
                self.typed = ""


def stored_row(raw: Any, *, asked: Asked, about: str, group: str = "") -> Row:
    """A row for a rule that a segment keeps."""
    kept = {key: str(value) for key, value in raw.items()} if isinstance(raw, dict) else {}
    row = Row(asked, about, kept.get("field", ""), kept.get("operator", ""), kept.get("value", ""), group)
    if row.entry in TYPED:
        row.typed = _as_typed(row.typed)
    return row


def _as_typed(value: str) -> str:
    try:
        return speech.plain(Decimal(value))
    except InvalidOperation:
        return value
