"""Credit notes: the only correction of a booked invoice (G7)."""

import datetime as dt

from django.db import transaction

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.invoicing import numbering
from comptoir.invoicing.lines import LineData, rows
from comptoir.invoicing.locking import locked
from comptoir.invoicing.models import CreditNote, CreditNoteLine, Invoice, NumberSeries
from comptoir.invoicing.refusals import NotBooked, NothingToCredit
from comptoir.invoicing.settling import settle
from comptoir.invoicing.telling import tell


def credit(invoice: Invoice, *, by: User | None, at: dt.datetime, on: dt.date) -> CreditNote:
    """Take a booked invoice back in full with a credit note of the day `on`, which copies its lines.

    Nothing is due then and the invoice is settled; what the customer had paid of it is owed back (a negative due
    amount). Refuses a draft (NotBooked), an invoice already credited or that came to nothing (NothingToCredit), and a
    day before the last credit note of the series (EarlierThanLast). Never blocked by a hold or a deactivated customer
    (R16). Needs the invoice right.
    """
    require(by, Right.INVOICES)
    with transaction.atomic():
        current = locked(invoice)
        if current.is_draft:
            raise NotBooked
        if current.tax_inclusive - current.credited_amount <= 0:
            raise NothingToCredit
        number = numbering.take(current.department, NumberSeries.Document.CREDIT_NOTE, on=on)
        note = CreditNote.objects.create(
            account=current.account,
            department=current.department,
            customer=current.customer,
            invoice=current,
            fiscal_year=number.fiscal_year,
            number=number.number,
            credit_note_number=number.text,
            credit_note_date=on,
            currency=current.currency,
            invoicee_name=current.invoicee_name,
            invoicee_vat_number=current.invoicee_vat_number,
            invoicee_address=current.invoicee_address,
            seller=current.seller,
            buyer=current.buyer,
            discounts=current.discounts,
            tax_exclusive=current.tax_exclusive,
            tax_inclusive=current.tax_inclusive,
            taxes=current.taxes,
            created_at=at,
        )
        copied = [LineData.of(line) for line in current.lines.select_related("tax_rate")]
        CreditNoteLine.objects.bulk_create(rows(CreditNoteLine, copied, currency=note.currency, credit_note=note))
        settle(current, at=at)
        tell(
            "credited",
            current,
            by=by,
            at=at,
            credit_note={"id": note.pk, "number": note.credit_note_number, "total": note.tax_inclusive},
            owed_back=max(-current.due, current.due * 0),
        )
    return note
