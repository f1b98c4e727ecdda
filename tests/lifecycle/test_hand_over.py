"""Open work goes to a colleague: deals, tasks and calls become theirs, meetings they join."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.rights import NotAllowed, Right
from comptoir.activities.models import Activity
from comptoir.lifecycle import handing_over
from comptoir.lifecycle.giving import StaleWork
from comptoir.lifecycle.handing_over import CannotHandBack, hand_over, undo
from comptoir.lifecycle.open_work import open_work_of
from tests.factories import (
    NOW,
    a_call,
    a_company,
    a_contact,
    a_deal,
    a_meeting,
    a_member,
    a_quotation,
    a_task,
    a_user,
    an_account,
)

pytestmark = pytest.mark.django_db
TOMORROW, SOON = NOW + dt.timedelta(days=1), NOW + dt.timedelta(seconds=20)
EARLIER = NOW - dt.timedelta(days=9)


@pytest.fixture
def sofie():
    return a_user(an_account())


@pytest.fixture
def jan(sofie):
    return a_user(sofie.account, first_name="Jan", last_name="Peeters")


@pytest.fixture(params=[a_company, a_contact], ids=["company", "contact"])
def customer(request, sofie):
    return request.param(sofie.account)


def as_shown(customer, **facts):
    return hand_over(customer, at=NOW, fingerprint=open_work_of(customer, at=NOW).fingerprint, **facts)


def goers(meeting):
    return {attendee.user for attendee in meeting.attendees.all()}


def test_deals_tasks_and_calls_become_theirs_and_meetings_they_join(customer, sofie, jan):
    deal = a_deal(customer, responsible_user=sofie, updated_at=EARLIER)
    quotation = a_quotation(deal, updated_at=EARLIER)
    task, call = a_task(customer, None, updated_at=EARLIER), a_call(customer, sofie, updated_at=EARLIER)
    meeting = a_meeting(customer, sofie, at=TOMORROW, updated_at=EARLIER)

    as_shown(customer, to=jan, by=sofie)

    for row in (deal, quotation, task, call, meeting):
        row.refresh_from_db()
    assert (deal.responsible_user, task.assignee, call.assignee) == (jan, jan, jan)
    assert goers(meeting) == {sofie, jan}
    assert [row.updated_at for row in (deal, task, call, meeting)] == [NOW] * 4
    assert (quotation.updated_at, deal.last_activity_on.isoformat()) == (EARLIER, "2026-11-24")


def test_one_activity_names_what_changed_hands_and_from_whom(customer, sofie, jan):
    deal, task = a_deal(customer, responsible_user=sofie), a_task(customer, None)

    activity = as_shown(customer, to=jan, by=sofie)

    assert Activity.objects.get() == activity
    assert (activity.kind, activity.by, activity.customer_id) == ("customer.handed_over", sofie, customer.pk)
    assert activity.effects == {
        "to": {"id": str(jan.pk), "name": "Jan Peeters"},
        "handed_over": [
            {
                "kind": "deal",
                "id": str(deal.pk),
                "title": "New terrace",
                "reference": deal.reference,
                "from": str(sofie.pk),
                "from_name": "Sofie Vermeulen",
            },
            {"kind": "task", "id": str(task.pk), "title": "Call them", "reference": "", "from": None, "from_name": ""},
        ],
    }


def test_what_is_theirs_already_is_left_alone_and_nothing_else_is_no_activity(customer, sofie, jan):
    deal, meeting = a_deal(customer, responsible_user=jan, updated_at=EARLIER), a_meeting(customer, jan, at=TOMORROW)
    assert as_shown(customer, to=jan, by=sofie) is None
    deal.refresh_from_db()
    assert deal.updated_at == EARLIER
    assert goers(meeting) == {jan}
    assert not Activity.objects.exists()


def test_what_is_closed_done_or_over_stays_where_it_was(customer, sofie, jan):
    won = a_deal(customer, responsible_user=sofie, status="won")
    done = a_task(customer, sofie, completed_at=NOW, completed_by=sofie)
    over = a_meeting(customer, sofie, at=NOW - dt.timedelta(hours=2))
    assert as_shown(customer, to=jan, by=sofie) is None
    won.refresh_from_db(), done.refresh_from_db()
    assert (won.responsible_user, done.assignee, goers(over)) == (sofie, sofie, {sofie})


def test_deals_need_their_right_and_follow_ups_none(customer, sofie, jan):
    member = a_member(sofie.account, Right.CUSTOMERS)
    task = a_task(customer, sofie)
    as_shown(customer, to=jan, by=member)
    task.refresh_from_db()
    assert task.assignee == jan

    deal = a_deal(customer, responsible_user=sofie)
    with pytest.raises(NotAllowed):
        as_shown(customer, to=member, by=member)
    deal.refresh_from_db(), task.refresh_from_db()
    assert (deal.responsible_user, task.assignee) == (sofie, jan)

    as_shown(customer, to=jan, by=a_member(sofie.account, Right.DEALS))
    deal.refresh_from_db()
    assert deal.responsible_user == jan


def test_only_to_somebody_of_the_account_who_can_log_in(customer, sofie):
    a_task(customer, sofie)
    for nobody in (a_user(sofie.account, deactivated_at=NOW), a_user(an_account(name="Elsewhere"))):
        with pytest.raises(ValidationError) as refusal:
            as_shown(customer, to=nobody, by=sofie)
        assert list(refusal.value.error_dict) == ["hand_over_to"]


def test_deals_do_not_go_to_somebody_from_whom_they_are_hidden(customer, sofie):
    member = a_member(sofie.account, hidden=["deals"])
    task = a_task(customer, sofie)
    as_shown(customer, to=member, by=sofie)
    task.refresh_from_db()
    assert task.assignee == member

    deal = a_deal(customer, responsible_user=sofie)
    with pytest.raises(ValidationError):
        as_shown(customer, to=member, by=sofie)
    deal.refresh_from_db()
    assert deal.responsible_user == sofie


def test_when_something_came_meanwhile_nothing_is_done(customer, sofie, jan):
    task = a_task(customer, sofie)
    shown = open_work_of(customer, at=NOW).fingerprint
    a_deal(customer)
    with pytest.raises(StaleWork):
        hand_over(customer, to=jan, by=sofie, at=NOW, fingerprint=shown)
    task.refresh_from_db()
    assert task.assignee == sofie


@pytest.mark.parametrize("kind", ["deal", "task", "call", "meeting"])
def test_what_somebody_takes_at_that_very_moment_is_not_taken_from_them(kind, customer, sofie, jan, monkeypatch):
    anna = a_user(sofie.account)
    deal, task, call = a_deal(customer, responsible_user=sofie), a_task(customer, sofie), a_call(customer, sofie)
    meeting = a_meeting(customer, sofie, at=TOMORROW)
    changes = {
        "deal": lambda: type(deal).objects.update(responsible_user=anna),
        "task": lambda: type(task).objects.update(assignee=anna),
        "call": lambda: type(call).objects.update(completed_at=NOW, completed_by=anna),
        "meeting": lambda: type(meeting).objects.update(completed_at=NOW, completed_by=anna),
    }

    def read_and_then(*args, **facts):
        work = open_work_of(*args, **facts)
        changes[kind]()
        return work

    monkeypatch.setattr(handing_over, "open_work_of", read_and_then)
    with pytest.raises(StaleWork):
        hand_over(customer, to=jan, by=sofie, at=NOW)
    task.refresh_from_db()
    assert task.assignee == sofie
    assert not Activity.objects.exists()


def test_undoing_it_gives_everything_back_to_whose_it_was(customer, sofie, jan):
    deal, other = a_deal(customer, responsible_user=sofie), a_deal(customer)
    task, call, meeting = a_task(customer, None), a_call(customer, sofie), a_meeting(customer, sofie, at=TOMORROW)
    activity = as_shown(customer, to=jan, by=sofie)

    undo(activity, by=sofie, at=SOON)

    for row in (deal, other, task, call):
        row.refresh_from_db()
    assert (deal.responsible_user, other.responsible_user, task.assignee, call.assignee) == (sofie, None, None, sofie)
    assert goers(meeting) == {sofie}
    told = Activity.objects.about_customer(customer.pk)[0]
    assert (told.kind, told.effects["given_back"]) == ("customer.handed_back", activity.effects["handed_over"])


def test_undoing_it_leaves_alone_what_the_colleague_has_begun(customer, sofie, jan):
    deal, moved = a_deal(customer, responsible_user=sofie), a_deal(customer, responsible_user=sofie)
    done, visited = a_task(customer, sofie), a_meeting(customer, sofie, at=TOMORROW)
    passed_on = a_call(customer, sofie)
    activity = as_shown(customer, to=jan, by=sofie)
    type(deal).objects.filter(pk=moved.pk).update(updated_at=SOON)
    type(done).objects.update(completed_at=SOON, completed_by=jan, updated_at=SOON)
    type(visited).objects.update(location="Rue Haute 1", updated_at=SOON)
    type(passed_on).objects.update(assignee=None)

    undo(activity, by=sofie, at=SOON)

    for row in (deal, moved, done, passed_on):
        row.refresh_from_db()
    assert (deal.responsible_user, moved.responsible_user, done.assignee, passed_on.assignee) == (sofie, jan, jan, None)
    assert goers(visited) == {sofie, jan}
    told = Activity.objects.get(kind="customer.handed_back")
    assert [thing["id"] for thing in told.effects["given_back"]] == [str(deal.pk)]


def test_it_is_undone_once(customer, sofie, jan):
    a_task(customer, sofie)
    activity = as_shown(customer, to=jan, by=sofie)
    undo(activity, by=sofie, at=SOON)
    with pytest.raises(CannotHandBack):
        undo(activity, by=sofie, at=SOON)


def test_undoing_it_needs_the_right_to_deals_when_there_were_any(customer, sofie, jan):
    a_deal(customer, responsible_user=sofie)
    activity = as_shown(customer, to=jan, by=sofie)
    with pytest.raises(NotAllowed):
        undo(activity, by=a_member(sofie.account), at=SOON)


def test_the_number_of_statements_does_not_depend_on_how_much_is_open(sofie, jan):
    def statements(many: int) -> tuple[int, int]:
        customer = a_company(sofie.account, f"With {many}")
        anna = a_user(sofie.account)
        for turn in range(many):
            whose = [sofie, anna, None][turn % 3]
            a_deal(customer, responsible_user=whose), a_task(customer, whose), a_call(customer, whose)
            a_meeting(customer, *([whose] if whose else []), at=TOMORROW)
        with CaptureQueriesContext(connection) as doing:
            activity = hand_over(customer, to=jan, by=sofie, at=NOW)
        with CaptureQueriesContext(connection) as undoing:
            undo(activity, by=sofie, at=SOON)
        return len(doing), len(undoing)

    assert statements(1) == statements(6) <= (12, 14)
