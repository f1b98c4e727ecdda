"""Sentences that Comptoir writes by itself at night, in the language of whoever will read them."""

import datetime as dt

from babel.dates import format_date
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.subscriptions.models import Subscription
from comptoir.subscriptions.periods import Period

LOCALES = {"en": "en_GB", "nl": "nl_BE", "fr": "fr_BE", "de": "de_DE"}


def note_of(subscription: Subscription, period: Period) -> str:
    """What the invoice of a period says above its own note: which period it is for, in the customer's language."""
    language = subscription.customer.language
    with translation.override(language):
        sentence = _("%(title)s: %(first)s to %(last)s") % {
            "title": subscription.title,
            "first": day(period.starts_on, language),
            "last": day(period.ends_on, language),
        }
    return "\n".join(part for part in (sentence, subscription.note) if part)


def day(date: dt.date, language: str) -> str:
    """`1 December 2026`"""
    return format_date(date, "long", locale=LOCALES.get(language, "en_GB"))
