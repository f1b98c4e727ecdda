"""Choosing where a series begins while its first document is booked: one of the two comes first (G5)."""

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.models import Department
from comptoir.invoicing import numbering, series
from comptoir.invoicing.booking import book
from comptoir.invoicing.models import Invoice, NumberSeries
from comptoir.invoicing.numbering import Document
from tests.at_once import at_once
from tests.factories import NOW, TODAY, a_company, a_draft, a_user, an_account, the_department

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROUNDS = 12


def together(name: str) -> bool:
    """Book the first invoice of a new account while its series is told to begin at 118; whether that went as it must."""
    account = an_account(name=name)
    draft, owner, department = a_draft(a_company(account)), a_user(account), the_department(account)
    chosen, booked = at_once(
        lambda: series.begin_at(department, Document.INVOICE, fiscal_year=2026, first_number=118, by=owner, at=NOW),
        lambda: book(draft, by=None, at=NOW, on=TODAY),
    )
    kept = NumberSeries.objects.filter(department=department).get()
    if not isinstance(booked, Invoice) or kept.last_number != booked.number:
        return False
    return booked.number == (1 if isinstance(chosen, ValidationError) else 118)


def test_the_number_is_the_chosen_one_or_the_choice_is_refused() -> None:
    assert all(together(f"Account {number}") for number in range(ROUNDS))


def test_without_the_lock_it_goes_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the same race with the guard switched off."""
    monkeypatch.setattr(numbering, "locked", lambda department: Department.objects.get(pk=department.pk))
    assert not all(together(f"Account {number}") for number in range(6 * ROUNDS))
