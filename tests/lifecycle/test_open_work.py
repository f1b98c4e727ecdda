"""What is open with a customer besides invoices and subscriptions: named, in one query."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.lifecycle.open_work import has_open_work, open_work_of, open_work_of_user
from tests.factories import (
    NOW,
    TODAY,
    a_call,
    a_company,
    a_contact,
    a_deal,
    a_meeting,
    a_quotation,
    a_task,
    a_user,
    an_account,
)

pytestmark = pytest.mark.django_db
TOMORROW = NOW + dt.timedelta(days=1)


@pytest.fixture
def sofie():
    return a_user(an_account())


@pytest.fixture(params=[a_company, a_contact], ids=["company", "contact"])
def customer(request, sofie):
    return request.param(sofie.account)


def test_each_kind_is_named_with_whose_it_is_and_when(customer, sofie):
    deal = a_deal(customer, responsible_user=sofie, estimated_closing_date=TODAY)
    quotation = a_quotation(deal, expires_after=TODAY)
    task, call = a_task(customer, sofie, days=3), a_call(customer, None, at=TOMORROW)
    meeting = a_meeting(customer, sofie, at=TOMORROW)

    work = open_work_of(customer, at=NOW)

    assert [(thing.kind, thing.id, thing.title, thing.whose_name, thing.on or thing.moment) for thing in work] == [
        ("deal", deal.pk, "New terrace", "Sofie Vermeulen", TODAY),
        ("quotation", quotation.pk, "Terrace with heating", "", TODAY),
        ("task", task.pk, "Call them", "Sofie Vermeulen", TODAY + dt.timedelta(days=3)),
        ("call", call.pk, "Ask about the terrace", "", TOMORROW),
        ("meeting", meeting.pk, "Visit", "", TOMORROW),
    ]
    assert [(thing.reference, thing.amount, thing.currency) for thing in work] == [
        (deal.reference, Decimal("5000.00"), "EUR"),
        (quotation.reference, Decimal("121.00"), "EUR"),
        ("", None, ""),
        ("", None, ""),
        ("", None, ""),
    ]
    assert [thing.whose for thing in work] == [sofie.pk, None, sofie.pk, None, None]


def test_what_is_closed_done_over_or_of_somebody_else_is_not_open(customer, sofie):
    won = a_deal(customer, status="won")
    a_deal(customer, status="lost")
    a_quotation(won, status="accepted"), a_quotation(won, status="rejected"), a_quotation(won, status="closed")
    a_task(customer, sofie, completed_at=NOW, completed_by=sofie)
    a_call(customer, sofie, completed_at=NOW, completed_by=sofie)
    a_meeting(customer, sofie, at=TOMORROW, completed_at=NOW, completed_by=sofie)
    a_meeting(customer, sofie, at=NOW - dt.timedelta(hours=1), minutes=60)
    twin = a_company(sofie.account, "Twin")
    a_deal(twin), a_task(twin, sofie), a_call(twin, sofie), a_meeting(twin, sofie, at=TOMORROW)

    assert list(open_work_of(customer, at=NOW)) == []
    assert not has_open_work(customer, at=NOW)


def test_a_meeting_that_has_begun_is_open_until_it_ends(customer, sofie):
    meeting = a_meeting(customer, sofie, at=NOW - dt.timedelta(minutes=59), minutes=60)
    assert [thing.id for thing in open_work_of(customer, at=NOW)] == [meeting.pk]


@pytest.mark.parametrize(
    "make",
    [
        a_deal,
        lambda customer: a_quotation(a_deal(customer, status="won")),
        lambda customer: a_task(customer, None),
        lambda customer: a_call(customer, None),
        lambda customer: a_meeting(customer, at=TOMORROW),
    ],
    ids=["deal", "quotation", "task", "call", "meeting"],
)
def test_one_thing_of_any_kind_is_open_work(make, customer):
    make(customer)
    assert has_open_work(customer, at=NOW)
    assert len(open_work_of(customer, at=NOW)) == 1


def test_the_next_of_each_kind_comes_first_and_what_has_no_day_last(customer):
    for day in (None, TODAY + dt.timedelta(days=9), TODAY):
        a_deal(customer, f"{day}", estimated_closing_date=day)
    assert [thing.title for thing in open_work_of(customer, at=NOW)] == ["2026-11-24", "2026-12-03", "None"]


def test_a_users_work_is_what_they_are_responsible_for_have_to_do_and_go_to(sofie):
    one, other = a_company(sofie.account), a_contact(sofie.account)
    jan = a_user(sofie.account)
    deal = a_deal(one, responsible_user=sofie)
    a_quotation(deal)
    task, call, meeting = a_task(other, sofie), a_call(one, sofie), a_meeting(other, sofie, jan, at=TOMORROW)
    a_deal(one, responsible_user=jan), a_task(one, jan), a_call(one, jan), a_meeting(one, jan, at=TOMORROW)

    work = open_work_of_user(sofie, at=NOW)

    assert [(thing.id, thing.customer_name) for thing in work] == [
        (deal.pk, one.name),
        (task.pk, other.name),
        (call.pk, one.name),
        (meeting.pk, other.name),
    ]


def test_it_is_one_query_however_much_is_open(customer, sofie):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            open_work_of(customer, at=NOW), open_work_of_user(sofie, at=NOW), has_open_work(customer, at=NOW)
        return len(captured)

    assert queries() == 3
    for __ in range(3):
        a_quotation(a_deal(customer, responsible_user=sofie)), a_task(customer, sofie), a_call(customer, sofie)
        a_meeting(customer, sofie, at=TOMORROW)
    assert queries() == 3


def test_the_fingerprint_changes_with_what_is_named_and_with_nothing_else(customer, sofie):
    deal, task = a_deal(customer, responsible_user=sofie), a_task(customer, sofie)
    shown = open_work_of(customer, at=NOW).fingerprint
    type(task).objects.update(description="with the lights on")
    assert open_work_of(customer, at=NOW).fingerprint == shown

    prints = {shown}
    for change in ({"title": "Terrace"}, {"estimated_value": "1.00"}, {"responsible_user": None}):
        type(deal).objects.update(**change)
        prints.add(open_work_of(customer, at=NOW).fingerprint)
    a_task(customer, None)
    prints.add(open_work_of(customer, at=NOW).fingerprint)
    assert len(prints) == 5


def test_somebody_alone_has_nobody_to_hand_their_own_work_to(customer, sofie):
    a_task(customer, sofie), a_meeting(customer, sofie, at=TOMORROW)
    work = open_work_of(customer, at=NOW)
    assert not work.could_go_to([sofie])
    assert work.could_go_to([sofie, a_user(sofie.account)])

    a_task(customer, None)
    assert open_work_of(customer, at=NOW).could_go_to([sofie])
