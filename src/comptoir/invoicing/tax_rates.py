"""The VAT rates of a department: added, named otherwise, archived, used again. What a rate charges never changes."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.models import Department, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.invoicing import numbering
from comptoir.invoicing.models import WITH_MENTION, Category, TaxRate

FINEST = Decimal("0.00001")
"""Of a rate as a fraction: a percentage has three decimals at most."""


def add_tax_rate(
    department: Department,
    *,
    description: str,
    category: str,
    by: User,
    at: dt.datetime,
    rate: Decimal = Decimal(0),
    legal_mention: str = "",
) -> TaxRate:
    """Add a rate, a fraction between 0 and 1 of the category S; every other category charges nothing.

    Raises NotAllowed, and ValidationError by field: a description that another rate has, the same rate of the same
    category with the same mention, a rate that its category cannot have, a mention where none is due.
    """
    require(by, Right.SETTINGS)
    with transaction.atomic():
        department = numbering.locked(department)
        made = TaxRate(account=department.account, department=department, category=category, rate=rate)
        _word(made, description, legal_mention)
        _check_rate(made)
        _check_new(made)
        made.save(force_insert=True)
        _tell("added", made, by=by, at=at)
    return made


def change_tax_rate(rate: TaxRate, *, description: str, legal_mention: str, by: User, at: dt.datetime) -> TaxRate:
    """Call a rate otherwise, or let documents booked from now on say something else about it.

    Raises NotAllowed, and ValidationError by field. The same words again leave no activity.
    """
    require(by, Right.SETTINGS)
    with transaction.atomic():
        rate = _locked(rate)
        before = {"description": rate.description, "legal_mention": rate.legal_mention}
        _word(rate, description, legal_mention)
        if before != {"description": rate.description, "legal_mention": rate.legal_mention}:
            rate.save(update_fields=["description", "legal_mention"])
            _tell("changed", rate, by=by, at=at, before=before)
    return rate


def archive_tax_rate(rate: TaxRate, *, by: User, at: dt.datetime) -> TaxRate:
    """Let a rate be chosen no longer; lines that have it keep it. A second time changes nothing.

    Raises NotAllowed, and ValidationError for the last one that can be chosen.
    """
    require(by, Right.SETTINGS)
    with transaction.atomic():
        rate = _locked(rate)
        if rate.archived_at is None:
            others = rate.department.tax_rates.filter(archived_at__isnull=True).exclude(pk=rate.pk)
            if not others.exists():
                raise ValidationError(_("This is the last rate that can be chosen. Add another one first."))
            rate.archived_at = at
            rate.save(update_fields=["archived_at"])
            _tell("archived", rate, by=by, at=at)
    return rate


def restore_tax_rate(rate: TaxRate, *, by: User, at: dt.datetime) -> TaxRate:
    """Let an archived rate be chosen again. A second time changes nothing."""
    require(by, Right.SETTINGS)
    with transaction.atomic():
        rate = _locked(rate)
        if rate.archived_at is not None:
            rate.archived_at = None
            rate.save(update_fields=["archived_at"])
            _tell("restored", rate, by=by, at=at)
    return rate


def _word(rate: TaxRate, description: str, legal_mention: str) -> None:
    rate.description, rate.legal_mention = " ".join(description.split()), " ".join(legal_mention.split())
    if not rate.description:
        raise ValidationError({"description": _("Please fill this in.")})
    if rate.legal_mention and rate.category not in WITH_MENTION:
        raise ValidationError({"legal_mention": _("Only a rate that charges no VAT for a reason says why.")})
    rate.clean_fields(exclude=["id", "account", "department", "rate", "category"])
    others = TaxRate.objects.filter(department=rate.department).exclude(pk=rate.pk)
    if same := others.filter(description__iexact=rate.description).first():
        raise ValidationError({"description": _already(same)})


def _check_rate(rate: TaxRate) -> None:
    if rate.category not in Category.values:
        raise ValidationError({"category": _("Choose one of the list.")})
    if rate.category != Category.STANDARD:
        if rate.rate != 0:
            raise ValidationError({"rate": _("Only the kind “Taxed” charges VAT. Leave this at 0.")})
        return
    if not 0 < rate.rate < 1:
        raise ValidationError({"rate": _("A rate is more than 0 % and less than 100 %.")})
    if rate.rate != rate.rate.quantize(FINEST):
        raise ValidationError({"rate": _("A rate has three decimals at most.")})


def _check_new(rate: TaxRate) -> None:
    same = TaxRate.objects.filter(department=rate.department, category=rate.category, rate=rate.rate)
    if there := same.filter(legal_mention__iexact=rate.legal_mention).first():
        field = "legal_mention" if rate.category in WITH_MENTION else "rate"
        raise ValidationError({field: _already(there)})


def _already(rate: TaxRate) -> str:
    if rate.archived_at is not None:
        return _("“%(name)s” is there already, archived. Use it again.") % {"name": rate.description}
    return _("“%(name)s” is there already.") % {"name": rate.description}


def _locked(rate: TaxRate) -> TaxRate:
    # The department first, so that of the last two rates only one is archived.
    numbering.locked(rate.department)
    rows = TaxRate.objects.select_for_update(of=("self",), no_key=True).select_related("account", "department")
    found: TaxRate = rows.get(pk=rate.pk)
    return found


def _tell(what: str, rate: TaxRate, *, by: User, at: dt.datetime, **effects: Any) -> None:
    facts = {"description": rate.description, "category": rate.category, "legal_mention": rate.legal_mention}
    record(
        f"tax_rate.{what}",
        account=rate.account,
        by=by,
        at=at,
        subject=rate.department,
        name=rate.department.name,
        rate=facts | {"id": rate.pk, "rate": rate.rate},
        **effects,
    )
