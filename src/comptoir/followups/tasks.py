"""Giving people something to do, and ticking it off."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import Entry, record, record_all
from comptoir.customers.models import Customer
from comptoir.followups.models import Task


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
    """Add a task about `customer`. None when there already was one for the same reason. Needs the customers right."""
    require(by, Right.CUSTOMERS)
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


def complete(task: Task, *, by: User, at: dt.datetime) -> Task:
    """Mark a task as done; a second time changes nothing. Needs the customers right."""
    require(by, Right.CUSTOMERS)
    with transaction.atomic():
        if Task.objects.filter(pk=task.pk).open().update(completed_at=at, completed_by=by):
            record(
                "task.completed",
                account=task.account,
                by=by,
                at=at,
                subject=task,
                customer_id=task.customer_id,
                title=task.title,
            )
    task.refresh_from_db()
    return task
