"""Rules as sentences: "Active equals no"."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from comptoir.segments.asked import Asked
from comptoir.segments.counting import Counts
from comptoir.segments.operators import Entry
from comptoir.segments.rules import Rule, read
from comptoir.segments.values import Malformed
from comptoir.web import speech


@dataclass(frozen=True)
class Said:
    """A rule in words; of a broken one, why it is broken."""

    text: str
    is_broken: bool = False


def said(raw: object, *, asked: Asked) -> Said:
    """The rule as a sentence."""
    try:
        rule = read(raw, asked=asked)
    except Malformed as error:
        return Said(str(error), is_broken=True)
    words = {"field": rule.field.label, "operator": rule.operator.label, "value": _value(rule, asked)}
    if not words["value"]:
        return Said(pgettext("a rule, as in: Tag is empty", "%(field)s %(operator)s") % words)
    return Said(pgettext("a rule, as in: Active equals no", "%(field)s %(operator)s %(value)s") % words)


def all_said(rules: list[Any], *, asked: Asked) -> list[Said]:
    """Each of the rules as a sentence."""
    return [said(rule, asked=asked) for rule in rules]


@dataclass(frozen=True)
class CountsSaid:
    """How many contacts and companies there are, in words."""

    contacts: str
    companies: str


def counts_said(counts: Counts) -> CountsSaid:
    """`12 contacts` and `1,000+ companies`."""
    some = ngettext("%(number)s contact", "%(number)s contacts", counts.contacts.number)
    contacts = _("%(number)s+ contacts") if counts.contacts.is_more else some
    some = ngettext("%(number)s company", "%(number)s companies", counts.companies.number)
    companies = _("%(number)s+ companies") if counts.companies.is_more else some
    return CountsSaid(
        contacts % {"number": speech.number(counts.contacts.number)},
        companies % {"number": speech.number(counts.companies.number)},
    )


def _value(rule: Rule, asked: Asked) -> str:
    value: Any = rule.value
    match rule.field.entry(rule.operator):
        case Entry.CHOICE:
            return rule.field.choices(asked)[rule.text]
        case Entry.TEXT:
            return _("“%(text)s”") % {"text": rule.text}
        case Entry.AMOUNT:
            assert isinstance(value, Decimal)
            return speech.money(value, asked.account.currency)
        case Entry.DATE:
            assert isinstance(value, dt.date)
            return speech.day(value)
        case Entry.DAYS:
            return ngettext("%(count)s day", "%(count)s days", value) % {"count": speech.number(value)}
        case Entry.DAYS_AGO:
            return ngettext("%(count)s day ago", "%(count)s days ago", value) % {"count": speech.number(value)}
    return ""
