"""The morning of a scheduled deactivation: several workers, people at the same moment, and workers that are killed."""

import datetime as dt
import threading
from functools import partial
from typing import Any

import pytest
from django.db import connection

from comptoir.accounts.models import Account, User
from comptoir.activities.models import Activity
from comptoir.customers.models import Customer
from comptoir.jobs import nightly
from comptoir.lifecycle import scheduling
from comptoir.lifecycle.carrying_out import carry_out
from comptoir.lifecycle.deactivation import StalePreview, deactivate, preview
from comptoir.lifecycle.models import ScheduledDeactivation
from comptoir.lifecycle.scheduling import ScheduledMeanwhile, cancel, change, schedule
from tests.at_once import at_once
from tests.factories import NOW, a_company, a_subscription, a_user, an_account, an_invoice

DAY = dt.date(2026, 12, 1)
MORNING = dt.datetime(2026, 12, 1, 7, 0, tzinfo=dt.UTC)
TURNS = 15


def a_business() -> tuple[Account, User]:
    account = an_account()
    return account, a_user(account)


def a_scheduled(account: Account, by: User, name: str = "Company") -> Customer:
    """A customer with something to hold and to end, which is deactivated on DAY."""
    customer = a_company(account, name)
    an_invoice(customer, overdue_by=10), a_subscription(customer, next_on=DAY)
    boxes: dict[str, Any] = {"hold_invoices": True, "end_subscriptions": True}
    schedule(customer, on=DAY, by=by, at=NOW, fingerprint=preview(customer, at=NOW).fingerprint, **boxes)
    return customer


def is_done(customer: Customer) -> bool:
    """Whether all of it was done; says so when it is neither all nor nothing."""
    customer.refresh_from_db()
    facts = {
        customer.is_deactivated,
        customer.invoices.on_hold().count() == 1,
        customer.subscriptions.deactivated().count() == 1,
        Activity.objects.filter(kind="customer.deactivated", customer_id=customer.pk).count() == 1,
        not ScheduledDeactivation.objects.filter(customer=customer).exists(),
    }
    assert len(facts) == 1
    return facts == {True}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_several_workers_do_each_once():
    account, user = a_business()
    customers = [a_scheduled(account, user, f"Company {n}") for n in range(8)]

    done = at_once(*(partial(carry_out, account, on=DAY, at=MORNING) for __ in range(4)))

    assert sum(done) == len(customers)
    assert all(is_done(customer) for customer in customers)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_while_another_worker_bills_nothing_is_billed_on_the_day():
    account, user = a_business()
    customers = [a_scheduled(account, user, f"Company {n}") for n in range(6)]

    at_once(
        partial(nightly.bill, account, on=DAY, at=MORNING),
        partial(nightly.prepare_reminders, account, on=DAY, at=MORNING),
        partial(nightly.bill, account, on=DAY, at=MORNING),
    )

    assert all(is_done(customer) for customer in customers)
    assert [customer.invoices.count() for customer in customers] == [1] * 6


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_cancelled_at_that_moment_it_is_either_cancelled_or_done():
    account, user = a_business()
    for turn in range(TURNS):
        customer = a_scheduled(account, user, f"Company {turn}")

        done, cancelled = at_once(
            partial(carry_out, account, on=DAY, at=MORNING), partial(cancel, customer, by=user, at=MORNING)
        )

        assert (done, cancelled) in ((1, False), (0, True))
        customer.refresh_from_db()
        assert customer.is_deactivated == bool(done)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_it_is_cancelled_and_done(monkeypatch):
    """The guard taken out: with a plain read instead of the row lock somebody is told that nothing will happen, in vain."""
    account, user = a_business()
    customer = a_scheduled(account, user)
    meet, real = threading.Barrier(2, timeout=10), scheduling.scheduled_for

    def unlocked(customer: Customer) -> Customer:
        return Customer.objects.select_related("account", "responsible_user").get(pk=customer.pk)

    def found_by_both(customer: Customer) -> ScheduledDeactivation | None:
        found = real(customer)
        meet.wait()
        return found

    monkeypatch.setattr(scheduling, "locked", unlocked)
    monkeypatch.setattr(scheduling, "scheduled_for", found_by_both)

    outcomes = at_once(partial(carry_out, account, on=DAY, at=MORNING), partial(cancel, customer, by=user, at=MORNING))

    assert outcomes == [1, True]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_put_off_or_deactivated_by_hand_at_that_moment_one_of_them_is_first():
    account, user = a_business()
    for turn in range(TURNS):
        customer = a_scheduled(account, user, f"Company {turn}")
        shown = preview(customer, at=MORNING).fingerprint
        seen = ScheduledDeactivation.objects.get(customer=customer).updated_at
        facts: dict[str, Any] = {"by": user, "at": MORNING, "fingerprint": shown}

        done, put_off, by_hand = at_once(
            partial(carry_out, account, on=DAY, at=MORNING),
            partial(change, customer, on=DAY + dt.timedelta(days=9), seen=seen, **facts),
            partial(deactivate, customer, **facts),
        )

        customer.refresh_from_db()
        assert isinstance(put_off, ScheduledDeactivation | ScheduledMeanwhile | scheduling.AlreadyDeactivated)
        assert not isinstance(by_hand, Exception) or isinstance(by_hand, StalePreview)
        assert customer.is_deactivated
        assert Activity.objects.filter(kind="customer.deactivated", customer_id=customer.pk).count() == 1
        assert done in (0, 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_people_schedule_at_once_and_one_of_them_is_told():
    account, user = a_business()
    for turn in range(TURNS):
        customer = a_company(account, f"Company {turn}")
        shown = preview(customer, at=NOW).fingerprint

        outcomes = at_once(
            *(partial(schedule, customer, on=DAY, by=user, at=NOW, fingerprint=shown) for __ in range(2))
        )

        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ScheduledDeactivation", "ScheduledMeanwhile"]


class Killed(BaseException):
    """What no `except Exception` catches: the process is gone, and its transaction with it."""


@pytest.mark.django_db(transaction=True)
def test_killed_at_each_statement_it_is_all_or_nothing_and_done_by_the_next_run():
    account, user = a_business()
    customer, last = a_scheduled(account, user), 1

    while _was_killed(account, at_statement=last):
        assert not is_done(customer)
        last += 1

    assert is_done(customer)
    assert last > 15


def _was_killed(account: Account, *, at_statement: int) -> bool:
    """Carry out until that statement, before which the worker is killed; whether it came so far."""
    step = 0

    def killing(execute: Any, *arguments: Any) -> Any:
        nonlocal step
        step += 1
        if step == at_statement:
            raise Killed
        return execute(*arguments)

    try:
        with connection.execute_wrapper(killing):
            carry_out(account, on=DAY, at=MORNING)
    except Killed:
        return True
    return False
