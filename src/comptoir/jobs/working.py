"""The worker: looks every few seconds what there is to do, until it is asked to stop."""

import datetime as dt
import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections, connections
from django.db.utils import Error as DatabaseError
from django.utils import timezone

from comptoir.accounts.models import Account
from comptoir.bulk import working as bulk
from comptoir.core.mail import Transport
from comptoir.invoicing import delivery_outcomes
from comptoir.invoicing.delivery_queue import send_queued_deliveries
from comptoir.invoicing.outcomes import sweep_leaving
from comptoir.invoicing.sending import Clock
from comptoir.invoicing.side_by_side import send_side_by_side
from comptoir.jobs import nightly, ticks
from comptoir.jobs.models import Tick
from comptoir.transfer.importing import working

EVERY = 15.0
"""Seconds between two looks."""
AT_ONCE = 200
"""Reminders of each sender, and invoices, sent before looking again whether a morning has come."""

logger = logging.getLogger(__name__)

MORNING: dict[str, Callable[..., object]] = {"bill": nightly.bill, "remind": nightly.prepare_reminders}
"""The jobs of a morning, in their order: what is billed today may be reminded from tomorrow on."""


def work(
    transport: Transport,
    *others: Transport,
    stop: threading.Event,
    clock: Clock = timezone.now,
    every: float = EVERY,
) -> None:
    """Do what is due, again and again, until `stop` is set; then return after the message at hand.

    Reminders leave by `transport` and `others` at once. A database or another part that fails is logged and tried again
    at the next look.
    """
    while not stop.is_set():
        busy = False
        try:
            close_old_connections()
            busy = look(transport, *others, stop=stop, clock=clock)
        except DatabaseError as error:
            logger.warning("The database failed; trying again. %s", error)
            connections.close_all()
        except Exception:
            logger.exception("Something failed; trying again.")
        if not busy:
            stop.wait(every)


def look(transport: Transport, *others: Transport, stop: threading.Event, clock: Clock) -> bool:
    """Do once what is due now: the mornings that have come, then an import, then
    the queues, then a part of what is done with many records. Says whether more is waiting."""
    mornings(clock=clock, stop=stop)
    if interrupted := working.sweep(at=clock()):
        logger.warning("Imports that were cut off: %s", interrupted)
    imported = working.work_on_next(clock=clock, stop=stop.is_set)
    if swept := sweep_leaving(at=clock()):
        logger.warning("Reminders whose sender crashed: %s", swept)
    ways_out = [transport, *others]
    run = send_side_by_side(ways_out, clock=clock, limit=AT_ONCE * len(ways_out), stop=stop.is_set)
    done = run.sent + run.withdrawn + run.failed + run.uncertain
    if done:
        logger.info("Reminders: %s", run)
    delivering = _deliver(transport, stop=stop, clock=clock)
    if swept := bulk.sweep(at=clock()):
        logger.warning("Runs whose worker crashed: %s", swept)
    acted = bulk.work_on_next(clock=clock, stop=stop.is_set)
    return imported or delivering or acted or done >= AT_ONCE


def _deliver(transport: Transport, *, stop: threading.Event, clock: Clock) -> bool:
    """Send the invoices that wait. Says whether more are waiting."""
    if swept := delivery_outcomes.sweep(at=clock()):
        logger.warning("Invoices whose sender crashed: %s", swept)
    run = send_queued_deliveries(transport, clock=clock, limit=AT_ONCE, stop=stop.is_set)
    done = run.sent + run.failed + run.uncertain
    if done:
        logger.info("Invoices: %s", run)
    return done >= AT_ONCE


def mornings(*, clock: Clock, stop: threading.Event) -> None:
    """For every account whose morning hour has come today, do each job that nobody has done yet."""
    now = clock()
    recent = Tick.objects.filter(on__gte=now.date() - dt.timedelta(days=2), finished_at__isnull=False)
    done = set(recent.values_list("account_id", "job", "on"))
    for account in Account.objects.all():
        today = account.day(now)
        if now < account.morning(today):
            continue
        for job in MORNING:
            if (account.pk, job, today) not in done and not stop.is_set():
                _do(job, account, on=today, clock=clock)


def _do(job: str, account: Account, *, on: dt.date, clock: Clock) -> None:
    tick = ticks.take(account, job, on=on, at=clock())
    if tick is None:
        return
    try:
        result = MORNING[job](account, on=on, at=clock())
    except DatabaseError:
        raise
    except Exception:
        # One account's trouble is not the others'. The tick stays unfinished, so that the job is tried again later.
        logger.exception("%s of %s on %s failed", job, account.pk, on)
        return
    ticks.finish(tick, at=clock())
    logger.info("%s of %s on %s: %s", job, account.name, on, result)
