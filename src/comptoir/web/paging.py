"""Pages of long lists, as fast at a million rows as at ten: each begins after the last row of the one before."""

import base64
import binascii
import datetime
import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext

from comptoir.web import speech

CAP = 10_000
"""Beyond this many rows nobody needs the exact number, and counting them would take longer than showing a page."""


@dataclass(frozen=True, slots=True)
class Page:
    """The rows to show and the ways to their neighbours; `components/pager.html` shows it as `page`."""

    rows: list[Any]
    previous_url: str
    next_url: str
    count: int | None
    sort: str

    @property
    def count_text(self) -> str:
        """`148 in all`, or `more than 10,000`."""
        if self.count is None:
            return gettext("More than %(number)s") % {"number": speech.number(CAP)}
        return ngettext("%(number)s in all", "%(number)s in all", self.count) % {"number": speech.number(self.count)}


def page(
    request: HttpRequest,
    queryset: QuerySet[Any],
    *,
    sorts: dict[str, str],
    default: str,
    size: int = 50,
    tie: str = "pk",
) -> Page:
    """The page of `queryset` that the request asks for with `sort`, `after` and `before`.

    `sorts` gives for each value of `?sort=` the field to order by, never null, so that every row has its place;
    `-key` orders downwards. Equal rows keep the order of their ids, or of `tie` where a row is a sum of many and has
    none. A cursor that cannot be read means the first page.
    """
    sort = request.GET.get("sort", default)
    sort = sort if sort.lstrip("-") in sorts else default
    field, down = sorts[sort.lstrip("-")], sort.startswith("-")
    position = _position(request.GET.get("before") or request.GET.get("after", ""))
    backwards = "before" in request.GET and position is not None

    count = queryset.order_by()[: CAP + 1].count()
    if not count:
        # Looking for the first of none in their order may take the database through all the others.
        queryset = queryset.none()
    ordered = queryset.order_by(*_order(field, tie, down != backwards))
    try:
        beyond = _beyond(field, tie, position, down != backwards) if position else None
        found = list((ordered.filter(beyond) if beyond else ordered)[: size + 1])
    except (ValueError, TypeError, ValidationError, ArithmeticError):
        position, backwards, found = None, False, list(queryset.order_by(*_order(field, tie, down))[: size + 1])
    more, rows = len(found) > size, found[:size]
    if backwards:
        rows.reverse()

    has_previous = more if backwards else position is not None
    has_next = True if backwards else more
    return Page(
        rows=rows,
        previous_url=_url(request, "before", rows[0], field, tie) if rows and has_previous else "",
        next_url=_url(request, "after", rows[-1], field, tie) if rows and has_next else "",
        count=count if count <= CAP else None,
        sort=sort,
    )


def _order(field: str, tie: str, down: bool) -> list[str]:
    return [("-" if down else "") + name for name in (field, tie)]


def _beyond(field: str, tie: str, position: list[Any], down: bool) -> Q:
    value, pk = position
    side, edge = ("lt", "lte") if down else ("gt", "gte")
    # The first condition alone lets an index find the place; the second settles equal values.
    return Q(**{f"{field}__{edge}": value}) & (Q(**{f"{field}__{side}": value}) | Q(**{f"{tie}__{side}": pk}))


def _url(request: HttpRequest, way: str, row: Any, field: str, tie: str) -> str:
    value = row
    for name in field.split("__"):
        value = getattr(value, name)
    text = json.dumps([value, getattr(row, tie)], cls=_Exactly)
    query = request.GET.copy()
    for cursor in ("after", "before"):
        query.pop(cursor, None)
    query[way] = base64.urlsafe_b64encode(text.encode()).decode()
    return f"?{query.urlencode()}"


class _Exactly(DjangoJSONEncoder):
    """Moments with all their digits: Django's own encoder drops the microseconds, and with them rows."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime.datetime) else super().default(o)


def _position(cursor: str) -> list[Any] | None:
    try:
        position = json.loads(base64.urlsafe_b64decode(cursor))
    except (binascii.Error, ValueError):
        return None
    return position if isinstance(position, list) and len(position) == 2 else None
