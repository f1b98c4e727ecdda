"""Making one customer out of two. There is no way back: of the other one nothing stays but an address that leads here."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.db import transaction

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.activities import record as timeline
from comptoir.activities.models import Activity
from comptoir.activities.record import record
from comptoir.custom_fields import values
from comptoir.custom_fields.models import CustomValue
from comptoir.custom_fields.values import Change, Checked
from comptoir.customers import records
from comptoir.customers.facts import AddressFacts, Facts
from comptoir.customers.models import Address, Customer, MergedCustomer
from comptoir.lifecycle import belongings
from comptoir.lifecycle.comparing import (
    BOTH,
    FIRST_OF,
    OTHER,
    SURVIVOR,
    TOGETHER,
    Comparison,
    Difference,
    NotMergeable,
    compare,
    value_of,
)
from comptoir.lifecycle.models import ScheduledDeactivation
from comptoir.subscriptions.following import follow_payment_term

__all__ = ["Merged", "NotMergeable", "StaleComparison", "compare", "merge"]


_STATE = ("status", "no_reminders", "scheduled")
"""What does not say who a customer is, but what becomes of it."""


class StaleComparison(Exception):
    """What was shown is no longer what would be merged. Carries the fresh comparison; nothing was done."""

    def __init__(self, fresh: Comparison) -> None:
        self.fresh = fresh
        super().__init__(fresh.survivor.pk)


@dataclass(frozen=True)
class Merged:
    """The customer that is left. Without an activity: somebody else had merged the two before."""

    survivor: Customer
    activity: Activity | None = None


def merge(
    survivor: Customer,
    other: Customer,
    *,
    choices: Mapping[str, str],
    by: User | None,
    at: dt.datetime,
    fingerprint: str,
) -> Merged:
    """Make one customer of two: `survivor` stays, with all that is `other`'s, and `other` is gone for good.

    What they say differently is decided by `choices`: the name of each difference → "survivor", "other" or, of remarks,
    "both"; as preselected where it says nothing. E-mails, telephones and tags are kept of both. Nothing is held,
    released, ended or resumed: whether the survivor is deactivated afterwards is one of the choices, and concerns it
    alone. Booked documents keep whom they were made out to (G7). Subscriptions follow the payment term when it is
    another one for them. All of it and its one activity, or nothing.

    Needs the customer right, and those of the documents that go over; raises NotAllowed. Raises NotMergeable,
    Customer.DoesNotExist when one of the two is gone, StaleComparison, with a fresh one, when `fingerprint` is not that
    of what would be merged now, and ValidationError with an entry for each difference that had to be chosen.
    """
    require(by, Right.CUSTOMERS)
    with transaction.atomic():
        if MergedCustomer.objects.filter(pk=other.pk, survivor=survivor).exists():
            return Merged(Customer.objects.get(pk=survivor.pk))
        survivor, other = _locked(survivor, other)
        found = compare(survivor, other)
        if found.fingerprint != fingerprint:
            raise StaleComparison(found)
        belongings.require_for(found.moves, by=by)
        taken = found.chosen(choices)

        terms = {each.pk: value_of(each, "payment_term") for each in (survivor, other)}
        running = {
            each.pk: list(each.subscriptions.active().values_list("pk", flat=True)) for each in (survivor, other)
        }
        changes = records.change(survivor, at=at, **_facts(found, taken))
        custom = _take_custom_values(found, taken)
        state = _take_state(found, taken)
        survivor.added_at, survivor.updated_at = min(survivor.added_at, other.added_at), at
        survivor.save()
        named = belongings.move(other, to=survivor)
        told_otherwise = [pk for pk, term in terms.items() if term != value_of(survivor, "payment_term")]
        followed = [pk for each in told_otherwise for pk in running[each]]
        follows = follow_payment_term(survivor, at=at, among=followed) if followed else []

        timeline.hand_on(survivor.account, customer_id=other.pk, to=survivor.pk)
        MergedCustomer.objects.create(id=other.pk, account=survivor.account, survivor=survivor)
        activity = record(
            "customer.merged",
            account=survivor.account,
            by=by,
            at=at,
            subject=survivor,
            customer_id=survivor.pk,
            name=survivor.name,
            other={"id": other.pk, "name": other.name, "kind": other.kind},
            changes=changes,
            custom=custom,
            moved=found.moves,
            followed=follows,
            **state,
            **named,
        )
        other.delete()
    return Merged(survivor, activity)


def _locked(survivor: Customer, other: Customer) -> tuple[Customer, Customer]:
    """Both as they are now, kept from others until the transaction ends.

    First like every verb that begins with a customer, then the documents of the other one, at last its key: whoever
    is about to name it comes before that, and what they write goes over as well, or finds it gone.
    """
    rows = Customer.objects.select_for_update(of=("self",), no_key=True).select_related("account").order_by("pk")
    found = {each.pk: each for each in rows.filter(pk__in=[survivor.pk, other.pk])}
    if len(found) < len({survivor.pk, other.pk}):
        raise Customer.DoesNotExist
    belongings.lock(found[survivor.pk], found[other.pk])
    list(Customer.objects.filter(pk=other.pk).select_for_update().values_list("pk"))
    return found[survivor.pk], found[other.pk]


def _facts(found: Comparison, taken: Mapping[str, str]) -> Facts:
    """What the survivor's own verb is to write: only what becomes another."""
    survivor, other = found.survivor, found.other
    facts: dict[str, Any] = {}
    addresses: dict[str, Address | None] = {each.type: each for each in survivor.addresses.all()}
    for each in found.differences:
        side = taken[each.name]
        if side == SURVIVOR or each.field or each.name in FIRST_OF or each.name in _STATE:
            continue
        if each.name.startswith("addresses."):
            addresses[each.name.removeprefix("addresses.")] = each.other
            facts["addresses"] = [_as_facts(address) for address in addresses.values() if address]
        elif side == BOTH:
            facts[each.name] = f"{each.kept}\n\n{each.other}"
        else:
            facts |= {column: getattr(other, column) for column in TOGETHER.get(each.name, (each.name,))}
    for name, column in FIRST_OF.items():
        first, second = (other, survivor) if taken.get(name) == OTHER else (survivor, other)
        if (united := _united(getattr(first, column), getattr(second, column))) != getattr(survivor, column):
            facts[column] = united
    words = [tag.name for tag in survivor.tags.all()]
    if more := [tag.name for tag in other.tags.all() if tag.name not in words]:
        facts["tags"] = words + more
    return cast(Facts, facts)


def _united(first: list[dict[str, str]], second: list[dict[str, str]]) -> list[dict[str, str]]:
    """All of both, each once, whatever its capitals."""
    kept: dict[tuple[str, ...], dict[str, str]] = {}
    for item in [*first, *second]:
        kept.setdefault(tuple(value.lower() for __, value in sorted(item.items())), item)
    return list(kept.values())


def _as_facts(address: Address) -> AddressFacts:
    parts = ("type", "addressee", "line_1", "postal_code", "city", "country")
    return cast(AddressFacts, {part: getattr(address, part) for part in parts})


def _take_custom_values(found: Comparison, taken: Mapping[str, str]) -> list[Change]:
    """Give the survivor the values that were chosen, and of archived fields those that only the other has."""
    its, others = (CustomValue.objects.filter(record_id=each.pk) for each in (found.survivor, found.other))
    chosen = {each.field: each.other for each in found.differences if each.field and taken[each.name] == OTHER}
    changes = values.write(found.survivor.pk, Checked(chosen))
    archived = others.filter(field__archived_at__isnull=False).exclude(field__in=its.values("field"))
    CustomValue.objects.filter(pk__in=list(archived.values_list("pk", flat=True))).update(record_id=found.survivor.pk)
    values.forget([found.other.pk])
    return changes


def _take_state(found: Comparison, taken: Mapping[str, str]) -> dict[str, Any]:
    """Whether business goes on and reminders leave is taken from the one that was chosen, unsaved; says what changed."""
    said: dict[str, Any] = {}
    for each in found.differences:
        if each.name in ("status", "no_reminders") and taken[each.name] == OTHER:
            for column in TOGETHER[each.name]:
                setattr(found.survivor, column, getattr(found.other, column))
            said[each.name] = {"since": each.other[0] and _day(each.other[0], found.survivor), "reason": each.other[2]}
        if each.name == "scheduled":
            said["scheduled"] = _take_schedule(each, found.survivor, chosen=taken[each.name])
    return said


def _take_schedule(difference: Difference, survivor: Customer, *, chosen: str) -> dict[str, Any]:
    """Keep the deactivation that waits for its day, or does not, as chosen; says which stands and which is dropped."""
    stands, dropped = difference.kept, difference.other
    if chosen == OTHER:
        stands, dropped = dropped, stands
    if dropped:
        dropped.delete()
    if stands:
        ScheduledDeactivation.objects.filter(pk=stands.pk).update(customer=survivor)
    return {"on": stands and stands.on, "dropped": dropped and dropped.on}


def _day(moment: dt.date, customer: Customer) -> dt.date:
    return customer.account.day(moment) if isinstance(moment, dt.datetime) else moment
