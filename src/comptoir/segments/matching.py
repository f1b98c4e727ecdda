"""Which rows a segment contains. One statement, however many rules."""

import operator
from collections.abc import Sequence
from functools import reduce
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from comptoir.segments.asked import Asked
from comptoir.segments.kinds import NOTHING
from comptoir.segments.models import Match
from comptoir.segments.rules import MOST_RULES, Ruled, count_of, group, read
from comptoir.segments.smallest import smallest_first
from comptoir.segments.values import Malformed

Rows = TypeVar("Rows", bound="QuerySet[Any]")


def matching(rows: Rows, segment: Ruled, *, asked: Asked) -> Rows:
    """Those of the account's `rows`, which are what `segment` is about, that its rules let in.

    A broken rule lets nothing in, and neither does a segment or a group without rules: never everything. Rules may
    contradict each other.
    """
    return rows.filter(_joined(Match.ALL, _conditions(segment, asked)), account=asked.account)


def matching_by_size(rows: Rows, segment: Ruled, *, asked: Asked) -> Rows:
    """The same rows, found from the smallest set that a rule asks for: for pages. One query to find out which it is."""
    [condition] = conditions_by_size([segment], asked=asked)
    return rows.filter(condition, account=asked.account)


def conditions_by_size(segments: Sequence[Ruled], *, asked: Asked) -> list[Q]:
    """For each of `segments` what must be true of the account's rows that it contains, likewise. One query at most."""
    each = smallest_first([_conditions(segment, asked) for segment in segments], account=asked.account)
    return [_joined(Match.ALL, conditions) for conditions in each]


def _conditions(segment: Ruled, asked: Asked) -> list[Q]:
    """What all must be true of the rows that `segment` contains."""
    if count_of(segment.rules) > MOST_RULES:
        return [NOTHING]
    each = [_of_item(item, asked, segment.about) for item in segment.rules]
    return each if segment.match == Match.ALL else [_joined(segment.match, each)]


def _joined(match: str, each: Sequence[Q]) -> Q:
    if not each:
        return NOTHING
    return reduce(operator.or_ if match == Match.ANY else operator.and_, each)


def _of_item(raw: object, asked: Asked, about: str) -> Q:
    try:
        inner = group(raw)
    except Malformed:
        return NOTHING
    if inner is None:
        return _of_rule(raw, asked, about)
    return _joined(inner.match, [_of_rule(rule, asked, about) for rule in inner.rules])


def _of_rule(raw: object, asked: Asked, about: str) -> Q:
    try:
        return read(raw, asked=asked, about=about).condition(asked)
    except Malformed:
        return NOTHING
