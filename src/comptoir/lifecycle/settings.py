"""The settings of an account and of its legal entities."""

import datetime as dt
from collections.abc import Callable
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.models import Account, Department, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.customers import validation
from comptoir.lifecycle.changes import changed


class AccountFacts(TypedDict, total=False):
    """What an owner decides about the account; the plan is decided elsewhere."""

    name: str
    language: str
    time_zone: str
    currency: str
    morning_hour: int


class DepartmentFacts(TypedDict, total=False):
    """What a legal entity puts on its invoices."""

    name: str
    vat_number: str
    line_1: str
    postal_code: str
    city: str
    country: str
    email: str
    phone: str
    website: str
    iban: str
    bic: str


WRITTEN: dict[str, Callable[[str], str]] = {
    "email": validation.email,
    "website": validation.website,
    "iban": validation.iban,
    "bic": validation.bic,
    "country": validation.country,
}


def change_account(account: Account, *, by: User, at: dt.datetime, **facts: Unpack[AccountFacts]) -> Account:
    """Change the facts given; amounts of documents that exist keep their currency. Raises NotAllowed, ValidationError."""
    require(by, Right.SETTINGS)
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=account.pk)
        changes = changed(account, **facts)
        if changes:
            account.full_clean(exclude=["id"], validate_constraints=False)
            account.save(update_fields=[change["field"] for change in changes])
            record("account.changed", account=account, by=by, at=at, subject=account, changes=changes)
    return account


def change_department(
    department: Department, *, by: User, at: dt.datetime, **facts: Unpack[DepartmentFacts]
) -> Department:
    """Change the facts given, for invoices booked from now on. Raises NotAllowed, and ValidationError by field."""
    require(by, Right.SETTINGS)
    with transaction.atomic():
        department = Department.objects.select_for_update().get(pk=department.pk)
        changes = changed(department, **_checked(department, facts))
        if changes:
            _refuse_a_second_name(department)
            department.full_clean(exclude=["id"], validate_constraints=False)
            department.save(update_fields=[change["field"] for change in changes])
            record(
                "department.changed",
                account=department.account,
                by=by,
                at=at,
                subject=department,
                name=department.name,
                changes=changes,
            )
    return department


def _checked(department: Department, facts: DepartmentFacts) -> dict[str, str]:
    """The facts as Comptoir writes them. Raises ValidationError with an entry for each field at fault."""
    country = facts.get("country", department.country)
    written: dict[str, Any] = {
        **WRITTEN,
        "vat_number": lambda text: validation.vat_number(text, country=country),
        "phone": lambda text: validation.telephone(text, country=country),
    }
    checked, faults = {}, {}
    for field, text in facts.items():
        try:
            checked[field] = written.get(field, str.strip)(str(text))
        except ValidationError as fault:
            faults[field] = fault
    if faults:
        raise ValidationError(faults)
    return checked


def _refuse_a_second_name(department: Department) -> None:
    others = Department.objects.filter(account=department.account).exclude(pk=department.pk)
    if others.filter(name__iexact=department.name).exists():
        raise ValidationError({"name": _("Name: another department is called so already. Choose another name.")})
