"""How two customers that may become one are spoken of: what they say differently, what goes over, what they share."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.core.countries import country_name
from comptoir.core.text import in_fours
from comptoir.customers.duplicates import Sign
from comptoir.customers.models import Address, Customer, Reason
from comptoir.lifecycle.comparing import BOTH, OTHER, SURVIVOR, Comparison, Difference
from comptoir.lifecycle.models import ScheduledDeactivation
from comptoir.web import speech
from comptoir.web.customers.words import payment_term
from comptoir.web.templatetags.custom_fields import custom_value
from comptoir.web.templatetags.customers import field_label


@dataclass(frozen=True)
class Option:
    """What can be chosen of a difference: of which side, in words, which are empty where it says nothing."""

    side: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class Row:
    """A difference as the page shows it."""

    name: str
    label: str
    options: list[Option]
    explanation: str


def rows(comparison: Comparison) -> list[Row]:
    """The differences, with what is preselected."""
    return [Row(each.name, _label(each), _options(each), _explanation(each)) for each in comparison.differences]


def _options(difference: Difference) -> list[Option]:
    return [Option(side, _words(difference, side), side == difference.preselected) for side in difference.options]


def moved(numbers: Mapping[str, int]) -> list[str]:
    """`12 invoices`, `1 deal`, …: what goes over."""
    plurals: dict[str, Callable[[int], str]] = {
        "invoice": lambda n: ngettext("%(count)d invoice", "%(count)d invoices", n),
        "credit_note": lambda n: ngettext("%(count)d credit note", "%(count)d credit notes", n),
        "subscription": lambda n: ngettext("%(count)d subscription", "%(count)d subscriptions", n),
        "deal": lambda n: ngettext("%(count)d deal", "%(count)d deals", n),
        "quotation": lambda n: ngettext("%(count)d quotation", "%(count)d quotations", n),
        "task": lambda n: ngettext("%(count)d task", "%(count)d tasks", n),
        "call": lambda n: ngettext("%(count)d call", "%(count)d calls", n),
        "meeting": lambda n: ngettext("%(count)d meeting", "%(count)d meetings", n),
        "attendance": lambda n: ngettext("%(count)d meeting that it goes to", "%(count)d meetings that it goes to", n),
        "note": lambda n: ngettext("%(count)d note", "%(count)d notes", n),
        "file": lambda n: ngettext("%(count)d file", "%(count)d files", n),
        "link": lambda n: ngettext("%(count)d link with somebody", "%(count)d links with others", n),
        "activity": lambda n: ngettext("%(count)d activity", "%(count)d activities", n),
    }
    return [words(numbers[kind]) % {"count": numbers[kind]} for kind, words in plurals.items() if numbers.get(kind)]


def signs(shared: Iterable[Sign]) -> str:
    """`same VAT number, same e-mail`."""
    words = {
        Sign.VAT_NUMBER: _("same VAT number"),
        Sign.IBAN: _("same IBAN"),
        Sign.EMAIL: _("same e-mail"),
        Sign.TELEPHONE: _("same telephone number"),
        Sign.NAME: _("same or similar name"),
    }
    return ", ".join(words[each] for each in shared)


def united(comparison: Comparison) -> dict[str, list[str]]:
    """What is kept of both, each once."""
    both = (comparison.survivor, comparison.other)
    kept = {
        _("E-mails"): _each_once(item["email"] for customer in both for item in customer.emails),
        _("Telephones"): _each_once(item["number"] for customer in both for item in customer.telephones),
        _("Tags"): _each_once(tag.name for customer in both for tag in customer.tags.all()),
    }
    return {label: those for label, those in kept.items() if those}


def _each_once(words: Iterable[str]) -> list[str]:
    kept: dict[str, str] = {}
    for word in words:
        kept.setdefault(word.lower(), word)
    return list(kept.values())


def _label(difference: Difference) -> str:
    if difference.field:
        return difference.field.label
    special = {
        "email": _("E-mail that comes first"),
        "phone": _("Telephone that comes first"),
        "status": _("Status"),
        "no_reminders": _("Automatic reminders"),
        "scheduled": _("Deactivation to come"),
    }
    return special.get(difference.name) or field_label(difference.name)


def _explanation(difference: Difference) -> str:
    sentences = {
        "email": _("All of them are kept; mails go to the first."),
        "phone": _("All of them are kept."),
        "status": _(
            "This concerns the customer alone: invoices stay on hold or not, and subscriptions run or not, as they are now."
        ),
    }
    return sentences.get(difference.name, "")


def _words(difference: Difference, side: str) -> str:
    if side == BOTH:
        return _("Both, one below the other")
    value = {SURVIVOR: difference.kept, OTHER: difference.other}[side]
    if difference.field:
        return "" if value is None else custom_value(difference.field, value)
    if difference.name.startswith("addresses."):
        return _address(value)
    if in_words := _IN_WORDS.get(difference.name):
        return in_words(value)
    column: Any = Customer._meta.get_field(difference.name)
    return str(dict(column.flatchoices).get(value, value or ""))


def _address(address: Address | None) -> str:
    if address is None:
        return ""
    place = f"{address.postal_code} {address.city}".strip()
    lines = [address.addressee, address.line_1, place, country_name(address.country)]
    return format_html_join(SafeString("<br>"), "{}", ([line] for line in lines if line))


def _status(facts: tuple[Any, ...]) -> str:
    at, by, reason, note = facts
    if at is None:
        return _("Active")
    said = _("Deactivated on %(day)s by %(name)s") if by else _("Deactivated on %(day)s")
    said %= {"day": speech.day(at), "name": by and by.name}
    return " · ".join(part for part in (said, str(Reason(reason).label) if reason else "", note) if part)


def _reminders(facts: tuple[Any, ...]) -> str:
    since, __, reason, until = facts
    if since is None:
        return _("As usual")
    said = _("None since %(day)s, until %(until)s") if until else _("None since %(day)s")
    said %= {"day": speech.day(since), "until": speech.day(until)}
    return f"{said} · {reason}" if reason else said


def _scheduled(scheduled: ScheduledDeactivation | None) -> str:
    if scheduled is None:
        return _("None is planned")
    return _("On %(day)s, planned by %(name)s") % {"day": speech.day(scheduled.on), "name": scheduled.asked_by.name}


_IN_WORDS: dict[str, Callable[[Any], str]] = {
    "email": str,
    "phone": str,
    "birthdate": lambda day: speech.day(day) if day else "",
    "iban": lambda both: " · ".join(part for part in (in_fours(both[0]), both[1]) if part),
    "payment_term": lambda both: payment_term(*both),
    "responsible_user": lambda user: user.name if user else _("Nobody"),
    "marketing_mails_consent": lambda yes: _("yes") if yes else _("no"),
    "preferred_currency": lambda code: code or _("As the account"),
    "remarks": lambda text: linebreaksbr(text, autoescape=True),
    "status": _status,
    "no_reminders": _reminders,
    "scheduled": _scheduled,
}
