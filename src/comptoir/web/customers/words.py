"""How facts about customers are written."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.core.terms import PaymentTerm


def in_fours(number: str) -> str:
    """`BE68539007547034` → `BE68 5390 0754 7034`, with no-break spaces."""
    return "\u00a0".join(number[at : at + 4] for at in range(0, len(number), 4))


def payment_term(term: str, days: int) -> str:
    """`30 days after the invoice date`."""
    if term == PaymentTerm.CASH:
        return _("at once")
    if term == PaymentTerm.END_OF_MONTH:
        sentence = ngettext("%(days)s day after the end of the month", "%(days)s days after the end of the month", days)
    else:
        sentence = ngettext("%(days)s day after the invoice date", "%(days)s days after the invoice date", days)
    return sentence % {"days": days}
