"""What a reminder says: in the customer's language, asking for what is still due."""

import datetime as dt
from decimal import Decimal

from comptoir.accounts.models import Department
from comptoir.core.mail import Letter
from comptoir.customers.models import Customer, Kind
from comptoir.invoicing.late_cost_words import facts_of_costs
from comptoir.invoicing.late_costs import NONE, LateCosts
from comptoir.invoicing.mail_templates import Words, written
from comptoir.invoicing.models import CreditNote, Invoice, MailKind, Tone

KIND_OF: dict[str, str] = {
    Tone.FRIENDLY: MailKind.REMINDER_FRIENDLY,
    Tone.FIRM: MailKind.REMINDER_FIRM,
    Tone.FINAL: MailKind.REMINDER_FINAL,
}
"""The mail that goes with a tone."""


def letter(
    invoice: Invoice,
    *,
    tone: str,
    language: str | None = None,
    costs: LateCosts = NONE,
    words: Words | None = None,
) -> Letter:
    """The letter of `tone` for `invoice`, in the customer's language unless another is asked for.

    Needs the invoice's customer and department at hand. Of a partly paid invoice it asks for the remainder and says
    what was received; with late costs, what they are and what there is to pay in all. One query, or none with `words`, the
    account's own.
    """
    language = language or invoice.customer.language
    facts = facts_of_costs(invoice, costs, language=language)
    return written(KIND_OF[tone], invoice, language=language, facts=facts, words=words)


def example(department: Department, *, tone: str, language: str, on: dt.date) -> Letter:
    """The letter of `tone` as the department would send it, about an invented invoice that is overdue on the day `on`."""
    return letter(invented(department, on=on, language=language), tone=tone)


def invented(department: Department, *, on: dt.date, language: str) -> Invoice:
    """An invoice that nobody sent, overdue on the day `on`, to show words with. It is not kept."""
    customer = Customer(
        account_id=department.account_id, kind=Kind.COMPANY, name="Brasserie du Midi", language=language
    )
    invoice = Invoice(
        account_id=department.account_id,
        department=department,
        customer=customer,
        invoice_number=f"{on.year}/118",
        invoice_date=on - dt.timedelta(days=45),
        due_on=on - dt.timedelta(days=15),
        tax_inclusive=Decimal("1210.00"),
        payment_reference="+++090/9337/55493+++",
    )
    invoice.due = invoice.tax_inclusive  # the database would compute it
    return invoice


def invented_credit_note(department: Department, *, on: dt.date, language: str) -> CreditNote:
    """A credit note for the invented invoice."""
    invoice = invented(department, on=on, language=language)
    return CreditNote(
        account_id=department.account_id,
        department=department,
        customer=invoice.customer,
        invoice=invoice,
        credit_note_number=f"{on.year}/9",
        credit_note_date=on,
        tax_inclusive=invoice.tax_inclusive,
        currency=invoice.currency,
    )
