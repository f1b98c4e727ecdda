"""Payment terms, as invoices, subscriptions and customers share them."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from comptoir.core.days import end_of_month


class PaymentTerm(models.TextChoices):
    """How long a customer has to pay, counted from the invoice date."""

    CASH = "cash", _("At once")
    AFTER_INVOICE_DATE = "after_invoice_date", _("Days after the invoice date")
    END_OF_MONTH = "end_of_month", _("Days after the end of the month")


def due_on(invoice_date: dt.date, term: str, days: int) -> dt.date:
    """The day on which an invoice of `invoice_date` is to be paid. `days` is ignored for cash."""
    if term == PaymentTerm.CASH:
        return invoice_date
    if term == PaymentTerm.END_OF_MONTH:
        return end_of_month(invoice_date) + dt.timedelta(days=days)
    return invoice_date + dt.timedelta(days=days)
