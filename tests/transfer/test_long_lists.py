"""A long list leaves through as little memory and as few statements as a short one.

Run with ROWS = 20_000, FEWER = 4_000 and chunks of 2,000 it says the same, but takes minutes.
"""

import tracemalloc
from typing import Any

import pytest

from comptoir.accounts.models import Account
from comptoir.invoicing.models import Invoice
from comptoir.transfer import columns
from comptoir.transfer.csv import lines
from comptoir.transfer.documents import INVOICES
from comptoir.transfer.xlsx import workbook
from tests.factories import NOW, a_company, an_account, the_department

pytestmark = pytest.mark.django_db
ROWS, FEWER, CHUNK = 3_000, 600, 200
MARGIN = 250_000
"""Bytes: a small part of what the rows that are more would take."""


@pytest.fixture
def account(monkeypatch: Any) -> Account:
    monkeypatch.setattr(columns, "CHUNK", CHUNK)
    account = an_account()
    customer, department = a_company(account), the_department(account)
    facts: dict[str, Any] = {"created_at": NOW, "updated_at": NOW, "note": "Thank you " * 30}
    Invoice.objects.bulk_create(
        [Invoice(account=account, customer=customer, department=department, **facts) for __ in range(ROWS)],
        batch_size=1_000,
    )
    return account


def test_as_text(account: Account, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        few, many = (_peak(lambda rows: sum(1 for __ in lines(rows, language="en")), account, n) for n in (FEWER, ROWS))
    assert many < few + MARGIN


def test_as_a_workbook(account: Account, django_assert_num_queries: Any) -> None:
    header = INVOICES.header()
    with django_assert_num_queries(2):
        few, many = (_peak(lambda rows: workbook(header, rows).close(), account, n) for n in (FEWER, ROWS))
    assert many < few + MARGIN


def test_a_list_kept_in_memory_would_be_noticed(account: Account) -> None:
    few, many = (_peak(list, account, n) for n in (FEWER, ROWS))
    assert many > few + 5 * MARGIN


def _peak(use: Any, account: Account, rows: int) -> int:
    some = Invoice.objects.of(account).filter(pk__in=Invoice.objects.of(account).order_by("pk").values("pk")[:rows])
    tracemalloc.start()
    try:
        use(INVOICES.rows(some, account=account))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
