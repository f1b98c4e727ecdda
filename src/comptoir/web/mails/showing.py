"""A mail as a customer would read it: about the account's newest document, else about an invented one."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from comptoir.accounts.models import Account
from comptoir.core.mail import Letter
from comptoir.invoicing.letters import invented, invented_credit_note
from comptoir.invoicing.mail_facts import facts_of
from comptoir.invoicing.mail_templates import check_words, fill
from comptoir.invoicing.models import CreditNote, Invoice, MailKind


@dataclass(frozen=True)
class Shown:
    """The letter, or why there is none, and what it is about."""

    letter: Letter | None
    faults: list[str]
    document: Invoice | CreditNote
    is_invented: bool


def show(said: Letter, *, account: Account, kind: str, language: str, on: dt.date) -> Shown:
    """What `said` reads like."""
    document = newest(account, kind)
    invented_one = None if document else _invented(account, kind, language=language, on=on)
    shown = document or invented_one
    assert shown is not None
    try:
        check_words(said, kind=kind)
    except ValidationError as fault:
        faults = [message for messages in fault.message_dict.values() for message in messages]
        return Shown(None, faults, shown, document is None)
    return Shown(fill(said, facts_of(shown, kind=kind, language=language)), [], shown, document is None)


def newest(account: Account, kind: str) -> Invoice | CreditNote | None:
    """The newest booked document that a mail of `kind` could be about."""
    if kind == MailKind.CREDIT_NOTE:
        notes = CreditNote.objects.of(account).select_related("customer", "department", "invoice__customer")
        return notes.order_by("-created_at", "-id").first()
    booked = Invoice.objects.of(account).exclude(status="draft").select_related("customer", "department")
    if kind != MailKind.INVOICE:
        booked = booked.outstanding()
    found: Invoice | None = booked.order_by("-created_at", "-id").first()
    return found


def _invented(account: Account, kind: str, *, language: str, on: dt.date) -> Invoice | CreditNote:
    department = account.departments.get(is_default=True)
    make = invented_credit_note if kind == MailKind.CREDIT_NOTE else invented
    return make(department, on=on, language=language)
