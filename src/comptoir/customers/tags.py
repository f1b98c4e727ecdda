"""Putting words on customers and taking them off."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import Entry, record_all
from comptoir.customers.facts import checked
from comptoir.customers.models import Customer, Tag


def tag(customer: Customer, words: Iterable[str], *, by: User | None, at: dt.datetime) -> Customer:
    """Put `words` on the customer, new ones or known ones; those it bears already are left. Raises NotAllowed."""
    return _retag(customer, add=list(words), remove=[], by=by, at=at)


def untag(customer: Customer, words: Iterable[str], *, by: User | None, at: dt.datetime) -> Customer:
    """Take `words` off the customer; those it does not bear are passed over. Raises NotAllowed."""
    return _retag(customer, add=[], remove=list(words), by=by, at=at)


def put_on(account: Account, words: Sequence[str]) -> list[Tag]:
    """The account's tags of these words, made where they do not exist; capitals do not make another tag."""
    if not words:
        return []
    known = _known(account, words)
    missing = [word for word in words if word.lower() not in known]
    if missing:
        # Somebody else may make the same one at this moment.
        Tag.objects.bulk_create([Tag(account=account, name=word) for word in missing], ignore_conflicts=True)
        known = _known(account, words)
    return [known[word.lower()] for word in words]


def _known(account: Account, words: Sequence[str]) -> dict[str, Tag]:
    # The embedded database lowers only A to Z; the exact spelling finds the rest.
    same = Q(lower__in=[word.lower() for word in words]) | Q(name__in=words)
    return {tag.name.lower(): tag for tag in Tag.objects.of(account).annotate(lower=Lower("name")).filter(same)}


def _retag(customer: Customer, *, add: list[str], remove: list[str], by: User | None, at: dt.datetime) -> Customer:
    changes = retag_all([customer.pk], account=customer.account, add=add, remove=remove, by=by, at=at)
    return changes[customer.pk].customer


@dataclass(frozen=True)
class Retagged:
    """A customer as it is now, and whether its tags were others before."""

    customer: Customer
    changed: bool


def retag_all(
    ids: Collection[UUID],
    *,
    account: Account,
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
    by: User | None,
    at: dt.datetime,
) -> dict[UUID, Retagged]:
    """Put the words of `add` on the account's customers of these ids and take those of `remove` off them.

    All or none, with an activity for each that it changes, in a number of statements that does not grow with them.
    Those that are gone are not in the answer. Raises NotAllowed, and ValidationError for a tag that is too long.
    """
    require(by, Right.CUSTOMERS)
    add = checked({"tags": list(add)}, account=account, kind="")["tags"]
    less = {word.strip().lstrip("#").lower() for word in remove}
    with transaction.atomic():
        rows = Customer.objects.of(account).filter(pk__in=ids).order_by("pk")
        kept = {customer.pk: customer for customer in rows.select_for_update(no_key=True)}
        present = _present_tags(kept)
        more = {tag.name.lower(): tag for tag in put_on(account, add)}
        found = {}
        entries = []
        for customer in kept.values():
            before = present.get(customer.pk, {})
            after = {word: tag for word, tag in {**before, **more}.items() if word not in less}
            found[customer.pk] = Retagged(customer, before.keys() != after.keys())
            if found[customer.pk].changed:
                change = {"field": "tags", "old": _listed(before.values()), "new": _listed(after.values())}
                entries.append(Entry(customer, customer.pk, {"name": customer.name, "changes": [change]}))
        changed = [each.customer for each in found.values() if each.changed]
        _write(changed, present, more=more, less=less, at=at)
        record_all("customer.edited", entries, account=account, by=by, at=at)
    return found


def _present_tags(customers: Collection[UUID]) -> dict[UUID, dict[str, Tag]]:
    present: dict[UUID, dict[str, Tag]] = {}
    through = Customer.tags.through
    for row in through.objects.filter(customer__in=list(customers)).select_related("tag"):
        present.setdefault(row.customer_id, {})[row.tag.name.lower()] = row.tag
    return present


def _write(
    customers: Sequence[Customer],
    present: dict[UUID, dict[str, Tag]],
    *,
    more: dict[str, Tag],
    less: Collection[str],
    at: dt.datetime,
) -> None:
    if not customers:
        return
    through = Customer.tags.through
    through.objects.bulk_create(
        through(customer_id=customer.pk, tag_id=tag.pk)
        for customer in customers
        for word, tag in more.items()
        if word not in present.get(customer.pk, {}) and word not in less
    )
    ids = [customer.pk for customer in customers]
    off = {tag.pk for tags in present.values() for word, tag in tags.items() if word in less}
    if off:
        through.objects.filter(customer__in=ids, tag__in=off).delete()
    Customer.objects.filter(pk__in=ids).update(updated_at=at)
    for customer in customers:
        customer.updated_at = at


def _listed(tags: Iterable[Tag]) -> str:
    return ", ".join(sorted(tag.name for tag in tags))
