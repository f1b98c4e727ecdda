"""Customers leave as rows of a spreadsheet that opens safely."""

import datetime as dt
from typing import Any

import pytest

from comptoir.customers.models import Customer
from comptoir.transfer import columns
from comptoir.transfer.csv import lines
from comptoir.transfer.customers import CUSTOMERS
from tests.factories import NOW, a_company, a_contact, a_user, an_account


@pytest.mark.django_db
def test_a_row_says_what_is_known_of_a_customer() -> None:
    account = an_account()
    manager = a_user(account)
    a_company(
        account,
        "=HYPERLINK(1)",
        tags=("retail", "horeca"),
        country="FR",
        vat_number="BE 0417.497.106",
        responsible_user=manager,
        added_at="2026-11-23T23:30Z",
        deactivated_at=NOW,
        deactivation_reason="bankruptcy",
    )
    [row] = CUSTOMERS.rows(Customer.objects.of(account), account=account)
    told = dict(zip(CUSTOMERS.header(), row, strict=True))
    assert told["Name"] == "=HYPERLINK(1)"
    assert told["Tags"] == "horeca, retail"
    assert told["Country"] == "FR"
    assert told["Account manager"] == "Sofie Vermeulen"
    assert told["Added on"] == dt.date(2026, 11, 24)
    assert told["Deactivated on"] == dt.date(2026, 11, 24)
    assert told["Reason of deactivation"] == "bankruptcy"
    [__, __, written] = lines([CUSTOMERS.header(), row], language="en")
    assert "'=HYPERLINK(1)" in written


@pytest.mark.django_db
def test_rows_come_by_name_and_by_chunks(monkeypatch: Any, django_assert_num_queries: Any) -> None:
    monkeypatch.setattr(columns, "CHUNK", 2)
    account = an_account()
    for name in ("Cees", "Ab", "Bo"):
        a_contact(account, name, country="", tags=("x",))
    with django_assert_num_queries(5):  # the customers; addresses and tags of each of two chunks
        rows = list(CUSTOMERS.rows(Customer.objects.of(account), account=account))
    assert [row[2] for row in rows] == ["Ab", "Bo", "Cees"]
