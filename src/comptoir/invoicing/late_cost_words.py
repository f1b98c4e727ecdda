"""What a letter says of late costs, in the reader's language."""

from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import override

from comptoir.core.locales import money
from comptoir.invoicing.late_costs import LateCosts
from comptoir.invoicing.models import Invoice


def facts_of_costs(invoice: Invoice, costs: LateCosts, *, language: str) -> dict[str, str]:
    """The paragraph with the amounts, and the amount to pay in all; nothing without late costs."""
    if not costs:
        return {}
    said = partial(money, currency=invoice.currency, language=language)
    facts = {
        "interest": said(costs.interest),
        "fixed": said(costs.fixed),
        "due": said(invoice.due),
        "amount": said(invoice.due + costs.total),
    }
    with override(language):
        return {"late_costs": _paragraph(costs) % facts, "amount": facts["amount"]}


def _paragraph(costs: LateCosts) -> str:
    if costs.interest and costs.fixed:
        return _(
            "Because it was not paid in time, we have to add %(interest)s of interest and %(fixed)s of costs to the "
            "%(due)s that are due: %(amount)s in all."
        )
    if costs.interest:
        return _(
            "Because it was not paid in time, we have to add %(interest)s of interest to the %(due)s that are due: "
            "%(amount)s in all."
        )
    return _(
        "Because it was not paid in time, we have to add %(fixed)s of costs to the %(due)s that are due: "
        "%(amount)s in all."
    )
