"""The VAT rates of a department."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, Department
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id


class Category(models.TextChoices):
    """Why a rate is what it is: the VAT categories of EN 16931 (BT-151, code list UNTDID 5305)."""

    STANDARD = "S", _("Taxed")
    ZERO = "Z", _("Zero rate")
    EXEMPT = "E", _("Exempt")
    REVERSE_CHARGE = "AE", _("Reverse charge")
    INTRA_COMMUNITY = "K", _("Intra-Community supply")
    EXPORT = "G", _("Export outside the EU")
    OUTSIDE_SCOPE = "O", _("Outside the scope of VAT")


WITH_MENTION = frozenset(
    {Category.EXEMPT, Category.REVERSE_CHARGE, Category.INTRA_COMMUNITY, Category.EXPORT, Category.OUTSIDE_SCOPE}
)
"""The categories for which an invoice has to say why it charges no VAT (Directive 2006/112/EC, article 226 (11))."""


class TaxRate(models.Model):
    """A rate as a fraction (0.21). Neither its rate nor its category ever changes, since lines refer to it; it is
    archived instead."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="tax_rates")
    description = models.CharField(_("Description"), max_length=60)
    rate = models.DecimalField(_("Rate"), max_digits=6, decimal_places=5)
    category = models.CharField(_("Kind"), max_length=2, choices=Category.choices, default=Category.STANDARD)
    legal_mention = models.CharField(_("Legal mention"), max_length=300, blank=True)
    """What documents say of it, in whatever language; empty: the usual words of its category, in the customer's."""
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-rate", "description")
        constraints = [
            models.UniqueConstraint("department", "description", name="tax_rate_once"),
            models.CheckConstraint(name="tax_rate_is_a_fraction", condition=models.Q(rate__gte=0, rate__lt=1)),
            models.CheckConstraint(
                name="tax_rate_taxes_or_is_zero",
                condition=models.Q(category=Category.STANDARD, rate__gt=0)
                | (~models.Q(category=Category.STANDARD) & models.Q(rate=0)),
            ),
        ]

    def __str__(self) -> str:
        return self.description
