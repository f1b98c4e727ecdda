"""Taking turns: any number of workers may tick, and each morning's job is done once."""

import datetime as dt

from comptoir.accounts.models import Account
from comptoir.jobs.models import Tick

ABANDONED_AFTER = dt.timedelta(minutes=30)
"""Whoever took a job and has not finished it by then has crashed; another may take it. The jobs bear being repeated."""


def take(account: Account, job: str, *, on: dt.date, at: dt.datetime) -> Tick | None:
    """Take `job` of `account` for the day `on`; None when another has it or it is done."""
    tick, is_new = Tick.objects.get_or_create(account=account, job=job, on=on, defaults={"started_at": at})
    if is_new:
        return tick
    abandoned = Tick.objects.filter(pk=tick.pk, finished_at__isnull=True, started_at__lt=at - ABANDONED_AFTER)
    return tick if abandoned.update(started_at=at) else None


def finish(tick: Tick, *, at: dt.datetime) -> None:
    """Note that the job is done for its day."""
    Tick.objects.filter(pk=tick.pk).update(finished_at=at)
