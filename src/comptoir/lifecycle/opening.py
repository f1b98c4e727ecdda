"""Opening an account: everything a business needs before its first invoice."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.models import Account, Department, User
from comptoir.accounts.plans import Plan
from comptoir.accounts.rights import Role
from comptoir.core.countries import is_country
from comptoir.invoicing.models import ReminderStep, TaxRate, Tone

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


def open_account(
    *,
    name: str,
    owner_email: str,
    owner_name: str,
    password: str,
    at: dt.datetime,
    plan: str = Plan.BOOST,
    country: str = "BE",
    language: str = "en",
    time_zone: str = "Europe/Brussels",
    currency: str = "EUR",
) -> Account:
    """Make an account with its owner and a first department of the same name, and the usual schedule of reminders.

    Raises ValidationError with an entry for each fact at fault: a weak password, an e-mail in use, an unknown country…
    """
    first_name, __, last_name = " ".join(owner_name.split()).rpartition(" ")
    account = Account(
        name=name.strip(), plan=plan, language=language, time_zone=time_zone, currency=currency, created_at=at
    )
    owner = User(
        account=account,
        email=owner_email.strip().lower(),
        first_name=first_name,
        last_name=last_name,
        role=Role.OWNER,
        language=language,
        created_at=at,
    )
    country = country.strip().upper()
    with transaction.atomic():
        _check(account, owner, country=country, password=password)
        owner.set_password(password)
        account.save()
        owner.save()
        add_department(account, name=account.name, country=country, at=at, is_default=True)
    return account


def add_department(
    account: Account, *, name: str, country: str, at: dt.datetime, is_default: bool = False, **facts: str
) -> Department:
    """Make a department with the VAT rates of its country and the usual reminder schedule."""
    with transaction.atomic():
        department = Department.objects.create(
            account=account, name=name, country=country, is_default=is_default, created_at=at, **facts
        )
        TaxRate.objects.bulk_create(
            TaxRate(account=account, department=department, description=_in_words(rate), rate=Decimal(rate))
            for rate in VAT_RATES.get(country, ("0",))
        )
        ReminderStep.objects.bulk_create(
            ReminderStep(department=department, days_overdue=days, tone=tone) for days, tone in SCHEDULE
        )
    return department


def _in_words(rate: str) -> str:
    return f"{(Decimal(rate) * 100).normalize():f} %"


def _check(account: Account, owner: User, *, country: str, password: str) -> None:
    faults: dict[str, Any] = {}
    for thing in (account, owner):
        try:
            thing.full_clean(exclude=["id", "account", "password"], validate_unique=False, validate_constraints=False)
        except ValidationError as fault:
            faults |= fault.error_dict
    if User.objects.filter(email__iexact=owner.email).exists():
        faults["email"] = _("E-mail: somebody logs in with %s already. Use another one.") % owner.email
    if not is_country(country):
        faults["country"] = _("Country: %(code)s is not a country. Choose one from the list.") % {"code": country}
    try:
        validate_password(password, owner)
    except ValidationError as weak:
        faults["password"] = weak.messages
    if faults:
        raise ValidationError(faults)
