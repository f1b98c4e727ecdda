"""Drafts: invoices that may still change."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction

from comptoir.accounts.models import Account, Department, User
from comptoir.accounts.rights import Right, require
from comptoir.core.ids import new_id
from comptoir.core.inserting import insert_all
from comptoir.core.making import new_row
from comptoir.custom_fields.values import Checked, Given, forget, taken_over
from comptoir.customers.models import Customer
from comptoir.invoicing import deletion
from comptoir.invoicing.checking import check_custom, check_draft, check_lines, write_custom
from comptoir.invoicing.lines import LineData, price, rows
from comptoir.invoicing.locking import locked
from comptoir.invoicing.models import Invoice, InvoiceLine
from comptoir.invoicing.refusals import ChangedMeanwhile, NotADraft
from comptoir.invoicing.telling import entry, tell, tell_all
from comptoir.invoicing.totals import Discount


class DraftFields(TypedDict, total=False):
    """What may be said of a draft besides its lines."""

    for_attention_of_name: str
    for_attention_of_contact: Customer | None
    email: str
    payment_term: str
    payment_days: int
    currency: str
    purchase_order_number: str
    note: str
    delivery_date: dt.date | None
    expected_payment_method: str
    discounts: list[dict[str, str]]


class EditedFields(DraftFields, total=False):
    """What may be changed of a draft."""

    department: Department
    customer: Customer


def draft(
    *,
    account: Account,
    department: Department,
    customer: Customer,
    by: User | None,
    at: dt.datetime,
    lines: Sequence[LineData] = (),
    id: uuid.UUID | None = None,
    custom: Given | None = None,
    **fields: Unpack[DraftFields],
) -> Invoice:
    """Make a draft: no number, no date. What is not said comes from the customer (term, currency) or the account.

    `custom` are the values of the account's own fields. With an `id` that the account has already, that invoice is
    given back and nothing is written: a form sent twice makes one draft. A deactivated customer is no obstacle (R16).
    Refuses VAT rates of another department (ForeignTaxRate), products of another account (ForeignProduct), totals
    beyond what can be kept (AmountTooLarge), and whatever else no document may say (FieldsAtFault). Needs the invoice
    right; `by` None is Comptoir itself, billing at night.
    """
    require(by, Right.INVOICES)
    made = prepare(account=account, department=department, customer=customer, at=at, lines=lines, id=id, **fields)
    values = check_custom(account, "invoice", custom)
    return _written_once(made.invoice, made.lines, "drafted", values, by=by, at=at)


@dataclass(frozen=True)
class Prepared:
    """An invoice that nobody has written yet: checked and added up, with its lines."""

    invoice: Invoice
    lines: Sequence[LineData]


def prepare(
    *,
    account: Account,
    department: Department,
    customer: Customer,
    at: dt.datetime,
    lines: Sequence[LineData] = (),
    id: uuid.UUID | None = None,
    **fields: Unpack[DraftFields],
) -> Prepared:
    """What `draft` would write, without writing it; refuses what `draft` refuses. Asks the database for nothing."""
    invoice = new_row(
        Invoice,
        id=id or new_id(),
        account=account,
        department=department,
        customer=customer,
        created_at=at,
        updated_at=at,
        **(usual_fields(customer) | fields),
    )
    _check(invoice, lines, at=at)
    _total_up(invoice, lines)
    return Prepared(invoice, lines)


def draft_all(prepared: Sequence[Prepared], *, by: User | None, at: dt.datetime) -> list[Invoice]:
    """Write what was prepared, of one account, as drafts, in three statements however many there are.

    Call it in a transaction. Needs the invoice right.
    """
    require(by, Right.INVOICES)
    invoices = insert(prepared)
    tell_all("drafted", [entry(invoice) for invoice in invoices], account=prepared[0].invoice.account, by=by, at=at)
    return invoices


def insert(prepared: Sequence[Prepared]) -> list[Invoice]:
    """Write the rows of invoices and lines, and nothing else. For the verbs that tell of them."""
    invoices = [each.invoice for each in prepared]
    insert_all(invoices)
    for invoice in invoices:
        invoice.due = invoice.tax_inclusive - invoice.paid_amount - invoice.credited_amount  # as the database keeps it
    insert_all(
        row
        for each in prepared
        for row in rows(InvoiceLine, each.lines, currency=each.invoice.currency, invoice=each.invoice)
    )
    return invoices


def edit(
    invoice: Invoice,
    *,
    by: User | None,
    at: dt.datetime,
    lines: Sequence[LineData] | None = None,
    seen: dt.datetime | None = None,
    custom: Given | None = None,
    **fields: Unpack[EditedFields],
) -> Invoice:
    """Change a draft; `lines`, when given, replace all its lines; `custom` changes the account's own fields in it.

    `seen` is the `updated_at` that the editor saw: ChangedMeanwhile if it is no longer that. Refuses a booked invoice
    (NotADraft, G7), and what `draft` refuses. Needs the invoice right.
    """
    require(by, Right.INVOICES)
    with transaction.atomic():
        current = locked(invoice)
        if not current.is_draft:
            raise NotADraft
        if seen is not None and seen != current.updated_at:
            raise ChangedMeanwhile
        for name, value in fields.items():
            setattr(current, name, value)
        # The totals follow the lines even when only the currency changes: its minor unit rounds them.
        lines = list(lines_of(current)) if lines is None else lines
        _check(current, lines, at=at)
        _total_up(current, lines)
        current.updated_at = at
        current.save()
        current.lines.all().delete()
        _write_lines(current, lines)
        changes = write_custom(current.pk, check_custom(current.account, "invoice", custom))
        tell("edited", current, by=by, at=at, custom=changes)
    return current


def delete(invoice: Invoice, *, by: User | None, at: dt.datetime) -> None:
    """Delete a draft; or the last booked invoice of its series, whose number the next one takes (G5).

    Refuses a booked invoice that a later one follows (NotTheLast), of which something was paid or credited
    (PaidOrCredited), that the customer may have (WasSent: it, or a reminder), that was imported (BookedElsewhere) or
    that a subscription made (MadeBySubscription). Needs the invoice right.
    """
    require(by, Right.INVOICES)
    with transaction.atomic():
        current = locked(invoice)
        if not current.is_draft:
            deletion.take_back(current, by=by, at=at)
            return
        tell("deleted", current, by=by, at=at)
        forget([current.pk])
        current.delete()


def copy(invoice: Invoice, *, by: User | None, at: dt.datetime, id: uuid.UUID | None = None) -> Invoice:
    """Make a new draft with the customer, conditions, own fields and lines of `invoice`, whatever its state.

    With an `id` that the account has already, nothing is written, as in `draft`. Needs the invoice right.
    """
    require(by, Right.INVOICES)
    with transaction.atomic():
        source = locked(invoice)
        lines = lines_of(source)
        made = Invoice(
            id=id or new_id(),
            account=source.account,
            department=source.department,
            customer=source.customer,
            created_at=at,
            updated_at=at,
            **_fields_of(source),
        )
        _total_up(made, lines)
        told = {"id": source.pk, "number": source.invoice_number}
        values = taken_over(source.account, "invoice", source.pk)
        return _written_once(made, lines, "copied", values, by=by, at=at, source=told)


def usual_fields(customer: Customer) -> DraftFields:
    """What a draft for `customer` says when nobody says otherwise."""
    return {
        "payment_term": customer.payment_term,
        "payment_days": customer.payment_days,
        "currency": customer.preferred_currency or customer.account.currency,
    }


def lines_of(invoice: Invoice) -> list[LineData]:
    """The lines of an invoice as data, in their order."""
    return [LineData.of(line) for line in invoice.lines.select_related("tax_rate", "product")]


def _written_once(
    invoice: Invoice,
    lines: Sequence[LineData],
    what: str,
    values: Checked,
    *,
    by: User | None,
    at: dt.datetime,
    **effects: object,
) -> Invoice:
    same = Invoice.objects.of(invoice.account).filter(pk=invoice.pk)
    there: Invoice | None = same.first()
    if there is None:
        try:
            with transaction.atomic():
                invoice.save(force_insert=True)
                _write_lines(invoice, lines)
                write_custom(invoice.pk, values)
                tell(what, invoice, by=by, at=at, **effects)
        except IntegrityError:
            # The same form, sent by two clicks at once: the other one was faster.
            there = same.get()
    return there or invoice


def _fields_of(invoice: Invoice) -> DraftFields:
    return {
        "for_attention_of_name": invoice.for_attention_of_name,
        "for_attention_of_contact": invoice.for_attention_of_contact,
        "email": invoice.email,
        "payment_term": invoice.payment_term,
        "payment_days": invoice.payment_days,
        "currency": invoice.currency,
        "purchase_order_number": invoice.purchase_order_number,
        "note": invoice.note,
        "expected_payment_method": invoice.expected_payment_method,
        "discounts": invoice.discounts,
    }


def _check(invoice: Invoice, lines: Sequence[LineData], *, at: dt.datetime) -> None:
    check_draft(invoice, on=at.date())
    check_lines(lines, account=invoice.account)


def _total_up(invoice: Invoice, lines: Sequence[LineData]) -> None:
    discounts = Discount.all_of(invoice.discounts)
    computed = price(lines, department=invoice.department, currency=invoice.currency, discounts=discounts)
    invoice.tax_exclusive = computed.tax_exclusive
    invoice.tax_inclusive = computed.tax_inclusive
    invoice.taxes = computed.as_json()


def _write_lines(invoice: Invoice, lines: Sequence[LineData]) -> None:
    InvoiceLine.objects.bulk_create(rows(InvoiceLine, lines, currency=invoice.currency, invoice=invoice))
