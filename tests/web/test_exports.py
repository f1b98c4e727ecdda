"""Every list leaves as a file: what its page shows, in the reader's language, behind the same walls."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from comptoir.accounts.models import Account
from comptoir.accounts.rights import Right
from comptoir.invoicing import crediting, payments
from comptoir.web.transfer.lists import LISTS
from comptoir.web.transfer.urls import BELOW
from tests.factories import (
    NOW,
    TODAY,
    a_call,
    a_company,
    a_contact,
    a_deactivated_subscription,
    a_deal,
    a_department,
    a_meeting,
    a_member,
    a_quotation,
    a_subscription,
    a_task,
    a_user,
    an_account,
    an_invoice,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def account() -> Account:
    return an_account()


def a_business(account: Account, name: str = "Brasserie du Midi SRL") -> None:
    """One row in every list."""
    owner, customer = a_user(account), a_company(account, name)
    a_contact(account, f"Luc {name}")
    paid = an_invoice(customer, overdue_by=40, total="121.00")
    payments.register(paid, amount=paid.due, paid_on=TODAY, by=owner, at=NOW)
    credited = an_invoice(customer, total="121.00")
    crediting.credit(credited, by=owner, at=NOW, on=TODAY)
    an_invoice(customer, overdue_by=3, total="1210.00")
    deal = a_deal(customer, title=f"Deal with {name}")
    a_quotation(deal)
    a_subscription(customer)
    a_task(customer, owner, deal=deal)
    a_call(customer, owner)
    a_meeting(customer, owner)


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url_of(name: str, ending: str = "csv") -> str:
    return reverse(f"export_{name}{'_xlsx' if ending == 'xlsx' else ''}")


def rows_of(client: Client, name: str, delimiter: str = ",", **query: object) -> list[dict[str, str]]:
    answer = client.get(url_of(name), query)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def sheet_of(client: Client, name: str, **query: object) -> Any:
    answer = client.get(url_of(name, "xlsx"), query)
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]


EVERYONES = {"tab": "everyone"}
QUERIES = {"follow_ups": EVERYONES}


def test_every_list_there_is_has_an_address() -> None:
    assert set(LISTS) == set(BELOW)


@pytest.mark.parametrize("name", LISTS)
def test_both_files_say_the_same_as_text_and_as_a_workbook(account: Account, name: str) -> None:
    a_business(account)
    client = logged_in(a_user(account))
    query = QUERIES.get(name, {})
    text, sheet = rows_of(client, name, **query), sheet_of(client, name, **query)
    titles, *rows = sheet.iter_rows(values_only=True)
    assert len(rows) == len(text) > 0
    assert list(titles) == list(text[0])
    assert [as_text(value) for value in rows[0]] == [value and as_text(value) for value in text[0].values()]


def as_text(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    text = "" if value is None else str(value)
    try:
        return f"{float(text):g}"
    except ValueError:
        return text.removeprefix("'")


@pytest.mark.parametrize("name", LISTS)
def test_another_account_s_rows_never_leave(account: Account, name: str) -> None:
    a_business(an_account(name="Other"), "Foreign SRL")
    client = logged_in(a_user(account))
    assert rows_of(client, name, **QUERIES.get(name, {})) == []
    assert list(sheet_of(client, name, **QUERIES.get(name, {})).iter_rows(min_row=2)) == []


@pytest.mark.parametrize("name", LISTS)
def test_nobody_who_is_not_logged_in_gets_anything(name: str) -> None:
    assert Client().get(url_of(name)).status_code == 302
    assert Client().get(url_of(name, "xlsx")).status_code == 302


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("invoices", Right.INVOICES),
        ("credit_notes", Right.INVOICES),
        ("payments", Right.INVOICES),
        ("receivables", Right.INVOICES),
        ("deals", Right.DEALS),
        ("quotations", Right.DEALS),
        ("subscriptions", Right.SUBSCRIPTIONS),
    ],
)
def test_who_does_not_see_the_list_cannot_take_it_out(account: Account, name: str, module: Right) -> None:
    blind, reader = a_member(account, hidden=[module.value]), a_member(account)
    for ending in ("csv", "xlsx"):
        assert logged_in(blind).get(url_of(name, ending)).status_code == 403
        answer = logged_in(reader).get(url_of(name, ending))
        assert (answer.status_code, bool(b"".join(answer.streaming_content))) == (200, True)


def test_a_plan_without_subscriptions_has_no_export_of_them() -> None:
    client = logged_in(a_user(an_account(plan="go")))
    assert client.get(url_of("subscriptions")).status_code == 404


def test_what_a_plan_without_subscriptions_leaves_to_read_can_be_exported() -> None:
    user = a_user(an_account(plan="go"))
    customer = a_company(user.account)
    a_subscription(customer, title="Still running")
    a_deactivated_subscription(customer, title="Ended long ago")
    [row] = rows_of(logged_in(user), "subscriptions", tab="all")
    assert row["Title"] == "Ended long ago"


def test_follow_ups_do_not_tell_the_deal_to_those_from_whom_deals_are_hidden(account: Account) -> None:
    a_business(account)
    hidden = rows_of(logged_in(a_member(account, hidden=["deals"])), "follow_ups", tab="everyone")
    [seen] = rows_of(logged_in(a_user(account)), "follow_ups", tab="everyone")
    assert seen["Deal"] == "Deal with Brasserie du Midi SRL"
    assert [row.get("Deal") for row in hidden] == [None]


@pytest.mark.parametrize("name", LISTS)
def test_the_number_of_queries_does_not_grow(account: Account, name: str) -> None:
    client, counts = logged_in(a_user(account)), []
    for businesses in (1, 3):
        for place in range(businesses):
            a_business(account, f"Company {businesses}{place}")
        with CaptureQueriesContext(connection) as captured:
            rows_of(client, name, **QUERIES.get(name, {}))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_an_export_follows_what_the_page_is_narrowed_to(account: Account) -> None:
    a_business(account)
    customer = a_company(account, "Café Zoé")
    an_invoice(customer, overdue_by=31, total="50.00")
    client = logged_in(a_user(account))
    assert [row["Customer"] for row in rows_of(client, "invoices", tab="overdue", age="31-60")] == ["Café Zoé"]
    assert [row["Customer"] for row in rows_of(client, "invoices", q="zoé")] == ["Café Zoé"]
    assert rows_of(client, "deals", status="lost") == []
    assert rows_of(client, "deals", q="zzz") == []
    assert rows_of(client, "quotations", status="accepted") == []
    assert rows_of(client, "subscriptions", tab="deactivated") == []
    assert rows_of(client, "payments", q="zzz") == []
    assert rows_of(client, "credit_notes", q="zzz") == []
    assert rows_of(client, "follow_ups", tab="mine") == []
    assert [row["Title"] for row in rows_of(client, "follow_ups", tab="everyone", kind="meetings")] == ["Visit"]
    assert rows_of(client, "receivables", currency="USD") == []
    other = a_department(account)
    assert rows_of(client, "receivables", department=other.pk) == []
    assert client.get(url_of("invoices"), {"customer": a_company(an_account(name="Other")).pk}).status_code == 404


def test_the_button_keeps_what_the_page_is_narrowed_to_and_takes_all_pages(account: Account) -> None:
    a_business(account)
    page = logged_in(a_user(account)).get("/invoices/?tab=overdue&age=1-30&sort=x&before=y").content.decode()
    assert '"/invoices/export.csv?tab=overdue&amp;age=1-30"' in page
    assert '"/invoices/export.xlsx?tab=overdue&amp;age=1-30"' in page


def test_amounts_and_days_are_what_they_are(account: Account) -> None:
    a_business(account)
    client = logged_in(a_user(account, language="fr"))
    [owing] = rows_of(client, "receivables", delimiter=";")
    assert list(owing.values())[5:12] == ["0,00", "1210,00", "0,00", "0,00", "0,00", "0,00", "1210,00"]
    sheet = sheet_of(client, "payments")
    paid_on, amount = (sheet.cell(2, column) for column in (2, 3))
    assert (paid_on.is_date, paid_on.value.date()) == (True, TODAY)
    assert (amount.data_type, amount.value) == ("n", 121)


def test_a_name_that_is_a_formula_computes_nothing(account: Account) -> None:
    an_invoice(a_company(account, '=HYPERLINK("http://evil.example")'))
    client = logged_in(a_user(account))
    [row] = rows_of(client, "invoices")
    assert row["Customer"] == """'=HYPERLINK("http://evil.example")"""
    cell = sheet_of(client, "invoices").cell(2, 4)
    assert (cell.value, cell.data_type) == ('=HYPERLINK("http://evil.example")', "s")


def test_the_secret_link_of_a_quotation_stays_here(account: Account) -> None:
    quotation = a_quotation(a_deal(a_company(account)))
    client = logged_in(a_user(account))
    assert quotation.link_token not in str(rows_of(client, "quotations"))
