"""Saved questions about customers."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id


class Match(models.TextChoices):
    """How the rules of a segment combine."""

    ALL = "all", _("All of the rules")
    ANY = "any", _("Any of the rules")


class SegmentQuerySet(OwnedQuerySet):
    """Segments of an account."""

    def visible_to(self, user: User) -> Self:
        """The user's own, and those shared with the account."""
        return self.of(user.account).filter(Q(created_by=user) | Q(shared_at__isnull=False))


class Segment(models.Model):
    """Rules that choose contacts, companies or both. `rules` is a list of {"field", "operator", "value"}."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("Name"), max_length=100)
    match = models.CharField(_("Match"), max_length=3, choices=Match.choices, default=Match.ALL)
    rules = models.JSONField(default=list)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField(null=True, blank=True)
    """Since when everyone in the account sees it; None: its maker only."""
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = SegmentQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = [models.CheckConstraint(name="segment_match_known", condition=Q(match__in=Match.values))]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """What stands for it in an address."""
        return str(self.pk)

    @property
    def is_shared(self) -> bool:
        """Whether everyone in the account sees it."""
        return self.shared_at is not None
