"""Invoices of the demo and what becomes of them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from comptoir.accounts.models import Department
from comptoir.core.money import rounded
from comptoir.core.terms import due_on
from comptoir.customers.models import Customer
from comptoir.demo import catalogue
from comptoir.demo.days import working_day
from comptoir.demo.posting import post
from comptoir.demo.stage import Stage
from comptoir.invoicing import booking, crediting, drafting, holds, payments
from comptoir.invoicing.drafting import DraftFields
from comptoir.invoicing.lines import LineData
from comptoir.invoicing.models import Category, Invoice, TaxRate
from comptoir.invoicing.models.payment import PaymentMethod
from comptoir.lifecycle.departments import SCHEDULE


@dataclass(frozen=True)
class Fate:
    """What becomes of an invoice: a word, and days.

    paid: in time · late:9: nine days after the due date · open: not due yet · openpart: not due yet and partly paid ·
    overdue:9: due nine days ago (a few more, before a weekend) · part:9: overdue and partly paid · hold:9: overdue and
    put on hold by hand · bounced:9: overdue because its payment was taken back · credited · draft:9: drafted nine days ago
    """

    word: str
    days: int


@dataclass
class Buyer:
    """A customer to be, as far as invoices are concerned."""

    name: str
    country: str
    trade: str
    term: tuple[str, int]
    plot: str
    joined_on: dt.date = dt.date.min
    stopped_on: dt.date = dt.date.max
    """The day of its first deactivation."""
    attention: str = ""
    """Whom its invoices are meant for."""


def fates(plot: str) -> list[Fate]:
    """The fates that a plot names."""
    return [Fate(word, int(days or 0)) for word, __, days in (token.partition(":") for token in plot.split())]


def settled_somehow(stage: Stage) -> Fate:
    """The fate of most invoices: paid, one in four of them late."""
    return Fate("late", stage.rng.randint(3, 30)) if stage.rng.random() < 0.25 else Fate("paid", 0)


def plan(stage: Stage, buyer: Buyer, fate: Fate) -> None:
    """Put an invoice with this fate on the agenda."""
    basket = catalogue.basket(buyer.trade, stage.rng)
    by_order = buyer.trade in ("industry", "office") and stage.rng.random() < 0.4
    order = f"PO-{stage.rng.randrange(10000, 99999)}" if by_order else ""
    on = _day(stage, buyer, fate)

    def deed(at: dt.datetime) -> None:
        customer, by = stage.customers[buyer.name], stage.bookkeeper(on)
        department = stage.department_for(buyer.country)
        fields: DraftFields = {"purchase_order_number": order}
        if reverse_charged(department, customer, buyer.country):
            fields["note"] = catalogue.REVERSE_CHARGE[customer.language]
        if buyer.attention:
            fields["for_attention_of_name"] = buyer.attention
            fields["for_attention_of_contact"] = stage.customers[buyer.attention]
        rate = vat_rate(department, customer, buyer.country)
        invoice = drafting.draft(
            account=stage.account,
            department=department,
            customer=customer,
            by=by,
            at=at,
            lines=[_line(customer, item, quantity, rate) for item, quantity in basket],
            **fields,
        )
        if fate.word != "draft":
            booked_at = at + dt.timedelta(minutes=stage.rng.randint(2, 15))
            booked = booking.book(invoice, by=by, at=booked_at, on=on)
            post(stage, booked, by=by, at=booked_at)
            _go_on(stage, booked, fate)

    stage.put(on, deed)


def pay(
    stage: Stage,
    invoice: Invoice,
    *,
    on: dt.date,
    share: str = "1",
    method: str = PaymentMethod.BANK_TRANSFER,
) -> dt.date:
    """Let the customer pay this share of what is due, on the day `on` or on the Friday before. Returns the day."""
    assert invoice.invoice_date is not None
    on = max(working_day(on), invoice.invoice_date + dt.timedelta(days=1))

    def deed(at: dt.datetime) -> None:
        current = Invoice.objects.get(pk=invoice.pk)
        if not current.is_settled:
            amount = rounded(current.due * Decimal(share), current.currency)
            payments.register(current, amount=amount, paid_on=on, by=stage.bookkeeper(on), at=at, method=method)

    stage.put(on, deed)
    return on


def remind(stage: Stage, invoice: Invoice, *, until: dt.date = dt.date.max) -> None:
    """Have Comptoir look at the invoice on the mornings on which reminders fall due, as long as it is chased."""
    assert invoice.due_on is not None
    for days, __ in SCHEDULE:
        if (due := invoice.due_on + dt.timedelta(days=days)) <= until:
            stage.wake(due)


def reverse_charged(department: Department, customer: Customer, country: str) -> bool:
    """A business in another country of the Union accounts for the VAT itself."""
    return country != department.country and bool(customer.vat_number)


def vat_rate(department: Department, customer: Customer, country: str) -> TaxRate:
    """0 % when reverse charged; 6 % for work in a Belgian home, as in one of ten years and older; else the usual rate."""
    home = not customer.is_company and country == department.country == "BE"
    rate = "0" if reverse_charged(department, customer, country) else "0.06" if home else "0.21"
    category = Category.REVERSE_CHARGE if rate == "0" else Category.STANDARD
    return TaxRate.objects.get(department=department, rate=Decimal(rate), category=category)


def _line(customer: Customer, item: catalogue.Item, quantity: Decimal, rate: TaxRate) -> LineData:
    price = Decimal(item.price) * catalogue.RATES[customer.preferred_currency or "EUR"]
    price = rounded(price, customer.preferred_currency or "EUR")
    return LineData(description=item.words[customer.language], unit_price=price, quantity=quantity, tax_rate=rate)


# --- When ------------------------------------------------------------------------------------------


def _day(stage: Stage, buyer: Buyer, fate: Fate) -> dt.date:
    """A working day on which to make the invoice, so that its fate fits."""
    if fate.word == "draft":
        return stage.days_ago(fate.days)
    if fate.word in ("open", "openpart"):
        recent = [day for day in _back_from(stage.today, 14) if _due(day, buyer) >= stage.today + dt.timedelta(days=2)]
        return stage.rng.choice(recent)
    if fate.word in ("paid", "late", "credited"):
        latest = _due_before(min(stage.today, buyer.stopped_on), buyer, fate.days + 8)
        earliest = buyer.joined_on + dt.timedelta(days=5)
        return working_day(latest - dt.timedelta(days=stage.rng.randint(0, max(0, (latest - earliest).days))))
    return _due_before(stage.today, buyer, fate.days)


def days_needed(fate: Fate, term: tuple[str, int]) -> int:
    """How many days ago the customer must have joined for this fate; an upper bound."""
    return fate.days + term[1] + 50


def _due_before(day: dt.date, buyer: Buyer, days: int) -> dt.date:
    """The last working day whose invoice was due so many days before `day`, or earlier."""
    due = day - dt.timedelta(days=days)
    return next(day for day in _back_from(due) if _due(day, buyer) <= due)


def _due(day: dt.date, buyer: Buyer) -> dt.date:
    return due_on(day, *buyer.term)


def _back_from(day: dt.date, days: int = 400) -> Iterator[dt.date]:
    """Working days before `day`, latest first."""
    for ago in range(1, days + 1):
        if (earlier := day - dt.timedelta(days=ago)).weekday() < 5:
            yield earlier


# --- What becomes of it ----------------------------------------------------------------------------


def _go_on(stage: Stage, invoice: Invoice, fate: Fate) -> None:
    assert invoice.due_on is not None
    assert invoice.invoice_date is not None
    due = invoice.due_on
    chased_until = dt.date.max
    match fate.word:
        case "paid":
            on = due + dt.timedelta(days=stage.rng.randint(-12, 3))
            chased_until = pay(stage, invoice, on=on, method=_method(stage))
        case "late":
            chased_until = pay(stage, invoice, on=due + dt.timedelta(days=fate.days))
        case "part" | "openpart":
            pay(stage, invoice, on=invoice.invoice_date + dt.timedelta(days=3), share=stage.rng.choice(("0.3", "0.5")))
        case "hold":
            _hold(stage, invoice, on=working_day(due + dt.timedelta(days=10)), until=fate.days > 35)
        case "bounced":
            _bounce(stage, invoice, on=working_day(due - dt.timedelta(days=2)))
        case "credited":
            _credit(stage, invoice, on=working_day(invoice.invoice_date + dt.timedelta(days=stage.rng.randint(6, 14))))
            chased_until = due
    remind(stage, invoice, until=chased_until)


def _method(stage: Stage) -> str:
    return stage.rng.choice([PaymentMethod.BANK_TRANSFER] * 8 + [PaymentMethod.PAYMENT_CARD, PaymentMethod.CASH])


def _hold(stage: Stage, invoice: Invoice, *, on: dt.date, until: bool) -> None:
    last = stage.today + dt.timedelta(days=12) if until else None
    reason = "Disputes the hours" if until else "Expert's visit awaited"

    def deed(at: dt.datetime) -> None:
        holds.put_on_hold(invoice, by=stage.bookkeeper(on), at=at, reason=reason, until=last)

    stage.put(on, deed)


def _bounce(stage: Stage, invoice: Invoice, *, on: dt.date) -> None:
    back_on = working_day(on + dt.timedelta(days=5))

    def arrives(at: dt.datetime) -> None:
        debit = payments.register(
            invoice,
            amount=invoice.due,
            paid_on=on,
            by=stage.bookkeeper(on),
            at=at,
            method=PaymentMethod.SEPA_DIRECT_DEBIT,
        )

        def is_taken_back(at: dt.datetime) -> None:
            payments.remove(debit, by=stage.bookkeeper(back_on), at=at)

        stage.put(back_on, is_taken_back)

    stage.put(on, arrives)


def _credit(stage: Stage, invoice: Invoice, *, on: dt.date) -> None:
    def deed(at: dt.datetime) -> None:
        crediting.credit(invoice, by=stage.bookkeeper(on), at=at, on=on)

    stage.put(on, deed)
