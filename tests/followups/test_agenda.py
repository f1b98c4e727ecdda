"""What there is to do day by day."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import Account
from comptoir.followups.agenda import Item, agenda, due
from comptoir.followups.calls import complete_call
from comptoir.followups.meetings import complete_meeting
from comptoir.followups.tasks import complete
from tests.factories import (
    NOW,
    TODAY,
    a_call,
    a_company,
    a_contact,
    a_deal,
    a_meeting,
    a_member,
    a_task,
    a_user,
    an_account,
)

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
MIDNIGHT = dt.datetime(2026, 11, 24, 23, tzinfo=dt.UTC)
"""The one at the end of TODAY in Brussels."""


def said(items: list[Item]) -> list[tuple[int, str]]:
    """Of each item how many days after TODAY it is, and its title."""
    return [((item.on - TODAY).days, item.title) for item in items]


def week_of(account: Account) -> list[tuple[int, str]]:
    return said(agenda(account, start=TODAY, end=TODAY + 6 * DAY))


def test_by_day_what_has_no_clock_first_the_most_important_first_then_by_time() -> None:
    account = an_account()
    company, owner = a_company(account), a_user(account)
    a_task(company, owner, "Tomorrow", days=1)
    a_meeting(company, owner, title="At eleven", at=NOW + HOUR)
    a_call(company, owner, at=NOW)
    for priority in "CAB":
        a_task(company, owner, f"Priority {priority}", priority=priority)
    assert week_of(account) == [
        (0, "Priority A"),
        (0, "Priority B"),
        (0, "Priority C"),
        (0, "Call Brasserie du Midi SRL"),
        (0, "At eleven"),
        (1, "Tomorrow"),
    ]


def test_an_item_says_what_a_calendar_needs() -> None:
    account = an_account()
    gone, owner, luc = a_company(account, deactivated_at=NOW), a_user(account), a_contact(account)
    task = complete(a_task(gone, owner), by=owner, at=NOW)
    call = a_call(gone, owner, at=NOW, contact=luc)
    meeting = a_meeting(gone, owner, at=NOW + HOUR, minutes=90)
    assert agenda(account, start=TODAY, end=TODAY, at=NOW + DAY) == [
        Item("task", task, TODAY, None, None, "Call them", gone, is_done=True, is_overdue=False),
        Item("call", call, TODAY, NOW, None, "Call Luc Martin", gone, is_done=False, is_overdue=True),
        Item("meeting", meeting, TODAY, NOW + HOUR, NOW + HOUR + 90 * MINUTE, "Visit", gone, False, is_overdue=True),
    ]
    assert not any(item.is_overdue for item in agenda(account, start=TODAY, end=TODAY, at=NOW + HOUR * 12))
    assert not any(item.is_overdue for item in agenda(account, start=TODAY, end=TODAY))


def test_a_meeting_over_several_days_is_there_on_each_of_those_asked_for() -> None:
    account = an_account()
    company, owner = a_company(account), a_user(account)
    a_meeting(company, owner, title="Fair", at=NOW - DAY, minutes=3 * 24 * 60)
    assert week_of(account) == [(0, "Fair"), (1, "Fair"), (2, "Fair")]
    assert said(agenda(account, start=TODAY + DAY, end=TODAY + DAY)) == [(1, "Fair")]


def test_what_ends_at_midnight_is_not_there_on_the_day_that_begins_then() -> None:
    account = an_account()
    company, owner = a_company(account), a_user(account)
    a_meeting(company, owner, title="Until midnight", at=MIDNIGHT - HOUR)
    a_meeting(company, owner, title="Over midnight", at=MIDNIGHT - HOUR, minutes=61)
    a_meeting(company, owner, title="Until the first midnight", at=MIDNIGHT - DAY - HOUR)
    assert week_of(account) == [(0, "Over midnight"), (0, "Until midnight"), (1, "Over midnight")]


def test_a_day_is_one_of_the_accounts_time_zone() -> None:
    for zone, day in (("Europe/Brussels", 1), ("Atlantic/Azores", 0), ("Pacific/Auckland", 1)):
        account = an_account(time_zone=zone)
        a_call(a_company(account), a_user(account), at=MIDNIGHT)
        assert week_of(account) == [(day, "Call Brasserie du Midi SRL")]


def test_the_day_of_a_clock_change_holds_all_its_hours() -> None:
    account = an_account(time_zone="Atlantic/Azores")
    company, owner = a_company(account), a_user(account)
    sunday = dt.date(2026, 10, 25)
    first, last = dt.datetime(2026, 10, 25, 0, tzinfo=dt.UTC), dt.datetime(2026, 10, 26, 0, 59, tzinfo=dt.UTC)
    for at in (first - MINUTE, first, last, last + MINUTE):
        a_call(company, owner, at=at)
    assert [item.starts_at for item in agenda(account, start=sunday, end=sunday)] == [first, last]


def test_of_one_user_what_is_theirs_and_of_nobody_elses_account() -> None:
    account = an_account()
    company, jan, colleague = a_company(account), a_member(account), a_user(account)
    a_task(company, jan), a_call(company, jan), a_meeting(company, colleague, jan)
    a_task(company, colleague), a_call(company, None), a_meeting(company, colleague, title="Without Jan")
    other = a_user(an_account(name="Other"))
    theirs = a_company(other.account)
    a_task(theirs, other), a_call(theirs, other), a_meeting(theirs, other)
    mine = agenda(account, start=TODAY, end=TODAY, user=jan)
    assert [item.kind for item in mine] == ["task", "call", "meeting"]
    assert len(agenda(account, start=TODAY, end=TODAY)) == 6


def test_due_is_what_is_overdue_and_what_is_today_and_not_what_is_done() -> None:
    account = an_account()
    company, jan = a_company(account), a_member(account)
    for days in (-2, 0, 1):
        a_task(company, jan, "Task", days=days)
        a_call(company, jan, at=NOW + days * DAY)
        a_meeting(company, jan, at=NOW + days * DAY)
    a_task(company, a_user(account)), a_call(company, None), a_meeting(company, a_user(account))
    complete(a_task(company, jan), by=jan, at=NOW)
    complete_call(a_call(company, jan), by=jan, at=NOW)
    complete_meeting(a_meeting(company, jan), by=jan, at=NOW)
    items = due(jan, at=NOW)
    assert said(items) == [
        (-2, "Task"),
        (-2, "Call Brasserie du Midi SRL"),
        (-2, "Visit"),
        (0, "Task"),
        (0, "Call Brasserie du Midi SRL"),
        (0, "Visit"),
    ]
    assert [item.is_overdue for item in items] == [True, True, True, False, False, False]


def test_what_is_due_later_today_is_due() -> None:
    account = an_account()
    jan = a_member(account)
    a_call(a_company(account), jan, at=MIDNIGHT - MINUTE)
    a_call(a_company(account), jan, at=MIDNIGHT)
    assert said(due(jan, at=NOW)) == [(0, "Call Brasserie du Midi SRL")]


def test_a_meeting_that_goes_on_is_due_once_today() -> None:
    account = an_account()
    jan = a_member(account)
    a_meeting(a_company(account), jan, title="Goes on", at=NOW - DAY, minutes=3 * 24 * 60)
    a_meeting(a_company(account), jan, title="Was over", at=NOW - 3 * DAY, minutes=24 * 60)
    items = due(jan, at=NOW)
    assert (said(items), [item.is_overdue for item in items]) == ([(-2, "Was over"), (0, "Goes on")], [True, False])


def test_as_many_of_each_kind_as_are_asked_for_the_oldest() -> None:
    account = an_account()
    company, jan = a_company(account), a_member(account)
    for days in (-1, -3, -2):
        a_task(company, jan, "Task", days=days), a_call(company, jan, at=NOW + days * DAY)
    assert said(due(jan, at=NOW, limit=1)) == [(-3, "Task"), (-3, "Call Brasserie du Midi SRL")]


def test_as_many_queries_for_three_of_each_as_for_one() -> None:
    account = an_account()
    jan = a_member(account)

    def another() -> None:
        company = a_company(account)
        deal = a_deal(company)
        a_task(company, jan, deal=deal), a_call(company, jan, contact=a_contact(account), deal=deal)
        a_meeting(company, jan, a_user(account), contacts=(a_contact(account),), deal=deal)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            for item in agenda(account, start=TODAY, end=TODAY, at=NOW) + due(jan, at=NOW):
                read = (item.customer and item.customer.name, item.thing.deal and item.thing.deal.title)
                assert all(read)
                if item.kind == "meeting":
                    assert [str(each) for each in item.thing.attendees.all()]  # type: ignore[union-attr]
        return len(captured)

    another()
    with_one = queries()
    another(), another()
    assert queries() == with_one
