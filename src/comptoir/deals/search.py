"""Finding deals by what they are called, and by whom they are with."""

from django.db.models import Q

from comptoir.customers import search
from comptoir.deals.models import DealQuerySet


def matching(deals: DealQuerySet, query: str, whose: Q | None = None) -> DealQuerySet:
    """Those in whose title and reference every word of `query` occurs, or whose customer it finds; all when it is empty.

    Accents and capitals do not matter. A word of one or two letters must begin a word there. `whose` are the documents of
    those whom it finds (`customers.search.of_whom`), when that is known already.
    """
    found = search.every_word(query)
    return deals.filter(found | (search.of_whom(query) if whose is None else whose)) if found else deals
