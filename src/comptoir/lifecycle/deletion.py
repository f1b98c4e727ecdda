"""Deleting a customer that has left no documents."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.customers.models import Customer
from comptoir.customers.records import locked
from comptoir.dossier import files
from comptoir.invoicing.models import Invoice


@dataclass(frozen=True)
class Documents:
    """How many documents name a customer, drafts and ended subscriptions included."""

    invoices: int
    credit_notes: int
    subscriptions: int

    def __bool__(self) -> bool:
        return bool(self.invoices or self.credit_notes or self.subscriptions)


class HasDocuments(Exception):
    """The customer cannot be deleted: `documents` says what names it."""

    def __init__(self, documents: Documents) -> None:
        self.documents = documents
        super().__init__(documents)


def documents_of(customer: Customer) -> Documents:
    """What stands in the way of deleting the customer, invoices for its attention included."""
    named = Q(customer=customer) | Q(for_attention_of_contact=customer)
    return Documents(
        invoices=Invoice.objects.filter(named).count(),
        credit_notes=customer.credit_notes.count(),
        subscriptions=customer.subscriptions.count(),
    )


def delete(customer: Customer, *, by: User | None, at: dt.datetime) -> None:
    """Remove the customer, its addresses, links, tasks, notes and files; its timeline stays and tells who deleted it, and when.

    Deleting it a second time does nothing. Raises NotAllowed, and HasDocuments while invoices, credit notes or
    subscriptions name it.
    """
    require(by, Right.CUSTOMERS)
    with transaction.atomic():
        try:
            kept = locked(customer)
        except Customer.DoesNotExist:
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
        kept.delete()
