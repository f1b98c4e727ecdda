"""Account, department, user: who uses Comptoir, and for which legal entities."""

import datetime as dt
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.plans import MODULES, Module, Plan
from comptoir.accounts.rights import Right, Role
from comptoir.core.days import local_day, local_moment
from comptoir.core.ids import new_id
from comptoir.core.money import CURRENCY_CHOICES


def known_time_zone(name: str) -> None:
    """Refuse a time zone that the tz database does not know."""
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone."), params={"name": name})


class Account(models.Model):
    """One business that uses Comptoir. Nothing of one account is ever seen from another (G6)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("Name"), max_length=200)
    plan = models.CharField(_("Plan"), max_length=10, choices=Plan.choices, default=Plan.GO)
    language = models.CharField(_("Language"), max_length=2, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("Time zone"), max_length=64, default="Europe/Brussels", validators=[known_time_zone])
    currency = models.CharField(_("Currency"), max_length=3, choices=CURRENCY_CHOICES, default="EUR")
    morning_hour = models.PositiveSmallIntegerField(_("Morning hour"), default=8)
    """When reminders leave and subscriptions are billed, in the account's time zone."""
    merges_subscription_invoices = models.BooleanField(
        _("One invoice for a customer’s subscriptions that fall due on the same day"), default=False
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="account_plan_known", condition=Q(plan__in=Plan.values)),
            models.CheckConstraint(name="account_morning_hour_of_a_day", condition=Q(morning_hour__lte=23)),
        ]

    def __str__(self) -> str:
        return self.name

    def has(self, module: Module) -> bool:
        """Whether the account's plan contains `module`."""
        return module in MODULES[self.plan]

    def day(self, at: dt.datetime) -> dt.date:
        """The account's calendar day at the moment `at`."""
        return local_day(at, self.time_zone)

    def morning(self, on: dt.date) -> dt.datetime:
        """The account's morning hour on the day `on`."""
        return local_moment(on, self.morning_hour, self.time_zone)


class Department(models.Model):
    """A legal entity of the account: it issues invoices under its own name, numbers and reminder schedule."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        ARCHIVED = "archived", _("Archived")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="departments")
    name = models.CharField(_("Name"), max_length=200)
    vat_number = models.CharField(_("VAT number"), max_length=20, blank=True)
    line_1 = models.CharField(_("Street and number"), max_length=200, blank=True)
    postal_code = models.CharField(_("Postal code"), max_length=20, blank=True)
    city = models.CharField(_("City"), max_length=100, blank=True)
    country = models.CharField(_("Country"), max_length=2, default="BE")
    email = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    website = models.URLField(_("Website"), blank=True)
    iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    fiscal_year_starts = models.PositiveSmallIntegerField(_("First month of the fiscal year"), default=1)
    invoice_prefix = models.CharField(_("Prefix of invoice numbers"), max_length=10, blank=True)
    electronic_address = models.CharField(_("Electronic invoicing address"), max_length=100, blank=True)
    """On the Peppol network: "0208:0417497106". Empty: made from the VAT number."""
    brand_color = models.CharField(_("Colour"), max_length=7, default="#1f4e79")
    """Of its documents: "#rrggbb"."""
    logo = models.CharField(max_length=200, blank=True)
    """The name of its file among those kept."""
    document_footer = models.CharField(_("At the foot of documents"), max_length=300, blank=True)
    reminder_interval = models.PositiveSmallIntegerField(_("Days between two reminders"), default=5)
    """Never two reminders of one invoice within so many days (G8)."""
    is_default = models.BooleanField(_("Default"), default=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-is_default", "name")
        constraints = [
            models.UniqueConstraint("account", condition=Q(is_default=True), name="department_one_default"),
            models.UniqueConstraint("account", Lower("name"), name="department_name_once"),
            models.CheckConstraint(name="department_reminder_interval", condition=Q(reminder_interval__range=(1, 90))),
            models.CheckConstraint(name="department_fiscal_year_month", condition=Q(fiscal_year_starts__range=(1, 12))),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_archived(self) -> bool:
        """Whether it can no longer be chosen for anything new."""
        return self.status == self.Status.ARCHIVED


class UserManager(BaseUserManager["User"]):
    """Finds users by e-mail, whatever its capitals."""

    def of(self, account: Account) -> "models.QuerySet[User]":
        """The users of `account`, deactivated ones too."""
        return self.filter(account=account)

    def active(self, account: Account) -> "models.QuerySet[User]":
        """Those who can be chosen: deactivated users disappear from pickers."""
        return self.of(account).filter(deactivated_at__isnull=True)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who logs in. Belongs to one account; is deactivated, never deleted, since the timeline names them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="users")
    email = models.EmailField(_("E-mail"), unique=True)
    first_name = models.CharField(_("First name"), max_length=100, blank=True)
    last_name = models.CharField(_("Last name"), max_length=100)
    function = models.CharField(_("Function"), max_length=100, blank=True)
    language = models.CharField(_("Language"), max_length=2, choices=settings.LANGUAGES, default="en")
    role = models.CharField(_("Role"), max_length=10, choices=Role.choices, default=Role.MEMBER)
    rights = models.JSONField(_("Rights"), default=list, blank=True)
    hidden = models.JSONField(_("Hidden"), default=list, blank=True)
    """The modules, named by their right, that a member does not see at all."""
    deactivated_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["last_name"]

    class Meta:
        ordering = ("first_name", "last_name")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(name="user_role_known", condition=Q(role__in=Role.values)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """First and last name, as shown everywhere."""
        return f"{self.first_name} {self.last_name}".strip() or self.email

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether the user may log in."""
        return self.deactivated_at is None

    def may(self, right: Right) -> bool:
        """Whether the user may change what `right` names."""
        if not self.is_active:
            return False
        return self.role in (Role.OWNER, Role.ADMIN) or (right != Right.SETTINGS and right in self.rights)

    def sees(self, right: Right) -> bool:
        """Whether the module of `right` is there for the user: what may be changed is always seen."""
        return self.may(right) or right not in self.hidden


class Counter(models.Model):
    """The last running number that an account gave to things of one kind in one year. See `counting`."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("account", "kind", "year", name="counter_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}/{self.last}"
