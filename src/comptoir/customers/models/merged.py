"""Where customers went that were merged into others."""

from django.db import models

from comptoir.accounts.models import Account
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.customers.models.customer import Customer


class MergedCustomer(models.Model):
    """The id that a customer had, and who it is now: old addresses lead there. Goes with the survivor."""

    id = models.UUIDField(primary_key=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    survivor = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="merged")

    objects = OwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.id} → {self.survivor_id}"
