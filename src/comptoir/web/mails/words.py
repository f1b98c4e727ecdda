"""What toasts say of a delivery, and why one was refused."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from comptoir.invoicing import refusals
from comptoir.invoicing.models import Delivery
from comptoir.invoicing.refusals import Refusal
from comptoir.web.toasts import toast

State = Delivery.State

SENTENCES: dict[type[Refusal], Any] = {
    refusals.NotBooked: gettext_lazy("This is a draft. Book it first."),
    refusals.SentElsewhere: gettext_lazy("This invoice was booked elsewhere. Send it from there."),
    refusals.NoRecipient: gettext_lazy("Name at least one e-mail address."),
    refusals.AlreadyDelivered: gettext_lazy("It left as an electronic invoice already, or perhaps did."),
    refusals.DecidedAlready: gettext_lazy("What became of this is known already."),
}


def sentence(refusal: Refusal) -> str:
    """Why it was refused, for people."""
    if isinstance(refusal, refusals.NotDeliverable):
        return " ".join(refusal.faults)
    return str(SENTENCES[type(refusal)])


def say(request: HttpRequest, delivery: Delivery) -> None:
    """Tell what became of a delivery that somebody just asked for."""
    text = _TOLD.get(delivery.state, _LEAVING)
    if delivery.state == State.SENT and delivery.error:
        text = gettext_lazy("%(number)s sent, but not to everybody. The other side said: %(reason)s")
    facts = {
        "number": delivery.document,
        "recipients": ", ".join(delivery.recipients),
        "reason": delivery.error,
    }
    toast(request, str(text) % facts, warning=delivery.state != State.SENT or bool(delivery.error))


_LEAVING = gettext_lazy("%(number)s is leaving already.")
_TOLD: dict[str, Any] = {
    State.SENT: gettext_lazy("%(number)s sent to %(recipients)s."),
    State.FAILED: gettext_lazy("%(number)s was not sent. The other side said: %(reason)s"),
    State.UNCERTAIN: gettext_lazy(
        "Nobody knows whether %(number)s arrived: no answer came. Ask before you send it again."
    ),
}
