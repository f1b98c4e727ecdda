"""Two who credit the same invoice at once never take back more than was charged."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from comptoir.invoicing import crediting
from comptoir.invoicing.crediting import credit, credit_partially
from comptoir.invoicing.models import CreditNote, Invoice
from comptoir.invoicing.refusals import MoreThanLeft, NothingToCredit
from comptoir.invoicing.remainder import remainder_of
from tests.at_once import at_once
from tests.factories import NOW, TODAY, a_company, an_account, an_invoice

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROUNDS = 8


def taking_back(invoice: Invoice, share: str) -> Callable[[], CreditNote]:
    """Part of the only line of the invoice, as it is before anybody begins."""
    (line,) = remainder_of(invoice).lines
    lines = [replace(line, quantity=Decimal(share))]
    return lambda: credit_partially(invoice, lines=lines, on=TODAY, by=None, at=NOW)


def ended(answers: list[object]) -> list[str]:
    return sorted(type(answer).__name__ for answer in answers)


def test_of_two_parts_that_are_too_much_together_one_is_refused() -> None:
    customer = a_company(an_account())
    for _ in range(ROUNDS):
        invoice = an_invoice(customer)
        answers = at_once(taking_back(invoice, "0.6"), taking_back(invoice, "0.6"))
        assert ended(answers) == ["CreditNote", "MoreThanLeft"]
        invoice.refresh_from_db()
        assert invoice.credited_amount == Decimal("72.60")


def test_two_parts_that_fit_are_both_taken_back() -> None:
    invoice = an_invoice(a_company(an_account()))
    assert ended(at_once(taking_back(invoice, "0.5"), taking_back(invoice, "0.5"))) == ["CreditNote", "CreditNote"]
    invoice.refresh_from_db()
    assert (invoice.due, invoice.is_settled) == (Decimal(0), True)


def test_a_part_and_the_whole_come_to_the_whole() -> None:
    customer = a_company(an_account())
    for _ in range(ROUNDS):
        invoice = an_invoice(customer)
        whole = lambda invoice=invoice: credit(invoice, by=None, at=NOW, on=TODAY)  # noqa: E731
        answers = at_once(whole, taking_back(invoice, "0.5"))
        assert all(isinstance(answer, CreditNote | NothingToCredit | MoreThanLeft) for answer in answers)
        invoice.refresh_from_db()
        assert invoice.credited_amount == Decimal(121)


def test_without_the_lock_more_is_taken_back_than_was_charged(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the same race with the guard switched off does take back too much."""
    customer = a_company(an_account())
    monkeypatch.setattr(crediting, "locked", lambda invoice: Invoice.objects.get(pk=invoice.pk))
    too_much = []
    for _ in range(4 * ROUNDS):
        invoice = an_invoice(customer)
        at_once(taking_back(invoice, "0.6"), taking_back(invoice, "0.6"))
        too_much.append(invoice.credit_notes.count() == 2)
    assert any(too_much)
