"""Who works where: joining a contact and a company, and parting them."""

import datetime as dt
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.customers.models import Customer, Link


class Place(TypedDict, total=False):
    """What the contact does there."""

    position: str
    secondary_position: str
    division: str
    decision_maker: bool


class NotLinkable(Exception):
    """Only a contact and a company of the same account can be linked; `str()` is a sentence for people."""

    def __str__(self) -> str:
        return _("Only a contact and a company can be linked.")


class AlreadyLinked(Exception):
    """The two are linked already; `str()` is a sentence for people."""

    def __str__(self) -> str:
        return _("They are linked already. Edit that link instead.")


def link(customer: Customer, *, to: Customer, by: User | None, at: dt.datetime, **place: Unpack[Place]) -> Link:
    """Join a contact and a company, whichever of the two is `customer`; told on the timeline of `customer`.

    Raises NotAllowed, NotLinkable, AlreadyLinked.
    """
    require(by, Right.CUSTOMERS)
    if customer.account_id != to.account_id or customer.kind == to.kind:
        raise NotLinkable
    contact, company = (to, customer) if customer.is_company else (customer, to)
    try:
        with transaction.atomic():
            made = Link.objects.create(account=customer.account, contact=contact, company=company, **place)
            _tell("customer.linked", customer, made, to, by=by, at=at)
    except IntegrityError as error:
        raise AlreadyLinked from error
    return made


def update_link(link: Link, *, seen_from: Customer, by: User | None, at: dt.datetime, **place: Unpack[Place]) -> Link:
    """Change what the contact does in the company; told on the timeline of `seen_from`. Raises NotAllowed."""
    require(by, Right.CUSTOMERS)
    with transaction.atomic():
        kept: Link = Link.objects.select_for_update().get(pk=link.pk)
        before = _described(kept)
        for field, value in place.items():
            setattr(kept, field, value)
        if _described(kept) != before:
            kept.save()
            _tell("customer.link_edited", seen_from, kept, _other(kept, seen_from), by=by, at=at)
    return kept


def unlink(link: Link, *, seen_from: Customer, by: User | None, at: dt.datetime) -> None:
    """Part the two; told on the timeline of `seen_from`. Once: a second time nothing happens. Raises NotAllowed."""
    require(by, Right.CUSTOMERS)
    with transaction.atomic():
        kept = Link.objects.select_for_update().filter(pk=link.pk).first()
        if kept is not None:
            _tell("customer.unlinked", seen_from, kept, _other(kept, seen_from), by=by, at=at)
            kept.delete()


def _tell(kind: str, customer: Customer, made: Link, other: Customer, *, by: User | None, at: dt.datetime) -> None:
    record(
        kind,
        account=customer.account,
        by=by,
        at=at,
        subject=made,
        customer_id=customer.pk,
        name=customer.name,
        other={"id": other.pk, "name": other.name, "kind": other.kind},
        **_described(made),
    )


def _described(link: Link) -> Place:
    return Place(
        position=link.position,
        secondary_position=link.secondary_position,
        division=link.division,
        decision_maker=link.decision_maker,
    )


def _other(link: Link, customer: Customer) -> Customer:
    return link.company if customer.pk == link.contact_id else link.contact
