"""What leaves on a morning, asked of all invoices at once: the rule of `reminding` as one question to the database."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    Field,
    OuterRef,
    PositiveSmallIntegerField,
    Q,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from comptoir.accounts.models import Account
from comptoir.core.days import local_moment
from comptoir.invoicing.models import Invoice, InvoiceQuerySet, Reminder, ReminderStep
from comptoir.invoicing.reminding import LEFT, Schedule, schedules_of

ONE_DAY = dt.timedelta(days=1)
ASKED_FOR = Q(step__isnull=True) | Q(asked_by__isnull=False)


def leaving_on(account: Account, *, on: dt.date) -> InvoiceQuerySet:
    """The invoices for which `reminding.next_reminder(…, on=on)` names the morning of `on` itself. Three queries.

    Each bears `leaves_by`, the channel. Give it the day of a morning run that is still to come: `reminding.next_run_on`.
    Of each overdue invoice the reminders are looked up: where there are very many, narrow it.
    """
    by_hand = Q(asked_despite_hold=True) | Q(asked=True) & ~_held(on)
    automatic = (
        ~_held(on)
        & ~_exempt(on)
        & Q(is_leaving=False, waits_asked_for=False)
        & (Q(is_due=True, too_soon=False) | Q(waits=True))
    )
    return _overdue(account, on=on).filter(by_hand | automatic)


def kept_back_on(account: Account, *, on: dt.date) -> InvoiceQuerySet:
    """The invoices that would get a step on the morning of `on`, if something did not keep it back: `because` says what."""
    because = Case(
        When(_held(on), then=Value(Because.HELD)),
        When(_exempt(on), then=Value(Because.EXEMPT)),
        When(is_leaving=True, then=Value(Because.LEAVING)),
        When(too_soon=True, then=Value(Because.TOO_SOON)),
        default=Value(""),
        output_field=CharField(),
    )
    rows = _overdue(account, on=on).filter(asked=False, asked_despite_hold=False)
    kept: InvoiceQuerySet = rows.filter(Q(is_due=True) | Q(waits=True)).annotate(because=because).exclude(because="")
    return kept


class Because:
    """What keeps a reminder back."""

    HELD = "held"
    EXEMPT = "exempt"
    LEAVING = "leaving"
    TOO_SOON = "too_soon"


def _held(on: dt.date) -> Q:
    return Q(on_hold_since__isnull=False) & (Q(on_hold_until__isnull=True) | Q(on_hold_until__gt=on))


def _exempt(on: dt.date) -> Q:
    ends = Q(customer__no_reminders_until__isnull=True) | Q(customer__no_reminders_until__gt=on)
    return Q(customer__no_reminders_since__isnull=False) & ends


def _overdue(account: Account, *, on: dt.date) -> InvoiceQuerySet:
    """The overdue invoices of `account`, with what the rule asks about each."""
    schedules = _Schedules(account, on=on)
    midnight = local_moment(on + ONE_DAY, 0, account.time_zone)
    reminders = Reminder.objects.filter(invoice=OuterRef("pk"))
    waiting = reminders.queued()
    soon, asked_for = waiting.filter(next_attempt_at__lt=midnight), waiting.filter(ASKED_FOR)
    left = reminders.filter(state__in=LEFT)
    rows: InvoiceQuerySet = Invoice.objects.of(account).overdue(on=on)
    rows = rows.annotate(
        step_due=schedules.of_each(lambda step: step.pk, UUIDField()),
        days_of_step=schedules.of_each(lambda step: step.days_overdue, PositiveSmallIntegerField()),
        channel_of_step=schedules.of_each(lambda step: step.channel, CharField()),
        long_enough_ago=schedules.long_enough_ago(),
    )
    rows = rows.annotate(
        asked=Exists(soon.filter(ASKED_FOR)),
        asked_despite_hold=Exists(soon.filter(ASKED_FOR, despite_hold=True)),
        waits_asked_for=Exists(asked_for),
        waits=Exists(soon.exclude(ASKED_FOR)),
        is_leaving=Exists(reminders.leaving()),
        too_soon=Exists(left.filter(claimed_at__gte=OuterRef("long_enough_ago"))),
        is_due=Q(days_of_step__isnull=False)
        & ~Exists(left.filter(step__days_overdue__gte=OuterRef("days_of_step")))
        & ~Exists(waiting.filter(step=OuterRef("step_due"))),
    )
    by_step = Q(waits_asked_for=False, is_due=True, too_soon=False)
    as_it_waits = Coalesce(Subquery(waiting.values("channel")[:1]), F("channel_of_step"))
    leaves_by = Case(When(by_step, then=F("channel_of_step")), default=as_it_waits, output_field=CharField())
    asked_about: InvoiceQuerySet = rows.annotate(leaves_by=leaves_by)
    return asked_about


class _Schedules:
    """The schedules of the account's departments, as expressions that depend on an invoice."""

    def __init__(self, account: Account, *, on: dt.date) -> None:
        self.by_department = schedules_of(account.departments.values_list("id", flat=True))
        self.account, self.on = account, on

    def of_each(self, fact: Callable[[ReminderStep], Any], field: "Field[Any, Any]") -> Case:
        """A fact of the latest step that has fallen due; nothing before the first."""
        latest_first = [
            (department, step)
            for department, schedule in self.by_department.items()
            for step in reversed(schedule.steps)
        ]
        whens = [
            When(
                department=department,
                due_on__lte=self.on - dt.timedelta(days=step.days_overdue),
                then=Value(fact(step), output_field=field),
            )
            for department, step in latest_first
        ]
        return Case(*whens, output_field=field)

    def long_enough_ago(self) -> Case:
        """What left before this moment is no longer within the minimum interval."""
        whens = [
            When(department=department, then=Value(self._moment(schedule), output_field=DateTimeField()))
            for department, schedule in self.by_department.items()
        ]
        return Case(*whens, output_field=DateTimeField())

    def _moment(self, schedule: Schedule) -> dt.datetime:
        return local_moment(self.on - schedule.interval + ONE_DAY, 0, self.account.time_zone)
