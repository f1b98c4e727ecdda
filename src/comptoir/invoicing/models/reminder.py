"""The reminder schedule of a department, and each reminder's way to the customer."""

import datetime as dt
from decimal import Decimal
from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, Department, User
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id
from comptoir.invoicing.models.invoice import Invoice


class Tone(models.TextChoices):
    """The letter that a step sends."""

    FRIENDLY = "friendly", _("Friendly")
    FIRM = "firm", _("Firm")
    FINAL = "final", _("Final notice")


class Channel(models.TextChoices):
    """How a reminder reaches the customer."""

    EMAIL = "email", _("E-mail")
    LETTER = "letter", _("Letter")


class ReminderStep(models.Model):
    """One row of a department's schedule: so many days overdue, this letter, this way, with late costs or without."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="reminder_steps")
    days_overdue = models.PositiveSmallIntegerField(_("Days overdue"), validators=[MaxValueValidator(730)])
    tone = models.CharField(_("Letter"), max_length=10, choices=Tone.choices)
    channel = models.CharField(_("Sent by"), max_length=6, choices=Channel.choices, default=Channel.EMAIL)
    adds_late_costs = models.BooleanField(_("Ask for late costs"), default=False)
    """The first reminder of an invoice is free whatever this says (Belgian law since 2023-09-01)."""
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("days_overdue",)
        constraints = [
            models.UniqueConstraint(
                "department", "days_overdue", condition=Q(archived_at__isnull=True), name="reminder_step_day_once"
            ),
            models.CheckConstraint(name="reminder_step_after_due", condition=Q(days_overdue__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.days_overdue} days: {self.tone}"


class ReminderQuerySet(OwnedQuerySet):
    """Reminders on their way."""

    def queued(self) -> Self:
        """Waiting to leave."""
        return self.filter(state=Reminder.State.QUEUED)

    def due(self, *, at: dt.datetime) -> Self:
        """E-mails that wait and whose moment has come. Letters wait for a person who prints them."""
        return self.queued().filter(channel=Channel.EMAIL, next_attempt_at__lte=at)

    def letters(self) -> Self:
        """Those on paper."""
        return self.filter(channel=Channel.LETTER)

    def on_their_way(self) -> Self:
        """Waiting or leaving: of one invoice one at most."""
        return self.filter(state__in=[Reminder.State.QUEUED, Reminder.State.LEAVING])

    def leaving(self) -> Self:
        """Claimed by a sender whose mail server has not answered yet."""
        return self.filter(state=Reminder.State.LEAVING)

    def uncertain(self) -> Self:
        """Perhaps sent; a person must look."""
        return self.filter(state=Reminder.State.UNCERTAIN)

    def withdraw(self) -> int:
        """Take back those that still wait, in one UPDATE. Returns how many."""
        return self.queued().update(state=Reminder.State.WITHDRAWN)


class Reminder(models.Model):
    """One step of the schedule for one invoice: made once, sent at most once (G2).

    queued → leaving (claimed) → sent; a refusal leads back to queued with a later `next_attempt_at`; silence after the
    message was handed over leads to uncertain, from which only a person leads on. A queued reminder whose invoice is
    held or settled when its turn comes is withdrawn; the run after a release may queue the same row again, or a later
    step in its place.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        LEAVING = "leaving", _("Leaving")
        SENT = "sent", _("Sent")
        UNCERTAIN = "uncertain", _("Uncertain")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="reminders")
    step = models.ForeignKey(ReminderStep, on_delete=models.PROTECT, null=True, related_name="+")
    """None: sent by hand, outside the schedule."""
    channel = models.CharField(max_length=6, choices=Channel.choices, default=Channel.EMAIL)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    due_on = models.DateField()
    """The day on which its step fell due."""
    queued_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    despite_hold = models.BooleanField(default=False)
    """Asked for by a person who was told that the invoice is on hold."""
    recipients = models.JSONField(default=list)
    subject = models.CharField(max_length=250, blank=True)
    body = models.TextField(blank=True)
    amount_due = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    late_interest = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    late_fixed_cost = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    """What it asked for besides, in the invoice's currency."""
    error = models.TextField(blank=True)
    """What the mail server last said."""

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("invoice", "step", name="reminder_step_once_per_invoice"),
            models.UniqueConstraint(
                "invoice", condition=Q(state__in=["queued", "leaving"]), name="reminder_one_on_its_way"
            ),
            models.CheckConstraint(
                name="reminder_sent_has_its_moment",
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="reminder_leaving_was_claimed",
                condition=~Q(state__in=["leaving", "sent", "uncertain"]) | Q(claimed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-queued_at", "-id"], name="reminder_newest"),
            models.Index(fields=["next_attempt_at"], name="reminder_queue", condition=Q(state="queued")),
            models.Index(fields=["claimed_at"], name="reminder_leaving", condition=Q(state="leaving")),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}: {self.state}"

    @property
    def is_asked_for(self) -> bool:
        """Asked for by a person: sent by hand, or again after nobody knew whether it had arrived."""
        return self.step_id is None or self.asked_by_id is not None

    @property
    def is_letter(self) -> bool:
        """Printed and posted rather than mailed."""
        return self.channel == Channel.LETTER

    @property
    def asks_for_costs(self) -> bool:
        """Whether it asks for late costs, where there are any: as its step says, or as a person chose."""
        return self.step.adds_late_costs if self.step else self.late_costs > 0

    @property
    def late_costs(self) -> Decimal:
        """Interest and fixed cost that it asks for besides what is due."""
        return self.late_interest + self.late_fixed_cost

    @property
    def asked(self) -> Decimal | None:
        """What it asked for in all; None before it left."""
        return None if self.amount_due is None else self.amount_due + self.late_costs

    @property
    def letter_name(self) -> str:
        """Which letter of the schedule it is, in words, or that a person asked for it."""
        return str(Tone(self.step.tone).label if self.step else _("By hand"))
