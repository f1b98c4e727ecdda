"""The outcomes of calls that an account can choose from on its first day, in its language."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from comptoir.accounts.models import Account
from comptoir.followups.models import CallOutcome


def equip(account: Account) -> None:
    """Give a new account its first outcomes. No activity."""
    with override(account.language):
        CallOutcome.objects.bulk_create(CallOutcome(account=account, name=name) for name in outcome_names())


def outcome_names() -> list[str]:
    """The first outcomes, in the active language."""
    return [_("Reached"), _("No answer"), _("Left a message"), _("Call back later"), _("Wrong number")]
