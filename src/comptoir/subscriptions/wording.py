"""Sentences that Comptoir writes by itself at night, in the language of whoever will read them."""

from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.core.locales import long_day
from comptoir.subscriptions.models import Subscription
from comptoir.subscriptions.periods import Period


def note_of(subscription: Subscription, period: Period) -> str:
    """What the invoice of a period says above its own note: which period it is for, in the customer's language."""
    language = subscription.customer.language
    with translation.override(language):
        sentence = _("%(title)s: %(first)s to %(last)s") % {
            "title": subscription.title,
            "first": long_day(period.starts_on, language),
            "last": long_day(period.ends_on, language),
        }
    return "\n".join(part for part in (sentence, subscription.note) if part)
