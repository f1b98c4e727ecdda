"""Customers leave as rows of a spreadsheet that opens safely."""

from typing import Any

import pytest

from comptoir.customers.models import Customer
from comptoir.transfer import customers as transfer
from comptoir.transfer.csv import lines, safe_cell
from tests.factories import NOW, a_company, a_contact, a_user, an_account


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_compute_is_text(sign: str) -> None:
    assert safe_cell(f"{sign}cmd|' /C calc'!A0") == f"'{sign}cmd|' /C calc'!A0"


@pytest.mark.parametrize(("value", "text"), [("Café", "Café"), ("a=b", "a=b"), ("", ""), (None, ""), (12, "12")])
def test_other_cells_stay_as_they_are(value: object, text: str) -> None:
    assert safe_cell(value) == text


@pytest.mark.parametrize(("language", "row"), [("en", "a,b;c\r\n"), ("fr", 'a;"b;c"\r\n')])
def test_columns_are_separated_as_excel_expects_in_the_language(language: str, row: str) -> None:
    assert list(lines([["a", "b;c"]], language=language)) == ["\ufeff", row]


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
    [row] = transfer.rows(Customer.objects.of(account), account=account)
    told = dict(zip(transfer.header(), row, strict=True))
    assert told["Name"] == "=HYPERLINK(1)"
    assert told["Tags"] == "horeca, retail"
    assert told["Country"] == "FR"
    assert told["Account manager"] == "Sofie Vermeulen"
    assert told["Added on"] == "2026-11-24"
    assert told["Deactivated on"] == "2026-11-24"
    assert told["Reason of deactivation"] == "bankruptcy"
    [__, __, written] = lines([transfer.header(), row], language="en")
    assert "'=HYPERLINK(1)" in written


@pytest.mark.django_db
def test_rows_come_by_name_and_by_chunks(monkeypatch: Any, django_assert_num_queries: Any) -> None:
    monkeypatch.setattr(transfer, "CHUNK", 2)
    account = an_account()
    for name in ("Cees", "Ab", "Bo"):
        a_contact(account, name, country="", tags=("x",))
    with django_assert_num_queries(5):  # the customers; addresses and tags of each of two chunks
        rows = list(transfer.rows(Customer.objects.of(account), account=account))
    assert [row[2] for row in rows] == ["Ab", "Bo", "Cees"]
