"""Meetings, and who comes to them."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal


class MeetingQuerySet(OwnedQuerySet):
    """Meetings of an account."""

    def open(self) -> Self:
        """Those not marked as held."""
        return self.filter(completed_at__isnull=True)

    def done(self) -> Self:
        """Those that were held."""
        return self.filter(completed_at__isnull=False)

    def attended_by(self, user: User) -> Self:
        """Those that `user` goes to."""
        return self.filter(pk__in=Attendee.objects.filter(user=user).values("meeting"))

    def nobodys(self) -> Self:
        """Those to which nobody goes who can still log in."""
        going = Attendee.objects.filter(user__isnull=False, user__deactivated_at__isnull=True)
        return self.exclude(pk__in=going.values("meeting"))

    def due(self, *, before: dt.datetime) -> Self:
        """The open ones that begin before the moment `before`."""
        return self.open().filter(starts_at__lt=before)


class Meeting(models.Model):
    """People come together, at a place, from one moment to another: moments, so that a clock change moves neither."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(
        Customer, on_delete=models.CASCADE, null=True, blank=True, related_name="meetings", verbose_name=_("Customer")
    )
    deal = models.ForeignKey(
        Deal, on_delete=models.SET_NULL, null=True, blank=True, related_name="meetings", verbose_name=_("Deal")
    )
    title = models.CharField(_("Title"), max_length=200)
    description = models.TextField(_("Description"), blank=True)
    location = models.CharField(_("Place"), max_length=300, blank=True)
    """An address, a room, or the link of a virtual one."""
    starts_at = models.DateTimeField(_("Begins"))
    ends_at = models.DateTimeField(_("Ends"))
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="meeting_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="meeting_done_by_somebody",
                condition=Q(completed_at__isnull=True, completed_by__isnull=True)
                | Q(completed_at__isnull=False, completed_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["account", "starts_at", "id"], name="meeting_by_start"),
            models.Index(
                fields=["account", "completed_at", "id"], name="meeting_done", condition=Q(completed_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def duration(self) -> dt.timedelta:
        """How long it really lasts, whatever the clock does meanwhile."""
        return self.ends_at - self.starts_at

    @property
    def is_done(self) -> bool:
        """Whether it was marked as held."""
        return self.completed_at is not None


class Attendee(models.Model):
    """Somebody who comes to a meeting: a user of the account, or a contact."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendees")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey(Customer, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("meeting", "user", name="attendee_user_once"),
            models.UniqueConstraint("meeting", "contact", name="attendee_contact_once"),
            models.CheckConstraint(
                name="attendee_is_somebody",
                condition=Q(user__isnull=False, contact__isnull=True) | Q(user__isnull=True, contact__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user or self.contact)
