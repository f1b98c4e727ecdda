"""A pause ends, by hand or by itself: each missed period is billed or skipped, once, as it was chosen."""

import datetime as dt

import pytest

from comptoir.accounts.rights import NotAllowed, Right
from comptoir.activities.models import Activity
from comptoir.subscriptions import pausing
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.missing import missed
from comptoir.subscriptions.models import MissedPeriods, Movement, Subscription
from comptoir.subscriptions.records import skipped_ahead
from comptoir.subscriptions.refusals import ChangedMeanwhile, SubscriptionDeactivated
from tests.factories import NOW, TODAY, a_company, a_member, a_subscription, a_user, an_account

pytestmark = pytest.mark.django_db

LATER = dt.datetime(2027, 2, 10, 9, 30, tzinfo=dt.UTC)
LATER_DAY = dt.date(2027, 2, 10)


def months(*numbers: int) -> list[dt.date]:
    """First days of months, counted from January 2026."""
    return [dt.date(2026 + (number - 1) // 12, (number - 1) % 12 + 1, 1) for number in numbers]


def a_pause(**facts: object) -> Subscription:
    """Monthly, paused on 24 November 2026, with the periods of December, January and February missed by 10 February."""
    subscription = a_subscription(a_company(an_account()), **facts)  # type: ignore[arg-type]
    return pausing.pause(subscription, by=None, at=NOW)


def billed(subscription: Subscription, *, on: dt.date, at: dt.datetime = LATER) -> list[dt.date]:
    """The first days of the periods that are billed up to the day `on`, in the order of their making."""
    bill(subscription.account, on=on, at=at)
    return list(subscription.billed_periods.order_by("billed_at", "starts_on").values_list("starts_on", flat=True))


def skipped(subscription: Subscription) -> list[dt.date]:
    return sorted(subscription.skipped_periods.values_list("starts_on", flat=True))


def test_the_missed_periods_are_those_that_began_meanwhile() -> None:
    found = missed(a_pause(), on=LATER_DAY)
    assert [period.starts_on for period in found.periods] == months(12, 13, 14)
    assert found.current == found.periods[-1]
    assert found.owed == []


@pytest.mark.parametrize(
    ("choice", "skips", "bills"),
    [
        ("skip", months(12, 13, 14), months(15)),
        ("current", months(12, 13), months(14, 15)),
        ("each", [], months(12, 13, 14, 15)),
    ],
)
def test_each_choice_bills_what_it_says(choice: str, skips: list[dt.date], bills: list[dt.date]) -> None:
    subscription = a_pause()
    user = a_user(subscription.account)
    resumed = pausing.resume(subscription, by=user, at=LATER, missed=choice)
    assert (resumed.is_running, resumed.paused_at, resumed.next_period_on) == (True, None, bills[0])
    assert skipped(subscription) == skips
    assert billed(subscription, on=months(15)[0]) == bills
    activity = Activity.objects.get(kind="subscription.resumed")
    assert (activity.by, activity.effects["missed"]) == (user, choice)
    assert [each["starts_on"] for each in activity.effects["skipped"]] == [str(day) for day in skips]
    assert activity.effects["next_bill_on"] == str(bills[0])


def test_a_period_that_begins_on_the_day_it_resumes_is_not_missed() -> None:
    subscription = a_pause()
    pausing.resume(subscription, by=None, at=dt.datetime(2027, 2, 1, 9, tzinfo=dt.UTC), missed="current")
    assert skipped(subscription) == months(12, 13)
    assert billed(subscription, on=months(14)[0]) == months(14)


def test_a_period_ahead_is_not_missed_though_its_invoice_was_to_be_made_meanwhile() -> None:
    subscription = a_pause(days_in_advance=28)
    pausing.resume(subscription, by=None, at=LATER, missed="skip")
    assert billed(subscription, on=LATER_DAY) == months(12, 15), "December was due before the pause: owed"


def test_what_was_due_before_the_pause_stays_owed_and_is_billed_first() -> None:
    subscription = a_subscription(a_company(an_account()), next_on=dt.date(2026, 10, 1))
    pausing.pause(subscription, by=None, at=NOW)
    subscription.refresh_from_db()
    found = missed(subscription, on=LATER_DAY)
    assert [period.starts_on for period in found.owed] == months(10, 11)
    resumed = pausing.resume(subscription, by=None, at=LATER, missed="skip")
    assert [period.starts_on for period in resumed.upcoming(4, skipped=skipped_ahead(resumed))] == months(
        10, 11, 15, 16
    )
    assert billed(subscription, on=months(15)[0]) == months(10, 11, 15)
    assert skipped(subscription) == months(12, 13, 14)


def test_a_second_pause_while_something_is_still_owed_loses_and_doubles_nothing() -> None:
    subscription = a_subscription(a_company(an_account()), next_on=dt.date(2026, 10, 1))
    pausing.pause(subscription, by=None, at=NOW)
    pausing.resume(subscription, by=None, at=LATER, missed="skip")
    paused = pausing.pause(subscription, by=None, at=LATER)
    found = missed(paused, on=dt.date(2027, 4, 15))
    assert [period.starts_on for period in found.owed] == months(10, 11)
    assert [period.starts_on for period in found.periods] == months(15, 16)
    pausing.resume(subscription, by=None, at=dt.datetime(2027, 4, 15, 9, tzinfo=dt.UTC), missed="current")
    assert skipped(subscription) == months(12, 13, 14, 15)
    assert billed(subscription, on=months(17)[0]) == months(10, 11, 16, 17)


def test_one_that_runs_is_left_alone() -> None:
    subscription = a_pause()
    for __ in range(2):
        pausing.resume(subscription, by=None, at=LATER, missed="skip")
    assert Activity.objects.filter(kind="subscription.resumed").count() == 1


def test_another_period_missed_since_it_was_shown_is_refused() -> None:
    subscription = a_pause()
    shown = missed(subscription, on=dt.date(2027, 1, 31)).fingerprint
    with pytest.raises(ChangedMeanwhile):
        pausing.resume(subscription, by=None, at=LATER, missed="skip", fingerprint=shown)
    assert Subscription.objects.paused().count() == 1
    shown = missed(subscription, on=LATER_DAY).fingerprint
    assert pausing.resume(subscription, by=None, at=LATER, missed="skip", fingerprint=shown).is_running


def test_a_member_without_the_right_is_refused() -> None:
    subscription = a_pause()
    with pytest.raises(NotAllowed):
        pausing.resume(subscription, by=a_member(subscription.account, Right.CUSTOMERS), at=LATER, missed="skip")


def test_what_was_deactivated_does_not_run_again() -> None:
    subscription = a_pause()
    Subscription.objects.filter(pk=subscription.pk).deactivate(by=None, at=NOW)
    with pytest.raises(SubscriptionDeactivated):
        pausing.resume(subscription, by=None, at=LATER, missed="skip")


def test_one_whose_last_period_was_skipped_has_ended_and_says_so() -> None:
    subscription = a_pause(ends_on=dt.date(2027, 1, 31))
    resumed = pausing.resume(subscription, by=None, at=LATER, missed="skip")
    assert (resumed.is_ended, resumed.next_period_on, resumed.bill_on) == (True, None, None)
    assert list(Activity.objects.order_by("id").values_list("kind", flat=True)) == [
        *("subscription.paused", "subscription.resumed", "subscription.ended")
    ]


def test_it_brings_in_again_what_it_did() -> None:
    subscription = a_pause(starts_on=dt.date(2026, 6, 1))
    pausing.resume(subscription, by=None, at=LATER, missed="skip")
    told = Movement.objects.order_by("on").values_list("kind", "on", "amount")
    assert list(told) == [
        ("new", dt.date(2026, 6, 1), 100),
        ("paused", TODAY, -100),
        ("resumed", LATER_DAY, 100),
    ]


def until(day: dt.date, **facts: object) -> Subscription:
    subscription = a_subscription(a_company(an_account()), **facts)  # type: ignore[arg-type]
    return pausing.pause(subscription, by=a_user(subscription.account), at=NOW, until=day)


def test_a_pause_ends_by_itself_on_its_day_and_not_before() -> None:
    subscription = until(dt.date(2027, 1, 15))
    assert pausing.expire(subscription.account, on=dt.date(2027, 1, 14), at=LATER) == 0
    assert pausing.expire(subscription.account, on=dt.date(2027, 1, 15), at=LATER) == 1
    assert pausing.expire(subscription.account, on=dt.date(2027, 1, 15), at=LATER) == 0
    activity = Activity.objects.get(kind="subscription.resumed")
    assert (activity.by, len(activity.effects["skipped"])) == (None, 2)
    assert billed(subscription, on=LATER_DAY) == months(14)


def test_a_night_that_comes_late_skips_nothing_more() -> None:
    subscription = until(dt.date(2027, 1, 15))
    pausing.expire(subscription.account, on=LATER_DAY, at=LATER)
    assert skipped(subscription) == months(12, 13)
    assert billed(subscription, on=LATER_DAY) == months(14)
    last = Movement.objects.order_by("on").last()
    assert last is not None
    assert (last.kind, last.on) == ("resumed", dt.date(2027, 1, 15))


def test_resuming_by_hand_before_that_night_skips_nothing_more_either() -> None:
    subscription = until(dt.date(2027, 1, 15))
    pausing.resume(subscription, by=None, at=LATER, missed="skip")
    assert skipped(subscription) == months(12, 13)


def test_the_pauses_of_others_and_of_those_without_the_plan_stay() -> None:
    subscription = until(dt.date(2027, 1, 15))
    assert pausing.expire(an_account(name="Another"), on=LATER_DAY, at=LATER) == 0
    subscription.account.plan = "go"
    assert pausing.expire(subscription.account, on=LATER_DAY, at=LATER) == 0
    assert Subscription.objects.paused().count() == 1


@pytest.mark.parametrize("choice", MissedPeriods.values)
@pytest.mark.parametrize("day", [dt.date(2026, 11, 30), dt.date(2026, 12, 1), dt.date(2027, 1, 15)])
@pytest.mark.parametrize("facts", [{}, {"days_in_advance": 28}, {"next_on": dt.date(2026, 9, 1), "days_in_advance": 7}])
def test_the_page_foretells_exactly_what_is_billed_after_a_pause(
    choice: str, day: dt.date, facts: dict[str, object]
) -> None:
    subscription = a_subscription(a_company(an_account()), **facts)  # type: ignore[arg-type]
    paused = pausing.pause(subscription, by=None, at=NOW, until=day, missed=choice)
    foretold = [period.starts_on for period in paused.upcoming(6)]
    pausing.expire(subscription.account, on=day, at=LATER)
    assert billed(subscription, on=foretold[-1] - dt.timedelta(days=paused.days_in_advance)) == foretold
