"""A subscription made, or billed, at the very moment the plan changes."""

import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction

from comptoir.accounts.plans import Plan
from comptoir.invoicing.lines import LineData
from comptoir.lifecycle.plans import MustConfirm, change_plan
from comptoir.subscriptions import batch
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.models import BilledPeriod, Subscription
from comptoir.subscriptions.records import create
from comptoir.subscriptions.refusals import NotInPlan
from tests.at_once import at_once
from tests.factories import NOW, TODAY, a_company, a_subscription, a_user, an_account, the_department, the_vat

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("time", range(5))
def test_one_made_at_once_is_counted_or_refused(time: int) -> None:
    owner = a_user(an_account())
    account, customer = owner.account, a_company(owner.account)
    line = LineData("Heating", Decimal(100), the_vat(account))
    made, changed = at_once(
        lambda: create(
            account=account,
            department=the_department(account),
            customer=customer,
            by=owner,
            at=NOW,
            lines=[line],
            title="Heating",
            starts_on=TODAY,
        ),
        lambda: change_plan(account, by=owner, at=NOW, plan=Plan.GO, confirmed=0),
    )
    account.refresh_from_db()
    if account.plan == Plan.GO:
        assert (type(made), Subscription.objects.count()) == (NotInPlan, 0)
    else:
        assert (type(changed), Subscription.objects.active().count()) == (MustConfirm, 1)


def test_billed_at_once_it_is_billed_before_or_not_at_all() -> None:
    owner = a_user(an_account())
    for number in range(30):
        a_subscription(a_company(owner.account, f"Company {number}"), next_on=TODAY)
    run, changed = at_once(
        lambda: bill(owner.account, on=TODAY, at=NOW),
        lambda: change_plan(owner.account, by=owner, at=NOW, plan=Plan.GO, confirmed=30),
    )
    assert getattr(changed, "plan", changed) == Plan.GO
    assert getattr(run, "billed", run) == BilledPeriod.objects.count()
    assert Subscription.objects.active().count() == 0


def test_who_waits_for_a_batch_does_not_keep_it_from_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan is locked while the biller has its subscriptions and has still to write invoices, which name the account."""
    owner = a_user(an_account())
    a_subscription(a_company(owner.account), next_on=TODAY)
    lock = batch.locked

    def locked_until_somebody_waits(*asked: Any, **on: Any) -> list[Subscription]:
        found = lock(*asked, **on)
        _wait_until_somebody_waits()
        return found

    monkeypatch.setattr(batch, "locked", locked_until_somebody_waits)
    run, changed = at_once(
        lambda: bill(owner.account, on=TODAY, at=NOW),
        lambda: _once_a_batch_has_them(lambda: change_plan(owner.account, by=owner, at=NOW, plan=Plan.GO, confirmed=1)),
    )
    assert (getattr(run, "billed", run), getattr(changed, "plan", changed)) == (1, Plan.GO)


def _wait_until_somebody_waits() -> None:
    with connection.cursor() as cursor:
        for _ in range(1_000):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone() != (0,):
                return
            time.sleep(0.01)
    raise TimeoutError("nobody waits for the biller")


def _once_a_batch_has_them(work: Callable[[], object]) -> object:
    rows = Subscription.objects.all()
    for _ in range(1_000):
        with transaction.atomic():
            if not rows.select_for_update(skip_locked=True, no_key=True).exists():
                break
        time.sleep(0.01)
    return work()
