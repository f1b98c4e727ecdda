"""Saved questions about customers, invoices, subscriptions and deals."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.plans import Module
from comptoir.accounts.rights import Right
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id


class About(models.TextChoices):
    """What a segment consists of. Contacts and companies are one subject: a rule can tell them apart."""

    CUSTOMER = "customer", _("Contacts and companies")
    INVOICE = "invoice", _("Invoices")
    SUBSCRIPTION = "subscription", _("Subscriptions")
    DEAL = "deal", _("Deals")


class Match(models.TextChoices):
    """How the rules of a segment combine."""

    ALL = "all", _("All of the rules")
    ANY = "any", _("Any of the rules")


_PARTS = {About.INVOICE: Right.INVOICES, About.SUBSCRIPTION: Right.SUBSCRIPTIONS, About.DEAL: Right.DEALS}


def subjects_of(user: User) -> list[About]:
    """What segments can be about for the user: their plan has it (R8) and it is not hidden from them."""
    absent = set() if user.account.has(Module.SUBSCRIPTIONS) else {About.SUBSCRIPTION}
    absent |= {about for about, part in _PARTS.items() if not user.sees(part)}
    return [about for about in About if about not in absent]


class SegmentQuerySet(OwnedQuerySet):
    """Segments of an account."""

    def visible_to(self, user: User) -> Self:
        """The user's own, and those shared with the account; none about what is not there for the user."""
        theirs = Q(created_by=user) | Q(shared_at__isnull=False)
        return self.of(user.account).filter(theirs, about__in=subjects_of(user))


class Segment(models.Model):
    """Rules that choose among rows of one subject.

    `rules` is a list of {"field", "operator", "value"} and of groups {"match", "rules"} of such rules.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("Name"), max_length=100)
    about = models.CharField(_("Of"), max_length=12, choices=About.choices, default=About.CUSTOMER)
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
        constraints = [
            models.CheckConstraint(name="segment_match_known", condition=Q(match__in=Match.values)),
            models.CheckConstraint(name="segment_about_known", condition=Q(about__in=About.values)),
        ]

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
