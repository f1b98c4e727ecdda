"""Changing a department's reminder schedule. What is waiting or has left keeps its step."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Department, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.invoicing.models import Channel, Reminder, ReminderStep

SHORTEST, LONGEST = 1, 90
"""Days between two reminders of one invoice."""


class DayTaken(Exception):
    """The schedule has a step for that number of days already; `str()` is a sentence for people."""

    def __str__(self) -> str:
        return str(_("There is already a step for this number of days."))


def add_step(
    department: Department,
    *,
    days_overdue: int,
    tone: str,
    by: User,
    at: dt.datetime,
    channel: str = Channel.EMAIL,
    adds_late_costs: bool = False,
) -> ReminderStep:
    """Add a step. From the next morning run on it counts for invoices that did not get a later one. Raises DayTaken."""
    require(by, Right.SETTINGS)
    with transaction.atomic():
        step = ReminderStep(
            department=department,
            days_overdue=days_overdue,
            tone=tone,
            channel=channel,
            adds_late_costs=adds_late_costs,
        )
        _save(step)
        _tell("reminder_step.added", step, by=by, at=at)
    return step


def change_step(
    step: ReminderStep,
    *,
    days_overdue: int,
    tone: str,
    by: User,
    at: dt.datetime,
    channel: str = Channel.EMAIL,
    adds_late_costs: bool = False,
) -> ReminderStep:
    """Change the days, the letter, the way or the late costs of a step. An invoice that got it does not get it again.

    What waits already keeps its way. Raises DayTaken.
    """
    require(by, Right.SETTINGS)
    with transaction.atomic():
        before = _facts(step)
        step.days_overdue, step.tone = days_overdue, tone
        step.channel, step.adds_late_costs = channel, adds_late_costs
        if before != _facts(step):
            _save(step)
            _tell("reminder_step.changed", step, by=by, at=at, before=before)
    return step


def set_interval(department: Department, days: int, *, by: User, at: dt.datetime) -> Department:
    """Set the days that must lie between two reminders of one invoice (G8), 1 to 90. It counts from the next run on.

    The same number again changes nothing. Raises ValidationError. Needs the right to the settings.
    """
    require(by, Right.SETTINGS)
    if not SHORTEST <= days <= LONGEST:
        raise ValidationError(
            {"days": _("Between two reminders lie %(least)s to %(most)s days.") % {"least": SHORTEST, "most": LONGEST}}
        )
    with transaction.atomic():
        kept = Department.objects.select_for_update(of=("self",), no_key=True).select_related("account")
        current: Department = kept.get(pk=department.pk)
        before, current.reminder_interval = current.reminder_interval, days
        if before != days:
            current.save(update_fields=["reminder_interval"])
            record(
                "reminder_interval.changed",
                account=current.account,
                by=by,
                at=at,
                subject=current,
                department=current.name,
                days=days,
                before=before,
            )
    return current


def remove_step(step: ReminderStep, *, by: User, at: dt.datetime) -> ReminderStep:
    """Take a step out of the schedule: its waiting reminders are withdrawn, those that left still tell their story."""
    require(by, Right.SETTINGS)
    with transaction.atomic():
        if ReminderStep.objects.filter(pk=step.pk, archived_at__isnull=True).update(archived_at=at):
            Reminder.objects.filter(step=step).withdraw()
            _tell("reminder_step.removed", step, by=by, at=at)
    step.refresh_from_db()
    return step


def _facts(step: ReminderStep) -> dict[str, Any]:
    return {
        "days": step.days_overdue,
        "tone": step.tone,
        "channel": step.channel,
        "late_costs": step.adds_late_costs,
    }


def _save(step: ReminderStep) -> None:
    step.full_clean(exclude=["id"], validate_constraints=False)
    if step.days_overdue < 1:
        raise ValidationError({"days_overdue": _("A reminder leaves one day after the due date at the earliest.")})
    try:
        with transaction.atomic():
            step.save()
    except IntegrityError as error:
        raise DayTaken from error


def _tell(kind: str, step: ReminderStep, *, by: User, at: dt.datetime, **effects: Any) -> None:
    record(
        kind,
        account=step.department.account,
        by=by,
        at=at,
        subject=step,
        step=_facts(step),
        department=step.department.name,
        **effects,
    )
