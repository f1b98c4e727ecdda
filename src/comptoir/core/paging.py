"""Long lists page by page, as fast on the last page as on the first: a page begins after a row, not after a number."""

import base64
import binascii
import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

COUNT_LIMIT = 10_000
"""Beyond this many rows a list says "10,000+" instead of counting on."""


@dataclass(frozen=True)
class Page:
    """Some rows of a list, in order, and where the neighbouring pages begin (None: there is none)."""

    rows: list[Any]
    next_after: str | None
    previous_before: str | None


def page_of(
    queryset: QuerySet[Any],
    *,
    order: str,
    descending: bool = False,
    after: str = "",
    before: str = "",
    size: int = 50,
) -> Page:
    """The page of `queryset` that follows the row marked `after`, or precedes the one marked `before`.

    `order` is a field that is never null; equal values are told apart by the id, so an index on (order, id) serves.
    A mark that nobody made gives the first page.
    """
    backwards = bool(before) and not after
    rising = descending == backwards
    mark = _read_mark(queryset.model, order, after or before)
    if mark is not None:
        queryset = queryset.filter(_beyond(order, mark, rising=rising))
    sign = "" if rising else "-"
    rows = list(queryset.order_by(f"{sign}{order}", f"{sign}id")[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
        more_before, more_after = more, mark is not None
    else:
        more_before, more_after = mark is not None, more
    return Page(
        rows=rows,
        next_after=_mark_of(rows[-1], order) if rows and more_after else None,
        previous_before=_mark_of(rows[0], order) if rows and more_before else None,
    )


def capped_count(queryset: QuerySet[Any], *, limit: int = COUNT_LIMIT) -> int:
    """How many rows there are, counted up to `limit` + 1 so that a huge list costs no more than a long one."""
    return queryset.order_by().values("pk")[: limit + 1].count()


def _beyond(order: str, mark: tuple[Any, Any], *, rising: bool) -> Q:
    word = "gt" if rising else "lt"
    value, row_id = mark
    # The first condition lets the database start in the index at the mark; the second drops the equals before it.
    return Q(**{f"{order}__{word}e": value}) & (Q(**{f"{order}__{word}": value}) | Q(**{f"id__{word}": row_id}))


def _mark_of(row: Model, order: str) -> str:
    value = getattr(row, order)
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    return base64.urlsafe_b64encode(json.dumps([text, str(row.pk)]).encode()).decode().rstrip("=")


def _read_mark(model: type[Model], order: str, mark: str) -> tuple[Any, Any] | None:
    if not mark:
        return None
    try:
        value, row_id = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        if "\0" in value:
            return None
        return _value(model, order, value), _value(model, "id", row_id)
    except (ValueError, TypeError, binascii.Error, _NotThatKind):
        return None


class _NotThatKind(Exception):
    """A mark of another list."""


def _value(model: type[Model], field: str, text: Any) -> Any:
    try:
        value = model._meta.get_field(field).to_python(text)  # type: ignore[union-attr]
    except ValidationError as error:
        raise _NotThatKind from error
    if value is None:
        raise _NotThatKind
    return value
