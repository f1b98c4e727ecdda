"""What an account can sell with from its first day, in its language. All of it can be changed in the settings."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from comptoir.accounts.models import Account
from comptoir.deals.models import LostReason, Phase, Pipeline, Source

PROBABILITIES = ("0.1", "0.25", "0.5", "0.75", "0.9")


def equip(account: Account, *, at: dt.datetime) -> None:
    """Give a new account a default pipeline of five phases, sources, and reasons for losing. No activity."""
    with override(account.language):
        pipeline = Pipeline.objects.create(
            account=account, name=pgettext("pipeline", "Sales"), is_default=True, created_at=at
        )
        Phase.objects.bulk_create(
            Phase(account=account, pipeline=pipeline, name=name, position=position, probability=Decimal(probability))
            for position, (name, probability) in enumerate(zip(phase_names(), PROBABILITIES, strict=True), start=1)
        )
        Source.objects.bulk_create(Source(account=account, name=name) for name in source_names())
        LostReason.objects.bulk_create(LostReason(account=account, name=name) for name in reason_names())


def phase_names() -> list[str]:
    """The phases of a new pipeline, in the active language."""
    return [
        pgettext("phase", "New"),
        pgettext("phase", "Contacted"),
        pgettext("phase", "Meeting held"),
        pgettext("phase", "Quotation sent"),
        pgettext("phase", "Negotiation"),
    ]


def source_names() -> list[str]:
    """The first sources, in the active language."""
    return [_("Website"), _("Recommendation"), _("Existing customer"), _("Trade fair"), _("Cold call")]


def reason_names() -> list[str]:
    """The first reasons for losing, in the active language."""
    return [_("Too expensive"), _("Chose a competitor"), _("Bad timing"), _("No answer any more"), _("Not needed")]
