"""Scheduling a deactivation: told today, done on the morning of its day, changed or cancelled before."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import NotAllowed, Right
from comptoir.activities.models import Activity
from comptoir.customers.models import Customer
from comptoir.invoicing.payments import register
from comptoir.jobs import nightly
from comptoir.lifecycle import carrying_out, deactivation
from comptoir.lifecycle.carrying_out import carry_out
from comptoir.lifecycle.deactivation import StalePreview, deactivate, preview, reactivate
from comptoir.lifecycle.models import ScheduledDeactivation
from comptoir.lifecycle.people import deactivate_user
from comptoir.lifecycle.scheduling import AlreadyDeactivated, ScheduledMeanwhile, cancel, change, schedule
from comptoir.subscriptions import ending
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_deal,
    a_member,
    a_subscription,
    a_task,
    a_user,
    an_account,
    an_invoice,
)

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 12, 31)
MORNING = dt.datetime(2026, 12, 31, 7, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=1)


@pytest.fixture
def account() -> Account:
    return an_account()


@pytest.fixture
def owner(account: Account) -> User:
    return a_user(account)


@pytest.fixture
def customer(account: Account) -> Customer:
    return a_company(account)


def as_shown(customer: Customer, *, by: User, on: dt.date = DAY, **answers: Any) -> ScheduledDeactivation:
    """Schedule with the fingerprint of what would be shown now."""
    return schedule(customer, on=on, by=by, at=NOW, fingerprint=preview(customer, at=NOW).fingerprint, **answers)


def changed(scheduled: ScheduledDeactivation, *, by: User, on: dt.date = DAY, **answers: Any) -> ScheduledDeactivation:
    shown, seen = preview(scheduled.customer, at=LATER).fingerprint, scheduled.updated_at
    return change(scheduled.customer, on=on, by=by, at=LATER, fingerprint=shown, seen=seen, **answers)


def told(kind: str) -> Activity:
    return Activity.objects.get(kind=f"customer.{kind}")


def test_nothing_is_done_before_the_day(customer, owner):
    an_invoice(customer, overdue_by=10), a_subscription(customer)

    as_shown(customer, by=owner, hold_invoices=True, end_subscriptions=True)

    assert carry_out(customer.account, on=DAY - dt.timedelta(days=1), at=MORNING) == 0
    customer.refresh_from_db()
    assert (customer.is_deactivated, customer.invoices.on_hold().count()) == (False, 0)
    assert customer.subscriptions.active().count() == 1


def test_on_the_day_it_is_done_in_the_name_of_who_asked(customer, owner):
    invoice, subscription = an_invoice(customer, overdue_by=10), a_subscription(customer)
    as_shown(customer, by=owner, hold_invoices=True, end_subscriptions=True, reason="bankruptcy", note="Court of Ghent")

    assert carry_out(customer.account, on=DAY, at=MORNING) == 1

    customer.refresh_from_db()
    assert (customer.deactivated_at, customer.deactivated_by) == (MORNING, owner)
    assert (customer.deactivation_reason, customer.deactivation_note) == ("bankruptcy", "Court of Ghent")
    invoice.refresh_from_db()
    subscription.refresh_from_db()
    assert (invoice.on_hold_since, subscription.deactivated_at) == (DAY, MORNING)
    assert not ScheduledDeactivation.objects.exists()
    activity = told("deactivated")
    assert (activity.by, activity.at) == (owner, MORNING)
    assert activity.effects["scheduled"] == {"on": "2026-12-31", "asked_at": NOW.isoformat()}


def test_a_second_run_does_nothing(customer, owner):
    as_shown(customer, by=owner)

    assert [carry_out(customer.account, on=DAY, at=MORNING) for __ in range(2)] == [1, 0]
    assert Activity.objects.filter(kind="customer.deactivated").count() == 1


def test_a_morning_that_was_missed_is_made_up_for_on_the_next(customer, owner):
    as_shown(customer, by=owner)
    late = MORNING + dt.timedelta(days=3)

    assert carry_out(customer.account, on=DAY + dt.timedelta(days=3), at=late) == 1
    customer.refresh_from_db()
    assert customer.deactivated_at == late
    assert told("deactivated").effects["scheduled"]["on"] == "2026-12-31"


def test_nothing_is_billed_on_the_day_and_no_reminder_is_queued(customer, owner):
    an_invoice(customer, overdue_by=10)
    a_subscription(customer, next_on=DAY)
    as_shown(customer, by=owner, hold_invoices=True, end_subscriptions=True)

    assert nightly.bill(customer.account, on=DAY, at=MORNING).billed == 0
    assert nightly.prepare_reminders(customer.account, on=DAY, at=MORNING)[1].queued == 0
    customer.refresh_from_db()
    assert customer.is_deactivated


def test_reminders_that_are_prepared_while_another_worker_bills_find_the_hold_too(customer, owner):
    an_invoice(customer, overdue_by=10)
    as_shown(customer, by=owner, hold_invoices=True)

    assert nightly.prepare_reminders(customer.account, on=DAY, at=MORNING)[1].queued == 0


def test_what_became_different_is_told(customer, owner):
    paid, partly = an_invoice(customer, overdue_by=10, total="50.00"), an_invoice(customer, overdue_by=5)
    ended, stays = a_subscription(customer, title="Ice"), a_subscription(customer, title="Cleaning")
    as_shown(customer, by=owner, hold_invoices=True, end_subscriptions=True)
    register(paid, amount=paid.due, paid_on=TODAY, by=owner, at=NOW)
    register(partly, amount=Decimal(21), paid_on=TODAY, by=owner, at=NOW)
    ending.deactivate(ended, by=owner, at=NOW)
    fresh, begun = an_invoice(customer, total="60.50"), a_subscription(customer, title="Heating")

    carry_out(customer.account, on=DAY, at=MORNING)

    invoice = {"currency": "EUR"}
    assert told("deactivated").effects["scheduled"]["differences"] == {
        "invoices": {
            "new": [invoice | {"id": str(fresh.pk), "number": fresh.invoice_number, "due": "60.50"}],
            "gone": [invoice | {"id": str(paid.pk), "number": paid.invoice_number, "due": "50.00"}],
            "changed": [
                invoice | {"id": str(partly.pk), "number": partly.invoice_number, "due": "100.00", "was": "121.00"}
            ],
        },
        "subscriptions": {
            "new": [{"id": str(begun.pk), "title": "Heating", "amount": "121.00", "currency": "EUR"}],
            "gone": [{"id": str(ended.pk), "title": "Ice", "amount": "121.00", "currency": "EUR"}],
        },
    }
    assert {each["title"] for each in told("deactivated").effects["subscriptions"]} == {"Cleaning", "Heating"}
    assert customer.subscriptions.active().count() == 0
    assert stays in customer.subscriptions.deactivated()


def test_its_activity_says_what_will_be_done(customer, owner):
    an_invoice(customer, overdue_by=10), a_subscription(customer)
    ice = a_subscription(customer, title="Ice")

    as_shown(customer, by=owner, hold_invoices=True, end_subscriptions=True, pause=[ice.pk], reason="other")

    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.at) == ("customer.deactivation_scheduled", owner, NOW)
    assert activity.effects == {
        "on": "2026-12-31",
        "reason": "other",
        "note": "",
        "hold_invoices": True,
        "end_subscriptions": True,
        "invoices": 1,
        "subscriptions": 1,
        "pause": [{"id": str(ice.pk), "title": "Ice", "amount": "121.00", "currency": "EUR"}],
        "when": "now",
        "credit_prepaid": False,
    }


@pytest.mark.parametrize("on", [TODAY, TODAY - dt.timedelta(days=1), dt.date(2062, 12, 31)])
def test_only_a_day_to_come_can_be_chosen(customer, owner, on):
    with pytest.raises(ValidationError) as refusal:
        as_shown(customer, by=owner, on=on)

    assert set(refusal.value.message_dict) == {"on"}
    assert not ScheduledDeactivation.objects.exists()


def test_a_preview_that_is_no_longer_true_is_refused(customer, owner):
    shown = preview(customer, at=NOW).fingerprint
    an_invoice(customer, overdue_by=10)

    with pytest.raises(StalePreview):
        schedule(customer, on=DAY, by=owner, at=NOW, fingerprint=shown)


@pytest.mark.parametrize(
    ("rights", "answers"),
    [
        ((), {}),
        ((Right.CUSTOMERS,), {"hold_invoices": True}),
        ((Right.CUSTOMERS,), {"end_subscriptions": True}),
        ((Right.CUSTOMERS, Right.SUBSCRIPTIONS), {"end_subscriptions": True, "credit_prepaid": True, "when": "now"}),
    ],
)
def test_it_needs_the_rights_that_deactivating_needs(customer, account, rights, answers):
    with pytest.raises(NotAllowed):
        as_shown(customer, by=a_member(account, *rights), **answers)


def test_one_is_enough(customer, owner):
    as_shown(customer, by=owner)

    with pytest.raises(ScheduledMeanwhile):
        as_shown(customer, by=owner)
    deactivate(customer, by=owner, at=NOW, fingerprint=preview(customer, at=NOW).fingerprint)
    with pytest.raises(AlreadyDeactivated):
        as_shown(customer, by=owner)


def test_another_day_and_other_answers_take_its_place(customer, owner, account):
    invoice = an_invoice(customer, overdue_by=10)
    scheduled = as_shown(customer, by=owner)
    colleague = a_user(account)

    changed(scheduled, by=colleague, on=DAY + dt.timedelta(days=9), hold_invoices=True)

    assert told("deactivation_rescheduled").effects["was_on"] == "2026-12-31"
    assert carry_out(account, on=DAY, at=MORNING) == 0
    assert carry_out(account, on=DAY + dt.timedelta(days=9), at=MORNING + dt.timedelta(days=9)) == 1
    invoice.refresh_from_db()
    customer.refresh_from_db()
    assert (invoice.is_on_hold, customer.deactivated_by) == (True, colleague)


def test_the_same_again_changes_nothing(customer, owner):
    scheduled = as_shown(customer, by=owner, reason="other")

    changed(scheduled, by=owner, reason="other")

    assert Activity.objects.count() == 1


def test_whoever_changes_what_is_no_longer_so_is_told(customer, owner):
    scheduled = as_shown(customer, by=owner)
    scheduled.updated_at -= dt.timedelta(minutes=1)

    with pytest.raises(ScheduledMeanwhile):
        changed(scheduled, by=owner, reason="other")
    cancel(customer, by=owner, at=LATER)
    with pytest.raises(ScheduledMeanwhile):
        changed(scheduled, by=owner, reason="other")


def test_cancelled_the_customer_stays(customer, owner):
    as_shown(customer, by=owner)

    assert cancel(customer, by=owner, at=LATER)

    assert not cancel(customer, by=owner, at=LATER)
    assert carry_out(customer.account, on=DAY, at=MORNING) == 0
    activity = told("deactivation_cancelled")
    assert (activity.by, activity.effects) == (owner, {"on": "2026-12-31", "asked_by": owner.name})


def test_cancelling_needs_the_right(customer, owner, account):
    as_shown(customer, by=owner)

    with pytest.raises(NotAllowed):
        cancel(customer, by=a_member(account, Right.INVOICES), at=LATER)


def test_deactivated_by_hand_before_it_waits_for_nothing(customer, owner):
    as_shown(customer, by=owner)
    deactivate(customer, by=owner, at=LATER, fingerprint=preview(customer, at=LATER).fingerprint)

    assert not cancel(customer, by=owner, at=LATER)
    assert carry_out(customer.account, on=DAY, at=MORNING) == 0

    customer.refresh_from_db()
    assert customer.deactivated_at == LATER
    assert Activity.objects.filter(kind="customer.deactivated").count() == 1
    assert not ScheduledDeactivation.objects.exists()


def test_reactivated_it_does_not_come_back(customer, owner):
    as_shown(customer, by=owner)
    deactivate(customer, by=owner, at=LATER, fingerprint=preview(customer, at=LATER).fingerprint)
    reactivate(customer, by=owner, at=LATER)

    assert carry_out(customer.account, on=DAY, at=MORNING) == 0
    customer.refresh_from_db()
    assert not customer.is_deactivated


def test_a_deactivation_that_is_undone_leaves_what_was_scheduled_as_it_was(customer, owner):
    as_shown(customer, by=owner)
    done = deactivate(customer, by=owner, at=LATER, fingerprint=preview(customer, at=LATER).fingerprint)
    deactivation.undo(done.activity, by=owner, at=LATER)

    assert carry_out(customer.account, on=DAY, at=MORNING) == 1


def test_who_may_no_longer_do_it_leaves_a_task_instead(customer, owner, account):
    member = a_member(account, Right.CUSTOMERS, Right.INVOICES, first_name="Jan", last_name="Peeters")
    an_invoice(customer, overdue_by=10)
    as_shown(customer, by=member, hold_invoices=True)
    member.rights = [Right.CUSTOMERS]
    member.save()

    assert carry_out(account, on=DAY, at=MORNING) == 0

    customer.refresh_from_db()
    assert (customer.is_deactivated, customer.invoices.on_hold().count()) == (False, 0)
    task = customer.tasks.get()
    assert (task.assignee, task.due_on) == (owner, DAY)
    assert task.title == (
        "Deactivate Brasserie du Midi SRL? Jan Peeters scheduled it for 31 December 2026, but is not allowed to any more."
    )
    activity = told("deactivation_not_done")
    assert (activity.by, activity.effects["asked_by"], activity.effects["why"]) == (None, "Jan Peeters", "invoices")
    assert carry_out(account, on=DAY, at=MORNING) == 0
    assert customer.tasks.count() == 1


def test_who_left_leaves_a_task_with_the_account_manager(account, owner):
    manager, leaving = a_user(account), a_user(account)
    customer = a_company(account, responsible_user=manager)
    as_shown(customer, by=leaving)
    deactivate_user(leaving, by=owner, at=NOW)

    assert carry_out(account, on=DAY, at=MORNING) == 0
    assert (customer.tasks.get().assignee, told("deactivation_not_done").effects["why"]) == (manager, "left")


def test_open_work_is_handed_over_on_the_day(customer, owner, account):
    jan = a_user(account)
    as_shown(customer, by=owner, hand_over_to=jan)
    task = a_task(customer, owner)

    carry_out(account, on=DAY, at=MORNING)

    task.refresh_from_db()
    assert task.assignee == jan


def test_a_colleague_who_left_gets_nothing_and_it_is_told(customer, owner, account):
    jan = a_user(account, first_name="Jan", last_name="Peeters")
    deal = a_deal(customer, responsible_user=owner)
    as_shown(customer, by=owner, hand_over_to=jan)
    deactivate_user(jan, by=owner, at=NOW)

    assert carry_out(account, on=DAY, at=MORNING) == 1

    deal.refresh_from_db()
    assert deal.responsible_user == owner
    assert told("deactivated").effects["scheduled"]["not_handed_over_to"] == "Jan Peeters"


def test_one_that_fails_does_not_keep_the_others_waiting(account, owner, monkeypatch):
    broken, fine = a_company(account, "Broken"), a_company(account, "Fine")
    as_shown(broken, by=owner, on=DAY - dt.timedelta(days=1)), as_shown(fine, by=owner)
    real = carrying_out.deactivate

    def fails_for_one(customer: Customer, **options: Any) -> Any:
        if customer == broken:
            raise ZeroDivisionError
        return real(customer, **options)

    monkeypatch.setattr(carrying_out, "deactivate", fails_for_one)
    assert carry_out(account, on=DAY, at=MORNING) == 1
    monkeypatch.setattr(carrying_out, "deactivate", real)
    assert carry_out(account, on=DAY, at=MORNING) == 1


def test_other_accounts_are_left_alone(customer, owner):
    as_shown(customer, by=owner)

    assert carry_out(an_account(name="Other"), on=DAY, at=MORNING) == 0
