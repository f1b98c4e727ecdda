"""What an edit changed, in a few words, for the timeline."""

from typing import Any

from django.utils.text import Truncator

from comptoir.customers.facts import Facts
from comptoir.customers.models import Customer

_LONG = frozenset({"remarks"})
"""Too long to be told: the timeline only says that they changed."""
_SEVERAL = frozenset({"addresses", "tags", "payment_term", "payment_days"})

Snapshot = dict[str, str]


def snapshot(customer: Customer, fields: Facts) -> Snapshot:
    """The present value of each of `fields` as text, addresses one by one."""
    values = {field: _as_text(getattr(customer, field)) for field in fields if field not in _SEVERAL}
    if "payment_term" in fields or "payment_days" in fields:
        values["payment_term"] = f"{customer.payment_term} {customer.payment_days}"
    if "tags" in fields:
        values["tags"] = ", ".join(sorted(tag.name for tag in customer.tags.all()))
    if "addresses" in fields:
        values |= {f"addresses.{address.type}": _place(address) for address in customer.addresses.all()}
    return values


def differences(before: Snapshot, after: Snapshot) -> list[dict[str, str]]:
    """One entry {"field", "old", "new"} for each value that differs; long texts are named only."""
    found = []
    for field in dict.fromkeys([*before, *after]):
        old, new = before.get(field, ""), after.get(field, "")
        if old == new:
            continue
        if field in _LONG:
            found.append({"field": field})
        else:
            found.append({"field": field, "old": _short(old), "new": _short(new)})
    return found


def _place(address: Any) -> str:
    return f"{address.addressee}, {address}" if address.addressee else str(address)


def _as_text(value: Any) -> str:
    if value is None or value is False:
        return ""
    if isinstance(value, list):
        return ", ".join(str(item.get("email") or item.get("number") or "") for item in value)
    return str(value)


def _short(text: str) -> str:
    return Truncator(text).chars(120)
