"""What is sold again and again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id
from comptoir.core.units import UnitOfMeasure
from comptoir.invoicing.models.tax_rate import TaxRate


class Product(models.Model):
    """A product or service to pick from while writing lines. A line copies what it says and may differ afterwards.

    `selling_price` excludes VAT, in the account's currency. `search_text` is folded name and code, written by the verbs.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="products")
    name = models.CharField(_("Name"), max_length=200)
    code = models.CharField(_("Code"), max_length=60, blank=True)
    description = models.TextField(_("Long description"), blank=True)
    unit_of_measure = models.CharField(_("Unit"), max_length=3, choices=UnitOfMeasure.choices, blank=True)
    selling_price = models.DecimalField(_("Unit price"), max_digits=14, decimal_places=4, null=True, blank=True)
    tax_rate = models.ForeignKey(
        TaxRate, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("VAT")
    )
    archived_at = models.DateTimeField(null=True, blank=True)
    search_text = models.TextField(editable=False)
    added_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint("account", "code", condition=~Q(code=""), name="product_code_once"),
        ]
        indexes = [models.Index(fields=["account", "name", "id"], name="product_by_name")]

    def __str__(self) -> str:
        return self.name
