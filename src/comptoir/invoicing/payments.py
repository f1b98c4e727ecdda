"""Money that came in, and money that turned out not to have."""

import datetime as dt
import uuid
from decimal import Decimal

from django.db import transaction

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.core.money import rounded
from comptoir.invoicing.locking import locked
from comptoir.invoicing.models import Invoice, Payment
from comptoir.invoicing.models.payment import PaymentMethod
from comptoir.invoicing.refusals import MoreThanDue, NotAnAmount, NotBooked, NothingDue, PaidInTheFuture
from comptoir.invoicing.settling import settle
from comptoir.invoicing.telling import tell


def register(
    invoice: Invoice,
    *,
    amount: Decimal,
    paid_on: dt.date,
    by: User | None,
    at: dt.datetime,
    method: str = PaymentMethod.BANK_TRANSFER,
    request_key: uuid.UUID | None = None,
) -> Payment:
    """Register a payment of `amount` in the invoice's currency; the invoice is settled when nothing is due any more.

    `request_key` names the asking form: the same key again returns the payment that it made and changes nothing.
    Refuses a draft (NotBooked), a settled invoice (NothingDue), an amount that is not more than zero or finer than the
    currency's minor unit (NotAnAmount), more than is due (MoreThanDue), and a day after today in the account's time
    zone (PaidInTheFuture). Never blocked by a hold or a deactivated customer (R16). Needs the invoice right.
    """
    require(by, Right.INVOICES)
    with transaction.atomic():
        current = locked(invoice)
        made: Payment | None = current.payments.filter(request_key=request_key).first() if request_key else None
        if made is not None:
            return made
        _check(current, amount=amount, paid_on=paid_on, at=at)
        payment = Payment.objects.create(
            account=current.account,
            invoice=current,
            amount=amount,
            paid_on=paid_on,
            method=method,
            registered_by=by,
            request_key=request_key,
            created_at=at,
        )
        settle(current, at=at)
        tell("payment_registered", current, by=by, at=at, payment=_facts(payment), due=current.due)
    return payment


def remove(payment: Payment, *, by: User | None, at: dt.datetime) -> Invoice:
    """Remove a payment; the invoice is outstanding again if something is due then, and on hold if it was.

    Removing it twice removes it once. Returns the invoice as it is now. Needs the invoice right.
    """
    require(by, Right.INVOICES)
    with transaction.atomic():
        current = locked(payment.invoice)
        there, __ = Payment.objects.filter(pk=payment.pk).delete()
        if there:
            settle(current, at=at)
            tell("payment_removed", current, by=by, at=at, payment=_facts(payment), due=current.due)
    return current


def _check(invoice: Invoice, *, amount: Decimal, paid_on: dt.date, at: dt.datetime) -> None:
    if invoice.is_draft:
        raise NotBooked
    if invoice.is_settled:
        raise NothingDue
    if amount <= 0 or rounded(amount, invoice.currency) != amount:
        raise NotAnAmount
    if amount > invoice.due:
        raise MoreThanDue(invoice.due, invoice.currency)
    if paid_on > invoice.account.day(at):
        raise PaidInTheFuture


def _facts(payment: Payment) -> dict[str, object]:
    return {"id": payment.pk, "amount": payment.amount, "paid_on": payment.paid_on}
