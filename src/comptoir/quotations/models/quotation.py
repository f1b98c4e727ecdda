"""A quotation: what the account offers, until when, and what the customer answered."""

import datetime as dt
import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, Department, User
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id
from comptoir.core.money import CURRENCY_CHOICES
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.invoicing.models import Invoice


class Status(models.TextChoices):
    """As the public API names them. Expired is not among them: the date says it."""

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Refused")
    CLOSED = "closed", _("Closed")


class Expiry(models.TextChoices):
    """What happens once the date has passed, as the public API names it."""

    LOCK = "lock", _("It can no longer be accepted")
    NONE = "none", _("It can still be accepted")


def new_token() -> str:
    """The secret part of a quotation's public address: 256 random bits."""
    return secrets.token_urlsafe(32)


STANDS_UNTIL = Coalesce("expires_after", models.Value(dt.date.max))
"""The last day to sort by: one without end comes last."""


class QuotationQuerySet(OwnedQuerySet):
    """Quotations, in the words of the business."""

    def open(self) -> Self:
        """Not answered and not closed, expired ones included."""
        return self.filter(status=Status.OPEN)

    def accepted(self) -> Self:
        """Those that the customer said yes to."""
        return self.filter(status=Status.ACCEPTED)

    def expired(self, *, on: dt.date) -> Self:
        """Open ones whose last day was before the day `on`."""
        return self.open().filter(expires_after__lt=on)


class Quotation(models.Model):
    """An offer on a deal. A deal may have several, of which one at most is accepted.

    `tax_exclusive`, `tax_inclusive` and `taxes` are the totals of the one-off lines that are not optional (once
    accepted: of the one-off lines that count), `recurring` those of each cycle:
    [{"unit": "month", "period": 1, "tax_exclusive": "100.00", "tax_inclusive": "121.00", "taxes": […]}].
    The content is frozen once it is answered. `link_token` is all that a customer needs to read and answer it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="quotations", verbose_name=_("Deal"))
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="quotations", verbose_name=_("Customer")
    )
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("Department"))
    for_attention_of_name = models.CharField(_("For the attention of"), max_length=200, blank=True)
    name = models.CharField(_("Name"), max_length=200)
    year = models.PositiveSmallIntegerField(editable=False)
    number = models.PositiveIntegerField(editable=False)
    reference = models.CharField(_("Reference"), max_length=20, editable=False)
    """As printed: "2026/7". The account's running number of the year."""
    language = models.CharField(_("Language"), max_length=2, choices=settings.LANGUAGES)
    text = models.TextField(_("Text"), blank=True)
    """What stands above the lines."""
    quotation_date = models.DateField(_("Date"))
    expires_after = models.DateField(_("Valid until"), null=True, blank=True)
    """The last day on which it stands; None: without end."""
    action_after_expiry = models.CharField(
        _("After that day"), max_length=4, choices=Expiry.choices, default=Expiry.LOCK
    )
    currency = models.CharField(_("Currency"), max_length=3, choices=CURRENCY_CHOICES, default="EUR")
    tax_exclusive = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    tax_inclusive = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    taxes = models.JSONField(default=list)
    recurring = models.JSONField(default=list)

    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    link_token = models.CharField(max_length=43, default=new_token, unique=True, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    """When it last left by e-mail."""
    opened_at = models.DateTimeField(null=True, blank=True)
    """When its link was first opened."""
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_name = models.CharField(max_length=200, blank=True)
    answered_ip = models.GenericIPAddressField(null=True, blank=True)
    answer_comment = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who of ours noted the answer, when the customer gave it by telephone."""
    invoice = models.OneToOneField(
        Invoice, on_delete=models.SET_NULL, null=True, blank=True, related_name="quotation", editable=False
    )
    """The draft that the acceptance made."""
    search_text = models.TextField(editable=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = QuotationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("account", "year", "number", name="quotation_reference_once"),
            models.UniqueConstraint("deal", condition=Q(status="accepted"), name="quotation_one_accepted_per_deal"),
            models.CheckConstraint(name="quotation_status_known", condition=Q(status__in=Status.values)),
            models.CheckConstraint(
                name="quotation_answer_facts_together",
                condition=Q(status__in=["accepted", "rejected"], answered_at__isnull=False)
                | Q(
                    status__in=["open", "closed"],
                    answered_at__isnull=True,
                    answered_name="",
                    answered_ip__isnull=True,
                    answer_comment="",
                    answered_by__isnull=True,
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-created_at", "-id"], name="quotation_newest"),
            models.Index(fields=["account", "status", "-created_at", "-id"], name="quotation_by_status"),
            models.Index(fields=["customer", "-created_at", "-id"], name="quotation_of_customer"),
            models.Index(fields=["account", "tax_inclusive", "id"], name="quotation_by_amount"),
            models.Index("account", STANDS_UNTIL, "id", name="quotation_by_last_day"),
            models.Index(
                fields=["account", "expires_after", "id"], name="quotation_running_out", condition=Q(status="open")
            ),
            models.Index(
                fields=["account", "-answered_at", "-id"],
                name="quotation_answered",
                condition=Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Neither answered nor closed."""
        return self.status == Status.OPEN

    @property
    def is_accepted(self) -> bool:
        """Whether the customer said yes."""
        return self.status == Status.ACCEPTED

    def is_expired(self, *, on: dt.date) -> bool:
        """Open, and its last day was before the day `on`."""
        return self.is_open and self.expires_after is not None and self.expires_after < on

    def can_be_accepted(self, *, on: dt.date) -> bool:
        """Open, and not locked by its expiry on the day `on`."""
        return self.is_open and not (self.is_expired(on=on) and self.action_after_expiry == Expiry.LOCK)

    def as_effect(self) -> dict[str, object]:
        """How the timeline names it."""
        return {
            "id": self.pk,
            "name": self.name,
            "reference": self.reference,
            "amount": self.tax_inclusive,
            "currency": self.currency,
        }
