"""Indexing against people who edit and the run that bills: each price is one or the other, and known (G4, R16)."""

import datetime as dt
import time
from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError

from comptoir.accounts.models import Account
from comptoir.core.ids import new_id
from comptoir.subscriptions import billing, indexing, lines, records, refusals
from comptoir.subscriptions.indexation import Foreseen, Formula, foresee
from comptoir.subscriptions.models import BilledPeriod, Indexation, IndexedSubscription, Subscription
from tests.factories import NOW, TODAY, a_company, a_subscription, an_account
from tests.subscriptions.test_billing_race import Race, run
from tests.subscriptions.test_create import a_line

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

HOW_MANY = 12
DOUBLE = Formula(percentage=Decimal(100))
Lock = Callable[[Account, Collection[UUID]], list[Subscription]]


def unlocked(account: Account, chosen: Collection[UUID]) -> list[Subscription]:
    """The negative control: looking without locking."""
    return list(Subscription.objects.of(account).filter(pk__in=chosen).order_by("pk"))


def slowly(monkeypatch: pytest.MonkeyPatch, lock: Lock) -> None:
    """Index behind `lock`, with a moment between looking and writing in which the others come."""

    def foresee_and_breathe(*given: Any) -> Foreseen:
        foreseen = foresee(*given)
        time.sleep(0.3)
        return foreseen

    monkeypatch.setattr(indexing, "_locked", lock)
    monkeypatch.setattr(indexing, "foresee", foresee_and_breathe)


def index(account: Account, fingerprint: str | None = None) -> Indexation:
    chosen = list(Subscription.objects.of(account).values_list("pk", flat=True))
    return indexing.index(account, by=None, at=NOW, formula=DOUBLE, chosen=chosen, id=new_id(), fingerprint=fingerprint)


def billed_at_another_price(account: Account) -> list[BilledPeriod]:
    """Bill three periods of each while they are indexed; what then was billed otherwise than the indexation says."""
    for n in range(HOW_MANY):
        a_subscription(a_company(account, f"Company {n}"), next_on=dt.date(2026, 9, 1))

    def bill() -> None:
        time.sleep(0.1)
        billing.bill(account, on=TODAY, at=NOW)

    race = Race()
    run(race, lambda: index(account) and None, bill)
    assert race.errors == []
    since = dict(IndexedSubscription.objects.values_list("subscription", "first_period_on"))
    billed = BilledPeriod.objects.filter(subscription__in=since)
    assert billed.count() == 3 * HOW_MANY
    new = {True: Decimal(200), False: Decimal(100)}
    return [each for each in billed if each.tax_exclusive != new[each.starts_on >= since[each.subscription_id]]]


def test_what_is_billed_from_the_named_period_on_bears_the_new_price(monkeypatch: pytest.MonkeyPatch) -> None:
    slowly(monkeypatch, indexing._locked)
    assert billed_at_another_price(an_account()) == []


def test_without_the_lock_some_bear_the_old_one(monkeypatch: pytest.MonkeyPatch) -> None:
    slowly(monkeypatch, unlocked)
    assert billed_at_another_price(an_account()) != []


def edited_while_indexed(monkeypatch: pytest.MonkeyPatch, lock: Lock) -> tuple[Subscription, Race]:
    """Somebody writes three lines while the one line of the preview is indexed."""
    subscription = a_subscription(a_company(an_account()))
    seen = foresee(Subscription.objects.all(), DOUBLE).fingerprint
    slowly(monkeypatch, lock)

    def edit() -> None:
        time.sleep(0.1)
        records.edit(subscription, by=None, at=NOW, lines=[a_line(subscription.customer, "30")] * 3)

    race = Race()
    run(race, lambda: index(subscription.account, seen) and None, edit)
    subscription.refresh_from_db()
    return subscription, race


def test_an_edit_and_an_indexation_follow_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    subscription, race = edited_while_indexed(monkeypatch, indexing._locked)
    assert race.errors == []
    assert (subscription.tax_exclusive, len(lines.of(subscription))) == (Decimal(90), 3)
    assert IndexedSubscription.objects.get().after == Decimal(200)


def test_without_the_lock_they_get_in_each_others_way(monkeypatch: pytest.MonkeyPatch) -> None:
    subscription, race = edited_while_indexed(monkeypatch, unlocked)
    assert [type(error) for error in race.errors] == [IntegrityError] or subscription.tax_exclusive != Decimal(90)


def test_an_indexation_behind_an_edit_is_told() -> None:
    subscription = a_subscription(a_company(an_account()))
    seen = foresee(Subscription.objects.all(), DOUBLE).fingerprint
    records.edit(subscription, by=None, at=NOW, lines=[a_line(subscription.customer, "30")])
    with pytest.raises(refusals.ChangedMeanwhile):
        index(subscription.account, seen)


def test_the_same_form_sent_twice_at_once_indexes_once(monkeypatch: pytest.MonkeyPatch) -> None:
    slowly(monkeypatch, indexing._locked)
    subscription = a_subscription(a_company(an_account()))
    seen, id = foresee(Subscription.objects.all(), DOUBLE).fingerprint, new_id()

    def send() -> None:
        facts = {"chosen": [subscription.pk], "id": id, "fingerprint": seen}
        indexing.index(subscription.account, by=None, at=NOW, formula=DOUBLE, **facts)  # type: ignore[arg-type]

    race = Race()
    run(race, send, send)
    assert race.errors == []
    subscription.refresh_from_db()
    assert (subscription.tax_exclusive, Indexation.objects.count()) == (Decimal(200), 1)
