"""Phases to choose from."""

from typing import Any

from comptoir.accounts.models import Account
from comptoir.deals.models import Phase


def phases_of(account: Account) -> list[Phase]:
    """The account's phases in their order, those of the default pipeline first. One query."""
    order = ("-pipeline__is_default", "pipeline__name", "pipeline", "position")
    return list(Phase.objects.of(account).select_related("pipeline").order_by(*order))


def by_pipeline(phases: list[Phase]) -> list[Any]:
    """Choices of a phase: one list while there is one pipeline, a group for each otherwise."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for phase in phases:
        groups.setdefault(phase.pipeline.name, []).append((str(phase.pk), phase.name))
    return list(groups.items()) if len(groups) > 1 else [choice for group in groups.values() for choice in group]
