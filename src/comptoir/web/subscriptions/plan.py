"""What the plan does not contain is not there (R8)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from comptoir.accounts.plans import Module

View = Callable[..., HttpResponse]


def in_plan(view: View) -> View:
    """`view`, answering like a missing page to an account whose plan has no subscriptions."""

    @wraps(view)
    def only_in_plan(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refuse_outside_plan(request)
        return view(request, *args, **kwargs)

    return only_in_plan


def refuse_outside_plan(request: HttpRequest) -> None:
    """Http404 for an account whose plan has no subscriptions."""
    if not request.user.account.has(Module.SUBSCRIPTIONS):
        raise Http404
