"""Quotations, their lines, their way to the customer, and what came of them."""

from comptoir.quotations.models.line import QuotationLine
from comptoir.quotations.models.quotation import STANDS_UNTIL, Expiry, Quotation, QuotationQuerySet, Status
from comptoir.quotations.models.sending import Sending
from comptoir.quotations.models.started import StartedSubscription

__all__ = [
    "STANDS_UNTIL",
    "Expiry",
    "Quotation",
    "QuotationLine",
    "QuotationQuerySet",
    "Sending",
    "StartedSubscription",
    "Status",
]
