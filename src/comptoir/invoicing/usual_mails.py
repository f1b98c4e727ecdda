"""Comptoir's own words for each kind of mail, with the same placeholders that an account's own words have."""

from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import override

from comptoir.core.mail import Letter
from comptoir.invoicing.models import MailKind
from comptoir.invoicing.placeholders import GAPS


@cache
def usual(kind: str, language: str) -> Letter:
    """What Comptoir says in a mail of `kind` where the account says nothing else, its placeholders not filled yet."""
    with override(language):
        if kind == MailKind.INVOICE:
            return _letter(_("Invoice %(number)s of %(department)s"), _invoice())
        if kind == MailKind.CREDIT_NOTE:
            return _letter(_("Credit note %(number)s of %(department)s"), _credit_note())
        parts = ["%(payments)s", "%(late_costs)s", _request(kind), "%(how_to_pay)s", _closing(kind)]
        return _letter(_subject(kind), [_opening(kind), *parts])


def _letter(subject: str, parts: list[str]) -> Letter:
    body = "\n\n".join(["%(salutation)s", *parts, "%(signature)s"])
    return Letter(subject=subject % GAPS, body=body % GAPS + "\n")


def _invoice() -> list[str]:
    return [
        _("Please find our invoice %(number)s of %(date)s for %(total)s attached."),
        "%(payments)s",
        "%(to_pay)s",
        "%(how_to_pay)s",
        _("If something about it is not right, just reply to this e-mail."),
    ]


def _credit_note() -> list[str]:
    return [
        _(
            "Please find our credit note %(number)s of %(date)s for %(total)s attached. It is about invoice %(invoice)s."
        ),
        _("If something about it is not right, just reply to this e-mail."),
    ]


# --- Reminders ----------------------------------------------------------------------------------------


def _subject(kind: str) -> str:
    if kind == MailKind.REMINDER_FINAL:
        return _("Final notice: invoice %(number)s of %(date)s")
    if kind == MailKind.REMINDER_FIRM:
        return _("Overdue: invoice %(number)s of %(date)s")
    return _("Reminder: invoice %(number)s of %(date)s")


def _opening(kind: str) -> str:
    if kind == MailKind.REMINDER_FINAL:
        return _(
            "Our invoice %(number)s of %(date)s was due on %(due_date)s and, to our regret, is still not paid in full."
        )
    if kind == MailKind.REMINDER_FIRM:
        return _("Our invoice %(number)s of %(date)s was due on %(due_date)s. We have not yet received full payment.")
    return _(
        "Perhaps it escaped your attention: our invoice %(number)s of %(date)s was due on %(due_date)s "
        "and is not paid in full yet."
    )


def _request(kind: str) -> str:
    if kind == MailKind.REMINDER_FINAL:
        return _(
            "This is our last reminder. Please pay %(amount)s within eight days. "
            "After that we will have to take further steps to collect it."
        )
    if kind == MailKind.REMINDER_FIRM:
        return _("Please pay %(amount)s within eight days.")
    return _("Would you please pay %(amount)s in the next few days?")


def _closing(kind: str) -> str:
    if kind == MailKind.REMINDER_FRIENDLY:
        return _(
            "If you have paid in the meantime, please ignore this message. "
            "If something about the invoice is not right, just reply to this e-mail."
        )
    return _(
        "If you have paid in the meantime, please ignore this message. "
        "If you cannot pay now or do not agree with the invoice, please reply to this e-mail, "
        "so that we can find a solution."
    )
