"""What is known of a customer, as the fields of the form show it, and back."""

from typing import Any

from comptoir.core.text import in_fours
from comptoir.customers.models import Customer

ADDRESS_PARTS = ("addressee", "line_1", "postal_code", "city", "country")
EMAILS = {"email": "primary", "invoicing_email": "invoicing"}
TELEPHONES = {"phone": "phone", "mobile": "mobile", "fax": "fax"}
SAME_NAME = (
    "first_name last_name name salutation gender birthdate business_type vat_number national_identification_number "
    "website iban bic language preferred_currency payment_term payment_days electronic_invoicing_address "
    "responsible_user remarks marketing_mails_consent"
).split()


def known_of(customer: Customer) -> dict[str, Any]:
    """What the form shows of a known customer."""
    known: dict[str, Any] = {field: getattr(customer, field) for field in SAME_NAME}
    known["iban"] = in_fours(customer.iban)
    known["seen"] = customer.updated_at.isoformat()
    known["tags"] = ", ".join(tag.name for tag in customer.tags.all())
    known |= {field: _first(customer.emails, type, "email") for field, type in EMAILS.items()}
    known |= {field: _first(customer.telephones, type, "number") for field, type in TELEPHONES.items()}
    for address in customer.addresses.all():
        known |= {f"{address.type}_{part}": getattr(address, part) for part in ADDRESS_PARTS}
    return known


def _first(items: list[dict[str, str]], type: str, key: str) -> str:
    return next((item[key] for item in items if item["type"] == type), "")


def replaced(
    items: list[dict[str, str]], shown: dict[str, str], key: str, given: dict[str, Any]
) -> list[dict[str, str]]:
    """The items with the first one of each shown type replaced by what was typed."""
    first_of = {type: next((i for i in items if i["type"] == type), None) for type in shown.values()}
    kept = [item for item in items if not any(item is first for first in first_of.values())]
    return [{"type": type, key: given[field]} for field, type in shown.items() if given[field]] + kept
