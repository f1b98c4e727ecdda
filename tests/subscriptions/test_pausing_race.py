"""Billers against somebody who pauses: nothing is billed once a pause was committed; and two who resume at once."""

import datetime as dt
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from comptoir.accounts.models import Account
from comptoir.activities.models import Activity
from comptoir.subscriptions import batch, billing, pausing
from comptoir.subscriptions.models import BilledPeriod, Subscription
from tests.factories import NOW, TODAY, a_company, a_subscription, an_account
from tests.subscriptions.test_billing_race import Race, run, wait_for_the_billers

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

HOW_MANY, PERIODS = 40, 5


def a_race(account: Account, monkeypatch: pytest.MonkeyPatch, lock: Callable[..., list[Subscription]]) -> Race:
    """Two billers bill five periods of each subscription, the last ones it has; somebody pauses every second one.

    Five, because the second biller, having waited for the first, goes on with the next period of the same ones.
    """

    def locked_and_a_breath(*asked: Any, on: dt.date) -> list[Subscription]:
        found = lock(*asked, on=on)
        time.sleep(0.02)
        return found

    monkeypatch.setattr(billing, "SIZE", 5)
    monkeypatch.setattr(batch, "locked", locked_and_a_breath)
    race = Race()
    first, last = dt.date(2026, 7, 1), dt.date(2026, 11, 15)
    them = [a_subscription(a_company(account, f"Company {n}"), next_on=first, ends_on=last) for n in range(HOW_MANY)]

    def bill() -> None:
        billing.bill(account, on=TODAY, at=NOW)

    def pause() -> None:
        for place in range(0, len(them), 2):
            each = them[place]
            wait_for_the_billers([[each] for each in them], place, rounds=PERIODS)
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
    assert any(0 < count < PERIODS for count in race.billed_at_the_end.values()), "they never met"
    assert race.billed_after_the_end() == []
    for each in Subscription.objects.paused():
        pausing.resume(each, by=None, at=NOW, missed="skip")
    billing.bill(account, on=TODAY, at=NOW)
    periods = BilledPeriod.objects.count()
    assert periods == PERIODS * HOW_MANY, "all were due before the pause"
    assert Activity.objects.filter(kind="subscription.billed").count() == periods


def paused_in_between(monkeypatch: pytest.MonkeyPatch, lock: Callable[..., list[Subscription]]) -> tuple[bool, int]:
    """Somebody pauses when the biller has just found the last period due; whether it became paused, and what was billed."""
    one = a_subscription(a_company(an_account()), next_on=TODAY, ends_on=TODAY)
    pausers: list[threading.Thread] = []

    def pause() -> None:
        with suppress(pausing.SubscriptionEnded):
            pausing.pause(one, by=None, at=NOW)
        connection.close()

    def found_and_paused(*asked: Any, on: dt.date) -> list[Subscription]:
        found = lock(*asked, on=on)
        if found:
            pausers.append(threading.Thread(target=pause))
            pausers[-1].start()
            pausers[-1].join(timeout=0.5)  # behind the lock it waits until what was found is billed
        return found

    monkeypatch.setattr(batch, "locked", found_and_paused)
    billing.bill(one.account, on=TODAY, at=NOW)
    for each in pausers:
        each.join()
    one.refresh_from_db()
    return one.is_paused, one.billed_periods.count()


def test_who_pauses_what_is_being_billed_finds_it_billed_and_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    assert paused_in_between(monkeypatch, batch.locked) == (False, 1)


def test_without_the_lock_it_is_paused_and_billed_after_that(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the same moment, looking without locking."""

    def unlocked(account: Account, ids: Sequence[UUID], *, on: dt.date) -> list[Subscription]:
        found = Subscription.objects.due(on=on).select_related("account", "department", "customer")
        return list(found.filter(pk__in=ids).order_by("bill_on", "customer_id", "id"))

    assert paused_in_between(monkeypatch, unlocked) == (True, 1)


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
