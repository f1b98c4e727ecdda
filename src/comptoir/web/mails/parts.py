"""How a document got to its customer, on its page."""

from typing import Any

from comptoir.invoicing.models import Delivery
from comptoir.invoicing.papers import Paper
from comptoir.web.mails.electronically import where

State = Delivery.State
TROUBLE = {State.UNCERTAIN: "uncertain", State.FAILED: "failed", State.BOUNCED: "bounced"}


def of_document(document: Paper) -> dict[str, Any]:
    """Its deliveries, newest first; the one that somebody has to look at; whether it may leave electronically. One query."""
    deliveries = list(document.deliveries.select_related("by"))
    newest = deliveries[0] if deliveries else None
    once = {State.QUEUED, State.LEAVING, State.SENT, State.UNCERTAIN}
    left = any(each.channel != Delivery.Channel.EMAIL and each.state in once for each in deliveries)
    return {
        "document": document,
        "deliveries": deliveries,
        "trouble": newest if newest and newest.state in TROUBLE else None,
        "offers_electronic": bool(where()) and not left,
    }
