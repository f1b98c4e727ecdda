"""Making and changing deals."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.counting import next_number
from comptoir.accounts.models import Account, Department, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.core.ids import new_id
from comptoir.core.text import folded
from comptoir.custom_fields.values import Given, check, write
from comptoir.customers.models import Customer, Kind
from comptoir.deals.models import Deal, Phase, Pipeline, Source
from comptoir.deals.refusals import ChangedMeanwhile


class Fields(TypedDict, total=False):
    """What may be said of a deal besides its customer and title. Its phase is changed by `moving.move`."""

    contact_person: Customer | None
    department: Department | None
    summary: str
    estimated_value: Decimal | None
    currency: str
    estimated_probability: Decimal
    estimated_closing_date: dt.date | None
    source: Source | None
    responsible_user: User | None
    purchase_order_number: str


class EditedFields(Fields, total=False):
    """What may be changed of a deal."""

    customer: Customer
    title: str


def add_deal(
    customer: Customer,
    *,
    title: str,
    by: User | None,
    at: dt.datetime,
    phase: Phase | None = None,
    id: UUID | None = None,
    custom: Given | None = None,
    **facts: Unpack[Fields],
) -> Deal:
    """Make a deal with `customer`, deactivated or not (R13), in `phase` or the first one of the default pipeline.

    What is not said comes from the customer (currency, responsible user), the phase (probability) or `by`; `custom` are
    the values of the account's own fields. With an `id`
    that the account has already, that deal is given back and nothing is written: a form sent twice makes one deal.
    Its reference is the account's next one of the year, in its time zone. Raises NotAllowed without the right to deals,
    and ValidationError with an entry for each field at fault.
    """
    require(by, Right.DEALS)
    account = customer.account
    phase = phase or first_phase(account)
    usual: dict[str, Any] = {
        "currency": customer.preferred_currency or account.currency,
        "responsible_user": by or _active(customer.responsible_user),
        "estimated_probability": phase.probability,
    }
    day = account.day(at)
    deal = Deal(id=id or new_id(), account=account, customer=customer, title=title, phase=phase, last_activity_on=day)
    deal.created_at = deal.updated_at = at
    for name, value in (usual | dict(facts)).items():
        setattr(deal, name, value)
    _check(deal, EditedFields.__annotations__)
    values = check(account, "deal", custom)
    try:
        with transaction.atomic():
            if present := _present(account, id):
                return present
            keep(phase)
            deal.year, deal.number = day.year, next_number(account, "deal", year=day.year)
            deal.reference = f"{deal.year}/{deal.number}"
            _save(deal)
            write(deal.pk, values)
            tell("added", deal, by=by, at=at, phase=phase.name, phase_id=phase.pk)
    except IntegrityError:
        # The same form, sent by two clicks at once: the other one was faster.
        if present := _present(account, id):
            return present
        if not Customer.objects.filter(pk=customer.pk).exists():
            raise ValidationError({"customer": _("This customer was deleted. Choose another one.")}) from None
        raise
    return deal


def edit_deal(
    deal: Deal,
    *,
    by: User | None,
    at: dt.datetime,
    seen: dt.datetime | None = None,
    custom: Given | None = None,
    **facts: Unpack[EditedFields],
) -> Deal:
    """Change the facts given and the account's own fields in `custom`, of a closed deal too; one activity that keeps
    what they were, none when nothing differs.

    `seen` is the `updated_at` that the editor was shown. Raises ChangedMeanwhile when it is another by now and
    something differs, NotAllowed, and ValidationError with an entry for each field at fault.
    """
    require(by, Right.DEALS)
    with transaction.atomic():
        deal = locked(deal)
        changed_meanwhile = seen is not None and seen != deal.updated_at
        changes = []
        for name, new in facts.items():
            old = getattr(deal, name)
            if old != new:
                setattr(deal, name, new)
                changes.append({"field": name, "old": _told(old), "new": _told(new)})
        custom_changes = write(deal.pk, check(deal.account, "deal", custom))
        if changes or custom_changes:
            if changed_meanwhile:
                raise ChangedMeanwhile
            _check(deal, [change["field"] for change in changes])
            deal.updated_at = at
            deal.last_activity_on = deal.account.day(at)
            _save(deal)
            tell("edited", deal, by=by, at=at, changes=changes, custom=custom_changes)
    return deal


def first_phase(account: Account) -> Phase:
    """Where a new deal of the account begins: the first phase of its default pipeline."""
    pipeline = Pipeline.objects.of(account).get(is_default=True)
    first: Phase = pipeline.phases.all()[0]
    return first


def locked(deal: Deal) -> Deal:
    """The deal as it is now, kept from others until the transaction ends. Verbs decide on this row.

    Raises Deal.DoesNotExist when it was deleted.
    """
    # First the row alone, then what it refers to: PostgreSQL gives a row that it waited for as it is now, but joined to
    # what it referred to before, and a deal that was moved meanwhile would not be found.
    Deal.objects.select_for_update(no_key=True).get(pk=deal.pk)
    known = Deal.objects.select_related("account", "customer", "phase", "responsible_user", "contact_person", "source")
    found: Deal = known.get(pk=deal.pk)
    return found


def keep(phase: Phase) -> None:
    """Keep the phase from being deleted until the transaction ends. Verbs take it before they take a deal.

    Raises ValidationError when it is gone.
    """
    if not Phase.objects.select_for_update(no_key=True).filter(pk=phase.pk).exists():
        raise ValidationError({"phase": _("This phase is not there any more. Choose another one.")})


def tell(what: str, deal: Deal, *, by: User | None, at: dt.datetime, **effects: Any) -> None:
    """Write `deal.<what>` on the timelines of the deal and of its customer."""
    record(
        f"deal.{what}",
        account=deal.account,
        by=by,
        at=at,
        subject=deal,
        customer_id=deal.customer_id,
        deal=deal.as_effect(),
        **effects,
    )


def _present(account: Account, id: UUID | None) -> Deal | None:
    present: Deal | None = Deal.objects.of(account).filter(pk=id).first() if id else None
    return present


def _save(deal: Deal) -> None:
    deal.search_text = folded(f"{deal.title} {deal.reference}")
    deal.save(force_insert=deal._state.adding)


def _check(deal: Deal, fields: Iterable[str]) -> None:
    """Refuse what does not belong to the account, and who or what can no longer be chosen, among `fields`."""
    faults: dict[str, Any] = {}
    for name in ("customer", "contact_person", "department", "source", "responsible_user"):
        chosen = getattr(deal, name) if name in fields else None
        if chosen is not None and (chosen.account_id != deal.account_id or _is_past(chosen)):
            faults[name] = _("Choose one from the list.")
    if "contact_person" in fields and deal.contact_person and deal.contact_person.kind != Kind.CONTACT:
        faults["contact_person"] = _("A contact person is a person. Choose a contact.")
    if deal.phase.account_id != deal.account_id:
        faults["phase"] = _("Choose one from the list.")
    if not deal.title.strip():
        faults["title"] = _("Please fill this in.")
    try:
        deal.clean_fields(exclude={field.name for field in deal._meta.fields} - set(fields))
    except ValidationError as wrong:
        faults = wrong.error_dict | faults
    if faults:
        raise ValidationError(faults)


def _is_past(chosen: Customer | Department | Source | User) -> bool:
    """Whether it stays on what bears it but is no longer chosen. Deactivated customers still are (R13)."""
    if isinstance(chosen, User):
        return not chosen.is_active
    return isinstance(chosen, Department | Source) and chosen.is_archived


def _active(user: User | None) -> User | None:
    return user if user and user.is_active else None


def _told(value: Any) -> Any:
    """People, customers and words by name; they may be called otherwise later."""
    return str(value) if isinstance(value, User | Customer | Department | Source) else value
