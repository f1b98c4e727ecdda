"""What happens every morning in each account: what was scheduled is done, subscriptions are billed, reminders leave."""

import datetime as dt
from dataclasses import dataclass

from comptoir.accounts.models import Account
from comptoir.core.mail import Transport
from comptoir.invoicing import exempting, holds
from comptoir.invoicing.queueing import QueueRun, queue
from comptoir.invoicing.sending import Clock, SendRun, send_queued
from comptoir.lifecycle.carrying_out import carry_out
from comptoir.subscriptions import billing, ending, pausing
from comptoir.subscriptions.billing import BillingRun


@dataclass(frozen=True)
class Reminded:
    """What a morning's reminding of one account did."""

    expired: int
    """Invoices whose hold, and customers whose exemption, had an end that has come."""
    queue: QueueRun
    sent: SendRun


def bill(account: Account, *, on: dt.date, at: dt.datetime) -> BillingRun:
    """Do what was scheduled for the day `on`, let subscriptions and pauses end that end then, then bill what is due."""
    carry_out(account, on=on, at=at)
    ending.expire(account, on=on, at=at)
    pausing.expire(account, on=on, at=at)
    return billing.bill(account, on=on, at=at)


def prepare_reminders(account: Account, *, on: dt.date, at: dt.datetime) -> tuple[int, QueueRun]:
    """End the holds and exemptions that end on the day `on`, then queue what is due. Returns how many ended, and the queueing.

    What was scheduled comes first here as well: another worker may still be at the billing.
    """
    carry_out(account, on=on, at=at)
    ended = holds.expire(account, on=on, at=at) + exempting.expire(account, on=on, at=at)
    return ended, queue(account, on=on, at=at)


def remind(account: Account, *, on: dt.date, clock: Clock, transport: Transport) -> Reminded:
    """Prepare the reminders of the day `on` and send them, with what still waited, one account only."""
    expired, queued = prepare_reminders(account, on=on, at=clock())
    return Reminded(expired, queued, send_queued(transport, clock=clock, account=account))
