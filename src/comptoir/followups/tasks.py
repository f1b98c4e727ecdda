"""Giving people something to do, and ticking it off. No right is needed: everybody in an account may."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.activities.record import Entry, record, record_all
from comptoir.customers.models import Customer
from comptoir.followups.models import Task


class ChangedMeanwhile(Exception):
    """Somebody else changed the task after it was shown for editing."""


class AlreadyDone(Exception):
    """What is done is not edited any more; it can be reopened."""


class TaskFacts(TypedDict, total=False):
    """What of a task can be changed. Its customer stays: the timeline tells the task there."""

    title: str
    description: str
    due_on: dt.date
    assignee: User | None


@dataclass(frozen=True)
class NewTask:
    """A task to be added. `reason_key` makes it come once in the account's life, however often it is asked for."""

    customer: Customer
    title: str
    due_on: dt.date
    assignee: User | None = None
    description: str = ""
    reason_key: str | None = None


def add_task(
    customer: Customer,
    *,
    title: str,
    due_on: dt.date,
    assignee: User | None,
    at: dt.datetime,
    by: User | None = None,
    reason_key: str | None = None,
    description: str = "",
) -> Task | None:
    """Add a task about `customer`, deactivated or not (R13). None when there already was one for the same reason.

    Raises ValidationError for an assignee who is not an active user of the account.
    """
    _check_assignee(assignee, account=customer.account)
    new = NewTask(customer, title, due_on, assignee, description, reason_key)
    added = add_tasks([new], account=customer.account, at=at, by=by)
    return added[0] if added else None


def add_tasks(new: Sequence[NewTask], *, account: Account, at: dt.datetime, by: User | None = None) -> list[Task]:
    """Add many tasks in a constant number of queries. Returns those that were not there yet for their reason."""
    if not new:
        return []
    tasks = [
        Task(
            account=account,
            customer=task.customer,
            assignee=task.assignee,
            title=task.title[:200],
            description=task.description,
            due_on=task.due_on,
            reason_key=task.reason_key,
            created_at=at,
            updated_at=at,
        )
        for task in new
    ]
    with transaction.atomic():
        Task.objects.bulk_create(tasks, ignore_conflicts=True)
        # Our ids are new, so those that are there now are those that no earlier task stood in the way of.
        there = set(Task.objects.filter(pk__in=[task.pk for task in tasks]).values_list("pk", flat=True))
        added = [task for task in tasks if task.pk in there]
        record_all(
            "task.created",
            [Entry(task, task.customer_id, {"title": task.title, "due_on": task.due_on}) for task in added],
            account=account,
            by=by,
            at=at,
        )
    return added


def edit_task(
    task: Task, *, by: User, at: dt.datetime, seen: dt.datetime | None = None, **facts: Unpack[TaskFacts]
) -> Task:
    """Change the facts given; one activity that keeps what they were, none when nothing differs.

    `seen` is the `updated_at` that was shown to whoever edits. Raises ChangedMeanwhile when it is another by now,
    AlreadyDone, and ValidationError for a new assignee who is not an active user of the account.
    """
    with transaction.atomic():
        task = Task.objects.select_for_update(of=("self",)).select_related("account", "assignee").get(pk=task.pk)
        if task.is_done:
            raise AlreadyDone
        if seen is not None and task.updated_at != seen:
            raise ChangedMeanwhile
        if facts.get("assignee", task.assignee) != task.assignee:
            _check_assignee(facts["assignee"], account=task.account)
        if changes := _change(task, facts):
            task.updated_at = at
            task.save(update_fields=["updated_at", *(change["field"] for change in changes)])
            _tell("task.edited", task, by=by, at=at, changes=changes)
    return task


def complete(task: Task, *, by: User, at: dt.datetime) -> Task:
    """Mark a task as done; a second time changes nothing."""
    with transaction.atomic():
        if Task.objects.filter(pk=task.pk).open().update(completed_at=at, completed_by=by, updated_at=at):
            _tell("task.completed", task, by=by, at=at)
    task.refresh_from_db()
    return task


def reopen(task: Task, *, by: User, at: dt.datetime) -> Task:
    """Take back that a task is done; a second time changes nothing."""
    with transaction.atomic():
        if Task.objects.filter(pk=task.pk).done().update(completed_at=None, completed_by=None, updated_at=at):
            _tell("task.reopened", task, by=by, at=at)
    task.refresh_from_db()
    return task


def _check_assignee(assignee: User | None, *, account: Account) -> None:
    if assignee and (assignee.account_id != account.pk or not assignee.is_active):
        raise ValidationError({"assignee": _("Choose one from the list.")})


def _change(task: Task, facts: TaskFacts) -> list[dict[str, Any]]:
    """Set the facts on `task`, unsaved; an entry {"field", "old", "new"} for each that differed, people by name."""
    changes = []
    for field, new in facts.items():
        old = getattr(task, field)
        if old != new:
            setattr(task, field, new)
            changes.append({"field": field, "old": _told(old), "new": _told(new)})
    return changes


def _told(value: Any) -> Any:
    return value.name if isinstance(value, User) else value


def _tell(kind: str, task: Task, *, by: User, at: dt.datetime, **effects: Any) -> None:
    record(
        kind,
        account=task.account,
        by=by,
        at=at,
        subject=task,
        customer_id=task.customer_id,
        title=task.title,
        **effects,
    )
