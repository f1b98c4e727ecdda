"""Taking an import back while nobody has touched what it made."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from comptoir.accounts.models import Account, User
from comptoir.activities.models import Activity
from comptoir.activities.record import Entry, record_all
from comptoir.core.batches import batched
from comptoir.custom_fields.values import forget
from comptoir.customers.models import Address, Customer
from comptoir.invoicing.models import Invoice, Payment, Reminder
from comptoir.invoicing.telling import entry
from comptoir.transfer.importing import customer_edits
from comptoir.transfer.models import Import, ImportedRow

AT_ONCE = 500
SHOWN = 1_000
"""Things touched since that are named."""
OWN = ("customer.imported", "customer.edited_by_import", "invoice.imported")
Touched = list[tuple[int, str]]


@dataclass(frozen=True)
class Undoing:
    """Which import is taken back, by whom; without `go_on` only what stands in the way is looked for."""

    importing: Import
    by: User
    at: dt.datetime
    go_on: bool

    @property
    def account(self) -> Account:
        """Whose it is."""
        return self.importing.account

    @property
    def effect(self) -> dict[str, Any]:
        """How activities name it."""
        return {"id": str(self.importing.pk), "name": self.importing.name}


def take_back(importing: Import, *, by: User, at: dt.datetime, tell: Callable[[int], None]) -> Touched:
    """Delete what the import added and give what it changed its earlier facts again, one activity each.

    Returns what was touched since, by row and in words; the caller then takes everything back. Call it in a transaction.
    """
    touched: Touched = []
    done = 0
    for made, work in (
        (ImportedRow.Made.INVOICE, _take_back_invoices),
        (ImportedRow.Made.EDIT, _take_back_edits),
        (ImportedRow.Made.CUSTOMER, _take_back_customers),
    ):
        rows = importing.made.filter(made=made).order_by("row").iterator(chunk_size=AT_ONCE)
        for batch in batched(rows, AT_ONCE):
            touched += work(batch, Undoing(importing, by, at, go_on=not touched))
            done += len(batch)
            tell(done)
            if len(touched) >= SHOWN:
                return touched[:SHOWN]
    return touched


def _take_back_invoices(rows: list[ImportedRow], undoing: Undoing) -> Touched:
    ids = [row.subject_id for row in rows]
    found = {i.pk: i for i in Invoice.objects.of(undoing.account).filter(pk__in=ids).select_for_update(of=("self",))}
    since = _since(undoing.importing, ids)
    reminded = set(Reminder.objects.filter(invoice_id__in=ids).values_list("invoice_id", flat=True))
    touched = []
    for row in rows:
        invoice = found.get(row.subject_id)
        if invoice is None:
            touched.append((row.row, _("An invoice was deleted.")))
        elif invoice.pk in since or invoice.pk in reminded:
            kind = since.get(invoice.pk, "reminder.queued")
            touched.append((row.row, _("%(number)s: %(what)s") % {"number": invoice, "what": _said(kind)}))
    if touched or not undoing.go_on:
        return touched
    record_all(
        "invoice.deleted",
        [entry(each) for each in found.values()],
        account=undoing.account,
        by=undoing.by,
        at=undoing.at,
    )
    Payment.objects.filter(invoice_id__in=ids).delete()
    forget(ids)
    Invoice.objects.filter(pk__in=ids).delete()
    return []


def _take_back_edits(rows: list[ImportedRow], undoing: Undoing) -> Touched:
    found, touched = _customers(rows, undoing.importing)
    if touched or not undoing.go_on:
        return touched
    for row in rows:
        customer_edits.take_back(
            found[row.subject_id], row.before or {}, by=undoing.by, at=undoing.at, of_import=undoing.effect
        )
    return []


def _take_back_customers(rows: list[ImportedRow], undoing: Undoing) -> Touched:
    found, touched = _customers(rows, undoing.importing)
    ids = list(found)
    used = _used_since(ids)
    places = {row.subject_id: row.row for row in rows}
    named = {row for row, _sentence in touched}
    for pk, sentence in used.items():
        if places[pk] not in named:
            touched.append((places[pk], _("%(name)s: %(what)s") % {"name": found[pk], "what": sentence}))
    if touched or not undoing.go_on:
        return touched
    entries = [Entry(each, each.pk, {"name": each.name, "customer_kind": each.kind}) for each in found.values()]
    record_all("customer.deleted", entries, account=undoing.account, by=undoing.by, at=undoing.at)
    forget(ids)
    try:
        Customer.objects.filter(pk__in=ids).delete()
    except ProtectedError as refusal:
        first = next(iter(refusal.protected_objects))
        return [(0, _("%(name)s: %(what)s") % {"name": first, "what": _("it is used elsewhere now")})]
    return []


def _customers(rows: list[ImportedRow], importing: Import) -> tuple[dict[Any, Customer], Touched]:
    """The customers of the rows, kept from others with their keys: nobody can begin to refer to them; and who was touched."""
    ids = [row.subject_id for row in rows]
    mine = Customer.objects.of(importing.account).filter(pk__in=ids).order_by("pk")
    found = {each.pk: each for each in mine.select_for_update(of=("self",)).select_related("account")}
    since = _since(importing, ids)
    touched = []
    for row in rows:
        customer = found.get(row.subject_id)
        if customer is None:
            touched.append((row.row, _("A customer was deleted.")))
        elif row.subject_id in since:
            touched.append((row.row, _("%(name)s: %(what)s") % {"name": customer, "what": _said(since[customer.pk])}))
    return found, touched


def _since(importing: Import, ids: Sequence[Any]) -> dict[Any, str]:
    """The first thing that happened to each after the import: everything that happens is told (G4)."""
    happened = Activity.objects.of(importing.account).filter(subject_id__in=ids, at__gte=importing.finished_at)
    found: dict[Any, str] = {}
    for pk, kind, at in happened.order_by("at", "id").values_list("subject_id", "kind", "at"):
        if not (kind in OWN and at == importing.finished_at):
            found.setdefault(pk, kind)
    return found


def _used_since(ids: Sequence[Any]) -> dict[Any, str]:
    """Whatever refers to one of the customers, in words; what was made with it does not count."""
    used: dict[Any, str] = {}
    for relation in Customer._meta.related_objects:
        model: Any = relation.related_model
        if model is Address:
            continue
        name = relation.field.name
        words = next((words for word, words in _words().items() if word in model._meta.model_name), "")
        for pk in model._base_manager.filter(**{f"{name}__in": ids}).values_list(name, flat=True):
            used.setdefault(pk, words or _("it is used elsewhere now"))
    return used


def _words() -> dict[str, str]:
    return {
        "credit": _("it was credited"),
        "invoice": _("there are invoices for it"),
        "subscription": _("there are subscriptions for it"),
        "quotation": _("there are quotations for it"),
        "deal": _("there are deals with it"),
        "task": _("there are follow-ups with it"),
        "call": _("there are follow-ups with it"),
        "meeting": _("there are follow-ups with it"),
        "attend": _("there are follow-ups with it"),
        "note": _("notes or files are kept with it"),
        "file": _("notes or files are kept with it"),
        "link": _("it was linked with somebody"),
    }


def _said(kind: str) -> str:
    """What happened, from the kind of its activity."""
    said = {
        "customer.deactivated": _("it was deactivated"),
        "customer.deactivation_undone": _("it was deactivated and active again"),
        "customer.reactivated": _("it was reactivated"),
        "customer.linked": _("it was linked with somebody"),
        "customer.merged": _("another one was merged into it"),
        "invoice.payment_registered": _("a payment was registered"),
        "invoice.payment_removed": _("a payment was removed"),
        "invoice.put_on_hold": _("it was put on hold"),
        "invoice.released": _("it was marked as no longer on hold"),
        "invoice.credited": _("it was credited"),
    }
    if kind.startswith("reminder."):
        return _("a reminder was sent or waits")
    return said.get(kind, _("it was edited"))
