"""Changing customers that are there already by what a file says of them, so that it can be taken back."""

import datetime as dt
import uuid
from typing import Any

from comptoir.accounts.models import User
from comptoir.activities.record import record
from comptoir.customers import records
from comptoir.customers.facts import Facts
from comptoir.customers.models import Customer
from comptoir.subscriptions.following import follow_payment_term
from comptoir.transfer.importing import own_fields
from comptoir.transfer.importing.customer_rows import Told
from comptoir.transfer.models import ImportedRow


def edit(told: Told, pk: uuid.UUID, *, by: User, at: dt.datetime) -> list[ImportedRow]:
    """Write what a row says over what is known; what it does not say stays. One activity, none when nothing differs.

    A row that says “not active” deactivates, without anything else; “active” reactivates nobody.
    """
    going = told.row.going
    customer = records.locked(Customer.objects.of(going.importing.account).get(pk=pk))
    facts = _merged(customer, told.facts)
    before: dict[str, Any] = {"facts": snapshot(customer, facts), "custom": own_fields.snapshot(customer, told.custom)}
    changes = records.change(customer, at=at, **facts)
    custom = records.write_custom(customer, told.custom, at=at)
    effects: dict[str, Any] = {"name": customer.name, "changes": changes, "custom": custom, "of_import": going.effect}
    if any(change["field"] == "payment_term" for change in changes):
        effects["subscriptions"] = follow_payment_term(customer, at=at)
    if not told.is_active and not customer.is_deactivated:
        customer.deactivated_at, customer.deactivated_by, customer.updated_at = at, by, at
        customer.save(update_fields=["deactivated_at", "deactivated_by", "updated_at"])
        before["was_active"] = effects["deactivated"] = True
        going.totals["deactivated"] += 1
    if not changes and not custom and "was_active" not in before:
        return []
    _tell(customer, effects, by=by, at=at)
    edited = ImportedRow.Made.EDIT
    return [ImportedRow(of_import=going.importing, row=told.row.place, made=edited, subject_id=pk, before=before)]


def take_back(
    customer: Customer, before: dict[str, Any], *, by: User, at: dt.datetime, of_import: dict[str, Any]
) -> None:
    """Give a locked customer its earlier facts again, with one activity."""
    facts = dict(before["facts"])
    if manager := facts.get("responsible_user"):
        facts["responsible_user"] = User.objects.of(customer.account).filter(pk=manager).first()
    changes = records.change(customer, at=at, **facts)
    earlier = own_fields.of_snapshot(customer, before.get("custom", {}))
    custom = records.write_custom(customer, earlier, at=at)
    effects: dict[str, Any] = {"name": customer.name, "changes": changes, "custom": custom, "undone_import": of_import}
    if any(change["field"] == "payment_term" for change in changes):
        effects["subscriptions"] = follow_payment_term(customer, at=at)
    if before.get("was_active"):
        customer.deactivated_at = customer.deactivated_by = None
        customer.save(update_fields=["deactivated_at", "deactivated_by"])
        effects["reactivated"] = True
    _tell(customer, effects, by=by, at=at)


def snapshot(customer: Customer, facts: Facts) -> dict[str, Any]:
    """What the customer says now of the same `facts`, as it can be kept."""
    kept: dict[str, Any] = {}
    for name in facts:
        if name == "tags":
            kept[name] = [tag.name for tag in customer.tags.all()]
        elif name == "addresses":
            kept[name] = _addresses(customer)
        elif name == "responsible_user":
            kept[name] = str(customer.responsible_user_id) if customer.responsible_user_id else None
        else:
            kept[name] = getattr(customer, name)
    if kept.get("birthdate"):
        kept["birthdate"] = kept["birthdate"].isoformat()
    return kept


def _merged(customer: Customer, facts: Facts) -> Facts:
    """Of lists, entries of other types stay; tags are added."""
    merged: dict[str, Any] = dict(facts)
    for name, there in (("emails", customer.emails), ("telephones", customer.telephones), ("addresses", None)):
        if name in merged:
            types = {item["type"] for item in merged[name]}
            present = _addresses(customer) if there is None else there
            merged[name] = [*merged[name], *(item for item in present if item.get("type") not in types)]
    if "tags" in merged:
        merged["tags"] = [*(tag.name for tag in customer.tags.all()), *merged["tags"]]
    return merged  # type: ignore[return-value]


def _addresses(customer: Customer) -> list[dict[str, Any]]:
    places = customer.addresses.values("type", "addressee", "line_1", "postal_code", "city", "country")
    return [dict(place) for place in places]


def _tell(customer: Customer, effects: dict[str, Any], *, by: User, at: dt.datetime) -> None:
    record(
        "customer.edited_by_import",
        account=customer.account,
        by=by,
        at=at,
        subject=customer,
        customer_id=customer.pk,
        **effects,
    )
