"""What became different between the dialog and the day on which it is carried out."""

from collections.abc import Iterable
from typing import Any

from comptoir.lifecycle.preview import Preview

Named = dict[str, str]
"""An invoice {"id", "number", "due", "currency"} or a subscription {"id", "title", "amount", "currency"}, as text."""
Stakes = dict[str, list[Named]]


def at_stake(found: Preview) -> Stakes:
    """The unsettled invoices and the active subscriptions, in the words that the timeline keeps."""
    invoices = [stake.invoice for stake in found.invoices]
    return {
        "invoices": [
            {"id": str(i.pk), "number": i.invoice_number, "due": str(i.due), "currency": i.currency} for i in invoices
        ],
        "subscriptions": [{name: str(fact) for name, fact in s.as_effect().items()} for s in found.subscriptions],
    }


def differences(before: Stakes, now: Stakes) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """By "invoices" and "subscriptions": what is "new", "gone", or "changed" in its amount ("was"); nothing when all is alike."""
    found = {
        "invoices": _different(before.get("invoices", ()), now["invoices"], amount="due"),
        "subscriptions": _different(before.get("subscriptions", ()), now["subscriptions"], amount="amount"),
    }
    return {things: different for things, different in found.items() if different}


def _different(before: Iterable[Named], now: Iterable[Named], *, amount: str) -> dict[str, list[dict[str, Any]]]:
    was, is_now = ({each["id"]: each for each in those} for those in (before, now))
    found = {
        "new": [each for id, each in is_now.items() if id not in was],
        "gone": [each for id, each in was.items() if id not in is_now],
        "changed": [
            each | {"was": was[id][amount]}
            for id, each in is_now.items()
            if id in was and was[id][amount] != each[amount]
        ],
    }
    return {how: those for how, those in found.items() if those}
