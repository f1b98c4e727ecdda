"""The account's own fields on the pages of what they are of."""

from typing import Any
from uuid import UUID

from comptoir.accounts.models import Account
from comptoir.custom_fields.values import fields_of, read


def of_record(account: Account, about: str, record: UUID) -> dict[str, Any]:
    """The fields that are filled in with their values, in their order, and whether there are any to fill in.

    One query where the account has none, two otherwise.
    """
    fields = fields_of(account, about)
    values = read(record, about) if fields else {}
    filled = [(each, values[each.pk]) for each in fields if each.pk in values]
    return {"custom_values": filled, "has_custom_fields": bool(fields)}
