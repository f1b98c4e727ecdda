"""Resuming business with many customers at once: the customers only (R11)."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.customers.models import Customer
from comptoir.lifecycle.many import deactivate_all, reactivate_all
from tests.factories import NOW, a_company, a_member, a_subscription, a_user, an_account, an_invoice

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=3)


@pytest.fixture
def account() -> Account:
    return an_account()


@pytest.fixture
def owner(account: Account) -> User:
    return a_user(account)


def deactivated(account: Account, owner: User, name: str) -> Customer:
    customer = a_company(account, name)
    an_invoice(customer, overdue_by=10), a_subscription(customer)
    deactivate_all(
        [customer.pk], account=account, by=owner, at=NOW, hold_invoices=True, end_subscriptions=True, reason="other"
    )
    return customer


def test_invoices_stay_on_hold_and_subscriptions_ended(account, owner):
    first, second = (deactivated(account, owner, name) for name in ("First", "Second"))

    reactivate_all([first.pk, second.pk], account=account, by=owner, at=LATER)

    for customer in (first, second):
        customer.refresh_from_db()
        assert (customer.is_deactivated, customer.deactivation_reason) == (False, "")
        assert (customer.invoices.on_hold().count(), customer.subscriptions.deactivated().count()) == (1, 1)
        told = Activity.objects.get(kind="customer.reactivated", subject_id=customer.pk)
        assert (told.by, told.effects) == (
            owner,
            {"deactivated_on": "2026-11-24", "on_hold": 1, "subscriptions_ended": 1},
        )


def test_who_is_active_is_left_alone_and_a_stranger_is_not_there(account, owner):
    active, stopped = a_company(account), deactivated(account, owner, "Stopped")
    foreign = deactivated(other := an_account(name="Somebody else"), a_user(other), "Foreign")

    done = reactivate_all([active.pk, stopped.pk, foreign.pk], account=account, by=owner, at=LATER)

    assert done == {active.pk: False, stopped.pk: True}
    assert Activity.objects.filter(kind="customer.reactivated").count() == 1
    foreign.refresh_from_db()
    assert foreign.is_deactivated


def test_it_needs_the_customer_right(account, owner):
    customer = deactivated(account, owner, "Stopped")

    with pytest.raises(NotAllowed):
        reactivate_all([customer.pk], account=account, by=a_member(account), at=LATER)

    customer.refresh_from_db()
    assert customer.is_deactivated


def test_the_number_of_statements_does_not_depend_on_that_of_the_customers(account, owner):
    def statements(many: int) -> int:
        ids = [deactivated(account, owner, f"Company {many} {n}").pk for n in range(many)]
        with CaptureQueriesContext(connection) as captured:
            reactivate_all(ids, account=account, by=owner, at=LATER)
        return len(captured)

    assert statements(1) == statements(3) == 8
