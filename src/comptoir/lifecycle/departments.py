"""The legal entities of an account: added, changed, chosen as the usual one, archived."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Unpack

from django.db import transaction
from django.utils.translation import override

from comptoir.accounts.models import Account, Department, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.invoicing import numbering
from comptoir.invoicing.models import WITH_MENTION, Category, Invoice, ReminderStep, TaxRate, Tone
from comptoir.lifecycle import department_facts
from comptoir.lifecycle.changes import changed
from comptoir.lifecycle.department_facts import DepartmentFacts
from comptoir.subscriptions.models import Subscription, SubscriptionQuerySet

VAT_RATES: dict[str, tuple[str, ...]] = {
    "BE": ("0.21", "0.12", "0.06", "0"),
    "FR": ("0.20", "0.10", "0.055", "0"),
    "NL": ("0.21", "0.09", "0"),
    "DE": ("0.19", "0.07", "0"),
    "LU": ("0.17", "0.14", "0.08", "0"),
}
"""The VAT rates in force in 2026 (Directive 2006/112/EC, annex III, as each country applies it)."""

SCHEDULE = ((7, Tone.FRIENDLY), (21, Tone.FIRM), (35, Tone.FINAL))
"""The reminder schedule a department starts with, days after the due date."""


@dataclass(frozen=True)
class StillOpen:
    """What goes on, or stands in the way, when a department is archived."""

    drafts: int
    outstanding: int
    subscriptions: int


class DefaultDepartment(Exception):
    """The default department cannot be archived."""


class ArchivedDepartment(Exception):
    """An archived department cannot be the default one."""


class BillsSubscriptions(Exception):
    """Active subscriptions are billed by this department: it cannot be archived."""


def add_department(
    account: Account, *, by: User | None, at: dt.datetime, **facts: Unpack[DepartmentFacts]
) -> Department:
    """Make a department with the VAT rates of its country and the usual reminder schedule.

    The account's first one is its default. Raises NotAllowed, and ValidationError by field.
    """
    require(by, Right.SETTINGS)
    with transaction.atomic():
        account = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
        department = Department(account=account, created_at=at, is_default=not account.departments.exists())
        changed(department, **department_facts.checked(department, facts))
        department_facts.refuse_a_second_name(department)
        department_facts.refuse_a_second_prefix(department)
        department.full_clean(exclude=["id"], validate_constraints=False)
        department.save()
        equip(department)
        record("department.added", account=account, by=by, at=at, subject=department, name=department.name)
    return department


def equip(department: Department) -> None:
    """Give a new department the VAT rates of its country, a rate for each reason to charge none, and the usual reminder
    schedule."""
    charged = [(Decimal(rate), _in_words(rate)) for rate in VAT_RATES.get(department.country, ("0",))]
    with override(department.account.language):
        free = [(category, str(category.label)) for category in Category if category in WITH_MENTION]
    rates = [(rate, words, Category.STANDARD if rate else Category.ZERO) for rate, words in charged]
    rates += [(Decimal(0), words, category) for category, words in free]
    TaxRate.objects.bulk_create(
        TaxRate(account=department.account, department=department, description=words, rate=rate, category=category)
        for rate, words, category in rates
    )
    ReminderStep.objects.bulk_create(
        ReminderStep(department=department, days_overdue=days, tone=tone) for days, tone in SCHEDULE
    )


def change_department(
    department: Department, *, by: User, at: dt.datetime, **facts: Unpack[DepartmentFacts]
) -> Department:
    """Change the facts given, for invoices booked from now on. Raises NotAllowed, and ValidationError by field.

    Prefix and first month of the fiscal year stay once a number was given in the year that runs on the account's day.
    """
    require(by, Right.SETTINGS)
    with transaction.atomic():
        department = _locked(department)
        numbered = numbering.has_given(department, on=department.account.day(at))
        changes = changed(department, **department_facts.checked(department, facts))
        fields = [change["field"] for change in changes]
        if numbered:
            department_facts.refuse_to_renumber(fields)
        if "name" in fields:
            department_facts.refuse_a_second_name(department)
        if "invoice_prefix" in fields:
            department_facts.refuse_a_second_prefix(department)
        if changes:
            department.full_clean(exclude=["id"], validate_constraints=False)
            department.save(update_fields=fields)
            _tell("changed", department, by=by, at=at, changes=changes)
    return department


def make_default(department: Department, *, by: User, at: dt.datetime) -> Department:
    """Let new invoices and subscriptions begin with this department. Raises NotAllowed, ArchivedDepartment."""
    require(by, Right.SETTINGS)
    with transaction.atomic():
        department = _locked(department)
        if department.is_archived:
            raise ArchivedDepartment
        if not department.is_default:
            department.account.departments.filter(is_default=True).update(is_default=False)
            department.is_default = True
            department.save(update_fields=["is_default"])
            _tell("made_default", department, by=by, at=at)
    return department


def still_open(department: Department) -> StillOpen:
    """The drafts, outstanding invoices and active subscriptions of a department."""
    invoices = Invoice.objects.filter(department=department)
    return StillOpen(
        drafts=invoices.drafts().count(),
        outstanding=invoices.outstanding().count(),
        subscriptions=_billed_by(department).count(),
    )


def archive_department(department: Department, *, by: User, at: dt.datetime) -> Department:
    """Let nothing new be made for this department; its drafts can be booked, its reminders and payments go on.

    Raises NotAllowed, DefaultDepartment, and BillsSubscriptions while active subscriptions are billed by it.
    """
    require(by, Right.SETTINGS)
    with transaction.atomic():
        department = _locked(department)
        if department.is_default:
            raise DefaultDepartment
        if _billed_by(department).exists():
            raise BillsSubscriptions
        _set_status(department, Department.Status.ARCHIVED, "archived", by=by, at=at)
    return department


def restore_department(department: Department, *, by: User, at: dt.datetime) -> Department:
    """Let an archived department be chosen again. Raises NotAllowed."""
    require(by, Right.SETTINGS)
    with transaction.atomic():
        department = _locked(department)
        _set_status(department, Department.Status.ACTIVE, "restored", by=by, at=at)
    return department


def _billed_by(department: Department) -> SubscriptionQuerySet:
    return Subscription.objects.filter(department=department).active()


def _locked(department: Department) -> Department:
    # The account first, so that only one department is made default and none of them archived meanwhile.
    account = Account.objects.select_for_update(no_key=True).get(pk=department.account_id)
    department = Department.objects.select_for_update(of=("self",)).get(pk=department.pk)
    department.account = account
    return department


def _set_status(department: Department, status: str, what: str, *, by: User, at: dt.datetime) -> None:
    if department.status != status:
        department.status = status
        department.save(update_fields=["status"])
        _tell(what, department, by=by, at=at)


def _tell(what: str, department: Department, *, by: User, at: dt.datetime, **effects: Any) -> None:
    kind = f"department.{what}"
    record(kind, account=department.account, by=by, at=at, subject=department, name=department.name, **effects)


def _in_words(rate: str) -> str:
    return f"{(Decimal(rate) * 100).normalize():f} %"
