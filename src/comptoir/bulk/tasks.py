"""Setting a task about each of many records."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from comptoir.accounts.models import User
from comptoir.bulk.colleagues import colleague
from comptoir.bulk.models import About, BulkRow, BulkRun
from comptoir.bulk.records import RECORDS, ids
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.followups.looking_after import who_looks_after
from comptoir.followups.models import Priority
from comptoir.followups.tasks import NewTask, add_tasks

LONGEST = 200


def add(run: BulkRun, rows: Sequence[BulkRow], *, at: dt.datetime) -> None:
    """Add a task about each record: for the colleague of the run, or for whoever looks after its customer."""
    to = colleague(run, run.options.get("assignee"), field="assignee")
    records = _records(run, ids(rows))
    customers = {record.pk: record if isinstance(record, Customer) else record.customer for record in records.values()}
    caring = who_looks_after(list({each.pk: each for each in customers.values()}.values()), account=run.account)
    new = []
    for row in rows:
        record = records.get(row.record_id)
        if record is None:
            row.refuse("gone")
            continue
        customer = customers[record.pk]
        assignee = to or _responsible(record) or caring[customer.pk]
        new.append(_task(run, row, record, customer, assignee))
        row.done("task_added", assignee=assignee.name if assignee else "")
    add_tasks(new, account=run.account, at=at, by=run.by)


def something_to_do(run: BulkRun, options: dict[str, Any], *, by: User, at: dt.datetime) -> dict[str, Any]:
    """A title, a day, and a colleague who can be chosen, or whoever looks after the customer."""
    faults = {}
    title, due_on = str(options.get("title", "")).strip(), str(options.get("due_on") or "")
    if not title:
        faults["title"] = _("Please fill this in.")
    elif len(title) > LONGEST:
        faults["title"] = _("At most %(limit)s characters fit here.") % {"limit": LONGEST}
    if not due_on:
        faults["due_on"] = _("Please fill this in.")
    if faults:
        raise ValidationError(faults)
    to = colleague(run, options.get("assignee"), field="assignee")
    priority = options.get("priority") if options.get("priority") in Priority.values else Priority.C
    return {
        "title": title,
        "due_on": due_on,
        "assignee": str(to.pk) if to else None,
        "name": to.name if to else "",
        "description": str(options.get("description", "")).strip(),
        "priority": str(priority),
    }


def _records(run: BulkRun, those: list[Any]) -> dict[Any, Any]:
    with_people = {
        About.CUSTOMER: ["responsible_user"],
        About.DEAL: ["customer__responsible_user", "responsible_user"],
    }.get(About(run.about), ["customer__responsible_user"])
    rows = RECORDS[About(run.about)].model.objects.of(run.account).select_related(*with_people)
    return {record.pk: record for record in rows.filter(pk__in=those)}


def _responsible(record: Any) -> User | None:
    """Who has the deal, as long as they can log in."""
    user: User | None = record.responsible_user if isinstance(record, Deal) else None
    return user if user and user.is_active else None


def _task(run: BulkRun, row: BulkRow, record: Any, customer: Customer, assignee: User | None) -> NewTask:
    # A task is about a customer or a deal; of a document it says which one.
    is_document = run.about in (About.INVOICE, About.SUBSCRIPTION)
    about = [row.name] if is_document else []
    return NewTask(
        customer=customer,
        title=run.options["title"],
        due_on=dt.date.fromisoformat(run.options["due_on"]),
        assignee=assignee,
        description="\n\n".join(filter(None, [run.options.get("description", ""), *about])),
        priority=run.options.get("priority", Priority.C),
        deal=record if isinstance(record, Deal) else None,
    )
