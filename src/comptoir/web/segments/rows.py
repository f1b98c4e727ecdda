"""One rule of a segment while somebody writes it: a row of a field, a comparison and a value, perhaps unfinished."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.http import QueryDict
from django.utils.translation import gettext as _

from comptoir.segments.asked import Asked
from comptoir.segments.kinds import Field
from comptoir.segments.operators import Entry, Operator
from comptoir.segments.rules import BY_NAME, Rule, fields_of, read
from comptoir.web import speech
from comptoir.web.forms import unlocalized


@dataclass
class Row:
    """A rule in the form. `typed` is its value as the person wrote it, which is how they see it again."""

    asked: Asked
    field_name: str = ""
    operator: str = ""
    typed: str = ""
    error: str = ""

    @property
    def fields(self) -> list[Field]:
        """What a rule can be about; what this one is about stays among them, even when it can no longer be asked."""
        offered = fields_of(self.asked.account, self.asked.user)
        return [self.field, *offered] if self.field and self.field not in offered else offered

    @property
    def field(self) -> Field | None:
        """What this one is about, once that is chosen."""
        return BY_NAME.get(self.field_name)

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
        value = unlocalized(self.typed) if self.entry == Entry.AMOUNT else self.typed
        return {"field": self.field_name, "operator": self.operator, "value": value}

    def read(self) -> Rule:
        """The rule that the row says. Raises Malformed."""
        return read(self.raw, asked=self.asked)

    def follow(self, was: str) -> None:
        """When the row was about `was` until now: a comparison or value that does not suit its new field goes."""
        if self.field is None:
            self.operator = self.typed = ""
        elif self.field_name != was:
            if self.operator not in self.field.operators:
                self.operator = self.field.operators[0]
            if self.entry != Entry.CHOICE or self.typed not in self.field.offered(self.asked):
                self.typed = ""


def typed_rows(data: QueryDict, *, asked: Asked) -> list[tuple[Row, str]]:
    """The rows as they were sent, each with the field that it was about when it was shown."""
    columns = [data.getlist(name) for name in ("field", "operator", "value", "was")]
    return [(Row(asked, field, operator, value), was) for field, operator, value, was in zip(*columns, strict=False)]


def stored_row(raw: object, *, asked: Asked) -> Row:
    """A row for a rule that a segment keeps."""
    kept = {key: str(value) for key, value in raw.items()} if isinstance(raw, dict) else {}
    row = Row(asked, kept.get("field", ""), kept.get("operator", ""), kept.get("value", ""))
    if row.entry == Entry.AMOUNT:
        row.typed = _as_typed(row.typed)
    return row


def _as_typed(value: str) -> str:
    try:
        return speech.plain(Decimal(value))
    except InvalidOperation:
        return value
