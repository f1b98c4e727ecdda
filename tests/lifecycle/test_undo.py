"""Undo, from the toast: as if it had not happened, but told."""

import datetime as dt

import pytest

from comptoir.activities.models import Activity
from comptoir.invoicing.holds import put_on_hold, release
from comptoir.lifecycle.deactivation import CannotUndo, deactivate, preview, reactivate, undo
from tests.factories import NOW, a_company, a_subscription, a_user, an_account, an_invoice

pytestmark = pytest.mark.django_db
SOON = NOW + dt.timedelta(seconds=20)


@pytest.fixture
def customer():
    return a_company(an_account())


@pytest.fixture
def owner(customer):
    return a_user(customer.account)


def stop(customer, owner, **boxes):
    return deactivate(customer, by=owner, at=NOW, fingerprint=preview(customer, at=NOW).fingerprint, **boxes)


def test_it_reactivates_and_releases_what_that_deactivation_put_on_hold(customer, owner):
    held_now, held_before = (
        an_invoice(customer, overdue_by=10),
        an_invoice(customer, overdue_by=10, on_hold=dt.date(2026, 11, 3)),
    )
    done = stop(customer, owner, hold_invoices=True)

    undo(done.activity, by=owner, at=SOON)

    for row in (customer, held_now, held_before):
        row.refresh_from_db()
    assert not customer.is_deactivated
    assert held_now.on_hold_since is None
    assert held_before.on_hold_since == dt.date(2026, 11, 3)
    assert Activity.objects.about_customer(customer.pk)[0].kind == "customer.deactivation_undone"


def test_it_leaves_alone_what_somebody_released_and_held_anew(customer, owner):
    invoice = an_invoice(customer, overdue_by=10)
    done = stop(customer, owner, hold_invoices=True)
    release(invoice, by=owner, at=SOON)
    colleague = a_user(customer.account)
    put_on_hold(invoice, by=colleague, at=SOON, reason="disputed")

    undo(done.activity, by=owner, at=SOON)

    invoice.refresh_from_db()
    assert (invoice.held_by, invoice.hold_reason) == (colleague, "disputed")


def test_it_leaves_alone_what_the_same_person_held_anew_and_names_what_it_released(customer, owner):
    held_anew, other = an_invoice(customer, overdue_by=10), an_invoice(customer, overdue_by=10)
    done = stop(customer, owner, hold_invoices=True)
    release(held_anew, by=owner, at=SOON)
    put_on_hold(held_anew, by=owner, at=SOON)

    undo(done.activity, by=owner, at=SOON)

    assert list(customer.invoices.on_hold()) == [held_anew]
    told = Activity.objects.get(kind="customer.deactivation_undone")
    assert [invoice["id"] for invoice in told.effects["invoices"]] == [str(other.pk)]


def test_it_is_refused_once_a_subscription_was_ended(customer, owner):
    a_subscription(customer)
    done = stop(customer, owner, end_subscriptions=True)
    assert not done.can_be_undone

    with pytest.raises(CannotUndo):
        undo(done.activity, by=owner, at=SOON)

    customer.refresh_from_db()
    assert customer.is_deactivated


def test_it_is_refused_when_the_customer_was_reactivated_since(customer, owner):
    done = stop(customer, owner)
    reactivate(customer, by=owner, at=SOON)
    with pytest.raises(CannotUndo):
        undo(done.activity, by=owner, at=SOON)
