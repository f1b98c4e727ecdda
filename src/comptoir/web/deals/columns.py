"""The board's columns: each phase with what is in it, and its first cards."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from comptoir.deals.figures import InPhase, board
from comptoir.deals.models import Deal, DealQuerySet, Pipeline

SHOWN = 30
"""So many cards in a column; the list shows the rest."""
SOONEST = (F("estimated_closing_date").asc(nulls_last=True), F("created_at").desc(), F("pk").desc())


@dataclass(frozen=True)
class Column:
    """A phase, and the deals in it that are to be closed soonest."""

    figures: InPhase
    deals: list[Deal]

    @property
    def more(self) -> int:
        """How many deals the column does not show."""
        return self.figures.count - len(self.deals)


def columns(pipeline: Pipeline, deals: DealQuerySet, *, on: dt.date) -> list[Column]:
    """Every phase of `pipeline` with the open ones among `deals`, on the account's day `on`: three queries."""
    figures = board(pipeline, on=on, deals=deals)
    cards: dict[UUID, list[Deal]] = {each.phase.pk: [] for each in figures}
    for deal in _cards(deals.filter(phase__in=cards)) if any(each.count for each in figures) else ():
        cards[deal.phase_id].append(deal)
    for each in figures:
        for deal in cards[each.phase.pk]:
            deal.phase = each.phase
    return [Column(each, cards[each.phase.pk]) for each in figures]


def _cards(deals: DealQuerySet) -> DealQuerySet:
    place = Window(RowNumber(), partition_by="phase_id", order_by=SOONEST)
    first = deals.open().annotate(place=place).filter(place__lte=SHOWN)
    return first.select_related("customer", "responsible_user").order_by(*SOONEST)
