"""Changing a subscription."""

import datetime as dt
from decimal import Decimal

import pytest

from comptoir.accounts.rights import NotAllowed, Right
from comptoir.activities.models import Activity
from comptoir.subscriptions import lines, records, refusals
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.models import Subscription
from tests.factories import NOW, a_company, a_deactivated_subscription, a_member, a_subscription, a_user, an_account
from tests.subscriptions.test_create import a_line

pytestmark = pytest.mark.django_db

LATER = NOW + dt.timedelta(hours=1)


def an_active_one(**facts: object) -> Subscription:
    return a_subscription(a_company(an_account()), **facts)  # type: ignore[arg-type]


def test_lines_and_price_count_from_the_next_period() -> None:
    subscription = an_active_one()
    bill(subscription.account, on=dt.date(2026, 12, 1), at=NOW)
    records.edit(subscription, by=None, at=LATER, lines=[a_line(subscription.customer, "200")])
    bill(subscription.account, on=dt.date(2027, 1, 1), at=LATER)
    assert [p.invoice.tax_inclusive for p in subscription.billed_periods.order_by("starts_on")] == [
        Decimal("121.00"),
        Decimal("242.00"),
    ]


def test_the_first_day_and_the_cycle_may_change_until_the_first_invoice() -> None:
    subscription = an_active_one()
    edited = records.edit(
        subscription, by=None, at=LATER, starts_on=dt.date(2027, 1, 31), unit="year", period=2, days_in_advance=28
    )
    assert (edited.next_period_on, edited.bill_on) == (dt.date(2027, 1, 31), dt.date(2027, 1, 3))


@pytest.mark.parametrize("change", [{"starts_on": dt.date(2026, 12, 2)}, {"unit": "week"}, {"period": 2}])
def test_the_first_day_and_the_cycle_are_frozen_after_the_first_invoice(change: dict[str, object]) -> None:
    subscription = an_active_one()
    bill(subscription.account, on=dt.date(2026, 12, 1), at=NOW)
    with pytest.raises(refusals.FrozenAfterFirstInvoice):
        records.edit(subscription, by=None, at=LATER, **change)  # type: ignore[arg-type]


def test_they_stay_frozen_when_that_invoice_was_a_draft_and_was_deleted() -> None:
    subscription = an_active_one(generation="draft")
    bill(subscription.account, on=dt.date(2026, 12, 1), at=NOW)
    subscription.billed_periods.get().invoice.delete()
    with pytest.raises(refusals.FrozenAfterFirstInvoice):
        records.edit(subscription, by=None, at=LATER, period=2)


def test_frozen_fields_may_be_said_again_unchanged() -> None:
    subscription = an_active_one()
    bill(subscription.account, on=dt.date(2026, 12, 1), at=NOW)
    edited = records.edit(subscription, by=None, at=LATER, starts_on=subscription.starts_on, title="Garden heating")
    assert edited.title == "Garden heating"


def test_an_earlier_end_ends_it_and_a_later_one_lets_it_go_on_where_it_was() -> None:
    subscription = an_active_one()
    bill(subscription.account, on=dt.date(2027, 2, 1), at=NOW)
    ended = records.edit(subscription, by=None, at=LATER, ends_on=dt.date(2027, 1, 15))
    assert (ended.is_ended, ended.next_period_on, ended.bill_on) == (True, None, None)
    extended = records.edit(subscription, by=None, at=LATER, ends_on=dt.date(2027, 12, 31))
    assert (extended.is_active, extended.next_period_on) == (True, dt.date(2027, 3, 1))
    assert bill(subscription.account, on=dt.date(2028, 12, 31), at=LATER).billed == 10


def test_one_activity_says_what_changed() -> None:
    subscription = an_active_one()
    user = a_user(subscription.account)
    records.edit(subscription, by=user, at=LATER, title="Garden heating", lines=[a_line(subscription.customer, "200")])
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.at) == ("subscription.edited", user, LATER)
    assert activity.effects["changed"] == ["title", "lines"]
    assert activity.effects["amount_before"] == "121.00"
    assert activity.effects["subscription"]["amount"] == "242.00"


def test_nothing_different_leaves_no_activity() -> None:
    subscription = an_active_one()
    records.edit(
        subscription, by=None, at=LATER, title=subscription.title, payment_days=30, lines=lines.of(subscription)
    )
    assert not Activity.objects.exists()


def test_a_deactivated_one_is_not_edited() -> None:
    subscription = a_deactivated_subscription(a_company(an_account()))
    for change in ({"title": "Back"}, {"ends_on": dt.date(2030, 1, 1)}, {"starts_on": dt.date(2027, 1, 1)}):
        with pytest.raises(refusals.SubscriptionDeactivated):
            records.edit(subscription, by=None, at=LATER, **change)  # type: ignore[typeddict-item]
    subscription.refresh_from_db()
    assert (subscription.next_period_on, subscription.is_deactivated) == (None, True)


def test_what_a_stale_copy_says_is_not_written_over_what_happened_meanwhile() -> None:
    stale = an_active_one()
    bill(stale.account, on=dt.date(2026, 12, 1), at=NOW)
    edited = records.edit(stale, by=None, at=LATER, title="Garden heating")
    assert (edited.periods_behind, edited.next_period_on) == (1, dt.date(2027, 1, 1))


def test_a_refused_edit_changes_nothing() -> None:
    subscription = an_active_one()
    with pytest.raises(refusals.NoLines):
        records.edit(subscription, by=None, at=LATER, title="Garden heating", lines=[])
    with pytest.raises(refusals.EndsBeforeItStarts):
        records.edit(subscription, by=None, at=LATER, ends_on=dt.date(2026, 11, 30))
    subscription.refresh_from_db()
    assert (subscription.title, subscription.ends_on, subscription.lines.count()) == ("Terrace heating", None, 1)
    assert not Activity.objects.exists()


def test_a_member_without_the_right_is_refused() -> None:
    subscription = an_active_one()
    with pytest.raises(NotAllowed):
        records.edit(subscription, by=a_member(subscription.account, Right.CUSTOMERS), at=LATER, title="Mine")


def test_an_edit_made_from_an_older_state_is_refused() -> None:
    subscription = an_active_one()
    seen = subscription.updated_at
    records.edit(subscription, by=None, at=LATER, seen=seen, title="Garden heating")
    with pytest.raises(refusals.ChangedMeanwhile):
        records.edit(subscription, by=None, at=LATER, seen=seen, title="Roof heating")
    subscription.refresh_from_db()
    assert subscription.title == "Garden heating"
