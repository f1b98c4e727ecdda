"""What customers owe."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from comptoir.invoicing.figures import Figures, of_customers
from tests.factories import TODAY, a_company, a_draft, a_paid_invoice, an_account, an_invoice

pytestmark = pytest.mark.django_db


def test_the_figures_of_a_customer() -> None:
    customer = a_company(an_account())
    a_draft(customer)
    a_paid_invoice(customer)
    an_invoice(customer, total="100.00")
    an_invoice(customer, total="50.10", paid="0.10", overdue_by=47, on_hold=dt.date(2026, 11, 20))
    an_invoice(customer, total="30.00", overdue_by=3, on_hold=dt.date(2026, 11, 10), currency="USD")
    assert of_customers([customer], on=TODAY) == {
        customer.pk: Figures(
            outstanding={"EUR": Decimal("150.00"), "USD": Decimal("30.00")},
            overdue={"EUR": Decimal("50.00"), "USD": Decimal("30.00")},
            outstanding_count=3,
            overdue_count=2,
            oldest_overdue_days=47,
            unsettled_count=4,
            on_hold_count=2,
            on_hold_since=dt.date(2026, 11, 10),
            invoice_count=5,
        )
    }


def test_due_today_is_not_overdue() -> None:
    customer = a_company(an_account())
    an_invoice(customer, overdue_by=0)
    assert of_customers([customer], on=TODAY)[customer.pk].overdue_count == 0


def test_a_customer_without_invoices_has_figures_of_nothing() -> None:
    customer = a_company(an_account())
    assert of_customers([customer], on=TODAY) == {customer.pk: Figures()}


def test_one_query_for_any_number_of_customers(django_assert_num_queries: Any) -> None:
    account = an_account()
    customers = [a_company(account, f"Company {n}") for n in range(5)]
    for customer in customers:
        an_invoice(customer)
    with django_assert_num_queries(1):
        of_customers(customers, on=TODAY)
