"""Deleting the last invoice beside others that book, pay or remind leaves no gap, no duplicate and no orphan (G5)."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from comptoir.accounts.models import Department
from comptoir.customers.models import Customer
from comptoir.invoicing import drafting, numbering, payments
from comptoir.invoicing.booking import book
from comptoir.invoicing.models import Invoice, NumberSeries, Payment
from tests.at_once import at_once
from tests.factories import NOW, TODAY, a_company, a_draft, an_account

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROUNDS = 12


def booking(customer: Customer) -> Callable[[], Invoice]:
    draft = a_draft(customer)
    return lambda: book(draft, by=None, at=NOW, on=TODAY)


def deleting(invoice: Invoice) -> Callable[[], None]:
    return lambda: drafting.delete(invoice, by=None, at=NOW)


def numbers() -> list[int]:
    return sorted(Invoice.objects.filter(number__isnull=False).values_list("number", flat=True))


def test_whatever_is_booked_and_deleted_at_once_the_numbers_have_no_gap() -> None:
    customer = a_company(an_account())
    booking(customer)()
    for _ in range(ROUNDS):
        last = Invoice.objects.order_by("-number").exclude(number=None).first()
        assert last is not None
        at_once(booking(customer), deleting(last), booking(customer))
        assert numbers() == list(range(1, len(numbers()) + 1))
        assert NumberSeries.objects.get().last_number == len(numbers())


def test_two_who_delete_the_same_invoice_delete_it_once() -> None:
    customer = a_company(an_account())
    first, last = booking(customer)(), booking(customer)()
    answers = at_once(deleting(last), deleting(last))
    assert sorted(type(answer).__name__ for answer in answers) == ["DoesNotExist", "NoneType"]
    assert numbers() == [first.number]


def test_an_invoice_is_paid_or_deleted_never_both() -> None:
    customer = a_company(an_account())
    for _ in range(ROUNDS):
        invoice = booking(customer)()
        pay = lambda invoice=invoice: payments.register(  # noqa: E731
            invoice, amount=Decimal(1), paid_on=TODAY, by=None, at=NOW
        )
        at_once(deleting(invoice), pay)
        there = Invoice.objects.filter(pk=invoice.pk).exists()
        assert Payment.objects.filter(invoice_id=invoice.pk).exists() is there
    assert numbers() == list(range(1, len(numbers()) + 1))


def test_without_the_lock_a_number_goes_missing_or_is_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the same race with the guard switched off goes wrong."""
    customer = a_company(an_account())
    monkeypatch.setattr(numbering, "locked", lambda department: Department.objects.get(pk=department.pk))
    wrong = []
    for _ in range(4 * ROUNDS):
        last = booking(customer)()
        answers = at_once(booking(customer), deleting(last), booking(customer))
        wrong.append(any(isinstance(answer, Exception) for answer in answers[::2]))
        wrong.append(numbers() != list(range(1, len(numbers()) + 1)))
        if any(wrong):
            break
    assert any(wrong)
