"""Subscriptions of the demo, and how the invoices made from them are paid."""

import datetime as dt
from decimal import Decimal

from comptoir.demo import catalogue
from comptoir.demo.contracts import Contract
from comptoir.demo.days import working_day
from comptoir.demo.posting import post
from comptoir.demo.selling import pay, remind, reverse_charged, vat_rate
from comptoir.demo.stage import Stage
from comptoir.invoicing import booking
from comptoir.invoicing.lines import LineData
from comptoir.invoicing.models import Invoice, TaxRate
from comptoir.invoicing.models.payment import PaymentMethod
from comptoir.subscriptions import ending, pausing, records
from comptoir.subscriptions.models import BilledPeriod, Subscription


def plan(stage: Stage, contract: Contract, *, country: str, ends_alone: bool) -> None:
    """Put the making of a subscription on the agenda, and its end unless it ends with its customer."""
    starts_on = contract.first_day(stage.today)
    for period in contract.billed_by(stage.today):
        stage.wake(period.bill_on)

    def made(at: dt.datetime) -> None:
        customer = stage.customers[contract.customer]
        department = stage.department_for(country)
        note = catalogue.REVERSE_CHARGE[customer.language] if reverse_charged(department, customer, country) else ""
        rate = vat_rate(department, customer, country)
        subscription = records.create(
            account=stage.account,
            department=department,
            customer=customer,
            by=stage.bookkeeper(stage.account.day(at)),
            at=at,
            lines=[LineData(description=contract.title, unit_price=Decimal(contract.price), tax_rate=rate)],
            title=contract.title,
            starts_on=starts_on,
            ends_on=contract.last_day(starts_on),
            unit=contract.unit,
            period=contract.period,
            days_in_advance=contract.in_advance,
            generation=contract.generation,
            note=note,
        )
        stage.contracts[subscription.pk] = contract
        if ends_alone:
            stage.put(contract.end(stage.today), lambda at: _end(stage, subscription, at))
        if contract.changed:
            _change(stage, subscription, rate, *contract.changed)
        if contract.paused:
            _pause(stage, subscription, *contract.paused)
        if contract.ending:
            stage.put(
                _days_ago(stage, contract.ending), lambda at: _end(stage, subscription, at, ending.When.PAID_PERIOD)
            )

    stage.put(signed_on(stage, contract), made)


def signed_on(stage: Stage, contract: Contract) -> dt.date:
    """A working day shortly before the first invoice."""
    first_bill = contract.first_day(stage.today) - dt.timedelta(days=contract.in_advance)
    return working_day(first_bill - dt.timedelta(days=6))


def _days_ago(stage: Stage, days: int) -> dt.date:
    return working_day(stage.today - dt.timedelta(days=days))


def _end(stage: Stage, subscription: Subscription, at: dt.datetime, when: str = ending.When.NOW) -> None:
    reason = stage.contracts[subscription.pk].reason
    ending.deactivate(subscription, by=stage.bookkeeper(stage.account.day(at)), at=at, reason=reason, when=when)


def _change(stage: Stage, subscription: Subscription, rate: TaxRate, days_ago: int, price: str) -> None:
    def changed(at: dt.datetime) -> None:
        lines = [LineData(description=subscription.title, unit_price=Decimal(price), tax_rate=rate)]
        records.edit(subscription, by=stage.bookkeeper(stage.account.day(at)), at=at, lines=lines)

    stage.put(_days_ago(stage, days_ago), changed)


def _pause(stage: Stage, subscription: Subscription, days_ago: int, again_in: int) -> None:
    again_on = stage.today + dt.timedelta(days=again_in)

    def paused(at: dt.datetime) -> None:
        pausing.pause(subscription, by=stage.bookkeeper(stage.account.day(at)), at=at, until=again_on)

    def resumed(at: dt.datetime) -> None:
        pausing.expire(stage.account, on=stage.account.day(at), at=at)

    stage.put(_days_ago(stage, days_ago), paused)
    stage.put(again_on, resumed)


def follow(stage: Stage, billed: BilledPeriod) -> None:
    """Let the invoice of a period that was just billed be booked, if it is a draft, and paid as the contract says."""
    contract = stage.contracts[billed.subscription_id]
    number = BilledPeriod.objects.filter(subscription=billed.subscription_id, starts_on__lte=billed.starts_on).count()
    is_paid = number <= len(contract.billed_by(stage.today)) - contract.unpaid
    invoice = billed.invoice
    if not invoice.is_draft:
        _settle(stage, invoice, contract, is_paid=is_paid)
        return
    on = working_day(stage.account.day(billed.billed_at) + dt.timedelta(days=3))

    def booked(at: dt.datetime) -> None:
        by = stage.bookkeeper(on)
        made = booking.book(invoice, by=by, at=at, on=on)
        post(stage, made, by=by, at=at)
        _settle(stage, made, contract, is_paid=is_paid)

    stage.put(on, booked)


def _settle(stage: Stage, invoice: Invoice, contract: Contract, *, is_paid: bool) -> None:
    assert invoice.invoice_date is not None
    assert invoice.due_on is not None
    if not is_paid:
        remind(stage, invoice)
    elif contract.by_direct_debit:
        on = invoice.invoice_date + dt.timedelta(days=3)
        pay(stage, invoice, on=on, method=PaymentMethod.SEPA_DIRECT_DEBIT)
    else:
        pay(stage, invoice, on=invoice.due_on + dt.timedelta(days=stage.rng.randint(-6, 4)))
