"""A deal: business that may come about with a customer."""

import datetime as dt
from decimal import Decimal
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Round
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, Department, User
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id
from comptoir.core.money import CURRENCY_CHOICES
from comptoir.customers.models import Customer
from comptoir.deals.models.choices import LostReason, Source
from comptoir.deals.models.pipeline import Phase


class Status(models.TextChoices):
    """Open deals are in a phase; won and lost ones keep the phase they were closed in."""

    OPEN = "open", _("Open")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")


VALUE = Coalesce("estimated_value", models.Value(Decimal(0)))
"""The value to sort by: unknown is nothing."""
CLOSES_ON = Coalesce("estimated_closing_date", models.Value(dt.date.max))
"""The closing date to sort by: unknown is last."""


class DealQuerySet(OwnedQuerySet):
    """Deals, in the words of the business."""

    def open(self) -> Self:
        """Neither won nor lost."""
        return self.filter(status=Status.OPEN)

    def won(self) -> Self:
        """Those that came about."""
        return self.filter(status=Status.WON)

    def lost(self) -> Self:
        """Those that did not."""
        return self.filter(status=Status.LOST)

    def needing_attention(self, *, on: dt.date) -> Self:
        """Open and without activity for as long as their phase allows, or longer, on the day `on`. One query more.

        Give it deals of one account: the phases asked about are those its deals are in.
        """
        resting: dict[int, list[object]] = {}
        for phase in Phase.objects.filter(pk__in=self.open().order_by().values("phase")):
            resting.setdefault(phase.attention_days, []).append(phase.pk)
        rested = Q(pk__in=[])
        for days, phases in resting.items():
            rested |= Q(phase__in=phases, last_activity_on__lte=on - dt.timedelta(days=days))
        return self.open().filter(rested)


class Deal(models.Model):
    """Business that may come about, with what it may be worth and when.

    `estimated_probability` (0 to 1) is its phase's, until somebody says otherwise; each move sets it anew.
    `weighted_value` is kept by the database. `last_activity_on` is the account's day on which something last happened:
    a change, a move, a quotation sent, a follow-up done (`deals.moving.touch`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="deals", verbose_name=_("Customer"))
    contact_person = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Contact person")
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Department")
    )
    title = models.CharField(_("Title"), max_length=200)
    summary = models.TextField(_("Summary"), blank=True)
    year = models.PositiveSmallIntegerField(editable=False)
    number = models.PositiveIntegerField(editable=False)
    reference = models.CharField(_("Reference"), max_length=20, editable=False)
    """As shown: "2026/12". The account's running number of the year."""
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="deals", verbose_name=_("Phase"))
    status = models.CharField(max_length=4, choices=Status.choices, default=Status.OPEN)
    estimated_value = models.DecimalField(_("Value"), max_digits=14, decimal_places=2, null=True, blank=True)
    """Without VAT, in `currency`; None: not known."""
    currency = models.CharField(_("Currency"), max_length=3, choices=CURRENCY_CHOICES, default="EUR")
    estimated_probability = models.DecimalField(
        _("Probability"),
        max_digits=5,
        decimal_places=4,
        default=Decimal(0),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    weighted_value = models.GeneratedField(
        # Rounded because SQLite computes with binary fractions. Unknown values sort as nothing.
        expression=Round(
            Coalesce(F("estimated_value"), models.Value(Decimal(0))) * F("estimated_probability"),
            precision=2,
        ),
        output_field=models.DecimalField(max_digits=14, decimal_places=2),
        db_persist=True,
    )
    estimated_closing_date = models.DateField(_("Closing date"), null=True, blank=True)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="deals", verbose_name=_("Source")
    )
    responsible_user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Responsible")
    )
    purchase_order_number = models.CharField(_("Purchase order number"), max_length=60, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    lost_reason = models.ForeignKey(
        LostReason, on_delete=models.PROTECT, null=True, blank=True, related_name="deals", verbose_name=_("Reason")
    )
    lost_remark = models.TextField(_("Remark"), blank=True)
    last_activity_on = models.DateField()
    search_text = models.TextField(editable=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = DealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("account", "year", "number", name="deal_reference_once"),
            models.CheckConstraint(name="deal_status_known", condition=Q(status__in=Status.values)),
            models.CheckConstraint(
                name="deal_closed_facts_together",
                condition=Q(status=Status.OPEN, closed_at__isnull=True, lost_reason__isnull=True, lost_remark="")
                | Q(status=Status.WON, closed_at__isnull=False, lost_reason__isnull=True, lost_remark="")
                | Q(status=Status.LOST, closed_at__isnull=False),
            ),
            models.CheckConstraint(name="deal_probability_of_one", condition=Q(estimated_probability__range=(0, 1))),
        ]
        indexes = [
            models.Index(fields=["account", "-created_at", "-id"], name="deal_newest"),
            models.Index(fields=["account", "status", "-created_at", "-id"], name="deal_by_status"),
            models.Index(fields=["phase", "last_activity_on"], name="deal_open_in_phase", condition=Q(status="open")),
            models.Index(fields=["account", "search_text", "id"], name="deal_by_title"),
            models.Index(fields=["account", "weighted_value", "id"], name="deal_by_weighted_value"),
            models.Index("account", VALUE, "id", name="deal_by_value"),
            models.Index("account", CLOSES_ON, "id", name="deal_by_closing_date"),
            models.Index(fields=["account", "responsible_user"], name="deal_open_of_user", condition=Q(status="open")),
            models.Index(fields=["customer", "-created_at", "-id"], name="deal_of_customer"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Neither won nor lost."""
        return self.status == Status.OPEN

    def days_inactive(self, *, on: dt.date) -> int:
        """Days since something last happened to it, on the day `on`."""
        return max((on - self.last_activity_on).days, 0)

    def needs_attention(self, *, on: dt.date) -> bool:
        """Whether it has rested in its phase as long as that allows. Needs the phase at hand."""
        return self.is_open and self.days_inactive(on=on) >= self.phase.attention_days

    def in_brief(self) -> dict[str, object]:
        """How an activity of something else remembers the deal it happened on; its own timeline finds it by the id."""
        return {"id": self.pk, "title": self.title, "reference": self.reference}

    def as_effect(self) -> dict[str, object]:
        """How the timeline names it."""
        return {
            "id": self.pk,
            "title": self.title,
            "reference": self.reference,
            "value": self.estimated_value,
            "currency": self.currency,
        }
