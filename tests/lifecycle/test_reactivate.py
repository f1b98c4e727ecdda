"""Reactivating touches the customer only."""

import datetime as dt

import pytest

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.invoicing.holds import release
from comptoir.lifecycle.deactivation import deactivate, preview, reactivate
from tests.factories import NOW, TODAY, a_company, a_contact, a_member, a_subscription, a_user, an_account, an_invoice

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=30)


@pytest.fixture(params=[a_company, a_contact], ids=["company", "contact"])
def customer(request):
    return request.param(an_account())


@pytest.fixture
def owner(customer):
    return a_user(customer.account)


def stop(customer, owner, at=NOW):
    shown = preview(customer, at=at).fingerprint
    deactivate(
        customer,
        by=owner,
        at=at,
        hold_invoices=True,
        end_subscriptions=True,
        reason="other",
        note="x",
        fingerprint=shown,
    )


def test_invoices_stay_on_hold_and_subscriptions_stay_deactivated(customer, owner):
    invoice, subscription = an_invoice(customer, overdue_by=10), a_subscription(customer)
    stop(customer, owner)

    reactivate(customer, by=owner, at=LATER)

    for row in (customer, invoice, subscription):
        row.refresh_from_db()
    assert (customer.deactivated_at, customer.deactivated_by, customer.deactivation_reason) == (None, None, "")
    assert invoice.on_hold_since == TODAY
    assert subscription.is_deactivated


def test_each_invoice_is_chased_again_only_after_it_is_released(customer, owner):
    first, _ = an_invoice(customer, overdue_by=10), an_invoice(customer, overdue_by=10)
    stop(customer, owner)
    reactivate(customer, by=owner, at=LATER)
    assert list(customer.invoices.remindable(on=TODAY)) == []

    release(first, by=owner, at=LATER)

    assert list(customer.invoices.remindable(on=TODAY)) == [first]


def test_it_is_an_activity_and_the_deactivation_stays_told(customer, owner):
    an_invoice(customer, overdue_by=10)
    stop(customer, owner)
    reactivate(customer, by=owner, at=LATER)
    reactivate(customer, by=owner, at=LATER)

    told = Activity.objects.about_customer(customer.pk)
    assert [(a.kind, a.by) for a in told] == [("customer.reactivated", owner), ("customer.deactivated", owner)]
    assert told[0].effects == {"deactivated_on": "2026-11-24", "on_hold": 1, "subscriptions_ended": 0}


def test_any_number_of_times(customer, owner):
    for turn in range(3):
        stop(customer, owner, at=NOW + dt.timedelta(days=turn))
        reactivate(customer, by=owner, at=NOW + dt.timedelta(days=turn, hours=1))
    assert Activity.objects.about_customer(customer.pk).count() == 6


def test_it_needs_the_customer_right(customer, owner):
    stop(customer, owner)
    with pytest.raises(NotAllowed):
        reactivate(customer, by=a_member(customer.account), at=LATER)
    customer.refresh_from_db()
    assert customer.is_deactivated
