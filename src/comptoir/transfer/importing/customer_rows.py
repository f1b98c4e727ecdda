"""Customers as the rows of a file tell them."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from comptoir.custom_fields.values import Checked
from comptoir.customers import validation
from comptoir.customers.facts import Facts
from comptoir.customers.models import Address, AddressType, Kind
from comptoir.transfer.importing import meanings
from comptoir.transfer.importing.going import Row
from comptoir.transfer.importing.meanings import People

ADDRESS = ("line_1", "postal_code", "city")
PLAIN = ("vat_number", "website", "iban", "bic", "remarks")
_COLUMNS = {
    "emails": ("email", "invoicing_email"),
    "telephones": ("phone", "mobile"),
    "addresses": ("country", *ADDRESS),
    "last_name": ("last_name", "name"),
    "name": ("name", "last_name"),
}
"""Which columns a fact is made of."""


@dataclass
class Told:
    """What one row says: a customer, and whether business with it goes on."""

    row: Row
    kind: str
    facts: Facts
    id: uuid.UUID | None
    is_active: bool
    custom: Checked = field(default_factory=Checked)
    """The account's own fields."""


def told(row: Row, *, home: str, people: People) -> Told:
    """Read a row. What is wrong is blamed on it; only what it says is among the facts."""
    kind = row.get("kind", meanings.kind, row.going.option("customer_kind", Kind.COMPANY))
    facts: dict[str, Any] = {name: words for name in PLAIN if (words := meanings.text(row.cells.get(name, "")))}
    facts |= _names(row, kind)
    facts |= _reached_at(row)
    facts |= _address(row, home)
    for name, read in (("language", meanings.language), ("payment_term", meanings.payment_term)):
        if value := row.get(name, read, ""):
            facts[name] = value
    days = row.get("payment_days", meanings.days, -1)
    if days >= 0:
        facts["payment_days"] = days
    if (born := row.day("birthdate")) is not None:
        facts["birthdate"] = born
    if (manager := row.get("responsible_user", people.find, None)) is not None:
        facts["responsible_user"] = manager
    if words := meanings.text(row.cells.get("tags", "")):
        facts["tags"] = words.replace(";", ",").split(",")
    none: uuid.UUID | None = None
    return Told(
        row,
        kind,
        facts,  # type: ignore[arg-type]
        row.get("id", meanings.identity, none),
        row.get("active", meanings.is_yes, True),
    )


def blame(row: Row, refusal: ValidationError, *, home: str) -> None:
    """Put what the verb refuses beside the column that it comes from."""
    for fact, errors in refusal.error_dict.items():
        columns = [name for name in _COLUMNS.get(fact, (fact,)) if name in row.going.importing.mapping]
        column = next((name for name in columns if _is_at_fault(row, name, home)), columns[0] if columns else fact)
        for error in errors:
            row.blame(column, error.messages[0])


def _is_at_fault(row: Row, name: str, home: str) -> bool:
    words = meanings.text(row.cells.get(name, ""))
    try:
        if name in ("email", "invoicing_email"):
            validation.email(words)
        elif name in ("phone", "mobile"):
            validation.telephone(words, country=home)
        elif name in ADDRESS:
            return len(words) > (Address._meta.get_field(name).max_length or 0)  # type: ignore[union-attr]
        else:
            return False
    except ValidationError:
        return True
    return False


def _names(row: Row, kind: str) -> dict[str, str]:
    given = {name: meanings.text(row.cells.get(name, "")) for name in ("name", "first_name", "last_name")}
    first, last, name = given["first_name"], given["last_name"], given["name"]
    if kind == Kind.COMPANY:
        whole = name or f"{first} {last}".strip()
        return {"name": whole} if whole else {}
    if name and not last:
        # “Luc Van den Berg”: what follows the first name is the last one, as in the countries around.
        first, __, last = name.partition(" ") if not first else (first, "", name.removeprefix(first).strip() or name)
        first, last = (first, last) if last else ("", first)
    return {key: value for key, value in (("first_name", first), ("last_name", last)) if value}


def _reached_at(row: Row) -> dict[str, list[dict[str, str]]]:
    facts: dict[str, list[dict[str, str]]] = {}
    for fact, key, columns in (
        ("emails", "email", (("primary", "email"), ("invoicing", "invoicing_email"))),
        ("telephones", "number", (("phone", "phone"), ("mobile", "mobile"))),
    ):
        items = [
            {"type": kind, key: words} for kind, name in columns if (words := meanings.text(row.cells.get(name, "")))
        ]
        if items:
            facts[fact] = items
    return facts


def _address(row: Row, home: str) -> dict[str, list[dict[str, str]]]:
    where = {name: meanings.text(row.cells.get(name, "")) for name in ADDRESS}
    country = row.get("country", meanings.country, "")
    if not country and not any(where.values()):
        return {}
    return {"addresses": [{"type": AddressType.PRIMARY, "country": country or home, **where}]}
