"""What is drawn once and filled in for other rows says of each row what it would say drawn for that row alone."""

import re
from typing import Any

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.invoicing.models import Invoice
from comptoir.subscriptions.models import Subscription
from comptoir.web.templatetags.stencils import Stencil
from tests.factories import (
    NOW,
    TODAY,
    a_call,
    a_company,
    a_contact,
    a_deactivated_subscription,
    a_deal,
    a_draft,
    a_meeting,
    a_paid_invoice,
    a_subscription,
    a_task,
    a_user,
    an_account,
    an_invoice,
    the_phase,
)

pytestmark = pytest.mark.django_db
PAGES = (
    "/companies/",
    "/contacts/",
    "/invoices/",
    "/invoices/receivables/",
    "/subscriptions/?tab=all",
    "/deals/list/?status=all",
    "/search/?q=Nord",
    "/today/",
    "/follow-ups/",
)
FRESH = re.compile(r'(name="(?:copy_id|csrfmiddlewaretoken)" value=)"[^"]+"')


def drawn(user: User) -> dict[str, str]:
    client = Client()
    client.force_login(user)
    return {address: FRESH.sub(r"\1", client.get(address).content.decode()) for address in PAGES}


@pytest.fixture
def user() -> User:
    """Somebody whose lists have two rows of everything that a menu distinguishes."""
    user = a_user(an_account())
    account = user.account
    customers = [a_company(account, "Nord", deactivated_at=at) for at in (None, NOW, None, NOW)]
    customers += [a_contact(account, name="Nora Nord", deactivated_at=at) for at in (None, NOW, None, NOW)]
    for customer in customers:
        a_draft(customer)
        an_invoice(customer)
        an_invoice(customer, overdue_by=40)
        an_invoice(customer, overdue_by=40, on_hold=TODAY)
        imported = Invoice.objects.filter(pk=a_draft(customer).pk)
        imported.update(
            status="outstanding", invoice_number=f"A-{customer.pk}", invoice_date=TODAY, due_on=TODAY, imported_at=NOW
        )
        an_invoice(customer, paid="20")
        a_paid_invoice(customer)
        a_subscription(customer)
        a_deactivated_subscription(customer)
        paused, ending = a_subscription(customer), a_subscription(customer)
        Subscription.objects.filter(pk=paused.pk).update(paused_at=NOW, bill_on=None)
        Subscription.objects.filter(pk=ending.pk).update(deactivates_on=TODAY, next_period_on=None, bill_on=None)
        a_deal(customer)
        a_deal(customer, phase=the_phase(account, 2))
        a_deal(customer, status="won")
        a_task(customer, user)
        a_call(customer, user)
        a_meeting(customer, user)
    return user


def test_every_menu_is_that_of_its_row(user: User, monkeypatch: Any) -> None:
    filled_in = drawn(user)
    assert min(page.count('role="menuitem"') for page in filled_in.values()) > 10
    monkeypatch.setattr(Stencil, "render", lambda stencil, context: stencil.nodelist.render(context))
    for address, page in drawn(user).items():
        assert filled_in[address] == page, address


def test_no_two_copies_are_the_same(user: User) -> None:
    client = Client()
    client.force_login(user)
    ids = re.findall(r'name="copy_id" value="([^"]+)"', client.get("/invoices/").content.decode())
    assert len(ids) == len(set(ids)) == 50
