"""The VAT rates of a department."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, Department
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id


class TaxRate(models.Model):
    """A rate as a fraction (0.21). Its rate never changes, since booked lines refer to it; it is archived instead."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="tax_rates")
    description = models.CharField(_("Description"), max_length=60)
    rate = models.DecimalField(_("Rate"), max_digits=6, decimal_places=5)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-rate", "description")
        constraints = [
            models.UniqueConstraint("department", "description", name="tax_rate_once"),
            models.CheckConstraint(name="tax_rate_is_a_fraction", condition=models.Q(rate__gte=0, rate__lt=1)),
        ]

    def __str__(self) -> str:
        return self.description
