"""The account's own words to choose from: where deals come from, why they are lost; calls have such words too."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id


class Word(models.Model):
    """A word to choose. One that is in use is archived rather than removed: it stays on what bears it.

    `told_as` begins the kinds of its activities, `name_taken` is said to whoever gives two the same name.
    """

    told_as: ClassVar[str]
    name_taken: ClassVar[Any]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("Name"), max_length=100)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def is_archived(self) -> bool:
        """Whether it can no longer be chosen."""
        return self.archived_at is not None


class Source(Word):
    """Where deals come from: a fair, the website, a recommendation."""

    told_as = "source"
    name_taken = _("There is a source of this name already. Choose another name.")

    class Meta(Word.Meta):
        constraints = [models.UniqueConstraint("account", Lower("name"), name="deal_source_once")]


class LostReason(Word):
    """Why deals are lost."""

    told_as = "lost_reason"
    name_taken = _("There is a reason of this name already. Choose another name.")

    class Meta(Word.Meta):
        constraints = [models.UniqueConstraint("account", Lower("name"), name="lost_reason_once")]
