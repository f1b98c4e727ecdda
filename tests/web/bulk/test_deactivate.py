"""Deactivating many on a page: boxes with totals, what it means for each, and figures that changed."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right
from comptoir.bulk.models import BulkRun
from comptoir.customers.models import Customer
from comptoir.lifecycle.many import deactivate_all
from tests.bulk.runs import a_run
from tests.factories import NOW, a_company, a_member, a_subscription, a_user, an_account, an_invoice

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client: Client) -> User:
    owner = a_user(an_account())
    client.force_login(owner)
    return owner


def page(client: Client, run: BulkRun) -> str:
    return " ".join(client.get(reverse("bulk_run", args=[run.pk])).content.decode().split())


def fingerprint(text: str) -> str:
    [found] = re.findall(r'name="fingerprint" value="(\w+)"', text)
    return str(found)


def answer(client: Client, run: BulkRun, text: str, **boxes: str) -> Any:
    return client.post(reverse("start_bulk", args=[run.pk]), {"fingerprint": fingerprint(text), **boxes})


def with_all(owner: User, name: str) -> Customer:
    customer = a_company(owner.account, name)
    an_invoice(customer, overdue_by=10), an_invoice(customer), a_subscription(customer)
    return customer


def test_the_boxes_are_unticked_and_bear_the_totals(client, owner):
    run = a_run(with_all(owner, "Atelier"), with_all(owner, "Boulangerie"), verb="deactivate", by=owner)

    text = page(client, run)

    assert "Put the 4 outstanding invoices on hold" in text
    assert "Deactivate the 2 active subscriptions" in text
    assert "This cannot be undone" in text
    assert " checked" not in text
    assert "2 invoices, € 242.00 · 1 subscription, € 121.00/month" in text


def test_a_box_without_anything_to_decide_is_not_there(client, owner):
    company = a_company(owner.account)
    an_invoice(company)
    text = page(client, a_run(company, verb="deactivate", by=owner))

    assert 'name="hold_invoices"' in text
    assert 'name="end_subscriptions"' not in text


def test_a_box_without_its_right_is_disabled_and_says_why(client):
    account = an_account()
    member = a_member(account, Right.CUSTOMERS)
    client.force_login(member)
    run = a_run(with_all(member, "Atelier"), verb="deactivate", by=member)

    text = page(client, run)

    assert "you do not have the right to change invoices" in text
    assert "you do not have the right to change subscriptions" in text


def test_what_is_ticked_is_done_and_what_became_of_each_is_told(client, owner):
    run = a_run(with_all(owner, "Atelier"), verb="deactivate", by=owner)

    done = answer(client, run, page(client, run), hold_invoices="on", reason="bankruptcy")

    assert done.url == reverse("bulk_run", args=[run.pk])
    text = page(client, run)
    assert "Deactivated: 2 invoices on hold" in text
    assert "invoices put on hold · Bankruptcy" in text
    customer = Customer.objects.get()
    assert (customer.is_deactivated, customer.subscriptions.active().count()) == (True, 1)


def test_figures_that_changed_are_shown_again_with_the_ticks_and_nothing_is_done(client, owner):
    company = with_all(owner, "Atelier")
    run = a_run(company, verb="deactivate", by=owner)
    shown = page(client, run)
    an_invoice(company)

    stale = answer(client, run, shown, hold_invoices="on")

    text = stale.content.decode()
    assert stale.status_code == 409
    assert "the figures changed while they were shown" in text
    assert text.count(" checked") == 1
    assert fingerprint(text) != fingerprint(shown)
    assert not Customer.objects.deactivated().exists()


def test_leaving_one_out_brings_the_totals_again_and_keeps_what_was_ticked(client, owner):
    first, second = with_all(owner, "Atelier"), with_all(owner, "Boulangerie")
    run = a_run(first, second, verb="deactivate", by=owner)
    page(client, run)

    answered = client.post(
        reverse("leave_out_of_bulk", args=[run.pk]),
        {"leave_out": str(first.pk), "hold_invoices": "on"},
        headers={"HX-Request": "true"},
    )

    text = " ".join(answered.content.decode().split())
    assert "Put the 2 outstanding invoices on hold" in text
    assert re.search(r'name="hold_invoices"\s+checked', text)


def test_reactivating_says_what_stays(client, owner):
    company = with_all(owner, "Atelier")
    boxes = {"hold_invoices": True, "end_subscriptions": True}
    deactivate_all([company.pk], account=owner.account, by=owner, at=NOW, **boxes)
    run = a_run(company, a_company(owner.account, "Active"), verb="reactivate", by=owner)

    text = page(client, run)

    assert "2 invoices stay on hold" in text
    assert "1 subscription stays deactivated" in text
    assert "1 of them is active and is left alone" in text
    client.post(reverse("start_bulk", args=[run.pk]))
    assert not Customer.objects.deactivated().exists()


@pytest.mark.parametrize("verb", ["deactivate", "reactivate"])
def test_the_number_of_statements_does_not_depend_on_that_of_the_rows(client, owner, verb):
    def statements(many: int) -> int:
        run = a_run(*(with_all(owner, f"Company {many} {n}") for n in range(many)), verb=verb, by=owner)
        with CaptureQueriesContext(connection) as captured:
            page(client, run)
        return len(captured)

    statements(1)
    assert statements(1) == statements(3)
