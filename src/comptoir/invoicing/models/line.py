"""What a document charges for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from comptoir.core.ids import new_id
from comptoir.core.units import UnitOfMeasure
from comptoir.invoicing.models.product import Product
from comptoir.invoicing.models.tax_rate import TaxRate


class Line(models.Model):
    """One line of an invoice, a credit note or a subscription.

    `unit_price` excludes VAT and may have four decimals; `tax_exclusive` is quantity × price less discount, rounded
    half up to the currency's minor unit (EN 16931, BT-131).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    position = models.PositiveSmallIntegerField()
    section = models.CharField(_("Section"), max_length=200, blank=True)
    description = models.CharField(_("Description"), max_length=500)
    extended_description = models.TextField(_("Long description"), blank=True)
    quantity = models.DecimalField(_("Quantity"), max_digits=12, decimal_places=4, default=1)
    unit_of_measure = models.CharField(_("Unit"), max_length=3, choices=UnitOfMeasure.choices, blank=True)
    unit_price = models.DecimalField(_("Unit price"), max_digits=14, decimal_places=4)
    discount = models.DecimalField(_("Discount %"), max_digits=5, decimal_places=2, default=0)
    tax_rate = models.ForeignKey(TaxRate, on_delete=models.PROTECT, related_name="+", verbose_name=_("VAT"))
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """What it was copied from, if it was picked."""
    tax_exclusive = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        abstract = True
        ordering = ("position",)

    def __str__(self) -> str:
        return self.description
