"""Two customers side by side: in what they differ, and what merging them would give to the one that stays."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from comptoir.custom_fields.models import CustomField
from comptoir.custom_fields.values import fields_of, read_all
from comptoir.customers.models import Address, AddressType, Customer, Kind
from comptoir.lifecycle import belongings
from comptoir.lifecycle.models import ScheduledDeactivation

SURVIVOR, OTHER, BOTH = "survivor", "other", "both"

_OF_KIND = {
    Kind.CONTACT: ("first_name", "last_name", "salutation", "gender", "birthdate"),
    Kind.COMPANY: ("name", "business_type"),
}
_SHARED = (
    "vat_number national_identification_number website iban language preferred_currency payment_term "
    "electronic_invoicing_address responsible_user marketing_mails_consent remarks"
).split()
TOGETHER: Mapping[str, tuple[str, ...]] = {
    "iban": ("iban", "bic"),
    "payment_term": ("payment_term", "payment_days"),
    "status": ("deactivated_at", "deactivated_by", "deactivation_reason", "deactivation_note"),
    "no_reminders": ("no_reminders_since", "no_reminders_by", "no_reminders_reason", "no_reminders_until"),
}
"""Columns that are taken from one of the two together."""
FIRST_OF = {"email": "emails", "phone": "telephones"}
"""Of these lists all is kept; what is chosen is whose come first, and so are used."""


class NotMergeable(Exception):
    """Only two contacts, or two companies, of the same account can be merged; `str()` is a sentence for people."""

    def __str__(self) -> str:
        return _("Only two different contacts or two different companies can be merged.")


@dataclass(frozen=True)
class Difference:
    """Something that the two say differently. `preselected` is empty where somebody has to choose."""

    name: str
    kept: Any
    """What the survivor says."""
    other: Any
    preselected: str
    field: CustomField | None = None

    @property
    def may_be_both(self) -> bool:
        """Whether one can be written below the other."""
        return self.name == "remarks" and bool(self.kept and self.other)

    @property
    def options(self) -> tuple[str, ...]:
        """What can be chosen."""
        return (SURVIVOR, OTHER, BOTH) if self.may_be_both else (SURVIVOR, OTHER)


@dataclass(frozen=True)
class Comparison:
    """What the page shows. `fingerprint` changes with any of it."""

    survivor: Customer
    other: Customer
    differences: list[Difference]
    moves: dict[str, int]
    """How much of what names the other one goes over to the survivor, by kind."""

    @cached_property
    def fingerprint(self) -> str:
        """A short text that is the same exactly as long as all of the above is."""
        documents = {kind: number for kind, number in self.moves.items() if kind != "activity"}
        facts = [
            [[str(each.pk), each.updated_at.isoformat()] for each in (self.survivor, self.other)],
            [[each.name, _said(each.kept), _said(each.other)] for each in self.differences],
            sorted(documents.items()),
        ]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]

    def chosen(self, choices: Mapping[str, str]) -> dict[str, str]:
        """Which side each difference is decided for: as `choices` say, else as preselected.

        Raises ValidationError with an entry for each that must be chosen and was not.
        """
        taken = {each.name: choices.get(each.name) or each.preselected for each in self.differences}
        wrong = [each.name for each in self.differences if taken[each.name] not in each.options]
        if wrong:
            raise ValidationError({name: _("Choose one of the two.") for name in wrong})
        return taken


def compare(survivor: Customer, other: Customer) -> Comparison:
    """What differs between two customers, and what would go over. The same few queries whatever they have.

    Raises NotMergeable.
    """
    if survivor.pk == other.pk or (survivor.account_id, survivor.kind) != (other.account_id, other.kind):
        raise NotMergeable
    differences = [
        *_of_columns(survivor, other, (*_OF_KIND[Kind(survivor.kind)], *_SHARED[:1])),
        *_of_first(survivor, other),
        *_of_addresses(survivor, other),
        *_of_columns(survivor, other, _SHARED[1:]),
        *_of_custom_fields(survivor, other),
        *_of_columns(survivor, other, ("no_reminders", "status")),
        *_of_schedules(survivor, other),
    ]
    return Comparison(survivor, other, differences, belongings.counted(other))


def value_of(customer: Customer, name: str) -> Any:
    """What a customer says, in all the columns that go together, or in its only one."""
    values = tuple(getattr(customer, column) for column in TOGETHER.get(name, (name,)))
    return values if len(values) > 1 else values[0]


def _of_columns(survivor: Customer, other: Customer, names: tuple[str, ...] | list[str]) -> Iterator[Difference]:
    for name in names:
        kept, others = value_of(survivor, name), value_of(other, name)
        if kept != others:
            yield Difference(name, kept, others, _preselected(name, kept, others))


def _preselected(name: str, kept: Any, other: Any) -> str:
    if name == "status" and (kept[0] is None) != (other[0] is None):
        return ""
    if name == "remarks" and kept and other:
        return BOTH
    if name in ("status", "marketing_mails_consent"):
        return SURVIVOR
    says = kept[0] if name in TOGETHER else kept
    return SURVIVOR if says else OTHER


def _of_first(survivor: Customer, other: Customer) -> Iterator[Difference]:
    for name in FIRST_OF:
        kept, others = getattr(survivor, name), getattr(other, name)
        if kept and others and kept != others:
            yield Difference(name, kept, others, SURVIVOR)


def _of_addresses(survivor: Customer, other: Customer) -> Iterator[Difference]:
    found: dict[tuple[UUID, str], Address] = {}
    for address in Address.objects.filter(customer__in=[survivor.pk, other.pk]):
        found[address.customer_id, address.type] = address
    for type in AddressType.values:
        kept, others = found.get((survivor.pk, type)), found.get((other.pk, type))
        if _said(kept) != _said(others):
            yield Difference(f"addresses.{type}", kept, others, SURVIVOR if kept else OTHER)


def _of_custom_fields(survivor: Customer, other: Customer) -> Iterator[Difference]:
    fields = fields_of(survivor.account, survivor.kind)
    values = read_all([survivor.pk, other.pk], survivor.kind) if fields else {}
    for field in fields:
        kept, others = (values.get(each.pk, {}).get(field.pk) for each in (survivor, other))
        if kept != others:
            yield Difference(f"custom.{field.pk}", kept, others, OTHER if kept is None else SURVIVOR, field)


def _of_schedules(survivor: Customer, other: Customer) -> Iterator[Difference]:
    scheduled = ScheduledDeactivation.objects.filter(customer__in=[survivor.pk, other.pk]).select_related("asked_by")
    found = {each.customer_id: each for each in scheduled}
    if found:
        kept, others = found.get(survivor.pk), found.get(other.pk)
        yield Difference("scheduled", kept, others, SURVIVOR if kept else OTHER)


def _said(value: Any) -> Any:
    """The same for two that say the same, whatever their ids."""
    if isinstance(value, tuple | list):
        return [_said(each) for each in value]
    if isinstance(value, Address):
        return [value.addressee, value.line_1, value.postal_code, value.city, value.country]
    if isinstance(value, ScheduledDeactivation):
        return [str(value.on), value.updated_at.isoformat()]
    return str(value)
