"""Starting again like an earlier subscription: the only way on after a deactivation."""

import datetime as dt

import pytest

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.subscriptions import lines, records
from tests.factories import NOW, a_company, a_deactivated_subscription, a_member, a_user, an_account

pytestmark = pytest.mark.django_db


def test_a_deactivated_one_stays_what_it_is_and_a_new_one_begins() -> None:
    old = a_deactivated_subscription(
        a_company(an_account()),
        unit="year",
        period=3,
        days_in_advance=28,
        ends_on=dt.date(2026, 6, 30),
        periods_behind=4,
        note="Key under the mat",
        generation="draft",
    )
    user = a_user(old.account)
    new = records.duplicate_as_new(old, starts_on=dt.date(2027, 1, 31), by=user, at=NOW)
    old.refresh_from_db()
    new.refresh_from_db()
    assert old.is_deactivated
    assert new.pk != old.pk
    assert new.is_active
    assert (new.unit, new.period, new.days_in_advance, new.note, new.generation, new.title) == (
        "year",
        3,
        28,
        "Key under the mat",
        "draft",
        "Terrace heating",
    )
    assert (new.starts_on, new.ends_on, new.periods_behind) == (dt.date(2027, 1, 31), None, 0)
    assert new.bill_on == dt.date(2027, 1, 3)
    assert lines.of(new) == lines.of(old)
    activity = Activity.objects.get()
    assert (activity.kind, activity.subject_id, activity.by) == ("subscription.created", new.pk, user)
    assert activity.effects["copy_of"]["id"] == str(old.pk)


def test_what_is_said_differently_is_different() -> None:
    old = a_deactivated_subscription(a_company(an_account()))
    other = a_company(old.account, "Another")
    new = records.duplicate_as_new(
        old, by=None, at=NOW, starts_on=dt.date(2027, 1, 1), customer=other, title="Anew", period=2
    )
    assert (new.customer, new.title, new.period) == (other, "Anew", 2)


def test_a_member_without_the_right_is_refused() -> None:
    old = a_deactivated_subscription(a_company(an_account()))
    with pytest.raises(NotAllowed):
        records.duplicate_as_new(old, starts_on=dt.date(2027, 1, 1), by=a_member(old.account), at=NOW)
