"""Invoices, what is paid and credited of them, and the reminders for what is not."""

from comptoir.invoicing.models.credit_note import CreditNote, CreditNoteLine
from comptoir.invoicing.models.invoice import Invoice, InvoiceLine, InvoiceQuerySet, Status
from comptoir.invoicing.models.line import Line
from comptoir.invoicing.models.payment import Payment
from comptoir.invoicing.models.reminder import Reminder, ReminderQuerySet, ReminderStep, Tone
from comptoir.invoicing.models.series import NumberSeries
from comptoir.invoicing.models.tax_rate import TaxRate

__all__ = [
    "CreditNote",
    "CreditNoteLine",
    "Invoice",
    "InvoiceLine",
    "InvoiceQuerySet",
    "Line",
    "NumberSeries",
    "Payment",
    "Reminder",
    "ReminderQuerySet",
    "ReminderStep",
    "Status",
    "TaxRate",
    "Tone",
]
