"""Many customers are stopped while others pay, bill, remind and stop them too, on PostgreSQL (R15, G1–G4)."""

import contextlib
import threading
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest

from comptoir.accounts.models import Account, User
from comptoir.activities.models import Activity
from comptoir.customers.models import Customer
from comptoir.invoicing import payments
from comptoir.invoicing.models import Invoice, Reminder
from comptoir.invoicing.sending import send_queued
from comptoir.lifecycle import many
from comptoir.lifecycle.deactivation import StalePreview, deactivate, preview
from comptoir.lifecycle.many import deactivate_all
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.models import Subscription
from tests.at_once import at_once
from tests.factories import NOW, TODAY, a_company, a_reminder, a_subscription, a_user, an_account, an_invoice
from tests.lifecycle.test_at_once import Mailbox

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
HOW_MANY = 24
BOTH = {"hold_invoices": True, "end_subscriptions": True}


def companies(account: Account) -> list[Customer]:
    return [a_company(account, f"Company {n}") for n in range(HOW_MANY)]


def in_batches(customers: list[Customer], by: User) -> Callable[[], None]:
    """All of them, a few at a time, as a run does it."""

    def work() -> None:
        for start in range(0, len(customers), 5):
            some = [each.pk for each in customers[start : start + 5]]
            deactivate_all(some, account=by.account, by=by, at=NOW, **BOTH)

    return work


def one_by_one(verb: Callable[[Customer], object], customers: list[Customer]) -> Callable[[], None]:
    def work() -> None:
        for each in customers:
            verb(each)

    return work


def told_to_be_held() -> set[str]:
    activities = Activity.objects.filter(kind="customer.deactivated")
    return {invoice["id"] for activity in activities for invoice in activity.effects["invoices"]}


def test_what_is_paid_at_the_same_moment_is_held_and_told_or_neither():
    user = a_user(an_account())
    customers = companies(user.account)
    invoices = {each.pk: an_invoice(each, overdue_by=10) for each in customers}

    def pay(customer: Customer) -> None:
        invoice = invoices[customer.pk]
        payments.register(invoice, amount=invoice.due, paid_on=TODAY, by=user, at=NOW)

    assert at_once(in_batches(customers, user), one_by_one(pay, customers)) == [None, None]

    held = {str(pk) for pk in Invoice.objects.filter(on_hold_since=TODAY).values_list("pk", flat=True)}
    assert told_to_be_held() == held
    assert Invoice.objects.settled().count() == Customer.objects.deactivated().count() == HOW_MANY


def test_what_is_billed_at_the_same_moment_is_held_and_nothing_is_billed_afterwards():
    user = a_user(an_account())
    customers = companies(user.account)
    for each in customers:
        a_subscription(each, next_on=TODAY)

    billed, stopped = at_once(partial(bill, user.account, on=TODAY, at=NOW), in_batches(customers, user))

    assert (isinstance(billed, Exception), stopped) == (False, None)
    made = {str(pk) for pk in Invoice.objects.values_list("pk", flat=True)}
    # Customers are locked first by both: an invoice is made before its customer is looked at, or not at all.
    assert told_to_be_held() == made
    assert Invoice.objects.filter(on_hold_since=TODAY).count() == len(made)
    assert Subscription.objects.deactivated().count() == HOW_MANY
    bill(user.account, on=TODAY, at=NOW)
    assert Invoice.objects.count() == len(made)


def test_every_reminder_that_left_was_claimed_before_and_is_named_or_left_before_the_hold():
    user = a_user(an_account())
    customers = companies(user.account)
    for each in customers:
        a_reminder(an_invoice(each, overdue_by=10))

    run, stopped = at_once(
        partial(send_queued, Mailbox(), clock=lambda: NOW, account=user.account), in_batches(customers, user)
    )

    assert (isinstance(run, Exception), stopped) == (False, None)
    assert Invoice.objects.on_hold().count() == HOW_MANY
    states = Counter(Reminder.objects.values_list("state", flat=True))
    assert states[Reminder.State.LEAVING] == states[Reminder.State.UNCERTAIN] == 0
    activities = Activity.objects.filter(kind="customer.deactivated")
    named = [each for activity in activities for each in activity.effects["leaving"]]
    assert len(named) <= states[Reminder.State.SENT] == run.sent


def test_many_and_single_ones_and_two_runs_at_once_stop_each_customer_once():
    account = an_account()
    users = [a_user(account) for __ in range(3)]
    customers = companies(account)
    for each in customers:
        an_invoice(each, overdue_by=10), a_subscription(each)

    def alone(customer: Customer) -> None:
        # Somebody was faster with some of it: then nothing is done here.
        with contextlib.suppress(StalePreview):
            deactivate(customer, by=users[2], at=NOW, fingerprint=preview(customer, at=NOW).fingerprint)

    answers = at_once(
        in_batches(customers, users[0]),
        in_batches(customers[::-1], users[1]),
        one_by_one(alone, customers[::2]),
    )

    assert answers == [None, None, None]
    assert Counter(Activity.objects.filter(kind="customer.deactivated").values_list("customer_id", flat=True)) == {
        each.pk: 1 for each in customers
    }


def test_control_without_the_lock_two_runs_both_stop_everybody(monkeypatch):
    """The guard taken out: with a plain read instead of the row locks every customer has two activities."""
    account = an_account()
    customers = companies(account)[:3]
    meet = threading.Barrier(2, timeout=10)

    def unlocked(ids, *, account):
        found = list(Customer.objects.of(account).filter(pk__in=ids).select_related("account"))
        meet.wait()
        return found

    monkeypatch.setattr(many, "locked_all", unlocked)
    ids = [each.pk for each in customers]

    at_once(*(partial(deactivate_all, ids, account=account, by=a_user(account), at=NOW) for __ in range(2)))

    assert Activity.objects.filter(kind="customer.deactivated").count() == 6
