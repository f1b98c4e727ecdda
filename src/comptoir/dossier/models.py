"""What people keep about a customer besides its documents: notes and files."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal


class Note(models.Model):
    """Something worth remembering about a customer, perhaps about one of its deals. It outlives the deal."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="notes")
    deal = models.ForeignKey(Deal, on_delete=models.SET_NULL, null=True, blank=True, related_name="notes")
    content = models.TextField(_("Note"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["customer", "-added_at", "-id"], name="note_of_customer"),
            models.Index(fields=["deal", "-added_at", "-id"], name="note_of_deal", condition=~models.Q(deal=None)),
        ]

    def __str__(self) -> str:
        return self.content[:60]


class File(models.Model):
    """A document kept with a customer, perhaps with one of its deals, which it outlives. The bytes lie outside the database.

    `mime_type` is what the content is, as `files.add_file` found it, never what an uploader said.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="files")
    deal = models.ForeignKey(Deal, on_delete=models.SET_NULL, null=True, blank=True, related_name="files")
    name = models.CharField(_("Name"), max_length=200)
    mime_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    """In bytes."""
    content = models.FileField(max_length=200)
    """Where the bytes are, under a name that is ours alone."""
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["customer", "-updated_at", "-id"], name="file_of_customer"),
            models.Index(fields=["deal", "-updated_at", "-id"], name="file_of_deal", condition=~models.Q(deal=None)),
        ]

    def __str__(self) -> str:
        return self.name
