"""All that names a customer, and how it goes over to another one when the two are merged.

Booked documents go over as they are: who they were made out to is part of their content and stays (G7).
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q, QuerySet, Value

from comptoir.accounts.models import User
from comptoir.accounts.rights import NotAllowed, Right
from comptoir.activities.models import Activity
from comptoir.customers.models import Customer, Link, MergedCustomer
from comptoir.deals.models import Deal
from comptoir.dossier.models import File, Note
from comptoir.followups.models import Attendee, Call, Meeting, Task
from comptoir.invoicing.models import CreditNote, Invoice
from comptoir.quotations.models import Quotation
from comptoir.subscriptions.models import Subscription


@dataclass(frozen=True)
class Belonging:
    """One kind of row that names customers, in which fields, and whose right it takes to give it to another."""

    kind: str
    model: Any
    fields: tuple[str, ...] = ("customer",)
    right: Right | None = None
    name: str = ""
    """Where documents have their name: the activity names these one by one, and counts the rest."""

    def of(self, customer: Customer) -> QuerySet[Any]:
        """The rows that name the customer in one of the fields."""
        return self.model.objects.filter(reduce(or_, (Q(**{field: customer.pk}) for field in self.fields)))  # type: ignore[no-any-return]


BELONGINGS = (
    # In the order in which every verb locks them.
    Belonging("subscription", Subscription, right=Right.SUBSCRIPTIONS, name="title"),
    Belonging(
        "invoice", Invoice, ("customer", "for_attention_of_contact"), right=Right.INVOICES, name="invoice_number"
    ),
    Belonging("credit_note", CreditNote, right=Right.INVOICES, name="credit_note_number"),
    Belonging("deal", Deal, ("customer", "contact_person"), right=Right.DEALS, name="title"),
    Belonging("quotation", Quotation, right=Right.DEALS, name="name"),
    Belonging("task", Task),
    Belonging("call", Call, ("customer", "contact")),
    Belonging("meeting", Meeting),
    Belonging("attendance", Attendee, ("contact",)),
    Belonging("note", Note),
    Belonging("file", File),
    Belonging("link", Link, ("contact", "company")),
)


def counted(customer: Customer) -> dict[str, int]:
    """How many rows of each kind name the customer, and its activities; kinds without any are left out. One query."""
    rows = [(each.kind, each.of(customer)) for each in BELONGINGS]
    rows.append(("activity", Activity.objects.of(customer.account).filter(customer_id=customer.pk)))
    first, *others = (
        found.order_by().annotate(of_kind=Value(kind)).values("of_kind").annotate(number=Count("pk"))
        for kind, found in rows
    )
    return {row["of_kind"]: row["number"] for row in first.union(*others, all=True) if row["number"]}


def missing_rights(kinds: Iterable[str], *, by: User | None) -> list[Right]:
    """The rights that giving rows of these kinds to another customer takes and `by` has not."""
    needed = dict.fromkeys(each.right for each in BELONGINGS if each.right and each.kind in set(kinds))
    return [right for right in needed if by is not None and not by.may(right)]


def require_for(kinds: Iterable[str], *, by: User | None) -> None:
    """Raise NotAllowed unless `by` may give rows of these kinds to another customer."""
    for right in missing_rights(kinds, by=by):
        raise NotAllowed(right)


def lock(survivor: Customer, other: Customer) -> None:
    """Keep the documents of `other` from others until the transaction ends, and the subscriptions of both.

    Each kind by id, as whoever locks several does; of both, since those of the survivor may follow its payment term.
    """
    for each in BELONGINGS:
        if each.name:
            rows = each.of(other) | each.of(survivor) if each.model is Subscription else each.of(other)
            list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))


def move(other: Customer, *, to: Customer) -> dict[str, list[dict[str, Any]]]:
    """Let all that names `other` name `to`; returns the documents, named one by one: {"invoices": [{"id", "name"}]}.

    Where both are in one meeting, or linked with the same customer, one of the two rows stays.
    """
    named = {f"{each.kind}s": _named(each, other) for each in BELONGINGS if each.name}
    _leave_meetings_of_both(other, to)
    _join_links(other, to)
    for each in BELONGINGS:
        for field in each.fields:
            each.model.objects.filter(**{field: other.pk}).update(**{field: to.pk})
    MergedCustomer.objects.filter(survivor=other).update(survivor=to)
    return {kind: documents for kind, documents in named.items() if documents}


def _named(belonging: Belonging, customer: Customer) -> list[dict[str, Any]]:
    rows = belonging.of(customer).order_by("pk").values_list("pk", belonging.name)
    return [{"id": pk, "name": name} for pk, name in rows]


def _leave_meetings_of_both(other: Customer, to: Customer) -> None:
    both = Attendee.objects.filter(contact=to).values("meeting")
    Attendee.objects.filter(contact=other, meeting__in=both).delete()


def _join_links(other: Customer, to: Customer) -> None:
    """Of two links with the same customer the survivor's stays, and takes what only the other says."""
    side, far = ("company", "contact_id") if to.is_company else ("contact", "company_id")
    kept: dict[uuid.UUID, Link] = {getattr(link, far): link for link in Link.objects.filter(**{side: to})}
    doubles = []
    for link in Link.objects.filter(**{side: other}):
        if double := kept.get(getattr(link, far)):
            for field in ("position", "secondary_position", "division", "decision_maker"):
                setattr(double, field, getattr(double, field) or getattr(link, field))
            doubles.append((link.pk, double))
    if doubles:
        Link.objects.filter(pk__in=[pk for pk, __ in doubles]).delete()
        fields = ["position", "secondary_position", "division", "decision_maker"]
        Link.objects.bulk_update([double for __, double in doubles], fields)
