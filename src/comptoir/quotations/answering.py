"""What the customer answers: yes, which sets everything in motion at once, or no.

`by` is None when the customer answers through the link, else whoever of ours notes what the customer said.
"""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.customers.models import Customer
from comptoir.deals import moving
from comptoir.invoicing.drafting import draft
from comptoir.invoicing.lines import LineData
from comptoir.invoicing.models import Invoice
from comptoir.quotations import next_steps
from comptoir.quotations.locking import locked, locked_customer
from comptoir.quotations.models import Quotation, QuotationLine, Status
from comptoir.quotations.refusals import AlreadyAnswered, ChangedMeanwhile, Closed, Expired
from comptoir.quotations.telling import tell, tell_all
from comptoir.quotations.totals import cycle_of, totals_of

LONGEST_COMMENT = 5000


def accept(
    quotation: Quotation,
    *,
    name: str,
    at: dt.datetime,
    by: User | None = None,
    ip: str | None = None,
    chosen: Collection[UUID] = (),
    comment: str = "",
    seen: str | None = None,
) -> Quotation:
    """Say yes, in the name of `name`, with the optional lines whose ids are `chosen`. All of this happens, or nothing:

    the content is frozen with its totals, the deal is won, its other open quotations are closed, what is charged once
    becomes one draft invoice, and whoever is responsible gets a task that says what to do next. A deactivated customer
    is no obstacle (R13): task and activity say so. `seen` is `updated_at.isoformat()` of what the customer read.

    Raises AlreadyAnswered, Closed, Expired (on the account's day of `at`), ChangedMeanwhile, ValidationError on "name"
    or "comment"; NotAllowed when `by` lacks the right to deals.
    """
    require(by, Right.DEALS)
    _check(name, comment)
    with transaction.atomic():
        try:
            customer = locked_customer(quotation.customer_id)
        except Customer.DoesNotExist:  # merged into another one at this very moment
            raise ChangedMeanwhile from None
        quotation = locked(quotation)
        lines = list(quotation.lines.select_related("tax_rate", "product"))
        optional = {line.pk for line in lines if line.is_optional}
        _check_open(quotation, seen=seen)
        if quotation.customer_id != customer.pk or not set(chosen) <= optional:
            raise ChangedMeanwhile
        if not quotation.can_be_accepted(on=quotation.account.day(at)):
            raise Expired
        quotation.customer = customer
        _freeze(quotation, lines, chosen)
        quotation.deal = moving.win(quotation.deal, by=by, at=at, even_if_lost=True)
        closed = _close_others(quotation, by=by, at=at)
        quotation.invoice = _draft(quotation, lines, at=at)
        _answer(quotation, Status.ACCEPTED, name=name, comment=comment, by=by, ip=ip, at=at)
        next_steps.after_yes(quotation, at=at)
        tell(
            "accepted",
            quotation,
            by=by,
            at=at,
            name=quotation.answered_name,
            comment=quotation.answer_comment,
            chosen=[line.description for line in lines if line.is_chosen],
            closed=[other.reference for other in closed],
            invoice=_in_brief(quotation.invoice),
            deactivated_on=customer.deactivated_at and quotation.account.day(customer.deactivated_at),
        )
    return quotation


def reject(
    quotation: Quotation,
    *,
    name: str,
    at: dt.datetime,
    comment: str = "",
    by: User | None = None,
    ip: str | None = None,
    seen: str | None = None,
) -> Quotation:
    """Say no. The deal stays as it is, and whoever is responsible gets a task that says why.

    An expired quotation may be refused. Raises AlreadyAnswered, Closed, ChangedMeanwhile, ValidationError and
    NotAllowed as `accept` does.
    """
    require(by, Right.DEALS)
    _check(name, comment)
    with transaction.atomic():
        quotation = locked(quotation)
        _check_open(quotation, seen=seen)
        _answer(quotation, Status.REJECTED, name=name, comment=comment, by=by, ip=ip, at=at)
        next_steps.after_no(quotation, at=at)
        tell("rejected", quotation, by=by, at=at, name=quotation.answered_name, comment=quotation.answer_comment)
    return quotation


def note_opened(quotation: Quotation, *, at: dt.datetime) -> None:
    """Note that the customer has opened the link: the first time only."""
    if quotation.opened_at is not None:
        return
    with transaction.atomic():
        current = locked(quotation)
        if current.opened_at is None:
            current.opened_at = at
            current.save(update_fields=["opened_at"])
            tell("opened", current, by=None, at=at)
    quotation.opened_at = current.opened_at


def _check(name: str, comment: str) -> None:
    if not name.strip():
        raise ValidationError({"name": _("Please fill this in.")})
    if len(comment) > LONGEST_COMMENT:
        raise ValidationError({"comment": _("Please say it in fewer words.")})


def _check_open(quotation: Quotation, *, seen: str | None) -> None:
    if quotation.status == Status.CLOSED:
        raise Closed
    if not quotation.is_open:
        raise AlreadyAnswered(quotation)
    if seen is not None and seen != quotation.updated_at.isoformat():
        raise ChangedMeanwhile


def _freeze(quotation: Quotation, lines: list[QuotationLine], chosen: Collection[UUID]) -> None:
    """Note what was chosen and what it all comes to."""
    for line in lines:
        line.is_chosen = line.pk in chosen
    quotation.lines.filter(pk__in=chosen).update(is_chosen=True)
    totals = totals_of(lines, department=quotation.department, currency=quotation.currency, chosen=chosen)
    quotation.tax_exclusive = totals.one_off.tax_exclusive
    quotation.tax_inclusive = totals.one_off.tax_inclusive
    quotation.taxes = totals.one_off.as_json()
    quotation.recurring = totals.recurring_as_json()


def _close_others(quotation: Quotation, *, by: User | None, at: dt.datetime) -> list[Quotation]:
    """Close what else was offered on the deal. Its row is ours, so nobody answers or adds one meanwhile."""
    deal = quotation.deal
    others = list(Quotation.objects.filter(deal=deal).open().exclude(pk=quotation.pk).order_by("year", "number"))
    for other in others:
        other.deal = deal
    Quotation.objects.filter(pk__in=[other.pk for other in others]).update(status=Status.CLOSED, updated_at=at)
    tell_all("closed", others, deal=deal, by=by, at=at, accepted=quotation.as_effect())
    return others


def _draft(quotation: Quotation, lines: list[QuotationLine], *, at: dt.datetime) -> Invoice | None:
    """A draft of what is charged once; None when that comes to nothing."""
    if quotation.tax_inclusive <= 0:
        return None
    return draft(
        account=quotation.account,
        department=quotation.department,
        customer=quotation.customer,
        by=None,  # whoever may note an answer need not have the right to invoices
        at=at,
        lines=[LineData.of(line) for line in lines if line.counts and cycle_of(line) is None],
        for_attention_of_name=quotation.for_attention_of_name,
        currency=quotation.currency,
        purchase_order_number=quotation.deal.purchase_order_number,
    )


def _answer(
    quotation: Quotation, status: Status, *, name: str, comment: str, by: User | None, ip: str | None, at: dt.datetime
) -> None:
    quotation.status, quotation.answered_at, quotation.updated_at = status, at, at
    quotation.answered_name, quotation.answer_comment = name.strip()[:200], comment.strip()
    quotation.answered_by, quotation.answered_ip = by, ip or None
    quotation.save()


def _in_brief(invoice: Invoice | None) -> dict[str, object] | None:
    if invoice is None:
        return None
    return {"id": invoice.pk, "total": invoice.tax_inclusive, "currency": invoice.currency}
