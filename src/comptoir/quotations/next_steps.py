"""What somebody has to do once the customer has answered: a task, in the language of whoever does it."""

import datetime as dt

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.accounts.models import User
from comptoir.accounts.plans import Module
from comptoir.core.locales import long_day, money
from comptoir.followups.looking_after import who_looks_after
from comptoir.followups.tasks import add_task
from comptoir.quotations.models import Quotation


def after_yes(quotation: Quotation, *, at: dt.datetime) -> None:
    """Ask to check and book the draft and to start the subscriptions. Urgent when the customer is deactivated."""
    assignee = _assignee(quotation)
    language = assignee.language if assignee else quotation.account.language
    with translation.override(language):
        title = _title(quotation, language) % _facts(quotation, language)
        steps = [sentence % _facts(quotation, language) for sentence in _steps(quotation)]
    _ask(quotation, assignee, title, steps, priority="A" if quotation.customer.is_deactivated else "B", at=at)


def after_no(quotation: Quotation, *, at: dt.datetime) -> None:
    """Tell why, and ask to see what becomes of the deal."""
    assignee = _assignee(quotation)
    language = assignee.language if assignee else quotation.account.language
    with translation.override(language):
        facts = _facts(quotation, language)
        title = _("Quotation %(reference)s is refused: see what becomes of the deal") % facts
        steps = [_("%(name)s refused “%(quotation)s”.") % facts, *([_comment() % facts] if facts["comment"] else [])]
    _ask(quotation, assignee, title, steps, priority="B", at=at)


def _ask(
    quotation: Quotation, assignee: User | None, title: str, steps: list[str], *, priority: str, at: dt.datetime
) -> None:
    add_task(
        quotation.customer,
        title=title,
        description="\n".join(steps),
        due_on=quotation.account.day(at),
        assignee=assignee,
        priority=priority,
        # A quotation may be for another customer than its deal, say the architect; a task may not.
        deal=quotation.deal if quotation.deal.customer_id == quotation.customer_id else None,
        reason_key=f"quotation-answered:{quotation.pk}",
        at=at,
    )


def _assignee(quotation: Quotation) -> User | None:
    responsible = quotation.deal.responsible_user
    if responsible and responsible.is_active:
        return responsible
    customer = quotation.customer
    return who_looks_after([customer], account=quotation.account)[customer.pk]


def _facts(quotation: Quotation, language: str) -> dict[str, object]:
    since = quotation.customer.deactivated_at
    return {
        "reference": quotation.reference,
        "quotation": quotation.name,
        "name": quotation.answered_name,
        "comment": quotation.answer_comment,
        "amount": money(quotation.tax_inclusive, quotation.currency, language),
        "count": len(quotation.recurring),
        "day": long_day(quotation.account.day(since), language) if since else "",
    }


# --- The sentences ------------------------------------------------------------------------------------


def _title(quotation: Quotation, language: str) -> str:
    starts = bool(quotation.recurring) and quotation.account.has(Module.SUBSCRIPTIONS)
    if quotation.customer.is_deactivated:
        return _("Quotation %(reference)s is accepted although this customer has been deactivated since %(day)s")
    if quotation.invoice and starts:
        return _("Quotation %(reference)s is accepted: book the draft invoice and start the subscription")
    if quotation.invoice:
        return _("Quotation %(reference)s is accepted: check and book the draft invoice")
    if starts:
        return _("Quotation %(reference)s is accepted: start the subscription")
    return _("Quotation %(reference)s is accepted: see what is to be done")


def _steps(quotation: Quotation) -> list[str]:
    steps = [_("%(name)s accepted “%(quotation)s”.")]
    if quotation.customer.is_deactivated:
        steps.append(_("This customer has been deactivated since %(day)s: decide first whether you resume business."))
    if quotation.invoice:
        steps.append(_("A draft invoice of %(amount)s was made: check it and book it."))
    if quotation.recurring and quotation.account.has(Module.SUBSCRIPTIONS):
        steps.append(
            ngettext(
                "Start the subscription on the page of the quotation.",
                "Start the %(count)s subscriptions on the page of the quotation.",
                len(quotation.recurring),
            )
        )
    elif quotation.recurring:
        steps.append(_("Part of it is charged again and again, and your plan has no subscriptions: bill it by hand."))
    if quotation.answer_comment:
        steps.append(_comment())
    return steps


def _comment() -> str:
    return _("Their comment: %(comment)s")
