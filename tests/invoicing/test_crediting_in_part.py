"""Credit notes of a part: never more than was charged, and together exactly what was."""

import contextlib
import datetime as dt
import random
import uuid
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.core.money import total
from comptoir.customers.models import Customer
from comptoir.invoicing import drafting, payments
from comptoir.invoicing.booking import book
from comptoir.invoicing.crediting import credit, credit_partially
from comptoir.invoicing.lines import LineData
from comptoir.invoicing.models import CreditNote, Invoice
from comptoir.invoicing.refusals import (
    AmountTooLarge,
    EarlierThanInvoice,
    EarlierThanLast,
    ForeignTaxRate,
    MoreThanLeft,
    NotBooked,
    NothingTakenBack,
    NothingToCredit,
)
from comptoir.invoicing.remainder import CreditedLine, remainder_of
from comptoir.invoicing.totals import Discount, TaxLine, compute
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_department,
    a_draft,
    a_member,
    a_user,
    an_account,
    an_invoice,
    the_department,
    the_vat,
)

pytestmark = pytest.mark.django_db


def line(customer: Customer, price: str = "100", *, rate: str = "0.21", **facts: Any) -> LineData:
    facts = {name: Decimal(fact) if name != "section" else fact for name, fact in facts.items()}
    return LineData("Work", unit_price=Decimal(price), tax_rate=the_vat(customer.account, rate), **facts)


def booked(customer: Customer, *lines: LineData, discount: str = "", **facts: Any) -> Invoice:
    discounts = [{"percentage": discount, "description": "Loyal"}] if discount else []
    made = drafting.draft(
        account=customer.account,
        department=the_department(customer.account),
        customer=customer,
        by=None,
        at=NOW,
        lines=lines,
        discounts=discounts,
        **facts,
    )
    return book(made, by=None, at=NOW, on=TODAY)


def a_part(invoice: Invoice, *lines: LineData, **facts: Any) -> CreditNote:
    facts = {"by": None, "at": NOW, "on": TODAY} | facts
    return credit_partially(invoice, lines=lines, **facts)


def left(invoice: Invoice, quantity: str | None = None, price: str | None = None, *, of: int = 0) -> CreditedLine:
    """A line of what is left, perhaps less of it."""
    its = remainder_of(invoice).lines[of]
    return replace(its, quantity=Decimal(quantity or its.quantity), unit_price=Decimal(price or its.unit_price))


@pytest.fixture
def customer() -> Customer:
    return a_company(an_account())


def test_a_part_is_taken_back_and_the_rest_stays_due(customer: Customer) -> None:
    invoice = booked(customer, line(customer, "100", quantity="10"))
    note = a_part(invoice, left(invoice, "3"), by=a_user(customer.account))
    invoice.refresh_from_db()
    assert (note.tax_exclusive, note.tax_inclusive) == (Decimal(300), Decimal(363))
    assert (invoice.status, invoice.credited_amount, invoice.due) == ("outstanding", Decimal(363), Decimal(847))
    assert note.taxes == [{"category": "S", "rate": "0.21", "taxable": "300.00", "tax": "63.00"}]
    assert [(each.quantity, each.invoice_line) for each in note.lines.all()] == [(Decimal(3), invoice.lines.get())]
    activity = Activity.objects.get(kind="invoice.credited")
    assert (activity.effects["credit_note"]["total"], activity.effects["owed_back"]) == ("363.00", "0")


def test_what_is_due_counts_payments_and_all_notes(customer: Customer) -> None:
    invoice = booked(customer, line(customer, "100", quantity="10"))
    payments.register(invoice, amount=Decimal(1000), paid_on=TODAY, by=None, at=NOW)
    a_part(invoice, left(invoice, "1"))
    a_part(invoice, left(invoice, "2"))
    invoice.refresh_from_db()
    assert (invoice.status, invoice.due) == ("matched", Decimal(-153))
    assert Activity.objects.filter(kind="invoice.credited").latest("id").effects["owed_back"] == "153.00"


def test_quantities_credited_are_no_longer_left(customer: Customer) -> None:
    invoice = booked(customer, line(customer, "10", quantity="10"), line(customer, "5", rate="0.06"))
    a_part(invoice, left(invoice, "4"), left(invoice, of=1))
    (rest,) = remainder_of(invoice).lines
    assert (rest.quantity, rest.unit_price) == (Decimal(6), Decimal(10))


def test_a_lower_price_leaves_the_quantity_at_what_it_still_costs(customer: Customer) -> None:
    invoice = booked(customer, line(customer, "10", quantity="10"))
    a_part(invoice, left(invoice, "10", "2.50"))
    (rest,) = remainder_of(invoice).lines
    assert (rest.quantity, rest.unit_price) == (Decimal(10), Decimal("7.5"))


def test_more_than_is_left_of_a_line_is_refused_to_the_cent(customer: Customer) -> None:
    invoice = booked(customer, line(customer, "100", quantity="2"), line(customer, "500"))
    a_part(invoice, left(invoice, "1"))
    with pytest.raises(MoreThanLeft) as refused:
        a_part(invoice, left(invoice, "1", "100.01"))
    assert (refused.value.left, refused.value.line) == (Decimal(100), "Work")
    with pytest.raises(MoreThanLeft):
        a_part(invoice, left(invoice, "1"), left(invoice, "0.01"))
    with pytest.raises(MoreThanLeft):
        a_part(invoice, left(invoice, "1.0001", "99"))
    assert CreditNote.objects.count() == 1


def test_more_than_is_left_of_a_rate_is_refused_although_the_total_would_allow_it(customer: Customer) -> None:
    invoice = booked(customer, line(customer, "100", rate="0.06"), line(customer, "1000"))
    with pytest.raises(MoreThanLeft) as refused:
        a_part(invoice, line(customer, "100.01", rate="0.06"))
    assert (refused.value.left, refused.value.rate) == (Decimal(100), Decimal("0.06"))
    with pytest.raises(MoreThanLeft):
        a_part(invoice, line(customer, "1", rate="0.12"))
    assert a_part(invoice, line(customer, "100", rate="0.06")).tax_inclusive == Decimal(106)


def test_a_line_of_another_invoice_is_refused(customer: Customer) -> None:
    invoice, other = booked(customer, line(customer)), booked(customer, line(customer))
    with pytest.raises(MoreThanLeft):
        a_part(invoice, left(other))


def test_a_note_of_nothing_or_less_is_refused(customer: Customer) -> None:
    invoice = booked(customer, line(customer), line(customer, "-20"))
    for lines in ([], [left(invoice, "0")], [left(invoice, "0.0001", "1")]):
        with pytest.raises(NothingTakenBack):
            a_part(invoice, *lines)
    with pytest.raises(MoreThanLeft):
        a_part(invoice, left(invoice, of=1))
    assert CreditNote.objects.count() == 0


def test_a_rebate_is_taken_back_with_the_work(customer: Customer) -> None:
    invoice = booked(customer, line(customer), line(customer, "-20"))
    with pytest.raises(MoreThanLeft):
        a_part(invoice, left(invoice))
    assert a_part(invoice, left(invoice), left(invoice, of=1)).tax_inclusive == Decimal("96.80")


def test_the_discounts_of_the_invoice_apply_again(customer: Customer) -> None:
    invoice = booked(customer, line(customer, "100", quantity="10"), discount="10")
    note = a_part(invoice, left(invoice, "3"))
    assert (note.tax_exclusive, note.tax_inclusive) == (Decimal(270), Decimal("326.70"))
    assert note.discounts == invoice.discounts


def test_three_thirds_are_the_whole(customer: Customer) -> None:
    invoice = booked(customer, line(customer, "33.3350", quantity="3"))
    parts = [a_part(invoice, left(invoice, "1")) for _ in range(3)]
    assert [note.tax_exclusive for note in parts] == [Decimal("33.34"), Decimal("33.34"), Decimal("33.33")]
    invoice.refresh_from_db()
    assert (invoice.due, invoice.is_settled) == (Decimal(0), True)
    assert total(note.tax_inclusive for note in parts) == invoice.tax_inclusive
    with pytest.raises(NothingToCredit):
        a_part(invoice, line(customer, "0.01"))


def test_crediting_in_full_after_parts_takes_back_what_is_left(customer: Customer) -> None:
    invoice = booked(
        customer, line(customer, "33.335", quantity="3"), line(customer, "12.49", rate="0.06"), discount="7"
    )
    a_part(invoice, left(invoice, "1"))
    a_part(invoice, left(invoice, "1"))
    note = credit(invoice, by=None, at=NOW, on=TODAY)
    assert [each.quantity for each in note.lines.all()] == [1, 1]
    assert_taken_back_exactly(invoice)
    with pytest.raises(NothingToCredit):
        credit(invoice, by=None, at=NOW, on=TODAY)


def test_an_amount_of_its_own_is_taken_back_and_counts(customer: Customer) -> None:
    invoice = booked(customer, line(customer, "100"))
    a_part(invoice, replace(line(customer, "25"), description="Goodwill"))
    note = credit(invoice, by=None, at=NOW, on=TODAY)
    assert [(each.description, each.tax_exclusive) for each in note.lines.all()] == [
        ("Work", Decimal(100)),
        ("Credited earlier", Decimal(-25)),
    ]
    assert_taken_back_exactly(invoice)


def test_the_legal_mention_comes_along(customer: Customer) -> None:
    rate = the_department(customer.account).tax_rates.get(category="AE")
    invoice = booked(customer, LineData("Work", unit_price=Decimal(100), tax_rate=rate, quantity=Decimal(2)))
    note = a_part(invoice, left(invoice, "1"))
    assert note.taxes[0]["mention"] == invoice.taxes[0]["mention"] != ""
    assert credit(invoice, by=None, at=NOW, on=TODAY).taxes == note.taxes


def test_a_currency_without_cents_has_none(customer: Customer) -> None:
    invoice = booked(customer, line(customer, "1000.5", quantity="3"), currency="JPY")
    parts = [a_part(invoice, left(invoice, "1")) for _ in range(3)]
    assert [note.tax_exclusive for note in parts] == [Decimal(1001), Decimal(1001), Decimal(1000)]
    assert_taken_back_exactly(invoice)


def test_who_bills_whom_is_what_the_invoice_says_else_what_is_so_now(customer: Customer) -> None:
    invoice, old = booked(customer, line(customer)), an_invoice(customer)
    customer.name = "Another name"
    customer.save()
    notes = [a_part(each, left(each, "0.5")) for each in (invoice, old)]
    assert notes[0].buyer == invoice.buyer
    assert [note.buyer["name"] for note in notes] == ["Brasserie du Midi SRL"] * 2
    assert [note.seller["name"] for note in notes] == ["Atelier Nord"] * 2


def test_one_form_makes_one_note(customer: Customer) -> None:
    invoice, other, id = booked(customer, line(customer)), booked(customer, line(customer)), uuid.uuid4()
    part = left(invoice, "0.5")
    assert a_part(invoice, part, id=id) == a_part(invoice, part, id=id)
    assert (CreditNote.objects.count(), Activity.objects.filter(kind="invoice.credited").count()) == (1, 1)
    with pytest.raises(CreditNote.DoesNotExist):
        a_part(other, left(other, "0.5"), id=id)


def test_what_cannot_be_credited_is_refused(customer: Customer) -> None:
    with pytest.raises(NotBooked):
        a_part(a_draft(customer), line(customer))
    invoice = booked(customer, line(customer))
    with pytest.raises(EarlierThanInvoice):
        a_part(invoice, left(invoice), on=TODAY - dt.timedelta(days=1))
    a_part(invoice, left(invoice, "0.1"), on=TODAY + dt.timedelta(days=2))
    with pytest.raises(EarlierThanLast):
        a_part(invoice, left(invoice, "0.1"), on=TODAY)
    foreign = a_department(customer.account).tax_rates.first()
    assert foreign is not None
    with pytest.raises(ForeignTaxRate):
        a_part(invoice, LineData("Work", unit_price=Decimal(1), tax_rate=foreign), on=TODAY + dt.timedelta(days=2))
    with pytest.raises(AmountTooLarge):
        a_part(invoice, line(customer, "9999999999", quantity="99999999"), on=TODAY + dt.timedelta(days=2))
    credit(invoice, by=None, at=NOW, on=TODAY + dt.timedelta(days=2))
    with pytest.raises(NothingToCredit):
        a_part(invoice, line(customer, "1"), on=TODAY + dt.timedelta(days=2))


def test_crediting_needs_the_invoice_right(customer: Customer) -> None:
    invoice = booked(customer, line(customer))
    with pytest.raises(NotAllowed):
        a_part(invoice, left(invoice), by=a_member(customer.account, "customers"))


def test_a_held_invoice_of_a_deactivated_customer_may_be_credited_in_part() -> None:
    invoice = an_invoice(a_company(an_account(), deactivated_at=NOW), on_hold=TODAY)
    a_part(invoice, left(invoice, "0.5"))
    invoice.refresh_from_db()
    assert (invoice.is_on_hold, invoice.due) == (True, Decimal("60.50"))


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_taken_back_in_parts_the_rest_is_exact(customer: Customer, seed: int) -> None:
    chance = random.Random(seed)
    invoice = booked(
        customer,
        *(a_random_line(customer, chance) for _ in range(chance.randint(1, 6))),
        discount=chance.choice(["", "3.33", "10", "47.5"]),
        currency=chance.choice(["EUR", "EUR", "JPY"]),
    )
    for _ in range(chance.randint(1, 5)):
        with contextlib.suppress(NothingTakenBack, NothingToCredit, MoreThanLeft):
            a_part(invoice, *some_of(remainder_of(invoice).lines, chance))
        assert_within(invoice)
    if remainder_of(invoice).total > 0:
        if chance.random() < 0.5:
            credit(invoice, by=None, at=NOW, on=TODAY)
        else:
            a_part(invoice, *remainder_of(invoice).lines)
    assert_taken_back_exactly(invoice)


def a_random_line(customer: Customer, chance: random.Random) -> LineData:
    return line(
        customer,
        f"{chance.randint(1, 10**6)}e-{chance.choice([2, 3, 4])}",
        rate=chance.choice(["0.21", "0.12", "0.06", "0"]),
        quantity=f"{chance.choice([1, 2, 3, 7, 12.5, 0.333])}",
        discount=chance.choice(["0", "0", "5", "33.33"]),
    )


def some_of(lines: Sequence[CreditedLine], chance: random.Random) -> list[LineData]:
    parts: list[LineData] = []
    for each in chance.sample(lines, chance.randint(1, len(lines))) if lines else []:
        share = Decimal(chance.randint(1, 100)) / 100
        part = {"quantity": (each.quantity * share).quantize(Decimal("0.0001"))}
        if chance.random() < 0.3:
            part = {"unit_price": (each.unit_price * share).quantize(Decimal("0.0001"))}
        parts.append(replace(each, **part))
    return parts


def assert_within(invoice: Invoice) -> None:
    for tax in remainder_of(invoice).taxes.values():
        assert tax.taxable >= 0
        assert tax.tax >= 0


def assert_taken_back_exactly(invoice: Invoice) -> None:
    """All notes together are the invoice, in total and of each rate; each note adds up in itself."""
    invoice.refresh_from_db()
    assert (invoice.due, invoice.is_settled) == (-invoice.paid_amount, True)
    remainder = remainder_of(invoice)
    assert {(tax.taxable, tax.tax) for tax in remainder.taxes.values()} == {(Decimal(0), Decimal(0))}
    for note in invoice.credit_notes.all():
        taxes = [TaxLine.of(tax) for tax in note.taxes]
        assert total(tax.taxable for tax in taxes) == note.tax_exclusive
        assert note.tax_exclusive + total(tax.tax for tax in taxes) == note.tax_inclusive
        lines, discounts = note.lines.select_related("tax_rate"), Discount.all_of(note.discounts)
        computed = compute(lines, note.currency, discounts)
        assert [tax.taxable for tax in computed.taxes if tax.taxable] == [tax.taxable for tax in taxes if tax.taxable]
