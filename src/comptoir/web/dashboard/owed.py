"""What customers owe, by age: what is chased, and apart from it what is on hold."""

from typing import Any

from django.http import HttpRequest

from comptoir.invoicing.receivables import ageing
from comptoir.web.clock import today
from comptoir.web.receivables import ages
from comptoir.web.receivables.asked import Asked


def of_account(request: HttpRequest) -> dict[str, Any]:
    """The table of ages in the account's currency, and what is outstanding in others. One query."""
    found, asked = ageing(request.user.account, on=today(request)), Asked(request)
    currency = asked.currency(found)
    told: dict[str, Any] = {"sees_owed": True, "owed_currency": currency}
    if currency in found:
        told |= {
            "ageing": found[currency],
            "ages": list(zip(ages.SHORT.values(), ages.rows(found[currency], asked), strict=True)),
            "all_ages": ages.total(found[currency], asked),
            "owed_elsewhere": [
                (each.outstanding.amount, code, asked.url(code)) for code, each in found.items() if code != currency
            ],
        }
    return told
