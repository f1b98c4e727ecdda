"""The page of receivables: every figure is the list it leads to."""

import datetime as dt
import re
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import Account
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_department,
    a_member,
    an_account,
    an_invoice,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
PAGE = "/invoices/receivables/"


def test_each_figure_leads_to_exactly_what_it_consists_of(desk: Client, account: Account) -> None:
    one, other = a_company(account), a_company(account, "Other SRL")
    for days in (None, 1, 31, 61, 91):
        an_invoice(one, overdue_by=days, total="10.00")
        an_invoice(other, overdue_by=days, total="7.00", on_hold=TODAY)
        an_invoice(one, overdue_by=days, total="5.00", currency="USD")
    context = desk.get(PAGE).context
    for row in (*context["rows"], context["total"]):
        for figure in (row.chased, row.held, row.together):
            assert (due_in(desk, figure.url), figure.owed.count) == (figure.owed.amount, len(rows_in(desk, figure.url)))
    for line in context["page"].rows:
        for cell in (*line.chased, line.held, line.owed):
            assert not cell.url or due_in(desk, cell.url) == cell.amount


def rows_in(desk: Client, url: str) -> list[Any]:
    return list(desk.get(url).context["page"].rows)


def due_in(desk: Client, url: str) -> Decimal:
    return sum((invoice.due for invoice in rows_in(desk, url)), Decimal(0))


def test_the_parts_of_a_customer_add_up_and_the_largest_comes_first(desk: Client, account: Account) -> None:
    small = a_company(account, "Small", deactivated_at=NOW)
    large = a_company(account, "Large")
    an_invoice(small, total="10.00", overdue_by=40, on_hold=TODAY)
    an_invoice(large, total="30.00", overdue_by=40)
    an_invoice(large, total="5.00", on_hold=TODAY)
    answer = desk.get(PAGE)
    first, second = answer.context["page"].rows
    assert [line.customer for line in (first, second)] == [large, small]
    assert sum((cell.amount for cell in first.chased), first.held.amount) == first.owed.amount == 35
    assert "Deactivated" in answer.content.decode()


def test_customers_are_paged_by_what_they_owe_also_when_they_owe_the_same(desk: Client, account: Account) -> None:
    for place in range(103):
        an_invoice(a_company(account, f"Company {place}"), total="10.10" if place % 2 else "20.20")
    seen, url = [], PAGE
    while True:
        page = desk.get(url).context["page"]
        seen += [(line.owed.amount, line.customer.pk) for line in page.rows]
        if not page.next_url:
            break
        url = f"{PAGE}{page.next_url}"
    assert len(seen) == len(set(seen)) == 103
    assert seen == sorted(seen, reverse=True)
    back = desk.get(f"{PAGE}{page.previous_url}").context["page"]
    assert [(line.owed.amount, line.customer.pk) for line in back.rows] == seen[50:100]


def test_a_cursor_of_nonsense_shows_the_first_page(desk: Client, account: Account) -> None:
    an_invoice(a_company(account))
    for cursor in ("x", "WyJuYU4iLCAieCJd", "WyIxIiwgIngiXQ==", "W251bGwsIG51bGxd"):
        assert len(desk.get(PAGE, {"after": cursor}).context["page"].rows) == 1


def test_one_currency_at_a_time_and_the_others_are_named(desk: Client, account: Account) -> None:
    an_invoice(a_company(account), total="100.00")
    an_invoice(a_company(account, "Other"), total="3000.00", currency="JPY")
    answer = desk.get(PAGE)
    assert answer.context["ageing"].outstanding.amount == 100
    assert '<a href="?currency=JPY">JP¥\xa03,000</a>' in answer.content.decode()
    other = desk.get(f"{PAGE}?currency=JPY").context
    assert (other["ageing"].outstanding.amount, len(other["page"].rows)) == (3000, 1)


def test_an_account_to_which_only_foreign_money_is_owed_shows_that(desk: Client, account: Account) -> None:
    an_invoice(a_company(account), currency="USD")
    assert desk.get(PAGE).context["currency"] == "USD"


def test_one_department(desk: Client, account: Account) -> None:
    department = a_department(account)
    an_invoice(a_company(account), total="100.00")
    an_invoice(a_company(account), total="30.00", department=department)
    context = desk.get(f"{PAGE}?department={department.pk}").context
    assert context["ageing"].outstanding.amount == 30
    assert len(context["page"].rows) == 1
    assert due_in(desk, context["total"].together.url) == 30
    foreign = a_department(an_account(name="Other"))
    assert desk.get(f"{PAGE}?department={foreign.pk}").status_code == 404


def test_late_payers_are_segments(desk: Client, account: Account) -> None:
    an_invoice(a_company(account), overdue_by=31)
    an_invoice(a_company(account, "Later"), overdue_by=61)
    page = desk.get(PAGE).content.decode()
    assert [unescape(text) for text in re.findall(r'segment=(overdue-\d\d-days">[^<]+)<', page)] == [
        'overdue-30-days">2 companies',
        'overdue-60-days">1 company',
    ]


def test_nothing_of_another_account(desk: Client) -> None:
    an_invoice(a_company(an_account(name="Other"), "Foreign SRL"), overdue_by=31)
    answer = desk.get(PAGE)
    assert "Nothing is outstanding" in answer.content.decode()
    assert answer.context["is_first"] is True


def test_to_whom_invoices_are_hidden_it_is_not_there(client: Client, account: Account) -> None:
    client.force_login(a_member(account, hidden=["invoices"]))
    for ending in ("", "export.csv", "export.xlsx"):
        assert client.get(f"{PAGE}{ending}").status_code == 403


def test_who_may_only_see_invoices_sees_it(client: Client, account: Account) -> None:
    an_invoice(a_company(account))
    client.force_login(a_member(account))
    assert client.get(PAGE).status_code == 200


def test_without_anything_outstanding_the_months_before_are_still_told(desk: Client, account: Account) -> None:
    from comptoir.invoicing import payments

    late = an_invoice(a_company(account), overdue_by=60)
    payments.register(late, amount=late.due, paid_on=TODAY - dt.timedelta(days=3), by=None, at=NOW)
    answer = desk.get(PAGE)
    assert "Nothing is outstanding" in answer.content.decode()
    assert [bool(standing.outstanding) for standing in answer.context["standings"]][-4:] == [True, True, True, False]


def test_how_it_went_is_told_when_it_is_asked_for(desk: Client, account: Account) -> None:
    an_invoice(a_company(account), overdue_by=60)
    answer = desk.get(PAGE)
    assert answer.context["standings"] is None
    url = f"{PAGE}{answer.context['over_time_url']}"
    whole, part = desk.get(url), desk.get(url, headers={"HX-Request": "true"})
    for told in (whole, part):
        assert [bool(standing.outstanding) for standing in told.context["standings"]][-3:] == [True, True, True]
    assert ("<h1>" in whole.content.decode(), "<h1>" in part.content.decode()) == (True, False)


def test_the_number_of_queries_does_not_grow(desk: Client, account: Account) -> None:
    counts = []
    for customers in (1, 3):
        for place in range(customers):
            an_invoice(a_company(account, f"C {place}"), overdue_by=31)
        with CaptureQueriesContext(connection) as captured:
            desk.get(PAGE)
        counts.append(len(captured))
    assert counts[0] == counts[1]
