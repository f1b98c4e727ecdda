"""Removing a call."""

import pytest

from comptoir.activities.models import Activity
from comptoir.followups.calls import complete_call, delete_call
from comptoir.followups.models import Call
from tests.factories import NOW, a_call, a_company, a_member, an_account

pytestmark = pytest.mark.django_db


def test_it_is_gone_and_the_timeline_keeps_that_it_was_there() -> None:
    account = an_account()
    member, company = a_member(account), a_company(account)
    call = a_call(company, member)
    for __ in range(2):
        delete_call(call, by=member, at=NOW)
    assert not Call.objects.exists()
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.customer_id) == ("call.deleted", member, company.pk)
    assert activity.effects == {
        "name": "Brasserie du Midi SRL",
        "scheduled_at": "2026-11-24T09:30:00+00:00",
        "description": "Ask about the terrace",
    }


def test_one_that_was_made_too() -> None:
    account = an_account()
    member = a_member(account)
    delete_call(complete_call(a_call(a_company(account), member), by=member, at=NOW), by=member, at=NOW)
    assert not Call.objects.exists()
