"""The list of invoices: tabs, search, walls."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from comptoir.accounts.models import Account
from comptoir.invoicing.models import Invoice
from tests.factories import (
    TODAY,
    a_company,
    a_draft,
    a_member,
    a_paid_invoice,
    an_account,
    an_invoice,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def listed(desk: Client, query: str = "") -> list[Invoice]:
    return list(desk.get(f"/invoices/{query}").context["page"].rows)


def test_each_tab_shows_its_invoices(desk: Client, account: Account) -> None:
    customer = a_company(account)
    draft = a_draft(customer)
    due, paid = an_invoice(customer), a_paid_invoice(customer)
    late, later = an_invoice(customer, overdue_by=3), an_invoice(customer, overdue_by=30, on_hold=TODAY)
    assert set(listed(desk)) == {draft, due, paid, late, later}
    assert listed(desk, "?tab=draft") == [draft]
    assert set(listed(desk, "?tab=outstanding")) == {due, late, later}
    assert listed(desk, "?tab=overdue") == [later, late]
    assert listed(desk, "?tab=on-hold") == [later]
    assert listed(desk, "?tab=paid") == [paid]


def test_the_tabs_say_how_many_there_are(desk: Client, account: Account) -> None:
    customer = a_company(account)
    a_draft(customer)
    an_invoice(customer, overdue_by=3)
    tabs = desk.get("/invoices/").context["tabs"]
    assert {str(tab["label"]): tab["count"] for tab in tabs} == {
        "All": "",
        "Draft": "1",
        "Outstanding": "1",
        "Overdue": "1",
        "On hold": "0",
        "Not sent": "1",
        "Paid": "",
    }


@pytest.mark.parametrize(
    "query",
    ["2026/777", "2026/7", "dumidi", "Midi", "PO-55", "+++090/9337/55493+++", "090933755493", "090 9337 55493"],
)
def test_an_invoice_is_found_by_what_stands_on_it(desk: Client, account: Account, query: str) -> None:
    found = an_invoice(a_company(account, "DuMidi SRL"), purchase_order_number="PO-55")
    Invoice.objects.filter(pk=found.pk).update(email="")
    other = a_draft(a_company(account, "Zaal Noord", email=""))
    number = found.invoice_number if query.startswith("2026") else query
    assert listed(desk, f"?q={number.replace('+', '%2B')}") == [found]
    assert listed(desk, "?q=zaal") == [other]


def test_invoices_of_another_account_are_neither_listed_nor_counted(desk: Client) -> None:
    an_invoice(a_company(an_account(name="Other")), overdue_by=3)
    answer = desk.get("/invoices/?q=midi")
    assert list(answer.context["page"].rows) == []
    assert {tab["count"] for tab in answer.context["tabs"]} == {"", "0"}


def test_a_deactivated_customer_is_marked(desk: Client, account: Account) -> None:
    customer = a_company(account, deactivated_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    an_invoice(customer)
    assert "Deactivated" in desk.get("/invoices/").content.decode()


def test_somebody_without_the_right_reads_but_is_offered_no_command(client: Client, account: Account) -> None:
    client.force_login(a_member(account, "customers"))
    invoice = an_invoice(a_company(account))
    text = client.get("/invoices/").content.decode()
    assert invoice.invoice_number in text
    assert "New invoice" not in text
    assert "Register payment" not in text


def test_three_invoices_take_as_many_queries_as_one(
    desk: Client, account: Account, django_assert_num_queries: Any
) -> None:
    an_invoice(a_company(account), overdue_by=3)
    desk.get("/invoices/")
    with django_assert_num_queries(12) as one:
        desk.get("/invoices/")
    for n in range(2):
        an_invoice(a_company(account, f"Company {n}"), overdue_by=3)
    with django_assert_num_queries(len(one)):
        desk.get("/invoices/")


@pytest.mark.parametrize("query", ["?tab=unknown", "?after=nonsense", "?before=x", "?q=%00", "?sort=due"])
def test_addresses_that_nobody_typed_show_the_list(desk: Client, query: str) -> None:
    assert desk.get(f"/invoices/{query}").status_code == 200
