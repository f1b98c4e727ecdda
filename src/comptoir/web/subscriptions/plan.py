"""What the plan does not contain is not there (R8)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from comptoir.accounts.models import Account
from comptoir.accounts.plans import Module
from comptoir.subscriptions.models import Subscription, SubscriptionQuerySet

View = Callable[..., HttpResponse]


def in_plan(view: View) -> View:
    """`view`, answering like a missing page to an account whose plan has no subscriptions."""

    @wraps(view)
    def only_in_plan(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refuse_outside_plan(request)
        return view(request, *args, **kwargs)

    return only_in_plan


def readable(view: View) -> View:
    """`view`, answering also to an account whose plan lost them, as long as there is something of theirs to read."""

    @wraps(view)
    def readable_without(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refuse_nothing_to_read(request)
        return view(request, *args, **kwargs)

    return readable_without


def to_read(account: Account) -> SubscriptionQuerySet:
    """The account's subscriptions that have a page."""
    return Subscription.objects.of(account) if account.has(Module.SUBSCRIPTIONS) else former(account)


def former(account: Account) -> SubscriptionQuerySet:
    """What a plan without subscriptions leaves to read: those of which nothing is billed any more."""
    return Subscription.objects.of(account).filter(next_period_on__isnull=True)


def refuse_outside_plan(request: HttpRequest) -> None:
    """Http404 for an account whose plan has no subscriptions."""
    if not request.user.account.has(Module.SUBSCRIPTIONS):
        raise Http404


def refuse_nothing_to_read(request: HttpRequest) -> None:
    """Http404 for an account whose plan has no subscriptions and that has no former ones either."""
    account = request.user.account
    if not account.has(Module.SUBSCRIPTIONS) and not former(account).exists():
        raise Http404
