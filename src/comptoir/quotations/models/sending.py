"""A quotation's way to the customer's mailbox."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id
from comptoir.quotations.models.quotation import Quotation

NO_ANSWER_AFTER = dt.timedelta(minutes=15)
"""What has been leaving for so long has lost its sender: no mail server is waited for as long as that."""


class Sending(models.Model):
    """One e-mail with a quotation. Its id comes with the form, so that a form sent twice sends one e-mail.

    leaving (claimed, before the mail server is asked) → sent, failed (it certainly did not leave) or uncertain (no
    answer came): a person looks and sends another one, nothing is re-sent by itself.
    """

    class State(models.TextChoices):
        LEAVING = "leaving", _("Leaving")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Not sent")
        UNCERTAIN = "uncertain", _("Uncertain")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    quotation = models.ForeignKey(Quotation, on_delete=models.CASCADE, related_name="sendings")
    state = models.CharField(max_length=10, choices=State.choices, default=State.LEAVING)
    recipients = models.JSONField(default=list)
    subject = models.CharField(max_length=250)
    body = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    """What the mail server last said."""

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-claimed_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="quotation_sending_sent_has_its_moment",
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.quotation_id}: {self.state}"

    def is_uncertain(self, *, at: dt.datetime) -> bool:
        """Whether a person has to find out if it arrived: no answer came, or its sender has crashed by `at`."""
        silent = self.state == self.State.LEAVING and self.claimed_at < at - NO_ANSWER_AFTER
        return silent or self.state == self.State.UNCERTAIN
