"""What goes with a quotation by mail: in its language, with the address at which the customer answers."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from comptoir.accounts.stationery import signature
from comptoir.core.locales import long_day
from comptoir.core.mail import Letter
from comptoir.quotations.links import public_url
from comptoir.quotations.models import Quotation


def letter(quotation: Quotation, language: str | None = None) -> Letter:
    """The letter that is offered for editing before it is sent; in the quotation's language unless another is asked for.

    Needs the quotation's department and customer at hand.
    """
    language = language or quotation.language
    with override(language):
        facts = {
            "reference": quotation.reference,
            "name": quotation.name,
            "addressee": _addressee(quotation),
            "link": public_url(quotation),
            "day": long_day(quotation.expires_after, language) if quotation.expires_after else "",
            "department": quotation.department.name,
        }
        parts = [
            _salutation(facts) % facts,
            _("Please find our quotation “%(name)s” attached.") % facts,
            _answer(facts) % facts,
            _("If you have a question, just reply to this e-mail."),
            signature(quotation.department),
        ]
        subject = _("Quotation %(reference)s of %(department)s: %(name)s") % facts
        return Letter(subject=subject[:250], body="\n\n".join(parts) + "\n")


def recipients_of(quotation: Quotation) -> list[str]:
    """The addresses that are offered for sending it to: the deal's contact person, else the customer; perhaps none."""
    deal = quotation.deal
    person = deal.contact_person if deal.customer_id == quotation.customer_id else None
    address = (person.email if person else "") or quotation.customer.email
    return [address] if address else []


def with_link(body: str, quotation: Quotation) -> str:
    """`body` with the quotation's address in it: added at the end when whoever wrote the letter removed it."""
    link = public_url(quotation)
    if link in body:
        return body
    with override(quotation.language):
        sentence = _("You can read and answer the quotation here:\n%(link)s") % {"link": link}
    return f"{body.rstrip()}\n\n{sentence}\n"


def _addressee(quotation: Quotation) -> str:
    return quotation.for_attention_of_name or ("" if quotation.customer.is_company else quotation.customer.name)


def _salutation(facts: dict[str, str]) -> str:
    return _("Dear %(addressee)s,") if facts["addressee"] else _("Dear Sir or Madam,")


def _answer(facts: dict[str, str]) -> str:
    if facts["day"]:
        return _("You can read it and accept it here until %(day)s:\n%(link)s")
    return _("You can read it and accept it here:\n%(link)s")
