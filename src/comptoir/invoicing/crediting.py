"""Credit notes: the only correction of a booked invoice (G7)."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db import transaction

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.core.money import ZERO, total
from comptoir.invoicing import numbering, parties, totals
from comptoir.invoicing.lines import LineData, price, rows
from comptoir.invoicing.locking import locked
from comptoir.invoicing.models import CreditNote, CreditNoteLine, Invoice, NumberSeries
from comptoir.invoicing.refusals import (
    EarlierThanInvoice,
    MoreThanLeft,
    NotBooked,
    NothingTakenBack,
    NothingToCredit,
)
from comptoir.invoicing.remainder import CreditedLine, Remainder, remainder_of
from comptoir.invoicing.settling import settle
from comptoir.invoicing.telling import tell
from comptoir.invoicing.totals import Discount, TaxLine, Totals


def credit(invoice: Invoice, *, by: User | None, at: dt.datetime, on: dt.date) -> CreditNote:
    """Take a booked invoice back in full with a credit note of the day `on`: all its lines, or what earlier notes left.

    Nothing is due then and the invoice is settled; what the customer had paid of it is owed back (a negative due
    amount). Refuses a draft (NotBooked), an invoice already credited or that came to nothing (NothingToCredit), a day
    before the invoice's (EarlierThanInvoice) or before the last credit note of the series (EarlierThanLast). Never
    blocked by a hold or a deactivated customer (R16). Needs the invoice right.
    """
    require(by, Right.INVOICES)
    with transaction.atomic():
        current = locked(invoice)
        remainder = _creditable(current, on=on)
        # In full at once, it says what the invoice says.
        first = remainder.total == current.tax_inclusive
        taxes = current.taxes if first else _with_mentions(current, _in_order(remainder))
        tax_exclusive = current.tax_exclusive - total(note.tax_exclusive for note in current.credit_notes.all())
        amounts = {"taxes": taxes, "tax_exclusive": tax_exclusive, "tax_inclusive": remainder.total}
        return _write(current, remainder.lines, by=by, at=at, on=on, **amounts)


def credit_partially(
    invoice: Invoice,
    *,
    lines: Sequence[LineData],
    on: dt.date,
    by: User | None,
    at: dt.datetime,
    id: uuid.UUID | None = None,
) -> CreditNote:
    """Take back of a booked invoice what `lines` say, less the invoice's discounts, with a credit note of the day `on`.

    A CreditedLine names the line of the invoice that it takes back; any other is an amount of its own. Due is total −
    paid − credited then. Whoever takes back all that was left of a VAT rate takes back all that was left of its VAT, so
    that several notes come to exactly what the invoice did. With an `id` that a note of this invoice has already, that
    note is given back and nothing is written.

    Refuses what `credit` refuses, lines that come to nothing or less (NothingTakenBack), more than is left of a line, of
    a VAT rate or of the invoice (MoreThanLeft), and what drafts refuse of lines. Needs the invoice right.
    """
    require(by, Right.INVOICES)
    with transaction.atomic():
        current = locked(invoice)
        there: CreditNote | None = CreditNote.objects.filter(pk=id).first() if id else None
        if there is not None:
            if there.invoice_id != current.pk:
                raise CreditNote.DoesNotExist
            return there
        remainder = _creditable(current, on=on)
        part = _priced(current, lines, remainder)
        return _write(
            current,
            [line for line in lines if totals.net(line, current.currency)],
            by=by,
            at=at,
            on=on,
            id=id,
            taxes=_with_mentions(current, part.taxes),
            tax_exclusive=part.tax_exclusive,
            tax_inclusive=part.tax_inclusive,
        )


def comes_to(invoice: Invoice, lines: Sequence[LineData], left: Remainder | None = None) -> Totals:
    """What a credit note of `lines` would come to now, or when `left` is left. Refuses what `credit_partially` does."""
    return _priced(invoice, lines, remainder_of(invoice) if left is None else left)


def _priced(invoice: Invoice, lines: Sequence[LineData], remainder: Remainder) -> Totals:
    discounts = Discount.all_of(invoice.discounts)
    priced = price(lines, department=invoice.department, currency=invoice.currency, discounts=discounts)
    _refuse_more_than_left(lines, remainder, currency=invoice.currency)
    taxes = tuple(_taxed(tax, remainder, invoice) for tax in priced.taxes if tax.taxable)
    tax_inclusive = priced.tax_exclusive + total(tax.tax for tax in taxes)
    if tax_inclusive <= 0:
        raise NothingTakenBack
    if tax_inclusive > remainder.total:
        raise MoreThanLeft(remainder.total, invoice.currency)
    return replace(priced, tax_inclusive=tax_inclusive, taxes=taxes)


def _creditable(invoice: Invoice, *, on: dt.date) -> Remainder:
    if invoice.is_draft:
        raise NotBooked
    remainder = remainder_of(invoice)
    if remainder.total <= 0:
        raise NothingToCredit
    assert invoice.invoice_date is not None
    if on < invoice.invoice_date:
        raise EarlierThanInvoice(invoice.invoice_date)
    return remainder


def _refuse_more_than_left(lines: Sequence[LineData], remainder: Remainder, *, currency: str) -> None:
    """Refuse what takes back more of a line of the invoice than is left of it, however many lines say so together."""
    left = {line.invoice_line: line for line in remainder.lines if line.invoice_line}
    for line in {line.invoice_line for line in lines if isinstance(line, CreditedLine) and line.invoice_line}:
        its = [each for each in lines if isinstance(each, CreditedLine) and each.invoice_line == line]
        amount, quantity = total(totals.net(each, currency) for each in its), total(each.quantity for each in its)
        most = totals.net(left[line], currency) if line in left else ZERO
        if not _within(amount, most) or (line in left and not _within(quantity, left[line].quantity)):
            raise MoreThanLeft(most, currency, line=line.description)


def _taxed(tax: TaxLine, remainder: Remainder, invoice: Invoice) -> TaxLine:
    """The VAT that a note takes back of one rate. Refuses more than is left; of an imported invoice only its total is known."""
    if not invoice.taxes:
        return tax
    left = remainder.taxes.get((tax.rate.normalize(), tax.category), TaxLine(tax.rate, ZERO, ZERO, tax.category))
    if not _within(tax.taxable, left.taxable):
        raise MoreThanLeft(left.taxable, invoice.currency, rate=tax.rate)
    # All that was left, to the cent; and never more than that, however the parts before were rounded.
    if tax.taxable == left.taxable or not _within(tax.tax, left.tax):
        return replace(tax, tax=left.tax)
    return tax


def _within(amount: Decimal, whole: Decimal) -> bool:
    """Whether `amount` is a part of `whole`, or all of it: on its side of nothing, and no more."""
    return ZERO <= amount <= whole or whole <= amount <= ZERO


def _in_order(remainder: Remainder) -> list[TaxLine]:
    left = [tax for tax in remainder.taxes.values() if tax.taxable or tax.tax]
    return sorted(left, key=lambda tax: (-tax.rate, tax.category))


def _with_mentions(invoice: Invoice, taxes: Sequence[TaxLine]) -> list[dict[str, str]]:
    mentions = {TaxLine.of(tax).category: tax["mention"] for tax in invoice.taxes if "mention" in tax}
    kept = Totals(ZERO, ZERO, tuple(taxes)).as_json()
    return [tax | ({"mention": mentions[tax["category"]]} if tax["category"] in mentions else {}) for tax in kept]


def _write(
    invoice: Invoice, lines: Sequence[LineData], *, by: User | None, at: dt.datetime, on: dt.date, **facts: Any
) -> CreditNote:
    """Number, write and tell a credit note of a locked invoice. Who bills whom is what the invoice says."""
    number = numbering.take(invoice.department, NumberSeries.Document.CREDIT_NOTE, on=on)
    note: CreditNote = CreditNote.objects.create(
        **{name: fact for name, fact in facts.items() if fact is not None},
        account=invoice.account,
        department=invoice.department,
        customer=invoice.customer,
        invoice=invoice,
        fiscal_year=number.fiscal_year,
        number=number.number,
        credit_note_number=number.text,
        credit_note_date=on,
        currency=invoice.currency,
        invoicee_name=invoice.invoicee_name,
        invoicee_vat_number=invoice.invoicee_vat_number,
        invoicee_address=invoice.invoicee_address,
        seller=invoice.seller or parties.seller_of(invoice).as_json(),
        buyer=invoice.buyer or parties.buyer_of(invoice).as_json(),
        discounts=invoice.discounts,
        created_at=at,
    )
    CreditNoteLine.objects.bulk_create(rows(CreditNoteLine, lines, currency=note.currency, credit_note=note))
    settle(invoice, at=at)
    tell(
        "credited",
        invoice,
        by=by,
        at=at,
        credit_note={"id": note.pk, "number": note.credit_note_number, "total": note.tax_inclusive},
        owed_back=max(-invoice.due, ZERO),
    )
    return note
