"""Taking back that a call was made."""

import pytest

from comptoir.activities.models import Activity
from comptoir.followups.calls import complete_call, reopen_call
from comptoir.followups.models import Call, CallOutcome
from tests.factories import NOW, a_call, a_company, a_member, an_account

pytestmark = pytest.mark.django_db


def test_it_is_to_be_made_again_and_how_it_went_is_forgotten() -> None:
    account = an_account()
    member, outcome = a_member(account), CallOutcome.objects.of(account).first()
    call = a_call(a_company(account), member)
    complete_call(call, by=member, at=NOW, outcome=outcome, outcome_summary="It went well.")
    for __ in range(2):
        reopen_call(call, by=member, at=NOW)
    call.refresh_from_db()
    assert (call.completed_at, call.completed_by, call.outcome, call.outcome_summary) == (None, None, None, "")
    assert list(Call.objects.open()) == [call]
    activity = Activity.objects.get(kind="call.reopened")
    assert (activity.by, activity.subject_id, activity.effects["name"]) == (member, call.pk, "Brasserie du Midi SRL")


def test_what_is_open_stays_as_it_is() -> None:
    account = an_account()
    member = a_member(account)
    reopen_call(a_call(a_company(account), member), by=member, at=NOW)
    assert not Activity.objects.exists()
