"""What leaves on a morning, asked of all invoices at once: the rule of `reminding` as one question to the database."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from comptoir.accounts.models import Account
from comptoir.core.days import local_moment
from comptoir.invoicing.models import Invoice, InvoiceQuerySet, Reminder, ReminderStep
from comptoir.invoicing.reminding import LEFT, MINIMUM_INTERVAL

ONE_DAY = dt.timedelta(days=1)


def leaving_on(account: Account, *, on: dt.date) -> InvoiceQuerySet:
    """The invoices for which `reminding.next_reminder(…, on=on)` names the morning of `on` itself. One query more.

    Give it the day of a morning run that is still to come: `reminding.next_run_on`.
    """
    midnight = local_moment(on + ONE_DAY, 0, account.time_zone)
    long_enough_ago = local_moment(on - MINIMUM_INTERVAL + ONE_DAY, 0, account.time_zone)
    of_invoice = Reminder.objects.of(account).filter(invoice=OuterRef("pk"))
    recent = of_invoice.filter(state__in=LEFT, claimed_at__gte=long_enough_ago)
    due = _step_is_due(account, on=on) & ~Exists(of_invoice.queued()) & ~Exists(recent)
    waiting = Reminder.objects.of(account).queued().filter(next_attempt_at__lt=midnight)
    remindable: InvoiceQuerySet = Invoice.objects.of(account).remindable(on=on)
    return remindable.filter(due | Q(pk__in=waiting.values("invoice")))


def _step_is_due(account: Account, *, on: dt.date) -> Q:
    """Whether the latest step that has fallen due in the invoice's department has not left, nor a later one.

    Each step is asked about by itself, so that of an invoice that got its last one a single row is looked up.
    """
    steps = list(ReminderStep.objects.filter(department__account=account).order_by("-days_overdue"))
    due, until = Q(pk__in=[]), dict[object, dt.date]()
    for step in steps:
        if step.archived_at:
            continue
        fallen = Q(department=step.department_id, due_on__lte=on - dt.timedelta(days=step.days_overdue))
        if later := until.get(step.department_id):
            fallen &= Q(due_on__gt=later)
        until[step.department_id] = on - dt.timedelta(days=step.days_overdue)
        this_or_later = [each.pk for each in steps if each.days_overdue >= step.days_overdue]
        left = Reminder.objects.filter(invoice=OuterRef("pk"), step__in=this_or_later, state__in=LEFT)
        due |= fallen & ~Exists(left)
    return due
