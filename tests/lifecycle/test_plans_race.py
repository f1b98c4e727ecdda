"""A subscription made, or billed, at the very moment the plan changes."""

from decimal import Decimal

import pytest

from comptoir.accounts.plans import Plan
from comptoir.invoicing.lines import LineData
from comptoir.lifecycle.plans import MustConfirm, change_plan
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
