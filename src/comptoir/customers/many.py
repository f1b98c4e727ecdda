"""Adding many customers at once, each by the rules of `records.add`."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import transaction

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import Entry, record_all
from comptoir.core.inserting import insert_all
from comptoir.core.making import new_row
from comptoir.customers.facts import Facts, checked
from comptoir.customers.models import Address, Customer, Kind
from comptoir.customers.records import fill, home_of_facts
from comptoir.customers.tags import put_on


@dataclass
class New:
    """A customer that is checked and not written yet."""

    account: Account
    kind: str
    facts: Facts
    at: dt.datetime
    effects: dict[str, Any] = field(default_factory=dict)
    """What its activity says besides."""

    @cached_property
    def customer(self) -> Customer:
        """Its row, made when somebody asks for it: whoever only checks does not."""
        made = new_row(
            Customer,
            account=self.account,
            kind=self.kind,
            language=self.account.language,
            added_at=self.at,
            updated_at=self.at,
        )
        fill(made, self.facts, cities=[address["city"] for address in self.facts.get("addresses", [])])
        return made

    @property
    def vat_number(self) -> str:
        """As it will be kept."""
        return self.facts.get("vat_number", "")

    @property
    def emails(self) -> list[str]:
        """Its addresses, whatever they are for."""
        return [item["email"] for item in self.facts.get("emails", [])]


def prepared(facts: Facts, *, account: Account, kind: str, home: str, at: dt.datetime) -> New:
    """The contact or company that `facts` describe, checked as `records.add` does.

    Raises ValidationError with an entry for each field at fault.
    """
    if kind == Kind.CONTACT:
        facts.setdefault("last_name", "")
    else:
        facts.setdefault("name", "")
    kept = checked(facts, account=account, kind=kind, home=home_of_facts(facts) or home)
    return New(account, kind, kept, at)


def add_all(
    new: Sequence[New], *, account: Account, by: User | None, at: dt.datetime, kind: str = "customer.added"
) -> None:
    """Write the customers, their addresses and tags, and one activity each, in a few statements. Raises NotAllowed."""
    require(by, Right.CUSTOMERS)
    with transaction.atomic():
        insert_all(each.customer for each in new)
        insert_all(
            new_row(Address, customer_id=each.customer.pk, **place)
            for each in new
            for place in each.facts.get("addresses", [])
        )
        _tag(new, account)
        entries = [
            Entry(
                each.customer,
                each.customer.pk,
                {"name": each.customer.name, "customer_kind": each.kind, **each.effects},
            )
            for each in new
        ]
        record_all(kind, entries, account=account, by=by, at=at)


def _tag(new: Sequence[New], account: Account) -> None:
    words = list({word.lower(): word for each in new for word in each.facts.get("tags", [])}.values())
    if not words:
        return
    known = {tag.name.lower(): tag for tag in put_on(account, words)}
    through = Customer.tags.through
    through.objects.bulk_create(
        [
            through(customer_id=each.customer.pk, tag_id=known[word.lower()].pk)
            for each in new
            for word in each.facts.get("tags", [])
        ],
        batch_size=1_000,
    )
