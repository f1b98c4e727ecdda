"""A document's way to the customer: by e-mail, or as an electronic invoice."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id
from comptoir.invoicing.models.credit_note import CreditNote
from comptoir.invoicing.models.invoice import Invoice

NO_ANSWER_AFTER = dt.timedelta(minutes=15)
"""What has been leaving for so long has lost its sender: no server is waited for as long as that."""


class DeliveryQuerySet(OwnedQuerySet):
    """Deliveries on their way."""

    def queued(self) -> Self:
        """Waiting to leave."""
        return self.filter(state=Delivery.State.QUEUED)

    def due(self, *, at: dt.datetime) -> Self:
        """Waiting, and their moment has come."""
        return self.queued().filter(next_attempt_at__lte=at)

    def leaving(self) -> Self:
        """Claimed by a sender to whom nobody has answered yet."""
        return self.filter(state=Delivery.State.LEAVING)

    def on_their_way(self) -> Self:
        """Waiting or leaving."""
        return self.filter(state__in=[Delivery.State.QUEUED, Delivery.State.LEAVING])

    def for_people(self) -> Self:
        """What somebody has to look at: uncertain, not sent, come back."""
        return self.filter(state__in=[Delivery.State.UNCERTAIN, Delivery.State.FAILED, Delivery.State.BOUNCED])


class Delivery(models.Model):
    """One attempt to bring an invoice or a credit note to its customer. Its id comes with the form that asked for it.

    queued (asked for at night, or by a form) → leaving (claimed, before the other side is asked) → sent, failed (it
    certainly did not leave) or uncertain (no answer came): a person looks, nothing is re-sent by itself. An e-mail that was
    sent may come back later: bounced, with the receiving server's words as its error. As an electronic
    invoice a document leaves once: another delivery is only possible after one that certainly failed.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        FOLDER = "folder", _("Folder")
        PEPPOL = "peppol", _("Peppol")

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        LEAVING = "leaving", _("Leaving")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Not sent")
        UNCERTAIN = "uncertain", _("Uncertain")
        BOUNCED = "bounced", _("Came back")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, null=True, related_name="deliveries")
    credit_note = models.ForeignKey(CreditNote, on_delete=models.PROTECT, null=True, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    recipients = models.JSONField(default=list)
    """E-mail addresses; of an electronic invoice the receiver's electronic address."""
    subject = models.CharField(max_length=250, blank=True)
    body = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    """None: Comptoir itself, for a subscription."""
    queued_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    remote_id = models.CharField(max_length=200, blank=True)
    """What the other side calls it, if it says so."""
    error = models.TextField(blank=True)
    """What the other side last said."""

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ("-queued_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="delivery_of_one_document",
                condition=Q(invoice__isnull=False, credit_note__isnull=True)
                | Q(invoice__isnull=True, credit_note__isnull=False),
            ),
            models.UniqueConstraint(
                "invoice",
                condition=Q(channel__in=["folder", "peppol"], state__in=["queued", "leaving", "sent", "uncertain"]),
                name="invoice_delivered_electronically_once",
            ),
            models.UniqueConstraint(
                "credit_note",
                condition=Q(channel__in=["folder", "peppol"], state__in=["queued", "leaving", "sent", "uncertain"]),
                name="credit_note_delivered_electronically_once",
            ),
            models.CheckConstraint(
                name="delivery_sent_has_its_moment",
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="delivery_leaving_was_claimed",
                condition=~Q(state__in=["leaving", "sent", "uncertain"]) | Q(claimed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], name="delivery_queue", condition=Q(state="queued")),
            models.Index(fields=["claimed_at"], name="delivery_leaving", condition=Q(state="leaving")),
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.state}"

    @property
    def document(self) -> Invoice | CreditNote:
        """What is delivered."""
        document = self.invoice or self.credit_note
        assert document is not None
        return document
