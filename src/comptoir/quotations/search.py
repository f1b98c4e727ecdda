"""Finding quotations by what stands on them."""

from django.db.models import Q

from comptoir.customers import search
from comptoir.quotations.models import QuotationQuerySet


def matching(quotations: QuotationQuerySet, query: str) -> QuotationQuerySet:
    """Those whose name, reference or customer contains `query`; all when it is empty."""
    query = " ".join(query.replace("\0", "").split())[: search.LONGEST_QUERY]
    if not query:
        return quotations
    found = Q(name__icontains=query) | Q(reference__icontains=query)
    return quotations.filter(found | Q(customer__in=search.whose_documents_match(query)))
