"""Fields that an account adds to its customers, deals, invoices and subscriptions, and their values."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id


class About(models.TextChoices):
    """What records a field is of."""

    CONTACT = "contact", _("Contacts")
    COMPANY = "company", _("Companies")
    DEAL = "deal", _("Deals")
    INVOICE = "invoice", _("Invoices")
    SUBSCRIPTION = "subscription", _("Subscriptions")


class FieldKind(models.TextChoices):
    """What a field's value is."""

    SINGLE_LINE = "single_line", _("Text, one line")
    MULTI_LINE = "multi_line", _("Text, several lines")
    NUMBER = "number", _("Number")
    INTEGER = "integer", _("Whole number")
    MONEY = "money", _("Amount of money")
    DATE = "date", _("Date")
    BOOLEAN = "boolean", _("Yes or no")
    SINGLE_SELECT = "single_select", _("One of a list")
    MULTI_SELECT = "multi_select", _("Several of a list")
    EMAIL = "email", _("E-mail")
    TELEPHONE = "telephone", _("Telephone")
    URL = "url", _("Web address")


class CustomFieldQuerySet(OwnedQuerySet):
    """Custom fields of an account."""

    def shown(self) -> "CustomFieldQuerySet":
        """Those that are still filled in: not archived."""
        return self.filter(archived_at__isnull=True)


class CustomField(models.Model):
    """A field that an account added. `options` is a list of {"id", "value"} for the kinds that choose from a list.

    Archived ones keep their values, and are shown nowhere.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(_("Of"), max_length=20, choices=About.choices)
    label = models.CharField(_("Name"), max_length=100)
    kind = models.CharField(_("Kind"), max_length=20, choices=FieldKind.choices)
    options = models.JSONField(default=list, blank=True)
    required = models.BooleanField(_("Must be filled in"), default=False)
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = CustomFieldQuerySet.as_manager()

    class Meta:
        ordering = ("position", "id")
        constraints = [
            models.CheckConstraint(name="custom_field_about_known", condition=Q(about__in=About.values)),
            models.CheckConstraint(name="custom_field_kind_known", condition=Q(kind__in=FieldKind.values)),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_archived(self) -> bool:
        """Whether it is shown nowhere any more, with its values kept."""
        return self.archived_at is not None


class CustomValue(models.Model):
    """The value of a field for one record; of several of a list, one row each. An empty field has none.

    Exactly one of the columns is filled, by the field's kind: text (folded beside it, to be searched), number, day,
    yes, or the id of an option.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    field = models.ForeignKey(CustomField, on_delete=models.CASCADE, related_name="values")
    record_id = models.UUIDField()
    """The customer, deal, invoice or subscription, as the field's `about` says."""
    text = models.TextField(blank=True, default="")
    folded = models.TextField(blank=True, default="")
    number = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    day = models.DateField(null=True, blank=True)
    yes = models.BooleanField(null=True, blank=True)
    option = models.CharField(max_length=36, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="custom_value_once", fields=["field", "record_id", "option"]),
        ]
        indexes = [
            models.Index(name="custom_value_record", fields=["record_id"]),
            models.Index(name="custom_value_number", fields=["field", "number", "record_id"]),
            models.Index(name="custom_value_day", fields=["field", "day", "record_id"]),
            models.Index(name="custom_value_option", fields=["field", "option", "record_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.text or self.number or self.day or self.yes or self.option}"
