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

CAP = 1_000
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
        """`148 in all`, or `more than 1,000`."""
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
    rows: QuerySet[Any] | None = None,
) -> Page:
    """The page of `queryset` that the request asks for with `sort`, `after` and `before`.

    `sorts` gives for each value of `?sort=` the field to order by, never null, so that every row has its place;
    `-key` orders downwards. Equal rows keep the order of their ids, or of `tie` where a row is a sum of many and has
    none. A cursor that cannot be read means the first page.

    `rows` gives the same rows without conditions, with what is shown of them, where the conditions are many: the ids of
    the few are then looked for first.
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

    def first(those: QuerySet[Any], order: list[str]) -> list[Any]:
        ordered = those.order_by(*order)[: size + 1]
        if rows is None:
            return list(ordered)
        # In their order the few would be found one by one between all the others: they are gathered, then ordered.
        ids = ordered if count > CAP else those.order_by()[:CAP]
        return list(rows.filter(pk__in=ids.values("pk")).order_by(*order)[: size + 1])

    try:
        beyond = _beyond(field, tie, position, down != backwards) if position else None
        found = first(queryset.filter(beyond) if beyond else queryset, _order(field, tie, down != backwards))
    except (ValueError, TypeError, ValidationError, ArithmeticError):
        position, backwards, found = None, False, first(queryset, _order(field, tie, down))
    more, shown = len(found) > size, found[:size]
    if backwards:
        shown.reverse()

    has_previous = more if backwards else position is not None
    has_next = True if backwards else more
    return Page(
        rows=shown,
        previous_url=_url(request, "before", shown[0], field, tie) if shown and has_previous else "",
        next_url=_url(request, "after", shown[-1], field, tie) if shown and has_next else "",
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
