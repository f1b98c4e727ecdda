"""What the pages of invoices say: refusals in sentences, and what a toast tells."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comptoir.invoicing import refusals
from comptoir.invoicing.models import CreditNote, Invoice
from comptoir.invoicing.refusals import Refusal
from comptoir.invoicing.reminding import NextReminder
from comptoir.web import speech
from comptoir.web.templatetags.invoicing import percent

SENTENCES: dict[type[Refusal], Any] = {
    refusals.NotADraft: gettext_lazy("This invoice is booked, so it cannot be changed. Credit it instead."),
    refusals.NotBooked: gettext_lazy("This is a draft. Book it first."),
    refusals.AlreadyBooked: gettext_lazy("This invoice has already been booked."),
    refusals.NothingToBook: gettext_lazy("This draft has no lines. Add a line first."),
    refusals.NegativeTotal: gettext_lazy(
        "The total is below zero. An invoice cannot give money back: credit the earlier invoice instead."
    ),
    refusals.ForeignTaxRate: gettext_lazy("A VAT rate belongs to another department. Choose the rates again."),
    refusals.ForeignProduct: gettext_lazy("A product does not exist any more. Choose it again, or write the line."),
    refusals.DiscountTooLarge: gettext_lazy("Together the discounts are more than 100 %."),
    refusals.AmountTooLarge: gettext_lazy("The total is larger than Comptoir can keep."),
    refusals.NothingDue: gettext_lazy("Nothing is due on this invoice any more."),
    refusals.NotAnAmount: gettext_lazy("The amount must be more than zero, without fractions of the smallest coin."),
    refusals.PaidInTheFuture: gettext_lazy("This day has not come yet. Register the payment when the money is there."),
    refusals.PaidOrCredited: gettext_lazy(
        "Something was paid or credited of this invoice, so it cannot be deleted. Credit it instead."
    ),
    refusals.WasSent: gettext_lazy("This was sent, or perhaps it was, so it cannot be deleted any more."),
    refusals.BookedElsewhere: gettext_lazy(
        "This invoice was imported, so it cannot be deleted here. Credit it instead."
    ),
    refusals.MadeBySubscription: gettext_lazy(
        "A subscription made this invoice and would not bill the period again, so it cannot be deleted. Credit it instead."
    ),
    refusals.NothingTakenBack: gettext_lazy("This comes to nothing. Say what you take back, and how much of it."),
    refusals.DiscountTooLarge: gettext_lazy("The discounts on the whole document go from 0 to 100 % together."),
    refusals.NothingToCredit: gettext_lazy("This invoice has been credited in full already."),
}


def sentence(refusal: Refusal) -> str:
    """Why it was refused, and what to do, for people."""
    if isinstance(refusal, refusals.EarlierThanLast):
        return _("%(number)s is dated %(day)s. Numbers follow the calendar, so the date must be that day or later.") % {
            "number": refusal.last_number,
            "day": speech.day(refusal.last_date, "long"),
        }
    if isinstance(refusal, refusals.NotTheLast):
        return _(
            "%(number)s came after it. Only the last of a series can be deleted, so that no number is missing."
        ) % {"number": refusal.last_number}
    if isinstance(refusal, refusals.MoreThanDue):
        return _("Only %(due)s is due. Register at most that amount.") % {
            "due": speech.money(refusal.due, refusal.currency)
        }
    if isinstance(refusal, refusals.FieldsAtFault):
        return " ".join(refusal.faults.values())
    if isinstance(refusal, refusals.MoreThanLeft):
        return _more_than_left(refusal)
    if isinstance(refusal, refusals.EarlierThanInvoice):
        return _("The invoice is of %(day)s. Its credit note must be of that day or later.") % {
            "day": speech.day(refusal.invoice_date, "long")
        }
    return str(SENTENCES[type(refusal)])


def _more_than_left(refusal: refusals.MoreThanLeft) -> str:
    left = speech.money(refusal.left, refusal.currency)
    if refusal.line:
        sentence = _("Of “%(line)s”, %(left)s without VAT is left to credit. Take back at most that.")
        return sentence % {"line": refusal.line, "left": left}
    if refusal.rate is not None:
        sentence = _("At %(rate)s VAT, %(left)s without VAT is left to credit. Take back at most that.")
        return sentence % {"rate": percent(str(refusal.rate)), "left": left}
    return _("Only %(left)s of this invoice is left to credit. Take back at most that.") % {"left": left}


def is_about_the_day(refusal: Refusal) -> bool:
    """Whether another date would do."""
    return isinstance(refusal, refusals.EarlierThanLast | refusals.EarlierThanInvoice)


def called(invoice: Invoice) -> str:
    """The number of an invoice, or that it is a draft."""
    return invoice.invoice_number or _("Draft")


def booked(invoice: Invoice) -> str:
    """What booking did."""
    if invoice.is_settled:
        return _("Invoice %(number)s booked. It comes to nothing, so it is settled.") % {
            "number": invoice.invoice_number
        }
    sentence = _("Invoice %(number)s booked, due on %(day)s. It stays on hold: no reminders are sent for it.")
    if not invoice.is_on_hold:
        sentence = _("Invoice %(number)s booked, due on %(day)s.")
    return sentence % {"number": invoice.invoice_number, "day": speech.day(invoice.due_on, "long")}


def deleted(invoice: Invoice) -> str:
    """What deleting did."""
    if invoice.is_draft:
        return _("Draft for %(name)s deleted.") % {"name": invoice.customer.name}
    return _("Invoice %(number)s deleted. The next invoice takes its number.") % {"number": invoice.invoice_number}


def credit_note_deleted(note: CreditNote, invoice: Invoice) -> str:
    """What deleting a credit note did."""
    return _("Credit note %(note)s deleted. Due on %(number)s: %(due)s.") % {
        "note": note.credit_note_number,
        "number": invoice.invoice_number,
        "due": speech.money(invoice.due, invoice.currency),
    }


def paid(invoice: Invoice) -> str:
    """What a payment did."""
    if invoice.is_settled:
        return _("Invoice %(number)s is paid.") % {"number": invoice.invoice_number}
    return _("Payment registered. Still due on %(number)s: %(due)s.") % {
        "number": invoice.invoice_number,
        "due": speech.money(invoice.due, invoice.currency),
    }


def payment_removed(invoice: Invoice) -> str:
    """What removing a payment did."""
    return _("Payment removed. Due on %(number)s: %(due)s.") % {
        "number": invoice.invoice_number,
        "due": speech.money(invoice.due, invoice.currency),
    }


def held(invoice: Invoice) -> str:
    """What a hold did."""
    if invoice.on_hold_until:
        return _("%(number)s is on hold until %(day)s.") % {
            "number": called(invoice),
            "day": speech.day(invoice.on_hold_until, "long"),
        }
    return _("%(number)s is on hold.") % {"number": called(invoice)}


def released(invoice: Invoice, following: NextReminder | None) -> str:
    """What a release did, and what comes of it."""
    if following is None:
        return _("%(number)s is no longer on hold.") % {"number": called(invoice)}
    return _("%(number)s is no longer on hold. The next reminder leaves on %(day)s.") % {
        "number": called(invoice),
        "day": speech.day(following.on, "long"),
    }


def released_selection(count: int) -> str:
    """What releasing several did."""
    if not count:
        return _("None of them was on hold.")
    return ngettext("%(count)d invoice is no longer on hold.", "%(count)d invoices are no longer on hold.", count) % {
        "count": count
    }


TOLD_TWICE: dict[type[Refusal], Callable[[Invoice], str]] = {
    refusals.AlreadyBooked: lambda invoice: (
        _("Invoice %(number)s has already been booked.") % {"number": invoice.invoice_number}
    ),
    refusals.NothingToCredit: lambda invoice: (
        _("Invoice %(number)s has already been credited.") % {"number": invoice.invoice_number}
    ),
    refusals.NothingDue: lambda invoice: (
        _("Invoice %(number)s is settled already.") % {"number": invoice.invoice_number}
    ),
}
"""Refusals of what a second click or somebody else did already: told in passing, without an error page."""
