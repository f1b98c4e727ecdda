"""The card "To deactivate?": segments that suggest whom to deactivate, and how many are in them."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comptoir.accounts.rights import Right
from comptoir.segments.counting import counts
from comptoir.segments.readymade import ReadyMade, to_deactivate
from comptoir.web.segments.links import In, lists_of
from comptoir.web.segments.parts import asked_by
from comptoir.web.segments.wording import counts_said


@dataclass(frozen=True)
class Suggestion:
    """A segment, and where its companies and contacts are."""

    segment: ReadyMade
    lists: list[In]


def of_user(request: HttpRequest) -> dict[str, Any]:
    """What `suggestions/_card.html` needs: nothing for whoever may deactivate nobody. No query."""
    if not request.user.may(Right.CUSTOMERS):
        return {}
    suggested = [Suggestion(each, _lists(each)) for each in to_deactivate(request.user)]
    return {"suggested": suggested, "suggests": True}


@require_safe
def counted(request: HttpRequest) -> HttpResponse:
    """The numbers, which take longer than the page that asks for them. Counted up to a limit, in one statement."""
    those = to_deactivate(request.user)
    numbers = [counts_said(each) for each in counts(those, asked=asked_by(request))]
    suggested = [Suggestion(each, _lists(each, said)) for each, said in zip(those, numbers, strict=True)]
    return render(request, "suggestions/_counts.html", {"suggested": suggested})


def _lists(segment: ReadyMade, said: dict[str, str] | None = None) -> list[In]:
    """Companies first: most of whom one does business with."""
    return sorted(lists_of(segment, said), key=lambda each: each.name)
