"""Opening an account: everything a business needs before its first invoice."""

import datetime as dt
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.plans import Plan
from comptoir.accounts.rights import Role
from comptoir.core.countries import is_country
from comptoir.deals import defaults as deal_defaults
from comptoir.followups import defaults as follow_up_defaults
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
    """Make an account with its owner, a first department of the same name with the usual schedule of reminders, and
    what it can sell with: a pipeline and words to choose from.

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
        add_department(account, by=None, at=at, name=account.name, country=country)
        deal_defaults.equip(account, at=at)
        follow_up_defaults.equip(account)
    return account


def _check(account: Account, owner: User, *, country: str, password: str) -> None:
    faults: dict[str, Any] = {}
    for thing in (account, owner):
        try:
            thing.full_clean(exclude=["id", "account", "password"], validate_unique=False, validate_constraints=False)
        except ValidationError as fault:
            faults |= fault.error_dict
    if User.objects.filter(email__iexact=owner.email).exists():
        faults["email"] = _("E-mail: somebody logs in with %(email)s already. Use another one.") % {
            "email": owner.email
        }
    if not is_country(country):
        faults["country"] = _("Country: %(code)s is not a country. Choose one from the list.") % {"code": country}
    try:
        validate_password(password, owner)
    except ValidationError as weak:
        faults["password"] = weak.messages
    if faults:
        raise ValidationError(faults)
