"""What may be said of a quotation."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from comptoir.quotations.models import Quotation

CHOSEN = ("customer", "department")


def check(quotation: Quotation, fields: Collection[str]) -> None:
    """Raise ValidationError, with an entry for each of `fields` that is at fault."""
    faults: dict[str, Any] = {}
    try:
        quotation.clean_fields(exclude={field.name for field in quotation._meta.fields} - (set(fields) - set(CHOSEN)))
    except ValidationError as wrong:
        faults = wrong.error_dict
    for name in CHOSEN:
        if name in fields and getattr(quotation, name).account_id != quotation.account_id:
            faults[name] = _("Choose one from the list.")
    if "department" in fields and quotation.department.is_archived:
        faults["department"] = _("Choose one from the list.")
    if "name" in fields and not quotation.name.strip():
        faults["name"] = _("Please fill this in.")
    if quotation.expires_after is not None and quotation.expires_after < quotation.quotation_date:
        faults["expires_after"] = _("It cannot end before the quotation’s own date.")
    if faults:
        raise ValidationError(faults)
