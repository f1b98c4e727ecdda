"""Billers against somebody who pauses: nothing is billed once a pause was committed; and two who resume at once."""

import datetime as dt
import time
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from comptoir.accounts.models import Account
from comptoir.activities.models import Activity
from comptoir.subscriptions import batch, billing, pausing
from comptoir.subscriptions.models import BilledPeriod, Subscription
from tests.factories import NOW, TODAY, a_company, a_subscription, an_account
from tests.subscriptions.test_billing_race import Race, run, wait_for_the_billers

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

HOW_MANY = 80


def a_race(account: Account, monkeypatch: pytest.MonkeyPatch, lock: Callable[..., list[Subscription]]) -> Race:
    """Two billers bill two periods of each subscription, the last ones it has; somebody pauses every second one."""

    def locked_and_a_breath(*asked: Any, on: dt.date) -> list[Subscription]:
        found = lock(*asked, on=on)
        time.sleep(0.005)
        return found

    monkeypatch.setattr(billing, "SIZE", 5)
    monkeypatch.setattr(batch, "locked", locked_and_a_breath)
    race = Race()
    first, last = dt.date(2026, 10, 1), dt.date(2026, 11, 15)
    them = [a_subscription(a_company(account, f"Company {n}"), next_on=first, ends_on=last) for n in range(HOW_MANY)]

    def bill() -> None:
        billing.bill(account, on=TODAY, at=NOW)

    def pause() -> None:
        for place in range(0, len(them), 2):
            each = them[place]
            wait_for_the_billers([[each] for each in them], place)
            try:
                with transaction.atomic():
                    pausing.pause(each, by=None, at=NOW)
                    race.billed_at_the_end[each.pk] = BilledPeriod.objects.filter(subscription=each).count()
            except pausing.SubscriptionEnded:
                continue

    run(race, bill, bill, pause)
    return race


def test_nothing_is_billed_after_a_pause_and_the_rest_once_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    account = an_account()
    race = a_race(account, monkeypatch, batch.locked)
    assert race.errors == []
    assert race.billed_at_the_end
    assert race.billed_after_the_end() == []
    for each in Subscription.objects.paused():
        pausing.resume(each, by=None, at=NOW, missed="skip")
    billing.bill(account, on=TODAY, at=NOW)
    periods = BilledPeriod.objects.count()
    short = [each for each in Subscription.objects.all() if each.billed_periods.count() != 2]
    print(
        [
            (
                s.title,
                s.customer.name,
                s.periods_behind,
                s.next_period_on,
                s.bill_on,
                s.paused_at,
                s.billed_periods.values_list("starts_on"),
                list(s.skipped_periods.all()),
                list(Activity.objects.filter(subject_id=s.pk).values_list("kind", "effects")),
            )
            for s in short
        ]
    )
    assert periods == 2 * HOW_MANY, "both were due before the pause"
    assert Activity.objects.filter(kind="subscription.billed").count() == periods


def test_without_the_lock_something_paused_is_billed_or_stopped_by_the_database_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The negative control: the same race, looking without locking."""

    def unlocked(account: Account, ids: Sequence[UUID], *, on: dt.date) -> list[Subscription]:
        found = Subscription.objects.due(on=on).select_related("account", "department", "customer")
        return list(found.filter(pk__in=ids).order_by("bill_on", "customer_id", "id"))

    race = a_race(an_account(), monkeypatch, unlocked)
    went_wrong = Activity.objects.filter(kind="task.created")
    assert race.billed_after_the_end() or race.errors or went_wrong.exists()


def test_two_who_resume_at_once_skip_once_with_one_activity() -> None:
    for __ in range(5):
        paused = pausing.pause(a_subscription(a_company(an_account())), by=None, at=NOW)
        later, race = dt.datetime(2027, 2, 10, tzinfo=dt.UTC), Race()

        def resume(paused: Subscription = paused, later: dt.datetime = later) -> None:
            pausing.resume(paused, by=None, at=later, missed="skip")

        run(race, resume, resume)
        assert race.errors == []
        assert paused.skipped_periods.count() == 3
        assert Activity.objects.filter(kind="subscription.resumed", subject_id=paused.pk).count() == 1
