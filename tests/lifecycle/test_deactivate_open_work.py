"""What is open with a customer who is deactivated: named, left alone, or handed over when asked (R13)."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.rights import NotAllowed, Right
from comptoir.activities.models import Activity
from comptoir.invoicing.models import Invoice
from comptoir.lifecycle import deactivation
from comptoir.lifecycle.deactivation import StalePreview, deactivate, preview, undo
from comptoir.lifecycle.giving import StaleWork
from tests.factories import (
    NOW,
    a_call,
    a_company,
    a_contact,
    a_deal,
    a_meeting,
    a_member,
    a_quotation,
    a_reminder,
    a_subscription,
    a_task,
    a_user,
    an_account,
    an_invoice,
)

pytestmark = pytest.mark.django_db
TOMORROW, SOON = NOW + dt.timedelta(days=1), NOW + dt.timedelta(seconds=20)


@pytest.fixture
def sofie():
    return a_user(an_account())


@pytest.fixture
def jan(sofie):
    return a_user(sofie.account, first_name="Jan", last_name="Peeters")


@pytest.fixture(params=[a_company, a_contact], ids=["company", "contact"])
def customer(request, sofie):
    return request.param(sofie.account)


def as_shown(customer, **answer):
    return deactivate(customer, at=NOW, fingerprint=preview(customer, at=NOW).fingerprint, **answer)


def one_of_each(customer, whose):
    deal = a_deal(customer, responsible_user=whose)
    quotation, task, call = a_quotation(deal), a_task(customer, whose), a_call(customer, whose)
    return deal, quotation, task, call, a_meeting(customer, whose, at=TOMORROW)


def state(*rows):
    return [type(row).objects.filter(pk=row.pk).values().get() for row in rows]


def test_left_alone_everything_stays_exactly_as_it_is_and_is_named_in_the_outcome(customer, sofie):
    things = one_of_each(customer, sofie)
    before = state(*things)

    outcome = as_shown(customer, by=sofie)

    assert state(*things) == before
    assert [thing.id for thing in outcome.left_open] == [thing.pk for thing in things]
    assert outcome.handed_over == []
    assert "handed_over" not in Activity.objects.get().effects


def test_open_work_alone_asks_nothing(customer, sofie):
    one_of_each(customer, sofie)
    shown = preview(customer, at=NOW)
    assert not shown.asks
    assert len(shown.open_work) == 5


def test_handed_over_it_is_the_colleagues_and_told_in_the_one_activity(customer, sofie, jan):
    deal, __, task, call, meeting = one_of_each(customer, sofie)

    outcome = as_shown(customer, by=sofie, hand_over_to=jan)

    for row in (deal, task, call):
        row.refresh_from_db()
    assert (deal.responsible_user, task.assignee, call.assignee) == (jan, jan, jan)
    assert {attendee.user for attendee in meeting.attendees.all()} == {sofie, jan}
    assert [thing.id for thing in outcome.handed_over] == [deal.pk, task.pk, call.pk, meeting.pk]
    assert (outcome.handed_over_to, outcome.left_open) == (jan, [])
    activity = Activity.objects.get()
    assert (activity.kind, activity.effects["to"]) == (
        "customer.deactivated",
        {"id": str(jan.pk), "name": "Jan Peeters"},
    )
    assert [(thing["kind"], thing["from_name"]) for thing in activity.effects["handed_over"]] == [
        ("deal", "Sofie Vermeulen"),
        ("task", "Sofie Vermeulen"),
        ("call", "Sofie Vermeulen"),
        ("meeting", ""),
    ]


def test_deals_are_handed_over_only_by_somebody_who_may_change_deals(customer, sofie, jan):
    deal, task = a_deal(customer, responsible_user=sofie), a_task(customer, sofie)
    an_invoice(customer, overdue_by=10)
    member = a_member(sofie.account, Right.CUSTOMERS, Right.INVOICES)

    with pytest.raises(NotAllowed):
        as_shown(customer, by=member, hand_over_to=jan, hold_invoices=True)

    customer.refresh_from_db(), deal.refresh_from_db()
    assert (customer.is_deactivated, deal.responsible_user) == (False, sofie)
    assert not Invoice.objects.on_hold().exists()

    type(deal).objects.update(status="won", closed_at=NOW)
    as_shown(customer, by=member, hand_over_to=jan)
    task.refresh_from_db()
    assert task.assignee == jan


def test_a_colleague_who_cannot_log_in_is_refused_and_nothing_is_done(customer, sofie):
    task = a_task(customer, sofie)
    with pytest.raises(ValidationError):
        as_shown(customer, by=sofie, hand_over_to=a_user(sofie.account, deactivated_at=NOW))
    customer.refresh_from_db(), task.refresh_from_db()
    assert (customer.is_deactivated, task.assignee) == (False, sofie)


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda customer: a_deal(customer, "A second terrace"),
        lambda customer: a_quotation(customer.deals.get()),
        lambda customer: a_task(customer, None, "Another one"),
        lambda customer: a_call(customer, None),
        lambda customer: a_meeting(customer, at=TOMORROW),
        lambda customer: customer.deals.update(responsible_user=None),
        lambda customer: customer.tasks.update(completed_at=NOW, completed_by=a_user(customer.account)),
    ],
    ids=["new deal", "new quotation", "new task", "new call", "new meeting", "another responsible", "done"],
)
def test_when_the_open_work_changed_nothing_is_done_and_the_fresh_preview_comes_back(meanwhile, customer, sofie, jan):
    a_deal(customer, responsible_user=sofie), a_task(customer, sofie)
    shown = preview(customer, at=NOW).fingerprint
    meanwhile(customer)

    with pytest.raises(StalePreview) as stale:
        deactivate(customer, by=sofie, at=NOW, hand_over_to=jan, fingerprint=shown)

    customer.refresh_from_db()
    assert not customer.is_deactivated
    assert not customer.deals.filter(responsible_user=jan).exists()
    assert stale.value.fresh.fingerprint == preview(customer, at=NOW).fingerprint


def test_what_somebody_takes_at_that_very_moment_makes_the_preview_stale(customer, sofie, jan, monkeypatch):
    a_task(customer, sofie)

    def taken(*_: object, **__: object) -> None:
        raise StaleWork

    monkeypatch.setattr(deactivation, "give", taken)
    with pytest.raises(StalePreview):
        as_shown(customer, by=sofie, hand_over_to=jan)
    customer.refresh_from_db()
    assert not customer.is_deactivated


def test_undo_gives_back_what_the_colleague_has_not_touched(customer, sofie, jan):
    deal, __, task, call, meeting = one_of_each(customer, sofie)
    activity = as_shown(customer, by=sofie, hand_over_to=jan).activity
    type(call).objects.update(completed_at=SOON, completed_by=jan, updated_at=SOON)

    undo(activity, by=sofie, at=SOON)

    for row in (customer, deal, task, call):
        row.refresh_from_db()
    assert not customer.is_deactivated
    assert (deal.responsible_user, task.assignee, call.assignee) == (sofie, sofie, jan)
    assert {attendee.user for attendee in meeting.attendees.all()} == {sofie}
    told = Activity.objects.about_customer(customer.pk)[0]
    assert told.kind == "customer.deactivation_undone"
    assert [thing["kind"] for thing in told.effects["given_back"]] == ["deal", "task", "meeting"]


def test_undo_needs_the_right_to_deals_when_there_were_any(customer, sofie, jan):
    a_deal(customer, responsible_user=sofie)
    activity = as_shown(customer, by=sofie, hand_over_to=jan).activity
    with pytest.raises(NotAllowed):
        undo(activity, by=a_member(sofie.account, Right.CUSTOMERS), at=SOON)


def test_undo_of_one_from_before_there_was_open_work_still_works(customer, sofie):
    activity = as_shown(customer, by=sofie).activity
    undo(activity, by=sofie, at=SOON)
    assert Activity.objects.get(kind="customer.deactivation_undone").effects["given_back"] == []


def test_the_number_of_statements_depends_neither_on_invoices_nor_on_open_work(sofie, jan):
    def statements(many: int, **answer: object) -> tuple[int, int]:
        customer = a_company(sofie.account, f"With {many}")
        for __ in range(many):
            a_reminder(an_invoice(customer, overdue_by=9)), a_subscription(customer)
            one_of_each(customer, sofie)
        with CaptureQueriesContext(connection) as looking:
            shown = preview(customer, at=NOW).fingerprint
        boxes = {"hold_invoices": True, "end_subscriptions": True, "fingerprint": shown}
        with CaptureQueriesContext(connection) as doing:
            deactivate(customer, by=sofie, at=NOW, **boxes, **answer)
        return len(looking), len(doing)

    assert statements(1) == statements(3) == (6, 15)
    assert statements(1, hand_over_to=jan) == statements(3, hand_over_to=jan) == (6, 21)
