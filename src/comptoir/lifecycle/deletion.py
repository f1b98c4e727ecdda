"""Deleting a customer that has left no documents."""

import datetime as dt
from dataclasses import astuple, dataclass

from django.db import transaction
from django.db.models import Q

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.custom_fields import values
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.dossier import files
from comptoir.invoicing.models import Invoice


@dataclass(frozen=True)
class Documents:
    """How much that must stay names a customer: drafts, ended subscriptions and lost deals included."""

    invoices: int = 0
    credit_notes: int = 0
    subscriptions: int = 0
    deals: int = 0
    quotations: int = 0

    def __bool__(self) -> bool:
        return any(astuple(self))


@dataclass(frozen=True)
class Belongings:
    """How much goes with a customer."""

    links: int
    tasks: int
    calls: int
    meetings: int
    notes: int
    files: int


class HasDocuments(Exception):
    """The customer cannot be deleted: `documents` says what names it."""

    def __init__(self, documents: Documents) -> None:
        self.documents = documents
        super().__init__(documents)


def documents_of(customer: Customer) -> Documents:
    """What stands in the way of deleting the customer: what is theirs, is for their attention or names them as its person."""
    return Documents(
        invoices=Invoice.objects.filter(Q(customer=customer) | Q(for_attention_of_contact=customer)).count(),
        credit_notes=customer.credit_notes.count(),
        subscriptions=customer.subscriptions.count(),
        deals=Deal.objects.filter(Q(customer=customer) | Q(contact_person=customer)).count(),
        quotations=customer.quotations.count(),
    )


def belongings_of(customer: Customer) -> Belongings:
    """What is removed with the customer. Calls and meetings of others that it was to come to stay, without it."""
    return Belongings(
        links=customer.links.count(),
        tasks=customer.tasks.count(),
        calls=customer.calls.count(),
        meetings=customer.meetings.count(),
        notes=customer.notes.count(),
        files=customer.files.count(),
    )


def delete(customer: Customer, *, by: User | None, at: dt.datetime) -> None:
    """Remove the customer, its addresses and its belongings; its timeline stays and tells who deleted it, and when.

    Deleting it a second time does nothing. Raises NotAllowed, and HasDocuments while documents or deals name it.
    """
    require(by, Right.CUSTOMERS)
    with transaction.atomic():
        # With the key: whoever is about to name the customer comes first, or finds it gone.
        kept = Customer.objects.select_for_update().filter(pk=customer.pk).first()
        if kept is None:
            return
        if documents := documents_of(kept):
            raise HasDocuments(documents)
        record(
            "customer.deleted",
            account=kept.account,
            by=by,
            at=at,
            subject=kept,
            customer_id=kept.pk,
            name=kept.name,
            customer_kind=kept.kind,
        )
        files.forget(kept)
        values.forget([kept.pk])
        kept.delete()
