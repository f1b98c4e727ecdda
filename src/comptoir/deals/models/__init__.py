"""Deals, the pipelines they move through, and the words to describe them with."""

from comptoir.deals.models.choices import LostReason, Source, Word
from comptoir.deals.models.deal import CLOSES_ON, VALUE, Deal, DealQuerySet, Status
from comptoir.deals.models.pipeline import Phase, Pipeline, Unit

__all__ = [
    "CLOSES_ON",
    "VALUE",
    "Deal",
    "DealQuerySet",
    "LostReason",
    "Phase",
    "Pipeline",
    "Source",
    "Status",
    "Unit",
    "Word",
]
