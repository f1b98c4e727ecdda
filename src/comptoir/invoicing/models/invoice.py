"""The invoice, and the states in which it may be reminded."""

import datetime as dt
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, Department, User
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id
from comptoir.core.money import CURRENCY_CHOICES
from comptoir.core.terms import PaymentTerm
from comptoir.customers.models import Customer
from comptoir.invoicing.models.line import Line
from comptoir.invoicing.models.payment_method import ExpectedPaymentMethod


class Status(models.TextChoices):
    """What an invoice is. Overdue, partly paid and on hold are not statuses: dates and amounts say them."""

    DRAFT = "draft", _("Draft")
    OUTSTANDING = "outstanding", _("Outstanding")
    MATCHED = "matched", _("Paid")


class InvoiceQuerySet(OwnedQuerySet):
    """Invoices, in the words of the business."""

    def drafts(self) -> Self:
        """Not booked: no number, no date."""
        return self.filter(status=Status.DRAFT)

    def outstanding(self) -> Self:
        """Booked and not settled."""
        return self.filter(status=Status.OUTSTANDING)

    def settled(self) -> Self:
        """Booked with nothing due any more."""
        return self.filter(status=Status.MATCHED)

    def unsettled(self) -> Self:
        """What a hold may stop: drafts, outstanding, overdue and partly paid ones (R6)."""
        return self.filter(status__in=[Status.DRAFT, Status.OUTSTANDING])

    def overdue(self, *, on: dt.date) -> Self:
        """Outstanding and past the due date on the day `on`."""
        return self.outstanding().filter(due_on__lt=on)

    def on_hold(self) -> Self:
        """Not chased: reminders are off until somebody marks them as no longer on hold."""
        return self.unsettled().filter(on_hold_since__isnull=False)

    def chased(self, *, on: dt.date) -> Self:
        """Overdue and not on hold: what a person may send a reminder for without another word."""
        return self.overdue(on=on).filter(on_hold_since__isnull=True)

    def remindable(self, *, on: dt.date) -> Self:
        """The only definition of what an automatic reminder may be sent for: overdue, not on hold, and of a customer
        that gets automatic reminders."""
        return self.chased(on=on).filter(customer__no_reminders_since__isnull=True)

    def not_sent(self) -> Self:
        """Outstanding, and as far as Comptoir knows the customer never got it. What was booked elsewhere was sent there."""
        return self.outstanding().filter(sent_at__isnull=True, imported_at__isnull=True)

    def put_on_hold(self, *, by: User | None, on: dt.date, reason: str = "", until: dt.date | None = None) -> int:
        """Turn off the reminders of the unsettled ones among these, in one UPDATE. Returns how many that changed.

        One already on hold keeps its day and its reason (R6). The caller records the activity.
        """
        return (
            self.unsettled()
            .filter(on_hold_since__isnull=True)
            .update(on_hold_since=on, held_by=by, hold_reason=reason, on_hold_until=until)
        )

    def release(self, *, on: dt.date) -> int:
        """Turn the reminders of the held ones among these on again, in one UPDATE. Returns how many that changed."""
        return self.filter(on_hold_since__isnull=False).update(
            on_hold_since=None, held_by=None, hold_reason="", on_hold_until=None, released_on=on
        )


class Invoice(models.Model):
    """A document that asks a customer for money.

    A draft has neither number nor date; booking gives both, freezes the content (G7) and copies the customer's name,
    VAT number and address as they are then. `due` is kept by the database: total − paid − credited.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("Department"))
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="invoices", verbose_name=_("Customer")
    )
    for_attention_of_name = models.CharField(_("For the attention of"), max_length=200, blank=True)
    for_attention_of_contact = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(_("E-mail for this invoice"), blank=True)

    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    fiscal_year = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    invoice_number = models.CharField(max_length=40, blank=True)
    """As printed: "2026/118"."""
    invoice_date = models.DateField(_("Invoice date"), null=True, blank=True)
    due_on = models.DateField(_("Due date"), null=True, blank=True)
    payment_term = models.CharField(
        _("Payment term"), max_length=20, choices=PaymentTerm.choices, default=PaymentTerm.AFTER_INVOICE_DATE
    )
    payment_days = models.PositiveSmallIntegerField(_("Days"), default=30)
    currency = models.CharField(_("Currency"), max_length=3, choices=CURRENCY_CHOICES, default="EUR")
    purchase_order_number = models.CharField(_("Purchase order number"), max_length=60, blank=True)
    payment_reference = models.CharField(_("Payment reference"), max_length=40, blank=True)
    delivery_date = models.DateField(_("Delivery date"), null=True, blank=True)
    expected_payment_method = models.CharField(
        _("Expected payment method"), max_length=20, choices=ExpectedPaymentMethod.choices, blank=True
    )
    note = models.TextField(_("Note"), blank=True)
    discounts = models.JSONField(default=list)
    """On the whole document: [{"percentage": "10", "description": "Loyal customer"}], each of the sum of the lines."""

    invoicee_name = models.CharField(max_length=200, blank=True)
    invoicee_vat_number = models.CharField(max_length=20, blank=True)
    invoicee_address = models.TextField(blank=True)
    seller = models.JSONField(default=dict)
    buyer = models.JSONField(default=dict)
    """Who bills whom, as they were when it was booked (see `parties`); empty before, and where it was booked elsewhere."""

    tax_exclusive = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    tax_inclusive = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    taxes = models.JSONField(default=list)
    """Per kind and rate: {"category": "S", "rate": "0.21", "taxable": "100.00", "tax": "21.00"}; once booked also its
    legal "mention", where there has to be one."""
    paid_amount = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    credited_amount = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    due = models.GeneratedField(
        # Rounded because SQLite computes with binary fractions.
        expression=Round(F("tax_inclusive") - F("paid_amount") - F("credited_amount"), precision=2),
        output_field=models.DecimalField(max_digits=14, decimal_places=2),
        db_persist=True,
    )
    paid_at = models.DateTimeField(null=True, blank=True)
    """When the last of it was settled; None while something is due."""
    sent_at = models.DateTimeField(null=True, blank=True)
    """When it last left for the customer, by e-mail or as an electronic invoice."""

    on_hold_since = models.DateField(null=True, blank=True)
    held_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    hold_reason = models.CharField(_("Reason"), max_length=200, blank=True)
    on_hold_until = models.DateField(_("Until"), null=True, blank=True)
    """The first day on which it is chased again; None: until released by hand."""
    released_on = models.DateField(null=True, blank=True)

    imported_at = models.DateTimeField(null=True, blank=True)
    """Booked elsewhere and taken over: bears the number it was given there, belongs to no series of ours."""

    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("department", "fiscal_year", "number", name="invoice_number_once"),
            models.CheckConstraint(
                name="invoice_number_and_date_given_by_booking",
                condition=Q(
                    status=Status.DRAFT,
                    number__isnull=True,
                    invoice_date__isnull=True,
                    due_on__isnull=True,
                    invoice_number="",
                )
                | Q(
                    status__in=[Status.OUTSTANDING, Status.MATCHED],
                    imported_at__isnull=True,
                    number__isnull=False,
                    fiscal_year__isnull=False,
                    invoice_date__isnull=False,
                    due_on__isnull=False,
                )
                | Q(
                    status__in=[Status.OUTSTANDING, Status.MATCHED],
                    imported_at__isnull=False,
                    number__isnull=True,
                    fiscal_year__isnull=True,
                    invoice_date__isnull=False,
                    due_on__isnull=False,
                ),
            ),
            models.UniqueConstraint(
                "department", "invoice_number", condition=Q(imported_at__isnull=False), name="invoice_imported_once"
            ),
            models.CheckConstraint(
                name="invoice_matched_when_nothing_due",
                condition=Q(status=Status.DRAFT)
                | Q(status=Status.OUTSTANDING, due__gt=0)
                | Q(status=Status.MATCHED, due__lte=0),
            ),
            models.CheckConstraint(
                name="invoice_paid_and_credited_not_negative", condition=Q(paid_amount__gte=0, credited_amount__gte=0)
            ),
            models.CheckConstraint(
                name="invoice_hold_facts_together",
                condition=Q(on_hold_since__isnull=False)
                | Q(held_by__isnull=True, hold_reason="", on_hold_until__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-created_at", "-id"], name="invoice_newest"),
            models.Index(fields=["account", "status", "-created_at", "-id"], name="invoice_by_status"),
            models.Index(fields=["customer", "-created_at", "-id"], name="invoice_of_customer"),
            models.Index(
                fields=["account", "due_on", "id"],
                name="invoice_outstanding_by_due",
                condition=Q(status=Status.OUTSTANDING),
            ),
            models.Index(
                fields=["customer"],
                name="invoice_unsettled",
                condition=Q(status__in=[Status.DRAFT, Status.OUTSTANDING]),
            ),
            models.Index(
                fields=["account", "-on_hold_since", "-id"],
                name="invoice_on_hold",
                # Not the settled ones: of these there are ever more.
                condition=Q(on_hold_since__isnull=False, status__in=[Status.DRAFT, Status.OUTSTANDING]),
            ),
            # Everything that is added up of what customers owe, so that the invoices themselves need not be read.
            models.Index(
                fields=[
                    *("account", "customer", "currency", "due_on", "on_hold_since", "due", "invoice_date", "department")
                ],
                name="invoice_owed",
                condition=Q(status=Status.OUTSTANDING),
            ),
            # Whoever types a number in full looks for that one.
            models.Index(fields=["account", "invoice_number"], name="invoice_by_number"),
            # The few on which more was settled than they came to.
            models.Index(fields=["account"], name="invoice_owed_back", condition=Q(due__lt=0)),
        ]

    def __str__(self) -> str:
        return self.invoice_number or str(_("Draft"))

    @property
    def is_draft(self) -> bool:
        """Not booked yet."""
        return self.status == Status.DRAFT

    @property
    def is_settled(self) -> bool:
        """Booked, with nothing due any more."""
        return self.status == Status.MATCHED

    @property
    def is_on_hold(self) -> bool:
        """Whether automatic reminders for it are off."""
        return self.on_hold_since is not None and not self.is_settled

    @property
    def is_partly_paid(self) -> bool:
        """Something was paid or credited, and something is still due."""
        return self.status == Status.OUTSTANDING and (self.paid_amount + self.credited_amount) > Decimal(0)

    def is_overdue(self, *, on: dt.date) -> bool:
        """Outstanding and past its due date on the day `on`."""
        return self.status == Status.OUTSTANDING and self.due_on is not None and self.due_on < on

    def days_overdue(self, *, on: dt.date) -> int:
        """Days since the due date on the day `on`; 0 when not overdue."""
        return (on - self.due_on).days if self.due_on is not None and self.is_overdue(on=on) else 0


class InvoiceLine(Line):
    """A line of an invoice."""

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="lines")

    class Meta(Line.Meta):
        constraints = [models.UniqueConstraint("invoice", "position", name="invoice_line_position_once")]
