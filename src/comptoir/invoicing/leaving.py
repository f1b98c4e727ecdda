"""What leaves on a morning, asked of all invoices at once: the rule of `reminding` as one question to the database."""

import datetime as dt

from django.db.models import Case, Exists, OuterRef, PositiveSmallIntegerField, Q, Value, When

from comptoir.accounts.models import Account
from comptoir.core.days import local_moment
from comptoir.invoicing.models import Invoice, InvoiceQuerySet, Reminder
from comptoir.invoicing.reminding import LEFT, MINIMUM_INTERVAL, schedules_of

ONE_DAY = dt.timedelta(days=1)


def leaving_on(account: Account, *, on: dt.date) -> InvoiceQuerySet:
    """The invoices for which `reminding.next_reminder(…, on=on)` names the morning of `on` itself. Two queries more.

    Give it the day of a morning run that is still to come: `reminding.next_run_on`. Of each overdue invoice the reminders
    are looked up: where there are very many, narrow it.
    """
    midnight = local_moment(on + ONE_DAY, 0, account.time_zone)
    long_enough_ago = local_moment(on - MINIMUM_INTERVAL + ONE_DAY, 0, account.time_zone)
    reminders = Reminder.objects.filter(invoice=OuterRef("pk"))
    waiting = reminders.queued()
    in_the_way = reminders.filter(
        Q(step__days_overdue__gte=OuterRef("days_of_step")) | Q(claimed_at__gte=long_enough_ago), state__in=LEFT
    )
    due = Q(days_of_step__isnull=False) & ~Exists(waiting) & ~Exists(in_the_way)
    rows: InvoiceQuerySet = Invoice.objects.of(account).remindable(on=on)
    rows = rows.annotate(days_of_step=_days_of_step(account, on=on))
    return rows.filter(due | Q(Exists(waiting.filter(next_attempt_at__lt=midnight))))


def _days_of_step(account: Account, *, on: dt.date) -> Case:
    """The days of the latest step that has fallen due in the invoice's department; nothing before the first."""
    schedules = schedules_of(account.departments.values_list("id", flat=True))
    latest_first = [(department, step.days_overdue) for department in schedules for step in schedules[department][::-1]]
    whens = [
        When(department=department, due_on__lte=on - dt.timedelta(days=days), then=Value(days))
        for department, days in latest_first
    ]
    return Case(*whens, output_field=PositiveSmallIntegerField())
