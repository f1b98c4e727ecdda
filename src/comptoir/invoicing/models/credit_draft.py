"""A credit note that was prepared and not booked: neither number nor date, and it counts nowhere."""

from django.db import models

from comptoir.accounts.models import Account, User
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id
from comptoir.invoicing.models.invoice import Invoice, InvoiceLine
from comptoir.invoicing.models.line import Line


class CreditDraft(models.Model):
    """A proposal to take back a part of a booked invoice. A person books it, which makes a credit note with its id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="credit_drafts")
    reason = models.CharField(max_length=200)
    """What it is for: the title of the subscription that ended."""
    tax_exclusive = models.DecimalField(max_digits=14, decimal_places=2)
    tax_inclusive = models.DecimalField(max_digits=14, decimal_places=2)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = [
            models.CheckConstraint(name="credit_draft_is_positive", condition=models.Q(tax_inclusive__gt=0)),
        ]
        indexes = [models.Index(fields=["account", "-created_at", "-id"], name="credit_draft_newest")]

    def __str__(self) -> str:
        return f"Draft: {self.reason}"


class CreditDraftLine(Line):
    """What it would take back of a line of the invoice."""

    credit_draft = models.ForeignKey(CreditDraft, on_delete=models.CASCADE, related_name="lines")
    invoice_line = models.ForeignKey(InvoiceLine, on_delete=models.CASCADE, related_name="+")
