"""The only correction of a booked invoice (G7)."""

from django.db import models

from comptoir.accounts.models import Account, Department
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id
from comptoir.customers.models import Customer
from comptoir.invoicing.models.invoice import Invoice, InvoiceLine
from comptoir.invoicing.models.line import Line


class CreditNote(models.Model):
    """Takes back all or part of an invoice. Born booked, in a number series of its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="credit_notes")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="credit_notes")
    fiscal_year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    credit_note_number = models.CharField(max_length=40)
    credit_note_date = models.DateField()
    currency = models.CharField(max_length=3)
    invoicee_name = models.CharField(max_length=200)
    invoicee_vat_number = models.CharField(max_length=20, blank=True)
    invoicee_address = models.TextField(blank=True)
    seller = models.JSONField(default=dict)
    buyer = models.JSONField(default=dict)
    discounts = models.JSONField(default=list)
    tax_exclusive = models.DecimalField(max_digits=14, decimal_places=2)
    tax_inclusive = models.DecimalField(max_digits=14, decimal_places=2)
    taxes = models.JSONField(default=list)
    sent_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-credit_note_date", "-id")
        constraints = [
            models.UniqueConstraint("department", "fiscal_year", "number", name="credit_note_number_once"),
            models.CheckConstraint(name="credit_note_is_positive", condition=models.Q(tax_inclusive__gt=0)),
        ]
        indexes = [models.Index(fields=["account", "-credit_note_date", "-id"], name="credit_note_by_day")]

    def __str__(self) -> str:
        return self.credit_note_number


class CreditNoteLine(Line):
    """A line of a credit note."""

    credit_note = models.ForeignKey(CreditNote, on_delete=models.CASCADE, related_name="lines")
    invoice_line = models.ForeignKey(InvoiceLine, on_delete=models.PROTECT, null=True, related_name="credited_by")
    """What it takes back a part of, or all; None: an amount of its own."""
