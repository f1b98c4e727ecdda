"""Words that an account puts on its customers."""

from django.db import models
from django.db.models.functions import Lower

from comptoir.accounts.models import Account
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id


class Tag(models.Model):
    """A word on customers. Keeps its capitals, but is the same word without them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint("account", Lower("name"), name="tag_once")]

    def __str__(self) -> str:
        return self.name
