"""What can be asked of a contact or a company."""

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.plans import Module
from comptoir.accounts.rights import Right
from comptoir.customers.models import Kind, Reason
from comptoir.segments import conditions as those
from comptoir.segments.asked import Asked
from comptoir.segments.fields import columns
from comptoir.segments.fields.lists import active_users, countries, users
from comptoir.segments.kinds import Amount, Choice, Date, Days, Field, Text, YesNo


def _languages(asked: Asked) -> dict[str, str]:
    return {code: str(name) for code, name in settings.LANGUAGES}


FIELDS: tuple[Field, ...] = (
    YesNo("active", _("Active"), yes=lambda asked: Q(deactivated_at__isnull=True)),
    columns.one_of("kind", _("Type"), "kind", Kind),
    Text(
        "name",
        _("Name"),
        equals=those.named,
        contains=those.name_contains,
        starts_with=those.name_starts_with,
    ),
    Choice(
        "tag",
        _("Tag"),
        known=lambda asked: asked.tags,
        equals=those.tagged,
        filled=those.with_tags,
        gone=_("This tag no longer exists."),
    ),
    Choice("country", _("Country"), known=countries, equals=those.in_country, filled=those.with_address),
    Choice("language", _("Language"), known=_languages, equals=lambda asked, language: Q(language=language)),
    columns.key(
        "account_manager",
        _("Account manager"),
        "responsible_user",
        known=users,
        optional=True,
        still_offered=active_users,
        gone=_("This user no longer exists."),
    ),
    columns.text("vat_number", _("VAT number"), "vat_number", optional=True),
    YesNo("marketing", _("Agrees to marketing mails"), yes=lambda asked: Q(marketing_mails_consent=True)),
    columns.moment("deactivated_on", _("Deactivated on"), "deactivated_at"),
    columns.one_of("deactivation_reason", _("Reason for deactivating"), "deactivation_reason", Reason, optional=True),
    Amount("outstanding", _("Amount outstanding"), part=Right.INVOICES, at_least=those.owing),
    Days("overdue", _("Overdue"), part=Right.INVOICES, at_least=those.overdue_for),
    YesNo("on_hold", _("Invoices on hold"), part=Right.INVOICES, yes=those.with_invoices_on_hold),
    YesNo(
        "unsettled",
        _("Unsettled invoices or drafts"),
        part=Right.INVOICES,
        yes=those.with_unsettled_invoices,
    ),
    Date(
        "last_reminder",
        _("Last reminder of what is unsettled"),
        part=Right.INVOICES,
        since=those.reminded_since,
        present=those.ever_reminded,
    ),
    YesNo(
        "no_reminders",
        _("No automatic reminders"),
        part=Right.INVOICES,
        yes=lambda asked: Q(no_reminders_since__isnull=False),
    ),
    YesNo(
        "subscriptions",
        _("Active subscriptions"),
        module=Module.SUBSCRIPTIONS,
        part=Right.SUBSCRIPTIONS,
        yes=those.with_active_subscriptions,
    ),
    YesNo(
        "open_work",
        _("Open deals, quotations or follow-ups"),
        part=Right.DEALS,
        yes=those.with_open_work,
    ),
    YesNo("of_active_company", _("Person of an active company"), yes=those.of_an_active_company),
    columns.moment("added", _("Added"), "added_at"),
    Date("last_activity", _("Last activity"), since=those.active_since, present=those.ever_active),
)
