"""What a segment can ask of a customer: one declaration per field, in one list that all pages read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.plans import Module
from comptoir.accounts.rights import Right
from comptoir.core.countries import country_choices
from comptoir.customers.models import Kind
from comptoir.segments import conditions as those
from comptoir.segments.asked import Asked
from comptoir.segments.kinds import Amount, Choice, Date, Days, Field, OptionalChoice, Text, YesNo
from comptoir.segments.operators import Operator
from comptoir.segments.values import Malformed


def _languages(asked: Asked) -> dict[str, str]:
    return {code: str(name) for code, name in settings.LANGUAGES}


def _countries(asked: Asked) -> dict[str, str]:
    return dict(country_choices())


def _kinds(asked: Asked) -> dict[str, str]:
    return {value: str(label) for value, label in Kind.choices}


def _users(asked: Asked) -> dict[str, str]:
    return {key: user.name for key, user in asked.users.items()}


def _active_users(asked: Asked) -> dict[str, str]:
    return {key: user.name for key, user in asked.users.items() if user.is_active}


FIELDS: tuple[Field, ...] = (
    YesNo("active", _("Active"), yes=lambda asked: Q(deactivated_at__isnull=True)),
    Choice("kind", _("Type"), known=_kinds, equals=lambda asked, kind: Q(kind=kind)),
    Text(
        "name",
        _("Name"),
        equals=those.named,
        contains=those.name_contains,
        starts_with=those.name_starts_with,
    ),
    OptionalChoice(
        "tag",
        _("Tag"),
        known=lambda asked: asked.tags,
        equals=those.tagged,
        filled=those.with_tags,
        gone=_("This tag no longer exists."),
    ),
    OptionalChoice("country", _("Country"), known=_countries, equals=those.in_country, filled=those.with_address),
    Choice("language", _("Language"), known=_languages, equals=lambda asked, language: Q(language=language)),
    OptionalChoice(
        "account_manager",
        _("Account manager"),
        known=_users,
        still_offered=_active_users,
        equals=lambda asked, user: Q(responsible_user=user),
        filled=lambda asked: Q(responsible_user__isnull=False),
        gone=_("This user no longer exists."),
    ),
    Amount("outstanding", _("Amount outstanding"), part=Right.INVOICES, at_least=those.owing),
    Days("overdue", _("Overdue"), part=Right.INVOICES, at_least=those.overdue_for),
    YesNo("on_hold", _("Invoices on hold"), part=Right.INVOICES, yes=those.with_invoices_on_hold),
    YesNo(
        "subscriptions",
        _("Active subscriptions"),
        module=Module.SUBSCRIPTIONS,
        part=Right.SUBSCRIPTIONS,
        yes=those.with_active_subscriptions,
    ),
    Date(
        "added",
        _("Added"),
        since=lambda asked, moment: Q(added_at__gte=moment),
        present=lambda asked: Q(added_at__isnull=False),
    ),
    Date("last_activity", _("Last activity"), since=those.active_since, present=those.ever_active),
)

BY_NAME = {field.name: field for field in FIELDS}


@dataclass(frozen=True)
class Rule:
    """A rule that makes sense: its field and operator exist, its value says something."""

    field: Field
    operator: Operator
    text: str
    """The value as it is kept."""
    value: Any

    def condition(self, asked: Asked) -> Q:
        """Which customers it lets in."""
        return self.field.condition(self.operator, self.value, asked=asked)

    def kept(self) -> dict[str, str]:
        """As a segment keeps it."""
        return {"field": self.field.name, "operator": self.operator.value, "value": self.text}


def fields_of(account: Account, user: User | None = None) -> list[Field]:
    """The fields that the account's plan has (R8: no subscriptions on GO), without those of parts hidden from `user`."""
    there = [field for field in FIELDS if field.module is None or account.has(field.module)]
    return [field for field in there if user is None or field.part is None or user.sees(field.part)]


def read(raw: object, *, asked: Asked) -> Rule:
    """The rule that `raw` ({"field", "operator", "value"}) says.

    Raises Malformed when it says none (any more): an unknown field or operator, a value of another kind, a tag or a
    user that was deleted or is another account's, a field outside the plan or of a part hidden from who asks.
    """
    if not isinstance(raw, Mapping) or not all(isinstance(raw.get(key), str) for key in ("field", "operator", "value")):
        raise Malformed(_("This rule cannot be read."))
    field = BY_NAME.get(raw["field"])
    if field is None:
        raise Malformed(_("Choose what the rule is about.") if not raw["field"] else _("This field no longer exists."))
    if field not in fields_of(asked.account):
        raise Malformed(_("This field is not part of your plan."))
    if field not in fields_of(asked.account, asked.user):
        raise Malformed(_("This rule is about something that is hidden from you."))
    if raw["operator"] not in field.operators:
        raise Malformed(_("Choose how to compare."))
    operator = Operator(raw["operator"])
    value = field.value(raw["value"], operator=operator, asked=asked)
    return Rule(field, operator, "" if value in (None, "") else raw["value"].strip(), value)
