"""What may be said of a department, and how it is checked before it is kept."""

import re
from collections.abc import Callable, Iterable
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from comptoir.accounts.models import Department
from comptoir.core.colours import colour
from comptoir.customers import validation

NUMBERING = ("invoice_prefix", "fiscal_year_starts")
"""What decides how numbers read and where they begin anew: fixed while a fiscal year runs in which one was given."""


class DepartmentFacts(TypedDict, total=False):
    """What a legal entity puts on its invoices, and how it numbers them."""

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
    invoice_prefix: str
    fiscal_year_starts: int
    electronic_address: str
    brand_color: str
    document_footer: str


WRITTEN: dict[str, Callable[[str], str]] = {
    "email": validation.email,
    "website": validation.website,
    "iban": validation.iban,
    "bic": validation.bic,
    "country": validation.country,
    "electronic_address": validation.electronic_address,
    "brand_color": lambda text: _colour(text),
}


def checked(department: Department, facts: DepartmentFacts) -> dict[str, Any]:
    """The facts as Comptoir writes them. Raises ValidationError with an entry for each field at fault."""
    country = facts.get("country", department.country)
    written: dict[str, Any] = {
        **WRITTEN,
        "vat_number": lambda text: validation.vat_number(text, country=country),
        "phone": lambda text: validation.telephone(text, country=country),
        "invoice_prefix": _prefix,
    }
    kept: dict[str, Any] = {}
    faults = {}
    for field, fact in facts.items():
        try:
            kept[field] = written.get(field, str.strip)(fact) if isinstance(fact, str) else fact
        except ValidationError as fault:
            faults[field] = fault
    if faults:
        raise ValidationError(faults)
    return kept


def refuse_to_renumber(fields: Iterable[str]) -> None:
    """Raise ValidationError for the fields among these that decide how numbers read and begin."""
    sentence = _("A number was given in this fiscal year already. This can change before the first number of the next.")
    if faults := {field: sentence for field in fields if field in NUMBERING}:
        raise ValidationError(faults)


def refuse_a_second_name(department: Department) -> None:
    """Raise ValidationError when another department of the account is called so, whatever the capitals."""
    if _others(department).filter(name__iexact=department.name).exists():
        raise ValidationError({"name": _("Name: another department is called so already. Choose another name.")})


def refuse_a_second_prefix(department: Department) -> None:
    """Raise ValidationError when the numbers of another department, archived or not, begin likewise."""
    other = _others(department).filter(invoice_prefix=department.invoice_prefix).first()
    if other is None:
        return
    if department.invoice_prefix:
        sentence = _("The numbers of %(name)s begin like this. Choose another prefix.") % {"name": other.name}
    else:
        sentence = _("The numbers of %(name)s have no prefix. Choose one, so that no number occurs twice.")
        sentence %= {"name": other.name}
    raise ValidationError({"invoice_prefix": sentence})


def _colour(text: str) -> str:
    """A colour as documents keep it: "#1f4e79"."""
    kept = colour(text)
    if kept is None:
        raise ValidationError(_("%(text)s is not a colour. Write it like #1f4e79."), params={"text": text.strip()})
    return kept


def _prefix(text: str) -> str:
    """A prefix of invoice numbers: capitals, digits and hyphens that do not run into the year behind it."""
    prefix = text.strip().upper()
    if not prefix:
        return ""
    if not re.fullmatch(r"[A-Z0-9-]*[A-Z-]", prefix):
        raise ValidationError(_("Use letters, digits and hyphens, and end with a letter or a hyphen, as in NL or 2B-."))
    if prefix.endswith("CN"):
        raise ValidationError(_("CN stands before the numbers of credit notes. Choose another prefix."))
    return prefix


def _others(department: Department) -> QuerySet[Department]:
    return Department.objects.filter(account=department.account).exclude(pk=department.pk)
