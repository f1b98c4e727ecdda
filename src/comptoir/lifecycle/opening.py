"""Opening an account: everything a business needs before its first invoice."""

import datetime as dt

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from comptoir.accounts.models import Account, User
from comptoir.accounts.plans import Plan
from comptoir.accounts.rights import Role
from comptoir.lifecycle.departments import add_department


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
    """Make an account with its owner and a first department of the same name. Raises ValidationError for a weak password."""
    first_name, __, last_name = owner_name.rpartition(" ")
    with transaction.atomic():
        account = Account(
            name=name, plan=plan, language=language, time_zone=time_zone, currency=currency, created_at=at
        )
        account.full_clean(exclude=["id"])
        account.save()
        add_department(account, by=None, at=at, name=name, country=country)
        owner = User(
            account=account,
            email=owner_email.lower(),
            first_name=first_name,
            last_name=last_name,
            role=Role.OWNER,
            language=language,
            created_at=at,
        )
        validate_password(password, owner)
        owner.set_password(password)
        owner.full_clean(exclude=["id"])
        owner.save()
    return account
