"""“Make a subscription of it”, from the menu of an invoice."""

import datetime as dt

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.accounts.plans import Plan
from comptoir.accounts.rights import Right
from comptoir.activities.models import Activity
from comptoir.subscriptions.models import Subscription
from comptoir.web.links import url_of
from tests.factories import a_company, a_draft, a_member, a_user, an_account, an_invoice
from tests.web.subscriptions.reading import text_of
from tests.web.subscriptions.test_edit import NEW, typed

pytestmark = pytest.mark.django_db

OFFERED = "Make a subscription of it"


def test_the_menu_of_a_booked_one_and_of_a_draft_leads_to_the_form_filled_in(client: Client, user: User) -> None:
    customer = a_company(user.account)
    for invoice in (
        an_invoice(customer, purchase_order_number="PO-7"),
        a_draft(customer, purchase_order_number="PO-7"),
    ):
        address = f"{NEW}?invoice={invoice.pk}"
        page = text_of(client.get(url_of(invoice)))
        assert OFFERED in page
        assert address in page
        page = text_of(client.get(address))
        for words in ("Brasserie du Midi SRL", "PO-7", invoice.lines.get().description, "2026-12-01", "€\xa0121.00"):
            assert words in page
        assert f'href="{url_of(invoice)}"' in page


def test_what_is_made_of_it_names_it(client: Client, user: User) -> None:
    invoice = an_invoice(a_company(user.account))
    page = text_of(client.post(f"{NEW}?invoice={invoice.pk}", typed(invoice.customer), follow=True))
    made = Subscription.objects.get()
    assert (made.title, made.starts_on) == ("Terrace heating", dt.date(2026, 12, 31))
    assert Activity.objects.get(kind="subscription.created").effects["like_invoice"]["id"] == str(invoice.pk)
    assert f'made like invoice <a href="{url_of(invoice)}">{invoice.invoice_number}</a>' in page


def test_without_the_right_or_without_the_module_it_is_not_offered(client: Client, user: User) -> None:
    invoice = an_invoice(a_company(user.account))
    client.force_login(a_member(user.account, Right.INVOICES))
    assert OFFERED not in text_of(client.get(url_of(invoice)))
    client.force_login(a_member(user.account, Right.SUBSCRIPTIONS))
    for address in (url_of(invoice), "/invoices/?tab=all"):
        assert OFFERED in text_of(client.get(address))
    go = a_user(an_account(plan=Plan.GO))
    theirs = an_invoice(a_company(go.account))
    client.force_login(go)
    assert OFFERED not in text_of(client.get(url_of(theirs)))
    assert client.get(f"{NEW}?invoice={theirs.pk}").status_code == 404


def test_anothers_and_hidden_ones_are_not_there(client: Client, user: User) -> None:
    invoice = an_invoice(a_company(user.account))
    theirs = an_invoice(a_company(an_account()))
    for unknown in (theirs.pk, "nonsense"):
        assert client.get(f"{NEW}?invoice={unknown}").status_code == 404
    client.force_login(a_member(user.account, Right.SUBSCRIPTIONS, hidden=[Right.INVOICES]))
    assert client.get(f"{NEW}?invoice={invoice.pk}").status_code == 404
