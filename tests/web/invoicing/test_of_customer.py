"""The invoices on a customer's page."""

import pytest
from django.test import Client

from comptoir.accounts.models import Account
from tests.factories import TODAY, a_company, a_member, an_invoice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def test_only_held_invoices_can_be_ticked(desk: Client, account: Account) -> None:
    customer = a_company(account)
    held, other = an_invoice(customer, on_hold=TODAY), an_invoice(customer)
    shown = " ".join(desk.get(f"/companies/{customer.pk}/").content.decode().split())
    assert f'type="checkbox" name="id" value="{held.pk}"' in shown
    assert f'type="checkbox" name="id" value="{other.pk}"' not in shown
    assert f'name="only" value="{held.pk}"' in shown


def test_without_the_right_there_is_nothing_to_tick(client: Client, account: Account) -> None:
    client.force_login(a_member(account, "customers"))
    customer = a_company(account)
    invoice = an_invoice(customer, on_hold=TODAY)
    shown = client.get(f"/companies/{customer.pk}/").content.decode()
    assert invoice.invoice_number in shown
    assert 'name="id"' not in shown


def test_without_invoices_it_says_what_comes_here(desk: Client, account: Account) -> None:
    customer = a_company(account)
    shown = " ".join(desk.get(f"/companies/{customer.pk}/").content.decode().split())
    assert "No invoices yet" in shown
    assert f"/invoices/new/?customer={customer.pk}" in shown


def test_many_invoices_come_in_pages(desk: Client, account: Account) -> None:
    customer = a_company(account)
    for _ in range(30):
        an_invoice(customer, on_hold=TODAY)
    answer = desk.get(f"/companies/{customer.pk}/?tab=invoices")
    page = answer.context["page"]
    assert (len(page.rows), page.count) == (25, 30)
    rest = desk.get(f"/companies/{customer.pk}/{page.next_url}").context["page"]
    assert {row.pk for row in rest.rows} & {row.pk for row in page.rows} == set()
    assert len(rest.rows) == 5
