"""What the toasts say."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.customers.models import Customer
from comptoir.invoicing.models import Reminder
from comptoir.lifecycle.deactivation import Outcome
from comptoir.web import speech


def outcome(done: Outcome) -> str:
    """ "Brasserie du Midi SRL deactivated: 4 invoices on hold, 1 subscription ended"."""
    if done.activity is None:
        return already_deactivated(done.customer)
    held = ngettext("%(count)d invoice on hold", "%(count)d invoices on hold", len(done.held)) % {
        "count": len(done.held)
    }
    ended = ngettext("%(count)d subscription ended", "%(count)d subscriptions ended", len(done.ended))
    effects = [held] if done.held else []
    effects += [ended % {"count": len(done.ended)}] if done.ended else []
    if not effects:
        return _("%(name)s deactivated") % {"name": done.customer.name}
    return _("%(name)s deactivated: %(effects)s") % {"name": done.customer.name, "effects": ", ".join(effects)}


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
