"""What a user may change and what is there for them. A right is needed to change; reading is open where nothing is hidden."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from comptoir.accounts.models import User


class Role(models.TextChoices):
    """Owners and admins may change everything; members what their rights say."""

    OWNER = "owner", _("Owner")
    ADMIN = "admin", _("Admin")
    MEMBER = "member", _("Member")


class Right(models.TextChoices):
    """One right per module. `SETTINGS` belongs to owners and admins and cannot be given to a member."""

    CUSTOMERS = "customers", _("Contacts and companies")
    INVOICES = "invoices", _("Invoices")
    SUBSCRIPTIONS = "subscriptions", _("Subscriptions")
    DEALS = "deals", _("Deals and quotations")
    SETTINGS = "settings", _("Settings")


REFUSALS = {
    Right.CUSTOMERS: _(
        "You do not have the right to change contacts and companies. An owner or admin can give it to you."
    ),
    Right.INVOICES: _("You do not have the right to change invoices. An owner or admin can give it to you."),
    Right.SUBSCRIPTIONS: _("You do not have the right to change subscriptions. An owner or admin can give it to you."),
    Right.DEALS: _("You do not have the right to change deals and quotations. An owner or admin can give it to you."),
    Right.SETTINGS: _("Only an owner or admin can change these settings."),
}


HIDEABLE = (Right.INVOICES, Right.SUBSCRIPTIONS, Right.DEALS)
"""The modules that can be hidden from a member. Contacts, companies and follow-ups are always there."""

UNSEEN = {
    Right.INVOICES: _("Invoices and reminders are hidden from you. An owner or admin can show them to you."),
    Right.SUBSCRIPTIONS: _("Subscriptions are hidden from you. An owner or admin can show them to you."),
    Right.DEALS: _("Deals and quotations are hidden from you. An owner or admin can show them to you."),
}


class NotAllowed(Exception):
    """The user lacks a right; `str()` is a sentence for people."""

    def __init__(self, right: Right) -> None:
        self.right = right
        super().__init__(right)

    def __str__(self) -> str:
        return str(REFUSALS[self.right])


def require(by: "User | None", right: Right) -> None:
    """Raise NotAllowed unless `by` has `right`. None is Comptoir itself, at night, which may do everything."""
    if by is not None and not by.may(right):
        raise NotAllowed(right)
