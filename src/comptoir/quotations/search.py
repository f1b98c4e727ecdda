"""Finding quotations by what they are called, and by whom they are for."""

from django.db.models import Q

from comptoir.customers import search
from comptoir.quotations.models import QuotationQuerySet


def matching(quotations: QuotationQuerySet, query: str, whose: Q | None = None) -> QuotationQuerySet:
    """Those in whose name and reference every word of `query` occurs, or whose customer it finds; all when it is empty.

    Accents and capitals do not matter. A word of one or two letters must begin a word there. `whose` are the documents of
    those whom it finds (`customers.search.of_whom`), when that is known already.
    """
    found = search.every_word(query)
    return quotations.filter(found | (search.of_whom(query) if whose is None else whose)) if found else quotations
