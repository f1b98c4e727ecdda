"""The rules of a segment in a form: rows one below the other, those that follow each other in a group as one."""

from dataclasses import dataclass
from itertools import groupby

from django.http import QueryDict

from comptoir.segments.asked import Asked
from comptoir.segments.models import Match
from comptoir.segments.rules import Ruled, group
from comptoir.segments.values import Malformed
from comptoir.web.segments.rows import Row, stored_row

MOST_GROUPS = 100


@dataclass
class Part:
    """A row, or the rows of a group with how they combine."""

    rows: list[Row]
    key: str = ""
    """Of the group; empty: a row alone."""
    match: str = Match.ALL

    @property
    def is_group(self) -> bool:
        """Whether its rows count as one."""
        return bool(self.key)


def typed_rows(data: QueryDict, *, asked: Asked, about: str) -> list[Row]:
    """The rows as they were sent."""
    columns = [data.getlist(name) for name in ("field", "operator", "value", "was")]
    groups = [key if _is_group(key) else "" for key in data.getlist("group")]
    sent = list(zip(*columns, strict=False))
    groups += [""] * (len(sent) - len(groups))
    return [
        Row(asked, about, field, operator, value, group, was)
        for (field, operator, value, was), group in zip(sent, groups, strict=False)
    ]


def typed_matches(data: QueryDict, rows: list[Row]) -> dict[str, str]:
    """How the rows of each group combine, as it was sent."""
    sent = {key: data.get(f"match_{key}", "") for key in {row.group for row in rows if row.group}}
    return {key: match if match in Match.values else Match.ANY for key, match in sent.items()}


def stored_rows(segment: Ruled, *, asked: Asked) -> tuple[list[Row], dict[str, str]]:
    """The rows of what is kept, and how those of each group combine."""
    rows, matches = [], {}
    for place, raw in enumerate(segment.rules, start=1):
        try:
            inner = group(raw)
        except Malformed:
            inner = None
        if inner is None:
            rows.append(stored_row(raw, asked=asked, about=segment.about))
            continue
        matches[str(place)] = str(inner.match)
        rows += [stored_row(each, asked=asked, about=segment.about, group=str(place)) for each in inner.rules]
    return rows, matches


def parts_of(rows: list[Row], matches: dict[str, str]) -> list[Part]:
    """What stands one below the other: each row outside of groups, each group."""
    parts: list[Part] = []
    for key, run in groupby(rows, key=lambda row: row.group):
        if key:
            parts.append(Part(list(run), key, matches.get(key, Match.ANY)))
        else:
            parts += [Part([row]) for row in run]
    return parts


def new_key(rows: list[Row]) -> str:
    """A key that no group has."""
    return str(max((int(row.group) for row in rows if row.group), default=0) + 1)


def _is_group(key: str) -> bool:
    return key.isascii() and key.isdigit() and 0 < int(key[:4]) <= MOST_GROUPS and len(key) <= 3
