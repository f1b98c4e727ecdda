"""Words that were probably meant: those written somewhere that resemble what was typed."""

from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from functools import reduce
from operator import add
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Sign, StrIndex
from django.db.models.lookups import Lookup

SHORTEST = 4
"""Fewer letters resemble too much."""
ALIKE = 0.74
"""Of the letters of both words together: one other letter among four, two among eight."""
LOOKED_AT = 150
"""So many rows are read for the words in them."""
SHARED = (0.6, 0.4)
"""The part of a word's trigrams that a text must have, in the first and in the second attempt."""


class Resembling(Lookup):  # type: ignore[type-arg]
    """Whether a text has a stretch that shares enough trigrams with a word; PostgreSQL's index of trigrams answers it."""

    lookup_name = "resembling"

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        text, of_text = self.process_lhs(compiler, connection)
        word, of_word = self.process_rhs(compiler, connection)
        return f"{word} <%% {text}", [*of_word, *of_text]


def nearest(word: str, sources: Iterable[tuple[QuerySet[Any], Any]]) -> str:
    """The word in `sources` that is most like `word`, or nothing; of several the one that is there most often.

    Each source is rows and the folded text (a column or an expression) that they have. Words with digits are left alone.
    """
    if len(word) < SHORTEST or not word.isalpha():
        return ""
    for shared in SHARED:
        texts = (text for source in sources for text in _texts(word, *source, shared))
        found = Counter(each for text in texts for each in text.split() if each.isalpha())
        if close := get_close_matches(word, found, n=5, cutoff=ALIKE):
            return max(close, key=lambda each: (SequenceMatcher(None, each, word).ratio(), found[each]))
    return ""


def _texts(word: str, rows: QuerySet[Any], text: Any, shared: float) -> list[str]:
    """The texts of some rows that share so much with `word`."""
    expression = F(text) if isinstance(text, str) else text
    rows = rows.order_by().annotate(_text=expression)
    if connection.vendor != "postgresql":
        return list(_by_counting(word, rows, shared).values_list("_text", flat=True)[:LOOKED_AT])
    with transaction.atomic(), connection.cursor() as cursor:
        # The first rows that resemble are enough, so reading the table looks cheap; but comparing texts is not.
        cursor.execute(
            "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true), set_config('enable_seqscan', 'off', true)",
            [str(shared)],
        )
        resembling = Resembling(F("_text"), Value(word, TextField()))
        return list(rows.filter(resembling).values_list("_text", flat=True)[:LOOKED_AT])


def _by_counting(word: str, rows: QuerySet[Any], shared: float) -> QuerySet[Any]:
    """What the embedded database does instead: count the trigrams of `word` in every text, those with most first."""
    trigrams = sorted({word[at : at + 3] for at in range(len(word) - 2)})
    there = (Sign(StrIndex("_text", Value(trigram))) for trigram in trigrams)
    counted: Any = rows.annotate(_shared=reduce(add, there))
    found: QuerySet[Any] = counted.filter(_shared__gte=max(1, shared / 2 * len(trigrams))).order_by("-_shared")
    return found
