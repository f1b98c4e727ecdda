"""The quotations on the demo's deals: made, sent, read, answered."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from comptoir.accounts.models import Department, User
from comptoir.core.mail import Sent
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.demo import catalogue
from comptoir.demo.prospects import Offer
from comptoir.demo.selling import reverse_charged, vat_rate
from comptoir.demo.stage import Stage
from comptoir.invoicing.models import TaxRate
from comptoir.quotations import answering, records
from comptoir.quotations.letters import letter, recipients_of
from comptoir.quotations.lines import QuotationLineData
from comptoir.quotations.models import Quotation, Sending
from comptoir.quotations.sending import note_answer

FROM_THE_WORLD = "203.0.113.24"
"""An address of those kept for examples (RFC 5737)."""


def offer(
    stage: Stage, deal: Deal, told: Offer, *, by: User, at: dt.datetime, moment: Callable[[int], dt.datetime]
) -> None:
    """Make the quotation, let it be sent, and let the customer do with it what is told."""
    quotation = _made(stage, deal, told, by=by, at=at)
    _sent(quotation, by=by, at=at + dt.timedelta(minutes=7))
    answer_at = moment(told.answered)
    name = deal.contact_person.name if deal.contact_person else deal.customer.name
    if told.fate in ("read", "accepted", "refused"):
        read_at = at + dt.timedelta(hours=3)
        stage.put_at(read_at, lambda at: answering.note_opened(quotation, at=at))
    if told.fate == "accepted":
        chosen = [line.pk for line in quotation.lines.all() if line.is_optional]
        facts: Any = {"name": name, "ip": FROM_THE_WORLD, "chosen": chosen}
        stage.put_at(answer_at, lambda at: _accepted(quotation, at=at, **facts))
    if told.fate == "refused":
        facts = {"name": name, "ip": FROM_THE_WORLD, "comment": told.comment}
        stage.put_at(answer_at, lambda at: _rejected(quotation, at=at, **facts))


def _accepted(quotation: Quotation, *, at: dt.datetime, **facts: Any) -> None:
    answering.accept(quotation, at=at, **facts)


def _rejected(quotation: Quotation, *, at: dt.datetime, **facts: Any) -> None:
    answering.reject(quotation, at=at, **facts)


def _made(stage: Stage, deal: Deal, told: Offer, *, by: User, at: dt.datetime) -> Quotation:
    country = _country(deal.customer)
    department = stage.department_for(country)
    rate = vat_rate(department, deal.customer, country)
    lines = [_line(what, price, rate) for what, price in told.lines]
    if told.monthly:
        lines.append(_line(*told.monthly, rate, unit="month", period=1))
    if told.optional:
        lines.append(_line(*told.optional, rate, is_optional=True))
    return records.create(
        deal, name=told.name, lines=lines, by=by, at=at, department=department, text=_text(department, deal, country)
    )


def _text(department: Department, deal: Deal, country: str) -> str:
    return (
        catalogue.REVERSE_CHARGE[deal.customer.language] if reverse_charged(department, deal.customer, country) else ""
    )


def _line(what: str, price: str, rate: TaxRate, **says: Any) -> QuotationLineData:
    return QuotationLineData(description=what, unit_price=Decimal(price), tax_rate=rate, **says)


def _country(customer: Customer) -> str:
    return str(customer.addresses.get(type="primary").country)


def _sent(quotation: Quotation, *, by: User, at: dt.datetime) -> None:
    """As `quotations.sending` does, but without a mail server and without its claim: see `mornings`."""
    written = letter(quotation)
    sending = Sending.objects.create(
        account=quotation.account,
        quotation=quotation,
        recipients=recipients_of(quotation),
        subject=written.subject,
        body=written.body,
        by=by,
        claimed_at=at,
    )
    note_answer(sending, Sent(), at=at)
