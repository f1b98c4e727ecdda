"""What a department charges a customer who pays late."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Department
from comptoir.core.ids import new_id
from comptoir.customers.models import Kind

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class LateCostRule(models.Model):
    """Interest and fixed costs towards companies, or towards persons, of one department. Amounts in the document's
    currency.

    The fixed cost is `fixed_amount` plus `percentage` of what is due, at least `minimum` and at most `maximum` (None: no
    limit); with `belgian_consumer` it is what Belgian law allows at most towards a person instead.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="late_cost_rules")
    customer_kind = models.CharField(max_length=7, choices=Kind.choices)
    interest = models.DecimalField(
        _("Interest, % a year"), max_digits=5, decimal_places=2, default=0, validators=PERCENT
    )
    fixed_amount = models.DecimalField(_("Fixed cost"), max_digits=14, decimal_places=2, default=0)
    percentage = models.DecimalField(
        _("% of what is due"), max_digits=5, decimal_places=2, default=0, validators=PERCENT
    )
    minimum = models.DecimalField(_("At least"), max_digits=14, decimal_places=2, default=0)
    maximum = models.DecimalField(_("At most"), max_digits=14, decimal_places=2, null=True, blank=True)
    belgian_consumer = models.BooleanField(_("The Belgian limits towards persons"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint("department", "customer_kind", name="late_cost_rule_once"),
            models.CheckConstraint(
                name="late_cost_rule_not_negative",
                condition=models.Q(interest__gte=0, fixed_amount__gte=0, percentage__gte=0, minimum__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_kind}: {self.interest} %"
