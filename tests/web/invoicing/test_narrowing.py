"""The list of invoices, narrowed to what a figure consists of."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import Account
from comptoir.invoicing.models import Invoice
from tests.factories import TODAY, a_company, a_department, a_draft, an_account, an_invoice, an_unknown_id

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def asked(desk: Client, **query: object) -> list[Invoice]:
    return list(desk.get("/invoices/", query).context["page"].rows)


def test_by_age_hold_currency_department_and_customer(desk: Client, account: Account) -> None:
    customer, other = a_company(account), a_company(account, "Other SRL")
    department = a_department(account)
    a_draft(customer)
    due = an_invoice(customer)
    late = an_invoice(customer, overdue_by=31, on_hold=TODAY)
    latest = an_invoice(other, overdue_by=91, currency="USD", department=department)
    assert asked(desk, tab="outstanding", age="not-due") == [due]
    assert asked(desk, tab="overdue", age="31-60") == [late]
    assert asked(desk, age="over-90") == [latest]
    assert asked(desk, tab="overdue", held="yes") == [late]
    assert asked(desk, tab="overdue", held="no") == [latest]
    assert asked(desk, currency="USD") == [latest]
    assert asked(desk, department=department.pk) == [latest]
    assert asked(desk, tab="outstanding", customer=customer.pk) in ([due, late], [late, due])
    assert asked(desk, age="31-60", currency="USD") == []


def test_the_tabs_count_what_it_is_narrowed_to_and_keep_it(desk: Client, account: Account) -> None:
    an_invoice(a_company(account), overdue_by=3)
    an_invoice(a_company(account), overdue_by=3, currency="USD")
    tabs = {str(tab["label"]): tab for tab in desk.get("/invoices/?currency=USD").context["tabs"]}
    assert (tabs["Overdue"]["count"], tabs["Overdue"]["url"]) == ("1", "?tab=overdue&currency=USD")


def test_it_says_what_it_is_narrowed_to_and_what_is_due_altogether(desk: Client, account: Account) -> None:
    an_invoice(a_company(account), overdue_by=31, total="100.10")
    an_invoice(a_company(account), overdue_by=32, total="50.00")
    an_invoice(a_company(account), overdue_by=32, total="30.00", currency="USD")
    context = desk.get("/invoices/?tab=overdue&age=31-60").context
    assert context["narrowing"].words() == ["31–60 days overdue"]
    assert context["due_altogether"] == "€\xa0150.10 · US$\xa030.00"


@pytest.mark.parametrize("query", ["age=old", "held=perhaps", "currency=XXX", "age=", "q=%00"])
def test_what_means_nothing_is_left_out(desk: Client, account: Account, query: str) -> None:
    an_invoice(a_company(account))
    assert len(desk.get(f"/invoices/?{query}").context["page"].rows) == 1


def test_a_foreign_department_or_customer_is_missing(desk: Client) -> None:
    other = an_account(name="Other")
    foreign = {"department": a_department(other).pk, "customer": a_company(other).pk}
    for name, key in foreign.items():
        assert desk.get(f"/invoices/?{name}={key}").status_code == 404
        assert desk.get(f"/invoices/?{name}={an_unknown_id()}").status_code == 404
        assert desk.get(f"/invoices/?{name}=nonsense").status_code == 404


def test_the_number_of_queries_does_not_grow(desk: Client, account: Account) -> None:
    counts = []
    for _round in (1, 3):
        for _ in range(_round):
            an_invoice(a_company(account), overdue_by=31)
        with CaptureQueriesContext(connection) as captured:
            desk.get("/invoices/?tab=overdue&age=31-60")
        counts.append(len(captured))
    assert counts[0] == counts[1]
