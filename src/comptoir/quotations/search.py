"""Finding quotations by what they are called, and by whom they are for."""

from django.db.models import Q

from comptoir.core.text import folded
from comptoir.customers import search
from comptoir.quotations.models import QuotationQuerySet


def matching(quotations: QuotationQuerySet, query: str) -> QuotationQuerySet:
    """Those in whose name and reference every word of `query` occurs, or whose customer it finds; all when it is empty.

    Accents and capitals do not matter. A word of one or two letters must begin a word there.
    """
    words = folded(query[: search.LONGEST_QUERY].replace("\0", "")).split()
    if not words:
        return quotations
    found = Q()
    for word in words:
        found &= _has(word)
    return quotations.filter(found | Q(customer__in=search.whose_documents_match(query)))


def _has(word: str) -> Q:
    if len(word) < search.SHORTEST_ANYWHERE:
        return Q(search_text__startswith=word) | Q(search_text__contains=f" {word}")
    return Q(search_text__contains=word)
