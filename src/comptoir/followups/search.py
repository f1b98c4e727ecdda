"""Finding tasks, calls and meetings by what is written in them, and by whom they are with."""

from typing import TypeVar

from django.db.models import Q, QuerySet

from comptoir.core.folding import Folded
from comptoir.customers.search import every_word, of_whom
from comptoir.followups.models import Call, Meeting, Task

F = TypeVar("F", Task, Call, Meeting)

# As the indexes of each say it.
WORDS = {Task: Folded("title"), Call: Folded("description"), Meeting: Folded("title", "location")}


def matching(things: QuerySet[F], query: str, whose: Q | None = None) -> QuerySet[F]:
    """Those in whose title, or what is said of a call, or the place of a meeting every word of `query` occurs, or whose
    customer it finds; all when it is empty.

    Accents and capitals do not matter. A word of one or two letters must begin a word there. `whose` are those of the
    customers whom it finds (`customers.search.of_whom`), when that is known already.
    """
    found = every_word(query, WORDS[things.model])
    return things.filter(found | (of_whom(query) if whose is None else whose)) if found else things
