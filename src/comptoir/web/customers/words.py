"""How facts about customers are written."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.core.terms import PaymentTerm


def payment_term(term: str, days: int) -> str:
    """`30 days after the invoice date`."""
    if term == PaymentTerm.CASH:
        return _("at once")
    if term == PaymentTerm.END_OF_MONTH:
        sentence = ngettext("%(days)s day after the end of the month", "%(days)s days after the end of the month", days)
    else:
        sentence = ngettext("%(days)s day after the invoice date", "%(days)s days after the invoice date", days)
    return sentence % {"days": days}
