"""What Comptoir itself does in the demo's story of a morning: release, bill, remind."""

import datetime as dt

from comptoir.core.mail import Sent
from comptoir.demo import posting, subscribing
from comptoir.demo.stage import Stage
from comptoir.invoicing import holds, queueing
from comptoir.invoicing.letters import letter
from comptoir.invoicing.models import Reminder
from comptoir.invoicing.outcomes import RELATIONS, mark_sent, mark_uncertain
from comptoir.invoicing.recipients import recipients_of
from comptoir.subscriptions import billing
from comptoir.subscriptions.models import BilledPeriod

LATELY = dt.timedelta(days=14)
NO_ANSWER = "Menuiserie Collignon SRL"
"""While its latest reminder was leaving, the mail server fell silent: somebody has to find out whether it arrived."""


def morning(stage: Stage, *, at: dt.datetime) -> None:
    """Do what `./run bill` and `./run remind` do."""
    on = stage.account.day(at)
    holds.expire(stage.account, on=on, at=at)
    billing.bill(stage.account, on=on, at=at)
    for billed in BilledPeriod.objects.filter(subscription__account=stage.account, billed_at=at).order_by("starts_on"):
        subscribing.follow(stage, billed)
    posting.deliver(stage, at=at)
    if queueing.queue(stage.account, on=on, at=at).queued:
        _send(stage, at=at)


def _send(stage: Stage, *, at: dt.datetime) -> None:
    """Let what is queued be sent, without a mail server.

    Not by `sending`: its claim insists on being committed before the message leaves, and nothing is committed here
    before the whole story is told. Nobody else is there to claim the same.
    """
    waiting = list(Reminder.objects.of(stage.account).due(at=at).select_related(*RELATIONS))
    recipients = recipients_of([reminder.invoice for reminder in waiting])
    for reminder in waiting:
        assert reminder.step is not None
        written = letter(reminder.invoice, tone=reminder.step.tone)
        reminder.state, reminder.claimed_at = Reminder.State.LEAVING, at
        reminder.recipients = recipients[reminder.invoice_id]
        reminder.subject, reminder.body, reminder.amount_due = written.subject[:250], written.body, reminder.invoice.due
        reminder.save()
        if reminder.invoice.customer.name == NO_ANSWER and stage.today - stage.account.day(at) < LATELY:
            mark_uncertain(reminder, "Connection lost after DATA", at=at)
        else:
            mark_sent(reminder, Sent(), recipients[reminder.invoice_id], at=at)
