"""Which customers of the account a file speaks of: by id, by VAT number, by e-mail. Never those of another account (G6)."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from comptoir.accounts.models import Account
from comptoir.customers.models import Customer

Key = tuple[str, ...]
CHUNK = 5_000


class Known:
    """The customers that are there already, found for a batch of rows at a time."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self._by_email: dict[Key, set[Any]] = defaultdict(set)

    def look_for_emails(self, emails: set[str]) -> None:
        """Read through the account once, and keep only who bears one of `emails`: memory is bounded by the file."""
        if not emails:
            return
        rows = Customer.objects.of(self.account).exclude(emails=[]).order_by()
        for pk, kind, vat, items in rows.values_list("pk", "kind", "vat_number", "emails").iterator(chunk_size=CHUNK):
            for item in items:
                if (email := item.get("email", "").lower()) in emails:
                    self._by_email[kind, email].add((pk, vat))

    def by_ids(self, ids: Iterable[Any]) -> set[Any]:
        """Those of the ids that are the account's own."""
        wanted = list(ids)
        return (
            set(Customer.objects.of(self.account).filter(pk__in=wanted).values_list("pk", flat=True))
            if wanted
            else set()
        )

    def by_vat_numbers(self, numbers: Iterable[str]) -> dict[Key, list[Any]]:
        """By kind and number."""
        found: dict[Key, list[Any]] = defaultdict(list)
        if wanted := sorted(set(numbers)):
            rows = Customer.objects.of(self.account).filter(vat_number__in=wanted)
            for pk, kind, number in rows.values_list("pk", "kind", "vat_number"):
                found[kind, number].append(pk)
        return found

    def by_email(self, kind: str, emails: Iterable[str], *, vat_number: str) -> list[Any]:
        """Those of the kind that bear one of the addresses and no other VAT number: a bookkeeper's address is many's."""
        found = {
            pk
            for email in emails
            for pk, vat in self._by_email.get((kind, email.lower()), ())
            if not vat or not vat_number or vat == vat_number
        }
        return sorted(found)
