"""Finding quotations by what stands on them."""

import re

from django.db.models import Q

from comptoir.core.text import folded
from comptoir.customers import search
from comptoir.customers.models import Customer, CustomerQuerySet
from comptoir.quotations.models import QuotationQuerySet


def matching(quotations: QuotationQuerySet, query: str) -> QuotationQuerySet:
    """Those whose name, reference or customer contains `query`; all when it is empty."""
    query = " ".join(query.replace("\0", "").split())[: search.LONGEST_QUERY]
    if not query:
        return quotations
    found = Q(name__icontains=query) | Q(reference__icontains=query)
    return quotations.filter(found | Q(customer__in=_customers(query)))


def _customers(query: str) -> CustomerQuerySet:
    """Those that the words of `query` find; digits alone must stand there as they are, or every number finds somebody."""
    if re.search(r"[^\W\d_]", query):
        return search.matching(Customer.objects.all(), query)
    words = folded(query)
    return Customer.objects.filter(search_text__contains=words) if words else Customer.objects.none()
