"""How quotations put things, in the active language."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.quotations.models import QuotationLine
from comptoir.subscriptions.models import Unit


def every(unit: str, period: int) -> str:
    """`every month`, `every 3 months`."""
    if unit == Unit.WEEK:
        sentence = ngettext("every week", "every %(number)s weeks", period)
    elif unit == Unit.MONTH:
        sentence = ngettext("every month", "every %(number)s months", period)
    else:
        sentence = ngettext("every year", "every %(number)s years", period)
    return sentence % {"number": period}


def remark(line: QuotationLine, *, is_accepted: bool) -> str:
    """What is special about a line: that it is charged again each cycle, that it is or was to be chosen."""
    cycle = every(line.unit, line.period) if line.unit and line.period else ""
    if not line.is_optional:
        sentence = _("Charged %(cycle)s") if cycle else ""
    elif not is_accepted:
        sentence = _("Optional, %(cycle)s") if cycle else _("Optional")
    elif line.is_chosen:
        sentence = _("Optional, chosen, %(cycle)s") if cycle else _("Optional, chosen")
    else:
        sentence = _("Optional, not chosen, %(cycle)s") if cycle else _("Optional, not chosen")
    return sentence % {"cycle": cycle}
