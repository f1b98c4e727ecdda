"""The account's own fields as further columns of a list."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from comptoir.accounts.models import Account
from comptoir.core.batches import batched
from comptoir.core.money import rounded
from comptoir.custom_fields.checking import LISTS, Value
from comptoir.custom_fields.models import CustomField, FieldKind
from comptoir.custom_fields.values import fields_of, read_all, words_of
from comptoir.transfer.columns import CHUNK, Cell, Sheet


@dataclass(frozen=True)
class _WithFields(Sheet):
    """A list with the fields behind its columns; their values are read chunk by chunk."""

    about: str
    fields: tuple[CustomField, ...]

    def header(self) -> list[str]:
        """The titles, then what the account calls its fields."""
        return [*super().header(), *(field.label for field in self.fields)]

    def rows(self, found: Any, *, account: Account) -> Iterator[list[Cell]]:
        """The cells of the columns, then those of the fields."""
        for some in batched(self.ordered(found).iterator(chunk_size=CHUNK), CHUNK):
            values = read_all([row.pk for row in some], self.about)
            for row in some:
                its = values.get(row.pk, {})
                cells = [column.cell(row, account) for column in self.columns]
                yield [*cells, *(_cell(field, its.get(field.pk)) for field in self.fields)]


def with_fields(sheet: Sheet, account: Account, about: str) -> Sheet:
    """The list with the account's own fields of such records, if it has any."""
    fields = fields_of(account, about)
    return _WithFields(sheet.columns, sheet.ordered, about, tuple(fields)) if fields else sheet


def _cell(field: CustomField, value: Value | None) -> Cell:
    """A value as a cell that can be read back; words of a list with semicolons between them."""
    if isinstance(value, list) or field.kind in LISTS:
        assert value is None or isinstance(value, str | list)
        return "; ".join(words_of(field, value)) if value else ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, Decimal):
        return rounded(value, field.account.currency) if field.kind == FieldKind.MONEY else _bare(value)
    return value


def _bare(number: Decimal) -> Decimal:
    """The number without the zeros that say nothing."""
    return Decimal(f"{number.normalize():f}")
