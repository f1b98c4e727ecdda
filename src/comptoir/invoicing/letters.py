"""What a reminder says: in the customer's language, asking for what is still due."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from babel.numbers import format_currency
from django.utils.translation import gettext as _
from django.utils.translation import override

from comptoir.accounts.models import Department
from comptoir.accounts.stationery import signature
from comptoir.core.locales import locale_of, long_day
from comptoir.core.mail import Letter
from comptoir.customers.models import Customer, Kind
from comptoir.invoicing.late_cost_words import facts_of_costs
from comptoir.invoicing.late_costs import NONE, LateCosts
from comptoir.invoicing.models import Invoice, Tone


def letter(invoice: Invoice, *, tone: str, language: str | None = None, costs: LateCosts = NONE) -> Letter:
    """The letter of `tone` for `invoice`, in the customer's language unless another is asked for.

    Needs the invoice's customer and department at hand. Of a partly paid invoice it asks for the remainder and says
    what was received; with late costs, what they are and what there is to pay in all.
    """
    language = language or invoice.customer.language
    with override(language):
        facts = _facts(invoice, language)
        asked = facts | facts_of_costs(invoice, costs, language=language)
        parts = [
            _salutation(invoice),
            _opening(tone) % facts,
            *_remainder(invoice, facts),
            *([asked["late_costs"]] if costs else []),
            _request(tone) % asked,
            _how_to_pay(invoice.department) % facts,
            _closing(tone) % facts,
            signature(invoice.department),
        ]
        return Letter(subject=_subject(tone) % facts, body="\n\n".join(parts) + "\n")


def example(department: Department, *, tone: str, language: str, on: dt.date) -> Letter:
    """The letter of `tone` as the department would send it, about an invented invoice that is overdue on the day `on`."""
    customer = Customer(kind=Kind.COMPANY, name="Brasserie du Midi", language=language)
    invoice = Invoice(
        department=department,
        customer=customer,
        invoice_number=f"{on.year}/118",
        invoice_date=on - dt.timedelta(days=45),
        due_on=on - dt.timedelta(days=15),
        tax_inclusive=Decimal("1210.00"),
        payment_reference="+++090/9337/55493+++",
    )
    invoice.due = invoice.tax_inclusive  # the database would compute it
    return letter(invoice, tone=tone)


def _facts(invoice: Invoice, language: str) -> dict[str, str]:
    def money(amount: Decimal) -> str:
        return str(format_currency(amount, invoice.currency, locale=locale_of(language)))

    def day(on: dt.date | None) -> str:
        return long_day(on, language) if on else ""

    return {
        "number": invoice.invoice_number,
        "date": day(invoice.invoice_date),
        "due_date": day(invoice.due_on),
        "amount": money(invoice.due),
        "total": money(invoice.tax_inclusive),
        "paid": money(invoice.paid_amount),
        "credited": money(invoice.credited_amount),
        "reference": invoice.payment_reference or invoice.invoice_number,
        "iban": _in_fours(invoice.department.iban),
        "bic": invoice.department.bic,
        "department": invoice.department.name,
    }


def _in_fours(iban: str) -> str:
    bare = iban.replace(" ", "")
    return " ".join(bare[place : place + 4] for place in range(0, len(bare), 4))


# --- The sentences ------------------------------------------------------------------------------------
# Each is whole, with named gaps, so that every language can put the parts where it wants them.


def _subject(tone: str) -> str:
    if tone == Tone.FINAL:
        return _("Final notice: invoice %(number)s of %(date)s")
    if tone == Tone.FIRM:
        return _("Overdue: invoice %(number)s of %(date)s")
    return _("Reminder: invoice %(number)s of %(date)s")


def _salutation(invoice: Invoice) -> str:
    name = invoice.for_attention_of_name or (invoice.customer.name if invoice.customer.kind == Kind.CONTACT else "")
    return _("Dear %(name)s,") % {"name": name} if name else _("Dear Sir or Madam,")


def _opening(tone: str) -> str:
    if tone == Tone.FINAL:
        return _(
            "Our invoice %(number)s of %(date)s was due on %(due_date)s and, to our regret, is still not paid in full."
        )
    if tone == Tone.FIRM:
        return _("Our invoice %(number)s of %(date)s was due on %(due_date)s. We have not yet received full payment.")
    return _(
        "Perhaps it escaped your attention: our invoice %(number)s of %(date)s was due on %(due_date)s "
        "and is not paid in full yet."
    )


def _remainder(invoice: Invoice, facts: Mapping[str, str]) -> list[str]:
    if invoice.paid_amount and invoice.credited_amount:
        sentence = _(
            "Of the total of %(total)s we have received %(paid)s and credited %(credited)s; "
            "%(amount)s remains to be paid."
        )
    elif invoice.paid_amount:
        sentence = _("Of the total of %(total)s we have received %(paid)s; %(amount)s remains to be paid.")
    elif invoice.credited_amount:
        sentence = _("Of the total of %(total)s we have credited %(credited)s; %(amount)s remains to be paid.")
    else:
        return []
    return [sentence % facts]


def _request(tone: str) -> str:
    if tone == Tone.FINAL:
        return _(
            "This is our last reminder. Please pay %(amount)s within eight days. "
            "After that we will have to take further steps to collect it."
        )
    if tone == Tone.FIRM:
        return _("Please pay %(amount)s within eight days.")
    return _("Would you please pay %(amount)s in the next few days?")


def _how_to_pay(department: Department) -> str:
    if department.iban and department.bic:
        return _("Account: %(iban)s (BIC %(bic)s)\nIn the name of: %(department)s\nPayment reference: %(reference)s")
    if department.iban:
        return _("Account: %(iban)s\nIn the name of: %(department)s\nPayment reference: %(reference)s")
    return _("Please mention the payment reference %(reference)s.")


def _closing(tone: str) -> str:
    if tone == Tone.FRIENDLY:
        return _(
            "If you have paid in the meantime, please ignore this message. "
            "If something about the invoice is not right, just reply to this e-mail."
        )
    return _(
        "If you have paid in the meantime, please ignore this message. "
        "If you cannot pay now or do not agree with the invoice, please reply to this e-mail, "
        "so that we can find a solution."
    )
