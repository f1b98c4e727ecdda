"""How quotations put things."""

from django.utils.translation import ngettext

from comptoir.subscriptions.models import Unit


def every(unit: str, period: int) -> str:
    """`every month`, `every 3 months`, in the active language."""
    if unit == Unit.WEEK:
        sentence = ngettext("every week", "every %(number)s weeks", period)
    elif unit == Unit.MONTH:
        sentence = ngettext("every month", "every %(number)s months", period)
    else:
        sentence = ngettext("every year", "every %(number)s years", period)
    return sentence % {"number": period}
