"""The pipelines of an account: added, renamed, chosen as the usual one, duplicated, deleted. See also `phases`."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.deals.defaults import PROBABILITIES, phase_names
from comptoir.deals.models import Phase, Pipeline
from comptoir.deals.naming import save_named
from comptoir.deals.refusals import DefaultPipeline
from comptoir.deals.rehousing import rehouse


def add_pipeline(account: Account, *, name: str, by: User | None, at: dt.datetime) -> Pipeline:
    """Make a pipeline that begins with the usual phases, in the account's language. It is not the default one.

    Raises NotAllowed, and ValidationError for a name that is missing or taken.
    """
    require(by, Right.SETTINGS)
    with override(account.language):
        phases = [
            Phase(name=phase, probability=Decimal(probability))
            for phase, probability in zip(phase_names(), PROBABILITIES, strict=True)
        ]
    with transaction.atomic():
        pipeline = _make(account, name, phases, at=at)
        _tell("added", pipeline, by=by, at=at)
    return pipeline


def rename_pipeline(pipeline: Pipeline, *, name: str, by: User | None, at: dt.datetime) -> Pipeline:
    """Call the pipeline otherwise. The same name leaves no activity. Raises NotAllowed, and ValidationError as above."""
    require(by, Right.SETTINGS)
    with transaction.atomic():
        pipeline = _locked(pipeline)
        before, pipeline.name = pipeline.name, name
        save_named(pipeline)
        if pipeline.name != before:
            _tell("renamed", pipeline, by=by, at=at, before=before)
    return pipeline


def mark_as_default(pipeline: Pipeline, *, by: User | None, at: dt.datetime) -> Pipeline:
    """Let new deals begin in this pipeline; what was the default is so no longer. Raises NotAllowed."""
    require(by, Right.SETTINGS)
    with transaction.atomic():
        pipeline = _locked(pipeline)
        if not pipeline.is_default:
            Pipeline.objects.of(pipeline.account).filter(is_default=True).update(is_default=False)
            pipeline.is_default = True
            pipeline.save(update_fields=["is_default"])
            _tell("made_default", pipeline, by=by, at=at)
    return pipeline


def duplicate_pipeline(pipeline: Pipeline, *, by: User | None, at: dt.datetime, name: str | None = None) -> Pipeline:
    """Make a pipeline with the same phases and no deals, called `name` or "… (copy)". It is not the default one.

    Raises NotAllowed, and ValidationError for a name that is missing or taken.
    """
    require(by, Right.SETTINGS)
    with transaction.atomic():
        pipeline = _locked(pipeline)
        phases = [
            Phase(
                name=phase.name,
                probability=phase.probability,
                attention_after=phase.attention_after,
                attention_unit=phase.attention_unit,
            )
            for phase in pipeline.phases.all()
        ]
        copy = _make(pipeline.account, copy_name(pipeline) if name is None else name, phases, at=at)
        _tell("duplicated", copy, by=by, at=at, of=pipeline.name)
    return copy


def copy_name(pipeline: Pipeline) -> str:
    """What a copy of the pipeline can be called: a name that is still free."""
    taken = {name.lower() for name in Pipeline.objects.of(pipeline.account).values_list("name", flat=True)}
    name = _("%(name)s (copy)") % {"name": pipeline.name[:80]}
    number = 2
    while name.lower() in taken:
        name = _("%(name)s (copy %(number)s)") % {"name": pipeline.name[:80], "number": number}
        number += 1
    return name


def delete_pipeline(pipeline: Pipeline, *, into: Mapping[Phase, Phase], by: User | None, at: dt.datetime) -> None:
    """Remove the pipeline and its phases; the deals of each, closed ones too, go into the phase that `into` gives for it.

    Deleting it a second time does nothing. Raises NotAllowed, DefaultPipeline for the default one (which the only one
    is), HasDeals when `into` says nothing about a phase with deals, and ValidationError when it says what cannot be.
    """
    require(by, Right.SETTINGS)
    with transaction.atomic():
        try:
            pipeline = _locked(pipeline)
        except Pipeline.DoesNotExist:
            return
        if pipeline.is_default:
            raise DefaultPipeline
        moved = rehouse(list(pipeline.phases.select_related("account")), into, by=by, at=at)
        _tell("deleted", pipeline, by=by, at=at, moved=[each.as_effect() for each in moved])
        pipeline.delete()


def _locked(pipeline: Pipeline) -> Pipeline:
    # The account first, so that only one pipeline is made the default, and none is deleted meanwhile.
    account = Account.objects.select_for_update(no_key=True).get(pk=pipeline.account_id)
    pipeline = Pipeline.objects.select_for_update().get(pk=pipeline.pk)
    pipeline.account = account
    return pipeline


def _make(account: Account, name: str, phases: list[Phase], *, at: dt.datetime) -> Pipeline:
    pipeline = Pipeline(account=account, name=name, created_at=at)
    save_named(pipeline)
    for position, phase in enumerate(phases, start=1):
        phase.account, phase.pipeline, phase.position = account, pipeline, position
    Phase.objects.bulk_create(phases)
    return pipeline


def _tell(what: str, pipeline: Pipeline, *, by: User | None, at: dt.datetime, **effects: Any) -> None:
    kind = f"pipeline.{what}"
    record(kind, account=pipeline.account, by=by, at=at, subject=pipeline, name=pipeline.name, **effects)
