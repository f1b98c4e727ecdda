"""How a department presents itself in what it writes to customers."""

from django.utils.translation import gettext as _

from comptoir.accounts.models import Department


def signature(department: Department) -> str:
    """The end of a letter, in the active language: greeting, name, address, telephone, website, VAT number."""
    lines = [_("Kind regards,"), department.name, *address_lines(department), department.phone, department.website]
    if department.vat_number:
        lines.append(_("VAT number: %(vat_number)s") % {"vat_number": department.vat_number})
    return "\n".join(line for line in lines if line)


def address_lines(department: Department) -> list[str]:
    """Where the department is, as on an envelope; without what is not known."""
    place = f"{department.postal_code} {department.city}".strip()
    return [line for line in (department.line_1, place) if line]
