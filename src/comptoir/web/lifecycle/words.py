"""What the toasts say."""

from collections import Counter
from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.activities.models import Activity
from comptoir.customers.models import Customer
from comptoir.invoicing.models import Reminder
from comptoir.lifecycle.deactivation import Outcome
from comptoir.lifecycle.open_work import KINDS
from comptoir.web import speech


def outcome(done: Outcome) -> str:
    """ "Brasserie du Midi SRL deactivated: 4 invoices on hold, 1 subscription ended"."""
    if done.activity is None:
        return already_deactivated(done.customer)
    effects = _effects(done)
    words = {"name": done.customer.name, "effects": ", ".join(effects)}
    said = _("%(name)s deactivated: %(effects)s") % words if effects else _("%(name)s deactivated") % words
    return _and_still_open(said, done) if done.left_open else said


def _effects(done: Outcome) -> list[str]:
    """What was done, each with its number."""
    held = ngettext("%(count)d invoice on hold", "%(count)d invoices on hold", len(done.held))
    at_once = [each for each in done.ended if each.is_deactivated]
    ended = ngettext("%(count)d subscription ended", "%(count)d subscriptions ended", len(at_once))
    later = ngettext(
        "%(count)d subscription ends with what was billed",
        "%(count)d subscriptions end with what was billed",
        len(done.ended) - len(at_once),
    )
    paused = ngettext("%(count)d subscription paused", "%(count)d subscriptions paused", len(done.paused))
    credits = ngettext("%(count)d credit note prepared", "%(count)d credit notes prepared", len(done.credit_drafts))
    handed = _("%(things)s handed over to %(name)s") % {
        "things": counted(thing.kind for thing in done.handed_over),
        "name": done.handed_over_to,
    }
    effects = [held % {"count": len(done.held)}] if done.held else []
    effects += [ended % {"count": len(at_once)}] if at_once else []
    effects += [later % {"count": len(done.ended) - len(at_once)}] if len(at_once) < len(done.ended) else []
    effects += [paused % {"count": len(done.paused)}] if done.paused else []
    effects += [credits % {"count": len(done.credit_drafts)}] if done.credit_drafts else []
    return effects + ([handed] if done.handed_over else [])


def _and_still_open(said: str, done: Outcome) -> SafeString:
    """The same, and what stays as it is, as a link to where it is named."""
    url = reverse(f"hand_over_{done.customer.kind}", args=[done.customer.pk])
    left = format_html('<a href="{}">{}</a>', url, counted(thing.kind for thing in done.left_open))
    return mark_safe(_("%(said)s. Still open: %(left)s") % {"said": escape(said), "left": left})


def handed_over(activity: Activity) -> str:
    """ "2 deals, 1 task handed over to Jan Peeters"."""
    return _("%(things)s handed over to %(name)s") % {
        "things": counted(thing["kind"] for thing in activity.effects["handed_over"]),
        "name": activity.effects["to"]["name"],
    }


def given_back(activity: Activity) -> str:
    """ "2 deals, 1 task given back"."""
    things = counted(thing["kind"] for thing in activity.effects["given_back"])
    return _("%(things)s given back") % {"things": things}


def counted(kinds: Iterable[str]) -> str:
    """ "2 deals, 1 quotation, 3 tasks": how many there are of each kind of open work."""
    numbers = Counter(kinds)
    words = {
        "deal": ngettext("%(count)d deal", "%(count)d deals", numbers["deal"]),
        "quotation": ngettext("%(count)d quotation", "%(count)d quotations", numbers["quotation"]),
        "task": ngettext("%(count)d task", "%(count)d tasks", numbers["task"]),
        "call": ngettext("%(count)d call", "%(count)d calls", numbers["call"]),
        "meeting": ngettext("%(count)d meeting", "%(count)d meetings", numbers["meeting"]),
    }
    return ", ".join(words[kind] % {"count": numbers[kind]} for kind in KINDS if numbers[kind])


def already_deactivated(customer: Customer) -> str:
    """Somebody was first (R15)."""
    return _("%(name)s has already been deactivated by %(by)s on %(day)s.") % {
        "name": customer.name,
        "by": customer.deactivated_by,
        "day": speech.day(customer.deactivated_at, "long"),
    }


def was_leaving(reminder: Reminder) -> str:
    """The one reminder that no hold could stop (G1)."""
    return _("A reminder for invoice %(number)s was leaving at that very moment and may still arrive.") % {
        "number": reminder.invoice.invoice_number
    }
