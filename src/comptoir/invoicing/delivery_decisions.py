"""What people say of a delivery that Comptoir cannot know: it arrived, it did not, it came back."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.invoicing.models import Delivery
from comptoir.invoicing.papers import locked_paper, look_again_when_sent, tell
from comptoir.invoicing.refusals import DecidedAlready

State = Delivery.State


def mark_arrived(delivery: Delivery, *, by: User, at: dt.datetime) -> Delivery:
    """Settle that an uncertain delivery did arrive: it counts as sent when it left. Raises DecidedAlready."""
    return _settle(delivery, State.UNCERTAIN, "found_arrived", by=by, at=at, state=State.SENT, error="")


def mark_not_arrived(delivery: Delivery, *, by: User, at: dt.datetime) -> Delivery:
    """Settle that an uncertain delivery did not arrive; it may be sent anew then. Raises DecidedAlready."""
    return _settle(delivery, State.UNCERTAIN, "found_lost", by=by, at=at, state=State.FAILED)


def note_bounce(delivery: Delivery, reason: str, *, by: User, at: dt.datetime) -> Delivery:
    """Write down that an e-mail that was sent came back, with the words it came with; it counts as not sent then.

    Raises ValidationError on "reason" (empty, longer than 500), DecidedAlready for what is not a sent e-mail.
    """
    reason = " ".join(reason.split())
    if not reason or len(reason) > 500:
        fault = _("Please say it in fewer words.") if reason else _("Please fill this in.")
        raise ValidationError({"reason": fault})
    if delivery.channel != Delivery.Channel.EMAIL:
        raise DecidedAlready
    return _settle(delivery, State.SENT, "bounced", by=by, at=at, state=State.BOUNCED, error=reason)


def _settle(delivery: Delivery, was: str, what: str, *, by: User, at: dt.datetime, **now: str) -> Delivery:
    """Lead a delivery on from the state `was`. Needs the invoice right."""
    require(by, Right.INVOICES)
    with transaction.atomic():
        paper = locked_paper(delivery.document)
        current: Delivery = Delivery.objects.select_for_update(of=("self",), no_key=True).get(pk=delivery.pk)
        if current.state != was:
            raise DecidedAlready
        current.state = now["state"]
        current.error = now.get("error", current.error)
        current.sent_at = current.claimed_at if current.state == State.SENT else None
        current.save(update_fields=["state", "error", "sent_at"])
        look_again_when_sent(paper)
        tell(what, paper, by=by, at=at, delivery=current, recipients=current.recipients, reason=now.get("error", ""))
    return current
