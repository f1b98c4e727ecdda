"""Giving people something to do, and ticking it off. No right is needed: everybody in an account may."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict, Unpack

from django.db import transaction

from comptoir.accounts.models import Account, User
from comptoir.activities.record import Entry, record_all
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.deals.moving import touch
from comptoir.followups.checking import check, completed
from comptoir.followups.models import Priority, Task
from comptoir.followups.writing import change, deal_effect, editable, mark_done, mark_open, remove, tell


class TaskFacts(TypedDict, total=False):
    """What of a task can be changed."""

    title: str
    description: str
    due_on: dt.date
    assignee: User | None
    priority: str
    customer: Customer | None
    deal: Deal | None


@dataclass(frozen=True)
class NewTask:
    """A task to be added. `reason_key` makes it come once in the account's life, however often it is asked for."""

    customer: Customer | None
    title: str
    due_on: dt.date
    assignee: User | None = None
    description: str = ""
    reason_key: str | None = None
    priority: str = Priority.C
    deal: Deal | None = None


def add_task(
    customer: Customer | None,
    *,
    title: str,
    due_on: dt.date,
    assignee: User | None,
    at: dt.datetime,
    by: User | None = None,
    reason_key: str | None = None,
    description: str = "",
    priority: str = Priority.C,
    deal: Deal | None = None,
) -> Task | None:
    """Add a task about `customer`, deactivated or not (R13), or about nobody; a deal's customer stands in for none.

    The account is that of whoever or whatever is named first: the customer, the deal, the assignee, `by`. None when
    there already was one for the same reason. Raises ValidationError for what is not of the account, an assignee who
    can no longer log in and a deal of another customer.
    """
    account = next(each.account for each in (customer, deal, assignee, by) if each)
    customer = customer or (deal.customer if deal else None)
    new = NewTask(customer, title[:200], due_on, assignee, description, reason_key, priority, deal)
    check(_task(new, account=account, at=at), TaskFacts.__annotations__)
    added = add_tasks([new], account=account, at=at, by=by)
    return added[0] if added else None


def add_tasks(new: Sequence[NewTask], *, account: Account, at: dt.datetime, by: User | None = None) -> list[Task]:
    """Add many tasks in a constant number of queries. Returns those that were not there yet for their reason."""
    if not new:
        return []
    tasks = [_task(each, account=account, at=at) for each in new]
    with transaction.atomic():
        Task.objects.bulk_create(tasks, ignore_conflicts=True)
        # Our ids are new, so those that are there now are those that no earlier task stood in the way of.
        there = set(Task.objects.filter(pk__in=[task.pk for task in tasks]).values_list("pk", flat=True))
        added = [task for task in tasks if task.pk in there]
        for deal in {task.deal for task in added if task.deal}:
            touch(deal, at=at)
        record_all("task.created", [_created(task) for task in added], account=account, by=by, at=at)
    return added


def edit_task(
    task: Task, *, by: User, at: dt.datetime, seen: dt.datetime | None = None, **facts: Unpack[TaskFacts]
) -> Task:
    """Change the facts given; one activity that keeps what they were, none when nothing differs.

    `seen` is the `updated_at` that was shown to whoever edits. Raises ChangedMeanwhile when it is another by now,
    AlreadyDone, and ValidationError as `add_task` does. Who has it already keeps it, also after they left.
    """
    with transaction.atomic():
        task = editable(task, seen)
        if changes := change(task, completed(task, facts)):
            changed = [entry["field"] for entry in changes]
            check(task, changed)
            task.updated_at = at
            task.save(update_fields=["updated_at", *changed])
            tell("task.edited", task, by=by, at=at, title=task.title, changes=changes)
    return task


def complete(task: Task, *, by: User, at: dt.datetime) -> Task:
    """Mark a task as done; a second time changes nothing."""
    with transaction.atomic():
        if mark_done(task, by=by, at=at):
            tell("task.completed", task, by=by, at=at, title=task.title)
    return task


def reopen(task: Task, *, by: User, at: dt.datetime) -> Task:
    """Take back that a task is done; a second time changes nothing."""
    with transaction.atomic():
        if mark_open(task, at=at):
            tell("task.reopened", task, by=by, at=at, title=task.title)
    return task


def delete_task(task: Task, *, by: User, at: dt.datetime) -> None:
    """Remove a task, done or not; the timeline keeps that it was there. A second time changes nothing.

    One that Comptoir set comes again when its reason does.
    """
    with transaction.atomic():
        if remove(task):
            tell("task.deleted", task, by=by, at=at, title=task.title, due_on=task.due_on)


def _task(new: NewTask, *, account: Account, at: dt.datetime) -> Task:
    return Task(
        account=account,
        customer=new.customer,
        deal=new.deal,
        assignee=new.assignee,
        title=new.title[:200],
        description=new.description,
        due_on=new.due_on,
        priority=new.priority,
        reason_key=new.reason_key,
        created_at=at,
        updated_at=at,
    )


def _created(task: Task) -> Entry:
    effects = {"title": task.title, "due_on": task.due_on, **deal_effect(task.deal)}
    return Entry(task, task.customer_id, effects)
