"""The phases of a pipeline: added, changed, put in order, deleted."""

import datetime as dt
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.deals.models import Phase, Pipeline, Unit
from comptoir.deals.naming import save_named
from comptoir.deals.refusals import OnlyPhase
from comptoir.deals.rehousing import rehouse

LONGEST = {Unit.DAYS.value: 365, Unit.WEEKS.value: 52}
"""A deal needs attention within a year."""


class PhaseFacts(TypedDict, total=False):
    """What is said of a phase besides its place: its probability from 0 to 1, and when a resting deal asks for attention."""

    name: str
    probability: Decimal
    attention_after: int
    attention_unit: str


def add_phase(
    pipeline: Pipeline,
    *,
    by: User | None,
    at: dt.datetime,
    after: Phase | None = None,
    **facts: Unpack[PhaseFacts],
) -> Phase:
    """Add a phase right after `after`, or as the last one. Raises NotAllowed, and ValidationError by field."""
    require(by, Right.SETTINGS)
    with transaction.atomic():
        pipeline = locked(pipeline)
        phases = list(pipeline.phases.all())
        if after is not None and after not in phases:
            raise ValidationError({"after": _("Choose one from the list.")})
        position = phases.index(after) + 2 if after else len(phases) + 1
        phase = Phase(account=pipeline.account, pipeline=pipeline, position=position, **facts)
        _check(phase)
        pipeline.phases.filter(position__gte=position).update(position=F("position") + 1)
        save_named(phase)
        _tell("added", phase, by=by, at=at)
    return phase


def edit_phase(phase: Phase, *, by: User | None, at: dt.datetime, **facts: Unpack[PhaseFacts]) -> Phase:
    """Change the facts given; the deals in it keep their probability. Nothing different leaves no activity.

    Raises NotAllowed, and ValidationError by field.
    """
    require(by, Right.SETTINGS)
    with transaction.atomic():
        pipeline = locked(phase.pipeline)
        phase = pipeline.phases.get(pk=phase.pk)
        before = _known(phase)
        for name, fact in facts.items():
            setattr(phase, name, fact)
        _check(phase)
        save_named(phase)
        after = _known(phase)
        if changes := [{"field": n, "old": before[n], "new": after[n]} for n in before if before[n] != after[n]]:
            _tell("edited", phase, by=by, at=at, changes=changes)
    return phase


def place_phase(phase: Phase, *, position: int, by: User | None, at: dt.datetime) -> Phase:
    """Put the phase at `position`, counted from 1, in its pipeline; the others close up. Beyond the last is last.

    Where it is already: nothing. Raises NotAllowed.
    """
    require(by, Right.SETTINGS)
    with transaction.atomic():
        pipeline = locked(phase.pipeline)
        phases = list(pipeline.phases.all())
        before = phases.index(phase)
        after = min(max(position, 1), len(phases)) - 1
        phase = phases.pop(before)
        phases.insert(after, phase)
        if before != after:
            for place, each in enumerate(phases, start=1):
                each.position = place
            Phase.objects.bulk_update(phases, ["position"])
            _tell("placed", phase, by=by, at=at, position=after + 1, before=before + 1)
    return phase


def delete_phase(phase: Phase, *, into: Phase | None, by: User | None, at: dt.datetime) -> None:
    """Remove the phase; its deals, closed ones too, go `into` another one and keep their probability.

    Deleting it a second time does nothing. Raises NotAllowed, OnlyPhase for the last one of a pipeline, HasDeals when
    there are deals and `into` is None, and ValidationError for an `into` that cannot be.
    """
    require(by, Right.SETTINGS)
    with transaction.atomic():
        pipeline = locked(phase.pipeline)
        phases = list(pipeline.phases.all())
        if phase not in phases:
            return
        if len(phases) == 1:
            raise OnlyPhase
        phase = phases[phases.index(phase)]
        moved = rehouse([phase], {phase: into} if into else {}, by=by, at=at)
        _tell("deleted", phase, by=by, at=at, moved=[each.as_effect() for each in moved])
        pipeline.phases.filter(position__gt=phase.position).update(position=F("position") - 1)
        phase.delete()


def locked(pipeline: Pipeline) -> Pipeline:
    """The pipeline as it is now; nobody else changes it or its phases until the transaction ends."""
    rows = Pipeline.objects.select_for_update(of=("self",), no_key=True).select_related("account")
    found: Pipeline = rows.get(pk=pipeline.pk)
    return found


def _check(phase: Phase) -> None:
    most = LONGEST.get(phase.attention_unit)
    if most is None:
        raise ValidationError({"attention_unit": _("Choose one from the list.")})
    if not 1 <= phase.attention_after <= most:
        sentence = _("A deal needs attention after 1 to 365 days, or 1 to 52 weeks.")
        raise ValidationError({"attention_after": sentence})


def _known(phase: Phase) -> dict[str, Any]:
    """What the timeline tells of a phase."""
    return {
        "name": phase.name,
        "probability": phase.probability,
        "attention": {"after": phase.attention_after, "unit": phase.attention_unit},
    }


def _tell(what: str, phase: Phase, *, by: User | None, at: dt.datetime, **effects: Any) -> None:
    kind = f"phase.{what}"
    pipeline = phase.pipeline
    record(
        kind, account=pipeline.account, by=by, at=at, subject=phase, name=phase.name, pipeline=pipeline.name, **effects
    )
