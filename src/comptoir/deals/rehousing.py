"""Where the deals go when their phase goes."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Case, F, UUIDField, Value, When
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import User
from comptoir.activities.record import Entry, record_all
from comptoir.deals.models import Deal, Phase
from comptoir.deals.refusals import HasDeals


@dataclass(frozen=True)
class Rehoused:
    """How many deals, closed ones included, went from one phase to another."""

    phase: Phase
    into: Phase
    deals: int

    def as_effect(self) -> dict[str, object]:
        """How the timeline names it."""
        return {"phase": self.phase.name, "into": self.into.name, "deals": self.deals}


def rehouse(
    phases: Sequence[Phase], into: Mapping[Phase, Phase], *, by: User | None, at: dt.datetime
) -> list[Rehoused]:
    """Move all deals out of `phases` of one account, each into the phase that `into` gives for its own.

    Call it in the transaction that deletes them. Open deals tell the move on their timelines; probability and rest stay
    as they are, since nobody did anything about the deals. The number of queries does not depend on that of the deals.
    Raises HasDeals when `into` says nothing about a phase with deals, and ValidationError for "into" when it names a
    phase that is gone, goes too, or is another account's.
    """
    into = _kept(phases, into)
    rows = Deal.objects.filter(phase__in=phases).select_for_update(no_key=True).order_by("pk")
    deals: dict[Phase, list[Deal]] = {phase: [] for phase in phases}
    by_id = {phase.pk: phase for phase in phases}
    for deal in rows:
        deals[by_id[deal.phase_id]].append(deal)
    moved = [(phase, deals[phase]) for phase in phases if deals[phase]]
    if not all(phase in into for phase, __ in moved):
        raise HasDeals
    if moved:
        _update({phase: into[phase] for phase, __ in moved}, at=at)
        _tell(moved, into, by=by, at=at)
    return [Rehoused(phase, into[phase], len(theirs)) for phase, theirs in moved]


def _kept(phases: Sequence[Phase], into: Mapping[Phase, Phase]) -> dict[Phase, Phase]:
    """`into` as it is now: until the transaction ends no deal enters `phases`, and nobody deletes where they go."""
    wanted = {phase.pk for phase in (*phases, *into.values())}
    rows = Phase.objects.select_for_update().filter(pk__in=wanted, account=phases[0].account_id).order_by("pk")
    there = {phase.pk: phase for phase in rows if phase not in phases}
    if not all(new.pk in there for new in into.values()):
        raise ValidationError({"into": _("Choose one from the list.")})
    return {old: there[new.pk] for old, new in into.items()}


def _update(into: Mapping[Phase, Phase], *, at: dt.datetime) -> None:
    new = [When(phase=old, then=Value(to.pk, output_field=UUIDField())) for old, to in into.items()]
    Deal.objects.filter(phase__in=into).update(phase=Case(*new, default=F("phase")), updated_at=at)


def _tell(
    moved: Sequence[tuple[Phase, list[Deal]]], into: Mapping[Phase, Phase], *, by: User | None, at: dt.datetime
) -> None:
    entries = [
        Entry(
            deal,
            deal.customer_id,
            {
                "deal": deal.as_effect(),
                "before": phase.name,
                "phase": into[phase].name,
                "phase_id": into[phase].pk,
            },
        )
        for phase, deals in moved
        for deal in deals
        if deal.is_open
    ]
    record_all("deal.moved", entries, account=moved[0][0].account, by=by, at=at)
