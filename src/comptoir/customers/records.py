"""Writing a customer: its fields, and what sorting and searching read of them."""

import datetime as dt
import uuid
from typing import Unpack

from django.db import IntegrityError, transaction

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.core.ids import new_id
from comptoir.core.text import folded
from comptoir.custom_fields.values import Change, Checked, Given, check, write
from comptoir.customers.changes import differences, snapshot
from comptoir.customers.facts import Facts, checked
from comptoir.customers.models import Address, Customer, Kind
from comptoir.customers.search import search_text
from comptoir.customers.tags import put_on


class ChangedMeanwhile(Exception):
    """Somebody else changed the customer after it was shown for editing."""


def add(
    *,
    account: Account,
    kind: str,
    by: User | None,
    at: dt.datetime,
    home: str = "",
    id: uuid.UUID | None = None,
    custom: Given | None = None,
    **facts: Unpack[Facts],
) -> Customer:
    """A new contact or company of `account`. VAT and telephone numbers without a country are of `home`.

    `custom` are the values of the account's own fields. With an `id` that exists already in the account, that customer
    is given back and nothing is written: a form sent twice adds one customer. Raises NotAllowed, and ValidationError
    with an entry for each field at fault.
    """
    require(by, Right.CUSTOMERS)
    if kind == Kind.CONTACT:
        facts.setdefault("last_name", "")
    else:
        facts.setdefault("name", "")
    home = home_of_facts(facts) or home
    kept = checked(facts, account=account, kind=kind, home=home)
    values = check(account, kind, custom, home=home)
    id = id or new_id()
    if Customer.objects.of(account).filter(pk=id).exists():
        return _present(account, id)
    try:
        with transaction.atomic():
            customer = Customer(
                id=id, account=account, kind=kind, language=account.language, added_at=at, updated_at=at
            )
            _write(customer, kept)
            write(customer.pk, values)
            record(
                "customer.added",
                account=account,
                by=by,
                at=at,
                subject=customer,
                customer_id=customer.pk,
                name=customer.name,
                customer_kind=kind,
            )
    except IntegrityError:
        # The same form, sent by two clicks at once: the other one was faster.
        return _present(account, id)
    return customer


def locked(customer: Customer) -> Customer:
    """The customer as it is now, kept from others until the transaction ends."""
    kept: Customer = Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    return kept


def change(
    customer: Customer, *, at: dt.datetime, seen: dt.datetime | None = None, **facts: Unpack[Facts]
) -> list[dict[str, str]]:
    """Write `facts` to a locked customer and say what changed. The customer's part of lifecycle.editing.edit.

    `seen` is the `updated_at` that was shown to whoever edits; raises ChangedMeanwhile when it is another by now.
    """
    if seen is not None and customer.updated_at != seen:
        raise ChangedMeanwhile
    kept = checked(facts, account=customer.account, kind=customer.kind, home=home_of_facts(facts) or _home_of(customer))
    before = snapshot(customer, kept)
    with transaction.atomic():
        _write(customer, kept)
        changed = differences(before, snapshot(customer, kept))
        if changed:
            customer.updated_at = at
            customer.save(update_fields=["updated_at"])
    return changed


def change_custom(customer: Customer, given: Given | None, *, at: dt.datetime) -> list[Change]:
    """Write the values of the account's own fields to a locked customer, and say what changed, as `change` does.

    Raises ValidationError with an entry for each field at fault.
    """
    home = _home_of(customer) if given else ""
    return write_custom(customer, check(customer.account, customer.kind, given, home=home), at=at)


def write_custom(customer: Customer, wanted: Checked, *, at: dt.datetime) -> list[Change]:
    """The same with values that are checked already."""
    changed = write(customer.pk, wanted)
    if changed:
        customer.updated_at = at
        customer.save(update_fields=["updated_at"])
    return changed


def _present(account: Account, id: uuid.UUID) -> Customer:
    present: Customer = Customer.objects.of(account).get(pk=id)
    return present


def fill(customer: Customer, facts: Facts, *, cities: list[str]) -> None:
    """Set the checked `facts` on the customer, and what sorting and searching read; nothing is saved."""
    for field, value in facts.items():
        if field not in ("addresses", "tags"):
            setattr(customer, field, value)
    if customer.kind == Kind.CONTACT:
        customer.name = f"{customer.first_name} {customer.last_name}".strip()[:200]
        customer.sort_name = folded(f"{customer.last_name} {customer.first_name}")[:200]
    else:
        customer.sort_name = folded(customer.name)[:200]
    customer.search_text = search_text(customer, cities=cities)


def home_of_facts(facts: Facts) -> str:
    """The country of the first address given."""
    return next((a["country"].upper() for a in facts.get("addresses", []) if a.get("country")), "")


def _write(customer: Customer, facts: Facts) -> None:
    if "addresses" in facts:
        cities = [address["city"] for address in facts["addresses"]]
    else:
        cities = [address.city for address in customer.addresses.all()] if not customer._state.adding else []
    fill(customer, facts, cities=cities)
    customer.save(force_insert=customer._state.adding)
    if "addresses" in facts:
        customer.addresses.all().delete()
        Address.objects.bulk_create(Address(customer=customer, **address) for address in facts["addresses"])
    if "tags" in facts:
        customer.tags.set(put_on(customer.account, facts["tags"]))


def _home_of(customer: Customer) -> str:
    return next((address.country for address in customer.addresses.order_by("type") if address.country), "")
