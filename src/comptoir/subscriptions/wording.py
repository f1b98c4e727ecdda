"""Sentences that Comptoir writes by itself at night, in the language of whoever will read them."""

import datetime as dt
from collections.abc import Sequence
from functools import cache, lru_cache

from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.core.locales import long_day
from comptoir.subscriptions.models import Subscription
from comptoir.subscriptions.periods import Period


def note_of(billed: Sequence[tuple[Subscription, Period]]) -> str:
    """What an invoice says above the subscription's own note: which periods it is for, in the customer's language.

    Subscriptions that share an invoice have the same note; it is said once.
    """
    subscription, __ = billed[0]
    language = subscription.customer.language
    sentences = [_sentence(each, period, language) for each, period in billed]
    return "\n".join([*sentences, subscription.note] if subscription.note else sentences)


def _sentence(subscription: Subscription, period: Period, language: str) -> str:
    return _pattern(language) % {
        "title": subscription.title,
        "first": _day(period.starts_on, language),
        "last": _day(period.ends_on, language),
    }


@cache
def _pattern(language: str) -> str:
    with translation.override(language):
        return _("%(title)s: %(first)s to %(last)s")


@lru_cache(maxsize=1000)
def _day(date: dt.date, language: str) -> str:
    # A night's invoices are for few different days.
    return long_day(date, language)
