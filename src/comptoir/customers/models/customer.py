"""The customer: a contact or a company, and whether business with it goes on."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id
from comptoir.core.money import CURRENCY_CHOICES
from comptoir.core.terms import PaymentTerm
from comptoir.customers.models.tag import Tag


class Kind(models.TextChoices):
    """A person or an enterprise."""

    CONTACT = "contact", _("Contact")
    COMPANY = "company", _("Company")


class Reason(models.TextChoices):
    """Why a customer was deactivated (R5)."""

    PAYMENT_DIFFICULTIES = "payment_difficulties", _("Payment difficulties")
    BANKRUPTCY = "bankruptcy", _("Bankruptcy")
    END_OF_COOPERATION = "end_of_cooperation", _("End of cooperation")
    OTHER = "other", _("Other")


class Gender(models.TextChoices):
    """As the public API names them."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    NON_BINARY = "non_binary", _("Non-binary")
    PREFERS_NOT_TO_SAY = "prefers_not_to_say", _("Prefers not to say")
    UNKNOWN = "unknown", _("Unknown")


class CustomerQuerySet(OwnedQuerySet):
    """Customers, deactivated ones included unless asked otherwise (R12)."""

    def contacts(self) -> Self:
        """Persons only."""
        return self.filter(kind=Kind.CONTACT)

    def companies(self) -> Self:
        """Enterprises only."""
        return self.filter(kind=Kind.COMPANY)

    def active(self) -> Self:
        """Those one does business with."""
        return self.filter(deactivated_at__isnull=True)

    def deactivated(self) -> Self:
        """Exactly those that "Active equals no" finds."""
        return self.filter(deactivated_at__isnull=False)

    def exempt(self) -> Self:
        """Those that get no automatic reminders, whatever they owe."""
        return self.filter(no_reminders_since__isnull=False)

    def tagged(self, word: str) -> Self:
        """Those that bear the tag, whatever its capitals."""
        return self.filter(tags__name__iexact=word)


class Customer(models.Model):
    """A contact or a company of an account.

    `emails` and `telephones` are lists of {"type", "email"} and {"type", "number"} as in the public API, replaced as a
    whole. `sort_name` and `search_text` are written by the verbs that write the name (customers.records): folded text
    that every database sorts and searches alike.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="customers")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    name = models.CharField(_("Name"), max_length=200)
    """A company's name; of a contact first and last name, as shown."""
    first_name = models.CharField(_("First name"), max_length=100, blank=True)
    last_name = models.CharField(_("Last name"), max_length=100, blank=True)
    salutation = models.CharField(_("Salutation"), max_length=40, blank=True)
    gender = models.CharField(_("Gender"), max_length=20, choices=Gender.choices, blank=True)
    birthdate = models.DateField(_("Date of birth"), null=True, blank=True)
    business_type = models.CharField(_("Legal form"), max_length=60, blank=True)
    vat_number = models.CharField(_("VAT number"), max_length=20, blank=True)
    national_identification_number = models.CharField(_("National identification number"), max_length=30, blank=True)
    emails = models.JSONField(_("E-mails"), default=list, blank=True)
    telephones = models.JSONField(_("Telephones"), default=list, blank=True)
    website = models.URLField(_("Website"), blank=True)
    iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    language = models.CharField(_("Language"), max_length=2, choices=settings.LANGUAGES)
    preferred_currency = models.CharField(_("Currency"), max_length=3, choices=CURRENCY_CHOICES, blank=True)
    payment_term = models.CharField(
        _("Payment term"), max_length=20, choices=PaymentTerm.choices, default=PaymentTerm.AFTER_INVOICE_DATE
    )
    payment_days = models.PositiveSmallIntegerField(_("Days"), default=30)
    electronic_invoicing_address = models.CharField(_("Electronic invoicing address"), max_length=100, blank=True)
    responsible_user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Account manager")
    )
    remarks = models.TextField(_("Remarks"), blank=True)
    marketing_mails_consent = models.BooleanField(_("Agrees to marketing mails"), default=False)
    tags = models.ManyToManyField(Tag, blank=True, related_name="customers", verbose_name=_("Tags"))

    deactivated_at = models.DateTimeField(null=True, blank=True)
    deactivated_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    deactivation_reason = models.CharField(max_length=24, choices=Reason.choices, blank=True)
    deactivation_note = models.TextField(blank=True)

    no_reminders_since = models.DateField(null=True, blank=True)
    no_reminders_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    no_reminders_reason = models.CharField(_("Reason"), max_length=200, blank=True)
    no_reminders_until = models.DateField(_("Until"), null=True, blank=True)
    """No automatic reminders for any of its invoices, until the first day on which it is reminded again (None: until
    somebody says so). Business goes on: this is not deactivating."""

    sort_name = models.CharField(max_length=200, editable=False)
    search_text = models.TextField(editable=False)
    added_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = CustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="customer_kind_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="customer_deactivation_facts_together",
                condition=Q(deactivated_at__isnull=False)
                | Q(deactivated_by__isnull=True, deactivation_reason="", deactivation_note=""),
            ),
            models.CheckConstraint(
                name="customer_no_reminders_facts_together",
                condition=Q(no_reminders_since__isnull=False)
                | Q(no_reminders_by__isnull=True, no_reminders_reason="", no_reminders_until__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["account", "kind", "sort_name", "id"], name="customer_by_name"),
            models.Index(fields=["account", "kind", "added_at", "id"], name="customer_by_added"),
            models.Index(fields=["account", "kind", "updated_at", "id"], name="customer_by_updated"),
            models.Index(
                fields=["account", "kind", "sort_name", "id"],
                name="customer_deactivated",
                condition=Q(deactivated_at__isnull=False),
            ),
            # With all that is counted of those who left.
            models.Index(
                fields=["account", "deactivated_at", "kind", "deactivation_reason"],
                name="customer_by_departure",
                condition=Q(deactivated_at__isnull=False),
            ),
            models.Index(fields=["account", "vat_number"], name="customer_by_vat_number"),
            models.Index(fields=["account", "responsible_user"], name="customer_by_manager"),
            models.Index(fields=["account", "iban"], name="customer_by_iban"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_company(self) -> bool:
        """Whether this is an enterprise rather than a person."""
        return self.kind == Kind.COMPANY

    @property
    def is_deactivated(self) -> bool:
        """Whether business with this customer has been stopped."""
        return self.deactivated_at is not None

    @property
    def is_exempt(self) -> bool:
        """Whether it gets no automatic reminders, though business goes on."""
        return self.no_reminders_since is not None

    @property
    def links(self) -> "models.QuerySet[Any]":
        """Its links with customers of the other kind."""
        its = self.contact_links if self.is_company else self.company_links
        return its.all()

    @property
    def email(self) -> str:
        """The primary e-mail address, or nothing."""
        return self._first(self.emails, "primary", "email")

    @property
    def invoicing_email(self) -> str:
        """The address for invoices, or nothing."""
        return self._first(self.emails, "invoicing", "email")

    @property
    def phone(self) -> str:
        """The first telephone number of type phone or mobile."""
        return self._first(self.telephones, "phone", "number") or self._first(self.telephones, "mobile", "number")

    @staticmethod
    def _first(items: list[dict[str, Any]], kind: str, key: str) -> str:
        return next((item[key] for item in items if item.get("type") == kind and item.get(key)), "")
