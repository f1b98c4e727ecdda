"""Prices of many subscriptions brought up to date at once, and what that did to each."""

from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id
from comptoir.core.money import CURRENCY_CHOICES
from comptoir.subscriptions.models.subscription import Subscription

HUNDRED = Decimal(100)


class Rounding(models.TextChoices):
    """What new unit prices are rounded to, half up. The values are the steps."""

    NONE = "0.0001", _("Not rounded: four decimals")
    CENT = "0.01", _("To 0.01")
    FIVE_CENTS = "0.05", _("To 0.05")
    TEN_CENTS = "0.10", _("To 0.10")
    UNIT = "1", _("To 1")


class Indexation(models.Model):
    """One decision about many prices: by a percentage, or by two values of an index. Never changed afterwards."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    percentage = models.DecimalField(_("Percentage"), max_digits=7, decimal_places=4, null=True)
    old_index = models.DecimalField(_("Old index"), max_digits=12, decimal_places=4, null=True)
    new_index = models.DecimalField(_("New index"), max_digits=12, decimal_places=4, null=True)
    rounding = models.CharField(_("Rounding of unit prices"), max_length=6, choices=Rounding.choices)
    indexed_at = models.DateTimeField()
    indexed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="indexation_one_way",
                condition=models.Q(percentage__isnull=False, old_index__isnull=True, new_index__isnull=True)
                | models.Q(percentage__isnull=True, old_index__gt=0, new_index__gt=0),
            )
        ]
        indexes = [models.Index(fields=["account", "-indexed_at"], name="indexation_newest")]

    def __str__(self) -> str:
        return f"{self.change} %"

    @property
    def change(self) -> Decimal:
        """By how many percent prices change before they are rounded, with at most four decimals."""
        if self.old_index is None or self.new_index is None:
            return self.percentage or Decimal(0)
        change = (self.new_index / self.old_index - 1) * HUNDRED
        return change.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)


class IndexedSubscription(models.Model):
    """What one indexation did to one subscription. Amounts of one period and per month exclude VAT."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    indexation = models.ForeignKey(Indexation, on_delete=models.CASCADE, related_name="indexed")
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="indexations")
    currency = models.CharField(max_length=3, choices=CURRENCY_CHOICES)
    before = models.DecimalField(max_digits=14, decimal_places=2)
    after = models.DecimalField(max_digits=14, decimal_places=2)
    monthly_before = models.DecimalField(max_digits=16, decimal_places=4)
    monthly_after = models.DecimalField(max_digits=16, decimal_places=4)
    first_period_on = models.DateField(null=True)
    first_bill_on = models.DateField(null=True)
    """The first invoice with the new prices, as it was foreseen; None while a pause had no end."""

    class Meta:
        constraints = [models.UniqueConstraint("indexation", "subscription", name="subscription_indexed_once")]

    def __str__(self) -> str:
        return f"{self.before} → {self.after} {self.currency}"
