"""Rules as sentences: "Active equals no"; and how many there are of what they let in."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from comptoir.segments.asked import Asked
from comptoir.segments.counting import Count, Counts
from comptoir.segments.models import Match
from comptoir.segments.operators import Entry, Operator
from comptoir.segments.rules import Rule, Ruled, group, read
from comptoir.segments.values import Malformed
from comptoir.web import speech

TODAY = {
    Operator.MORE_THAN_DAYS_AGO: gettext_lazy("before today"),
    Operator.IN_THE_NEXT_DAYS: gettext_lazy("today"),
    Operator.IN_MORE_THAN_DAYS: gettext_lazy("after today"),
}
"""What "more than 0 days ago" and the like come to."""


@dataclass(frozen=True)
class Said:
    """A rule in words; of a broken one, why it is broken."""

    text: str
    is_broken: bool = False


def said(raw: object, *, asked: Asked, about: str) -> Said:
    """The rule, or the group of rules, in words."""
    try:
        if inner := group(raw):
            return _group([said(each, asked=asked, about=about) for each in inner.rules], inner.match)
        rule = read(raw, asked=asked, about=about)
    except Malformed as error:
        return Said(str(error), is_broken=True)
    if rule.operator in TODAY and rule.value == 0:
        return Said(f"{rule.field.label} {TODAY[rule.operator]}")
    words = {"field": rule.field.label, "operator": rule.operator.label, "value": _value(rule, asked)}
    if not words["value"]:
        return Said(pgettext("a rule, as in: Tag is empty", "%(field)s %(operator)s") % words)
    return Said(pgettext("a rule, as in: Active equals no", "%(field)s %(operator)s %(value)s") % words)


def _group(each: list[Said], match: str) -> Said:
    joint = pgettext("between two rules", "or") if match == Match.ANY else pgettext("between two rules", "and")
    text = f" {joint} ".join(one.text for one in each)
    return Said(f"({text})", is_broken=any(one.is_broken for one in each))


def all_said(segment: Ruled, *, asked: Asked) -> list[Said]:
    """Each of its rules and groups in words."""
    return [said(rule, asked=asked, about=segment.about) for rule in segment.rules]


def counts_said(counts: Counts) -> dict[str, str]:
    """By list: `12 contacts`, `1,000+ companies`."""
    return {name: _count(name, count) for name, count in counts.items()}


def _count(name: str, count: Count) -> str:
    words = {"number": speech.number(count.number)}
    if count.is_more:
        return {
            "contacts": _("%(number)s+ contacts"),
            "companies": _("%(number)s+ companies"),
            "invoices": _("%(number)s+ invoices"),
            "subscriptions": _("%(number)s+ subscriptions"),
            "deals": _("%(number)s+ deals"),
        }[name] % words
    return {
        "contacts": ngettext("%(number)s contact", "%(number)s contacts", count.number),
        "companies": ngettext("%(number)s company", "%(number)s companies", count.number),
        "invoices": ngettext("%(number)s invoice", "%(number)s invoices", count.number),
        "subscriptions": ngettext("%(number)s subscription", "%(number)s subscriptions", count.number),
        "deals": ngettext("%(number)s deal", "%(number)s deals", count.number),
    }[name] % words


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
        case Entry.NUMBER:
            assert isinstance(value, Decimal)
            return speech.plain(value)
        case Entry.DATE:
            assert isinstance(value, dt.date)
            return speech.day(value)
        case Entry.DAYS:
            return ngettext("%(count)s day", "%(count)s days", value) % {"count": speech.number(value)}
        case Entry.DAYS_AGO:
            return ngettext("%(count)s day ago", "%(count)s days ago", value) % {"count": speech.number(value)}
    return ""
