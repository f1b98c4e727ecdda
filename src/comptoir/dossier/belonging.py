"""What a note or a file may be about."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account
from comptoir.deals.models import Deal


def check_deal(deal: Deal | None, *, account: Account) -> None:
    """Refuse a deal of another account with ValidationError on "deal"."""
    if deal is not None and deal.account_id != account.pk:
        raise ValidationError({"deal": _("Choose one from the list.")})
