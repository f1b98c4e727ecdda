"""Finding quotations by what they are called, and by whom they are for."""

from django.db.models import Q

from comptoir.customers import search
from comptoir.quotations.models import QuotationQuerySet


def matching(quotations: QuotationQuerySet, query: str) -> QuotationQuerySet:
    """Those in whose name and reference every word of `query` occurs, or whose customer it finds; all when it is empty.

    Accents and capitals do not matter. A word of one or two letters must begin a word there.
    """
    found = search.every_word(query)
    return quotations.filter(found | Q(customer__in=search.whose_documents_match(query))) if found else quotations
