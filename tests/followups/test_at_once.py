"""Several people with the same follow-up at the same moment, on PostgreSQL."""

import datetime as dt
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from comptoir.activities.models import Activity
from comptoir.followups import feed
from comptoir.followups.calls import add_call, complete_call, delete_call, edit_call, reopen_call
from comptoir.followups.meetings import cancel_meeting, complete_meeting, edit_meeting, schedule_meeting
from comptoir.followups.models import Attendee, CalendarFeed, Call, CallOutcome, Meeting, Task
from comptoir.followups.refusals import ChangedMeanwhile
from comptoir.followups.tasks import complete, delete_task
from tests.at_once import at_once
from tests.factories import (
    NOW,
    a_call,
    a_company,
    a_contact,
    a_deal,
    a_meeting,
    a_member,
    a_task,
    a_user,
    an_account,
    an_unknown_id,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
HOUR = dt.timedelta(hours=1)
MANY = 6


def kinds() -> list[str]:
    return list(Activity.objects.order_by("pk").values_list("kind", flat=True))


def refused(answers: list[object]) -> list[type]:
    return [type(answer) for answer in answers if isinstance(answer, Exception)]


def test_several_mark_the_same_as_done_and_it_is_told_once() -> None:
    account = an_account()
    company, users = a_company(account), [a_user(account) for __ in range(MANY)]
    deal = a_deal(company, inactive_for=9)
    verbs: list[tuple[Callable[..., Any], Any]] = [
        (complete, a_task(company, users[0], deal=deal)),
        (complete_call, a_call(company, users[0], deal=deal)),
        (complete_meeting, a_meeting(company, users[0], deal=deal)),
    ]
    for verb, thing in verbs:
        assert refused(at_once(*[lambda user=user: verb(thing, by=user, at=NOW) for user in users])) == []
        thing.refresh_from_db()
        told = Activity.objects.get(subject_id=thing.pk)
        assert told.by == thing.completed_by


def test_how_a_call_went_is_what_the_first_one_said() -> None:
    account = an_account()
    owner, call = a_user(account), a_call(a_company(account), None)
    outcomes = list(CallOutcome.objects.of(account))
    at_once(*[lambda each=each: complete_call(call, by=owner, at=NOW, outcome=each) for each in outcomes])
    call.refresh_from_db()
    assert [activity.effects["outcome"] for activity in Activity.objects.all()] == [str(call.outcome)]


def test_several_remove_the_same_and_it_is_told_once() -> None:
    account = an_account()
    company, owner = a_company(account), a_user(account)
    verbs: list[tuple[Callable[..., Any], Any]] = [
        (delete_task, a_task(company, owner)),
        (delete_call, a_call(company, owner)),
        (cancel_meeting, a_meeting(company, owner, contacts=(a_contact(account),))),
    ]
    for verb, thing in verbs:
        assert refused(at_once(*[lambda: verb(thing, by=owner, at=NOW)] * MANY)) == []
    assert kinds() == ["task.deleted", "call.deleted", "meeting.cancelled"]
    assert not any(model.objects.exists() for model in (Task, Call, Meeting, Attendee))


def test_one_form_makes_one() -> None:
    account = an_account()
    company, owner, id = a_company(account), a_user(account), an_unknown_id()
    call = lambda: add_call(company, scheduled_at=NOW, assignee=owner, by=owner, at=NOW, id=id)  # noqa: E731
    meeting = lambda: schedule_meeting(  # noqa: E731
        account, title="x", starts_at=NOW, ends_at=NOW + HOUR, users=[owner], by=owner, at=NOW, id=id
    )
    assert len({answer.pk for answer in at_once(*[call] * MANY)}) == 1  # type: ignore[attr-defined]
    assert len({answer.pk for answer in at_once(*[meeting] * MANY)}) == 1  # type: ignore[attr-defined]
    assert (Call.objects.count(), Meeting.objects.count(), Attendee.objects.count()) == (1, 1, 1)
    assert kinds() == ["call.added", "meeting.scheduled"]


def test_of_several_edits_of_what_was_shown_one_is_taken() -> None:
    account = an_account()
    company, owner = a_company(account), a_user(account)
    call, meeting = a_call(company, owner), a_meeting(company, owner)
    later = NOW + HOUR
    calls = [lambda n=n: edit_call(call, by=owner, at=later, seen=NOW, description=f"{n}") for n in range(MANY)]
    meetings = [lambda n=n: edit_meeting(meeting, by=owner, at=later, seen=NOW, title=f"{n}") for n in range(MANY)]
    for works in (calls, meetings):
        assert refused(at_once(*works)) == [ChangedMeanwhile] * (MANY - 1)
    assert kinds() == ["call.edited", "meeting.edited"]


def test_editing_who_attends_and_cancelling_leave_nobody_behind() -> None:
    account = an_account()
    owner, member = a_user(account), a_member(account)
    for __ in range(5):
        meeting = a_meeting(a_company(account), owner)
        at_once(
            lambda: edit_meeting(meeting, by=owner, at=NOW + HOUR, users=[member]),
            lambda: cancel_meeting(meeting, by=owner, at=NOW + HOUR),
        )
        assert (Meeting.objects.count(), Attendee.objects.count()) == (0, 0)


def test_making_and_reopening_a_call_take_turns() -> None:
    account = an_account()
    owner, call = a_user(account), a_call(a_company(account), None)
    works = [lambda: complete_call(call, by=owner, at=NOW), lambda: reopen_call(call, by=owner, at=NOW)] * 3
    assert refused(at_once(*works)) == []
    told = kinds()
    assert all(one != next_one for one, next_one in pairwise(told))
    assert Call.objects.get().is_done == (told[-1] == "call.completed")


def test_one_address_of_a_calendar_remains() -> None:
    owner = a_user(an_account())
    made = at_once(*[lambda: feed.make_feed(owner, at=NOW)] * MANY)
    assert refused(made) == []
    assert CalendarFeed.objects.count() == 1
    assert Activity.objects.filter(kind="calendar_feed.made").count() == MANY
