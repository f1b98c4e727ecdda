"""Two billers against people who deactivate: no period twice, nothing after the end (G2, G3)."""

import datetime as dt
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from comptoir.accounts.models import Account, User
from comptoir.activities.models import Activity
from comptoir.invoicing.models import Invoice
from comptoir.lifecycle.deactivation import StalePreview, preview
from comptoir.lifecycle.deactivation import deactivate as deactivate_customer
from comptoir.subscriptions import batch, billing, ending
from comptoir.subscriptions.models import BilledPeriod, Subscription
from tests.factories import NOW, TODAY, a_company, a_subscription, a_user, an_account

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

HOW_MANY = 320
FIRST = dt.date(2026, 9, 1)
Lock = Callable[..., list[Subscription]]


@dataclass
class Race:
    """What came out of it."""

    billed_at_the_end: dict[UUID, int] = field(default_factory=dict)
    """Per subscription, what was billed when its deactivation committed: read in that transaction, after its UPDATE."""
    errors: list[BaseException] = field(default_factory=list)

    def billed_after_the_end(self) -> list[UUID]:
        """The subscriptions of which more was billed in the end than when they were deactivated."""
        billed = Counter(BilledPeriod.objects.values_list("subscription", flat=True))
        return [pk for pk, count in self.billed_at_the_end.items() if billed[pk] != count]


def run(race: Race, *works: Callable[[], None]) -> None:
    """All of `works` at once, each on a connection of its own."""
    together = threading.Barrier(len(works))

    def thread(work: Callable[[], None]) -> None:
        try:
            connection.ensure_connection()  # which takes one longer than the other
            together.wait()
            work()
        except BaseException as error:
            race.errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=thread, args=[work]) for work in works]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def a_race(account: Account, monkeypatch: pytest.MonkeyPatch, lock: Lock) -> Race:
    """Two billers bill three periods of each subscription, the last ones it has; two people deactivate two thirds.

    One deactivates single subscriptions, the other whole customers, each at a moment when the billers are just there. A
    breath between looking and billing makes meeting likely, with the lock as without it.
    """

    def locked_and_a_breath(*asked: Any, on: dt.date) -> list[Subscription]:
        found = lock(*asked, on=on)
        time.sleep(0.005)
        return found

    monkeypatch.setattr(billing, "SIZE", 5)
    monkeypatch.setattr(batch, "locked", locked_and_a_breath)
    race, by = Race(), a_user(account)
    pairs = []
    for n in range(HOW_MANY // 2):
        customer = a_company(account, f"Company {n}")
        pairs.append([a_subscription(customer, next_on=FIRST, ends_on=dt.date(2026, 11, 15)) for __ in "ab"])

    def bill() -> None:
        billing.bill(account, on=TODAY, at=NOW)

    def deactivate_singly() -> None:
        for place in range(0, len(pairs), 3):
            wait_for_the_billers(pairs, place, rounds=3)
            with transaction.atomic():
                ending.deactivate(pairs[place][0], by=by, at=NOW)
                note_down(race, [pairs[place][0].pk])

    def deactivate_wholly() -> None:
        for place in range(1, len(pairs), 3):
            wait_for_the_billers(pairs, place, rounds=3)
            whole_customer(race, pairs[place][0].customer, [each.pk for each in pairs[place]], by=by)

    run(race, bill, bill, deactivate_singly, deactivate_wholly)
    return race


def wait_for_the_billers(pairs: list[list[Subscription]], place: int, *, rounds: int) -> None:
    """Until they are just there: in the first of their `rounds` for the first part of all, in the last for the last."""
    before, billed = pairs[max(place - 1, 0)], 1 + rounds * place // len(pairs)
    patience = time.monotonic() + 30
    while before[0].billed_periods.count() < billed and not nothing_left(before[0]) and time.monotonic() < patience:
        time.sleep(0.002)
    time.sleep(random.random() * 0.01)


def nothing_left(subscription: Subscription) -> bool:
    return not Subscription.objects.active().filter(pk=subscription.pk).exists()


def whole_customer(race: Race, customer: object, subscriptions: list[UUID], *, by: User) -> None:
    """Deactivate the customer with both boxes ticked, as often as its preview is overtaken by the billers."""
    while True:
        seen = preview(customer, at=NOW)  # type: ignore[arg-type]
        try:
            with transaction.atomic():
                deactivate_customer(
                    customer,  # type: ignore[arg-type]
                    by=by,
                    at=NOW,
                    hold_invoices=True,
                    end_subscriptions=True,
                    fingerprint=seen.fingerprint,
                )
                note_down(race, subscriptions)
            return
        except StalePreview:
            continue


def note_down(race: Race, subscriptions: list[UUID]) -> None:
    for pk in subscriptions:
        race.billed_at_the_end[pk] = BilledPeriod.objects.filter(subscription=pk).count()


def test_no_period_twice_and_nothing_after_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    account = an_account()
    race = a_race(account, monkeypatch, batch.locked)
    assert race.errors == []
    assert race.billed_after_the_end() == []
    assert len(race.billed_at_the_end) >= HOW_MANY // 2
    assert any(0 < count < 3 for count in race.billed_at_the_end.values()), "they never met"

    periods = BilledPeriod.objects.count()
    assert Activity.objects.filter(kind="subscription.billed").count() == Invoice.objects.count() == periods
    assert list(Invoice.objects.order_by("number").values_list("number", flat=True)) == list(range(1, periods + 1))
    untouched = Subscription.objects.exclude(pk__in=race.billed_at_the_end)
    assert dict.fromkeys(untouched.values_list("pk", flat=True), 3) == Counter(
        BilledPeriod.objects.filter(subscription__in=untouched).values_list("subscription", flat=True)
    )
    deactivated = Invoice.objects.filter(customer__deactivated_at__isnull=False)
    assert deactivated.exists()
    assert not deactivated.filter(on_hold_since__isnull=True).exists()


def test_without_the_lock_something_is_billed_after_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the same race, looking without locking."""

    def unlocked(account: Account, ids: Sequence[UUID], *, on: dt.date) -> list[Subscription]:
        found = Subscription.objects.due(on=on).select_related("account", "department", "customer")
        return list(found.filter(pk__in=ids).order_by("bill_on", "customer_id", "id"))

    race = a_race(an_account(), monkeypatch, unlocked)
    assert race.billed_after_the_end() != []
