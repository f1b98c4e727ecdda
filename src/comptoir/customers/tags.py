"""Putting words on customers and taking them off."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
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
    require(by, Right.CUSTOMERS)
    add = checked({"tags": add}, account=customer.account, kind=customer.kind)["tags"]
    with transaction.atomic():
        kept: Customer = Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
        before = {tag.name.lower(): tag for tag in kept.tags.all()}
        after = {**before, **{tag.name.lower(): tag for tag in put_on(kept.account, add)}}
        for word in remove:
            after.pop(word.strip().lstrip("#").lower(), None)
        if after.keys() != before.keys():
            kept.tags.set(after.values())
            kept.updated_at = at
            kept.save(update_fields=["updated_at"])
            change = {"field": "tags", "old": _listed(before.values()), "new": _listed(after.values())}
            record(
                "customer.edited",
                account=kept.account,
                by=by,
                at=at,
                subject=kept,
                customer_id=kept.pk,
                name=kept.name,
                changes=[change],
            )
    return kept


def _listed(tags: Iterable[Tag]) -> str:
    return ", ".join(sorted(tag.name for tag in tags))
