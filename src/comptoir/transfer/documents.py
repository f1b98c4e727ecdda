"""Invoices, credit notes, payments and what customers owe, as rows of a spreadsheet."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account
from comptoir.customers.models import Customer
from comptoir.invoicing.receivables import debtors
from comptoir.transfer.columns import CHUNK, Cell, Column, Sheet

# What is long and in no column is not read.
UNREAD = ("taxes", "discounts", "seller", "buyer")

INVOICES = Sheet(
    (
        Column(_("Id"), "pk"),
        Column(_("Number"), "invoice_number"),
        Column(_("State"), "status"),
        Column(_("Customer"), "customer.name"),
        Column(_("VAT number"), lambda invoice: invoice.invoicee_vat_number or invoice.customer.vat_number),
        Column(_("Department"), "department.name"),
        Column(_("Invoice date"), "invoice_date"),
        Column(_("Due date"), "due_on"),
        Column(_("Currency"), "currency"),
        Column(_("Without VAT"), "tax_exclusive"),
        Column(_("VAT"), lambda invoice: invoice.tax_inclusive - invoice.tax_exclusive),
        Column(_("Total"), "tax_inclusive"),
        Column(_("Paid"), "paid_amount"),
        Column(_("Credited"), "credited_amount"),
        Column(_("Due"), lambda invoice: None if invoice.is_draft else invoice.due),
        Column(_("Settled on"), "paid_at"),
        Column(_("On hold since"), lambda invoice: invoice.on_hold_since if invoice.is_on_hold else None),
        Column(_("Reason of the hold"), lambda invoice: invoice.hold_reason if invoice.is_on_hold else ""),
        Column(_("On hold until"), lambda invoice: invoice.on_hold_until if invoice.is_on_hold else None),
        Column(_("Purchase order number"), "purchase_order_number"),
        Column(_("Payment reference"), "payment_reference"),
        Column(_("For the attention of"), "for_attention_of_name"),
        Column(_("Note"), "note"),
    ),
    ordered=lambda rows: rows.order_by("-created_at", "-pk").select_related("customer", "department").defer(*UNREAD),
)

CREDIT_NOTES = Sheet(
    (
        Column(_("Id"), "pk"),
        Column(_("Number"), "credit_note_number"),
        Column(_("Date"), "credit_note_date"),
        Column(_("Customer"), "customer.name"),
        Column(_("VAT number"), "invoicee_vat_number"),
        Column(_("Department"), "department.name"),
        Column(_("Invoice"), "invoice.invoice_number"),
        Column(_("Currency"), "currency"),
        Column(_("Without VAT"), "tax_exclusive"),
        Column(_("VAT"), lambda note: note.tax_inclusive - note.tax_exclusive),
        Column(_("Total"), "tax_inclusive"),
    ),
    ordered=lambda rows: (
        rows.order_by("-credit_note_date", "-pk").select_related("customer", "department", "invoice").defer(*UNREAD)
    ),
)

PAYMENTS = Sheet(
    (
        Column(_("Id"), "pk"),
        Column(_("Paid on"), "paid_on"),
        Column(_("Amount"), "amount"),
        Column(_("Currency"), "invoice.currency"),
        Column(_("Method"), "method"),
        Column(_("Invoice"), "invoice.invoice_number"),
        Column(_("Payment reference"), "invoice.payment_reference"),
        Column(_("Customer"), "invoice.customer.name"),
        Column(_("Department"), "invoice.department.name"),
        Column(_("Registered on"), "created_at"),
        Column(_("Registered by"), "registered_by.name"),
    ),
    ordered=lambda rows: rows.order_by("-paid_on", "-pk").select_related(
        "invoice__customer", "invoice__department", "registered_by"
    ),
)


class _Debtors(Sheet):
    """Rows that are sums: the customers are looked up chunk by chunk."""

    def rows(self, found: Any, *, account: Account) -> Iterator[list[Cell]]:
        owed = debtors(self.ordered(found).iterator(chunk_size=CHUNK))
        while some := list(islice(owed, CHUNK)):
            customers = Customer.objects.of(account).in_bulk([debtor.customer_id for debtor in some])
            for debtor in some:
                about = (customers[debtor.customer_id], debtor)
                yield [column.cell(about, account) for column in self.columns]


def _customer(name: str) -> Callable[[Any], object]:
    return lambda about: getattr(about[0], name)


def _owed(name: str) -> Callable[[Any], object]:
    return lambda about: getattr(about[1], name)


def _chased(key: str) -> Callable[[Any], object]:
    return lambda about: about[1].chased[key]


RECEIVABLES = _Debtors(
    (
        Column(_("Id"), _customer("pk")),
        Column(_("Customer"), _customer("name")),
        Column(_("VAT number"), _customer("vat_number")),
        Column(_("Deactivated on"), _customer("deactivated_at")),
        Column(_("Currency"), _owed("currency")),
        Column(_("Not due yet"), _chased("not-due")),
        Column(_("1–30 days overdue"), _chased("1-30")),
        Column(_("31–60 days overdue"), _chased("31-60")),
        Column(_("61–90 days overdue"), _chased("61-90")),
        Column(_("More than 90 days overdue"), _chased("over-90")),
        Column(_("On hold"), _owed("held")),
        Column(_("Due"), _owed("owed")),
        Column(_("Invoices"), _owed("invoices")),
    ),
    ordered=lambda rows: rows.order_by("-owed", "customer_id"),
)
"""What each customer owes in one currency, by age and on hold, as `receivables.by_customer` finds it."""
