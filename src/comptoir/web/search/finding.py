"""The first of everything that is found, and how much more there is; and what was probably meant."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.db.models import F, OrderBy
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from comptoir.core.spelling import SHORTEST, nearest
from comptoir.core.text import folded
from comptoir.customers.models import Customer
from comptoir.customers.search import LONGEST_QUERY, Whom, every_word, whom
from comptoir.web.search.kinds import KINDS, Kind, Rows

COUNTED = 100
"""Beyond this many the exact number helps nobody."""


@dataclass(frozen=True, slots=True)
class Found:
    """The first rows of one kind, and how many there are in all."""

    kind: Kind
    query: str
    rows: list[Any]
    count: int

    @property
    def has_more(self) -> bool:
        """Whether there are others."""
        return self.count > len(self.rows)

    @property
    def is_counted(self) -> bool:
        """Whether `count` is exact rather than only a limit."""
        return self.count <= COUNTED

    @property
    def rank(self) -> int:
        """0 where one is called exactly as it was asked for, 1 where one is called so in part, 2 where all have it elsewhere."""
        query, words = folded(self.query), [f" {word}" for word in folded(self.query).split()]
        called = [folded(getattr(row, field)) for row in self.rows for field in self.kind.called]
        if query in called:
            return 0
        return 1 if any(all(word in f" {name}" for word in words) for name in called) else 2

    @property
    def overview_url(self) -> str:
        """Where all of them are, if there is such a list."""
        return f"{self.kind.overview}{quote(self.query)}" if self.kind.overview else ""


def asked(request: HttpRequest) -> str:
    """What is looked for, in single spaces."""
    return " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST_QUERY]


def find(request: HttpRequest, query: str, *, limit: int, counted: bool = True) -> list[Found]:
    """What `query` finds, kind after kind: at most `limit` of each, and nothing of modules hidden from the user.

    As many statements for many rows as for few. Not `counted`, a count says at most that there is another one.
    """
    theirs = whom(query)
    found = (_of(kind, request, query, theirs, limit, counted) for kind in KINDS if kind.is_seen_by(request.user))
    return [each for each in found if each.rows]


def meant(request: HttpRequest, query: str) -> str:
    """`query` with the one most like it in place of each word that is nowhere; nothing where a long one has none like it."""
    user = request.user
    sources = [(kind.ours(user), kind.text) for kind in KINDS if kind.text and kind.is_seen_by(user)]
    sources.insert(0, (Customer.objects.of(user.account), "search_text"))
    words = folded(query).split()
    mended = [word if _is_somewhere(word, sources) else nearest(word, sources) for word in words]
    # What is too short to resemble anything, and is nowhere, is left out: the other words say enough.
    known = [mend for word, mend in zip(words, mended, strict=True) if mend or len(word) >= SHORTEST]
    return " ".join(known) if any(known) and all(known) and known != words else ""


def _of(kind: Kind, request: HttpRequest, query: str, theirs: Whom, limit: int, counted: bool) -> Found:
    """The ids first, then the rows: whatever else rows bring is read of those that are shown only."""
    ours, is_rare = kind.ours(request.user), kind.is_rare(theirs)
    ids = kind.first(ours, query, limit)
    is_full, count = len(ids) == limit, len(ids)
    if counted or not is_full:
        # What the first fill is only counted, in no order; what is frequent is not counted one after the other.
        order = [] if is_full else _order(kind, is_rare=is_rare)
        most = COUNTED + 1 if is_rare or is_full else limit + 1
        matching = kind.matching(ours, query, theirs).order_by(*order).values_list("pk", flat=True)
        others = list(matching[: most if counted else limit])
        ids = list(dict.fromkeys([*ids, *others]))[:limit]
        count = max(len(ids), len(others) if len(others) < most else COUNTED + 1)
    rows = ours.in_bulk(ids) if ids else {}
    return Found(kind, query, [rows[pk] for pk in ids if pk in rows], count)


def _order(kind: Kind, *, is_rare: bool) -> list[OrderBy]:
    """The order of a kind; of few rows one that no index has.

    Otherwise the database would look at row after row in their order, hoping to meet those few soon.
    """
    fields = ((F(name.lstrip("-")), name.startswith("-")) for name in kind.order)
    return [OrderBy(Coalesce(field, field) if is_rare else field, descending=down) for field, down in fields]


def _is_somewhere(word: str, sources: list[tuple[Rows, Any]]) -> bool:
    return any(rows.filter(every_word(word, text)).exists() for rows, text in sources)
