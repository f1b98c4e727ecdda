"""What the open deals of the default pipeline may bring, phase by phase."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from comptoir.core.money import ZERO
from comptoir.deals import figures
from comptoir.deals.figures import InPhase
from comptoir.deals.models import Pipeline
from comptoir.web.clock import today


@dataclass(frozen=True)
class Row:
    """A phase in one currency; `bar` in hundredths of the longest."""

    phase: InPhase
    value: Decimal
    weighted: Decimal
    bar: float
    url: str


def of_account(request: HttpRequest) -> dict[str, Any]:
    """The phases with what their deals may be worth in the account's currency. Four queries at most."""
    account = request.user.account
    pipelines = list(Pipeline.objects.of(account).order_by("-is_default", "name", "pk"))
    board = figures.board(pipelines[0], on=today(request)) if pipelines else []
    rows = _rows(board, account.currency)
    return {
        "sees_pipeline": True,
        "pipeline": pipelines[0] if len(pipelines) > 1 else None,
        "phases": rows,
        "pipeline_currency": account.currency,
        "pipeline_count": sum(each.phase.count for each in rows),
        "pipeline_value": sum((each.value for each in rows), ZERO),
        "pipeline_weighted": sum((each.weighted for each in rows), ZERO),
        "pipeline_elsewhere": _elsewhere(board, account.currency),
    }


def _rows(board: Iterable[InPhase], currency: str) -> list[Row]:
    board = list(board)
    longest = max((each.value.get(currency, ZERO) for each in board), default=ZERO)
    return [
        Row(
            each,
            value := each.value.get(currency, ZERO),
            each.weighted.get(currency, ZERO),
            float(round(value / longest * 100, 2)) if longest else 0,
            f"{reverse('deals_list')}?phase={each.phase.pk}",
        )
        for each in board
    ]


def _elsewhere(board: Iterable[InPhase], currency: str) -> list[tuple[Decimal, str, str]]:
    sums: dict[str, Decimal] = {}
    for each in board:
        for code, amount in each.value.items():
            if code != currency:
                sums[code] = sums.get(code, ZERO) + amount
    return [(amount, code, reverse("deals_list")) for code, amount in sorted(sums.items())]
