"""Invoices, what is paid and credited of them, and the reminders for what is not."""

from comptoir.invoicing.models.credit_draft import CreditDraft, CreditDraftLine
from comptoir.invoicing.models.credit_note import CreditNote, CreditNoteLine
from comptoir.invoicing.models.delivery import Delivery
from comptoir.invoicing.models.invoice import Invoice, InvoiceLine, InvoiceQuerySet, Status
from comptoir.invoicing.models.late_costs import LateCostRule
from comptoir.invoicing.models.line import Line
from comptoir.invoicing.models.mail_template import MailKind, MailTemplate
from comptoir.invoicing.models.payment import Payment
from comptoir.invoicing.models.payment_method import ExpectedPaymentMethod
from comptoir.invoicing.models.product import Product
from comptoir.invoicing.models.reminder import Channel, Reminder, ReminderQuerySet, ReminderStep, Tone
from comptoir.invoicing.models.series import NumberSeries
from comptoir.invoicing.models.tax_rate import WITH_MENTION, Category, TaxRate

__all__ = [
    "WITH_MENTION",
    "Category",
    "Channel",
    "CreditDraft",
    "CreditDraftLine",
    "CreditNote",
    "CreditNoteLine",
    "Delivery",
    "ExpectedPaymentMethod",
    "Invoice",
    "InvoiceLine",
    "InvoiceQuerySet",
    "LateCostRule",
    "Line",
    "MailKind",
    "MailTemplate",
    "NumberSeries",
    "Payment",
    "Product",
    "Reminder",
    "ReminderQuerySet",
    "ReminderStep",
    "Status",
    "TaxRate",
    "Tone",
]
