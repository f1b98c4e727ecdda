"""The totals of a selection: what deactivating each of it alone would show, added up."""

import datetime as dt
import random
from collections import defaultdict
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import Account, User
from comptoir.customers.models import Customer
from comptoir.invoicing.models import Invoice
from comptoir.lifecycle.deactivation import preview
from comptoir.lifecycle.foresight import AtStake, Stays, at_stake_of, foresee, foresee_resuming, stays_of
from comptoir.lifecycle.many import deactivate_all
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.models import Subscription
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_draft,
    a_paid_invoice,
    a_reminder,
    a_subscription,
    a_user,
    an_account,
    an_invoice,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return an_account()


@pytest.fixture
def owner(account: Account) -> User:
    return a_user(account)


def some_customers(account: Account, luck: random.Random, how_many: int) -> list[Customer]:
    """Companies with whatever they may have, held, exempt, reminded and paused."""
    customers = []
    for n in range(how_many):
        customer = a_company(account, f"Company {n}")
        if luck.random() < 0.2:
            until = luck.choice([None, TODAY + dt.timedelta(days=luck.randint(1, 20))])
            Customer.objects.filter(pk=customer.pk).update(no_reminders_since=TODAY, no_reminders_until=until)
            customer.refresh_from_db()
        for __ in range(luck.randint(0, 4)):
            an_unsettled_one(customer, luck)
        a_paid_invoice(customer)
        for __ in range(luck.randint(0, 2)):
            subscription = a_subscription(customer, total="60.50")
            if luck.random() < 0.3:
                Subscription.objects.filter(pk=subscription.pk).update(paused_at=NOW, bill_on=None)
        customers.append(customer)
    return customers


def an_unsettled_one(customer: Customer, luck: random.Random) -> None:
    if luck.random() < 0.2:
        a_draft(customer)
        return
    held, overdue_by = luck.random() < 0.3, luck.randint(-20, 40)
    invoice = an_invoice(
        customer,
        overdue_by=overdue_by,
        currency=luck.choice(["EUR", "CHF"]),
        on_hold=TODAY - dt.timedelta(days=3) if held else None,
    )
    if held and luck.random() < 0.5:
        Invoice.objects.filter(pk=invoice.pk).update(on_hold_until=TODAY + dt.timedelta(days=luck.randint(1, 20)))
    if (steps := [days for days in (7, 21) if days <= overdue_by]) and luck.random() < 0.5:
        moment = NOW - dt.timedelta(days=luck.randint(0, 15))
        state = luck.choice(["sent", "queued", "leaving"])
        a_reminder(invoice, days=luck.choice(steps), state=state, claimed_at=None if state == "queued" else moment)


@pytest.mark.parametrize("seed", range(4))
def test_the_totals_are_those_of_the_previews_together(account, owner, seed):
    customers = some_customers(account, random.Random(seed), 8)
    a_company(account, "Not chosen"), an_invoice(a_company(account, "Nor this one"), overdue_by=10)
    previews = [preview(each, at=NOW) for each in customers]
    due: dict[str, Decimal] = defaultdict(Decimal)
    monthly: dict[str, Decimal] = defaultdict(Decimal)
    for each in previews:
        for currency, amount in each.due.items():
            due[currency] += amount
        for currency, amount in each.recurring.items():
            monthly[currency] += amount

    chosen = Customer.objects.filter(pk__in=[each.pk for each in customers])
    found = foresee(chosen, account=account, at=NOW)

    assert found.at_stake == AtStake(
        invoices=sum(len(each.invoices) for each in previews),
        due=dict(due),
        drafts=sum(stake.invoice.is_draft for each in previews for stake in each.invoices),
        on_hold=sum(stake.invoice.is_on_hold for each in previews for stake in each.invoices),
        subscriptions=sum(len(each.subscriptions) for each in previews),
        per_month=dict(monthly),
    )
    assert found.reminders_soon == sum(len(each.reminders_soon) for each in previews)
    assert found.paused == sum(len(each.subscriptions) - len(each.running) for each in previews)
    of_each = at_stake_of([each.pk for each in customers], account=account)
    assert [of_each[each.customer.pk].due for each in previews] == [each.due for each in previews]
    assert [of_each[each.customer.pk].per_month for each in previews] == [each.recurring for each in previews]


def test_who_is_deactivated_counts_for_nothing_but_the_number(account, owner):
    active, stopped = a_company(account), a_company(account, "Stopped")
    an_invoice(stopped), a_subscription(stopped)
    deactivate_all([stopped.pk], account=account, by=owner, at=NOW)

    found = foresee(Customer.objects.all(), account=account, at=NOW)

    assert (found.customers, found.deactivated, found.at_stake) == (1, 1, AtStake())
    assert active.pk != stopped.pk


def test_what_was_billed_beyond_today_is_what_could_be_credited(account):
    subscription = a_subscription(a_company(account), next_on=TODAY)
    bill(account, on=TODAY, at=NOW)

    found = foresee(Customer.objects.all(), account=account, at=NOW)

    credit = preview(subscription.customer, at=NOW).to_credit
    assert (found.billed_ahead, found.to_credit, bool(credit)) == (1, credit, True)


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda customer: an_invoice(customer),
        lambda customer: a_subscription(customer),
        lambda customer: Invoice.objects.update(paid_amount="21.00"),
        lambda customer: a_company(customer.account, "One more"),
    ],
    ids=["new invoice", "new subscription", "payment", "customer"],
)
def test_the_fingerprint_is_the_same_as_long_as_the_figures_are(account, meanwhile):
    customer = a_company(account)
    an_invoice(customer, overdue_by=10), a_subscription(customer)

    def fingerprint() -> str:
        return foresee(Customer.objects.all(), account=account, at=NOW).fingerprint

    shown = fingerprint()
    assert fingerprint() == shown
    meanwhile(customer)
    assert fingerprint() != shown


def test_reactivating_says_what_stays(account, owner):
    customer, active = a_company(account), a_company(account, "Active")
    an_invoice(customer, overdue_by=10), an_invoice(active, on_hold=TODAY)
    a_subscription(customer), a_subscription(customer)
    boxes = {"hold_invoices": True, "end_subscriptions": True}
    deactivate_all([customer.pk], account=account, by=owner, at=NOW, **boxes)

    found = foresee_resuming(Customer.objects.all(), account=account)

    assert (found.customers, found.active, found.stays) == (1, 1, Stays(on_hold=1, ended=2, paused=0))
    assert stays_of([customer.pk], account=account)[customer.pk] == found.stays


def test_the_number_of_statements_does_not_depend_on_that_of_the_customers(account):
    def statements(many: int) -> int:
        customers = some_customers(account, random.Random(1), many)
        for customer in customers:
            an_invoice(customer), a_subscription(customer)
        chosen = Customer.objects.filter(pk__in=[each.pk for each in customers])
        with CaptureQueriesContext(connection) as captured:
            foresee(chosen, account=account, at=NOW)
        return len(captured)

    assert statements(1) == statements(3)
