"""Telling how a call went."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from comptoir.activities.models import Activity
from comptoir.followups.calls import complete_call
from comptoir.followups.models import Call, CallOutcome
from tests.factories import NOW, TODAY, a_call, a_company, a_deal, a_member, a_user, an_account

pytestmark = pytest.mark.django_db


def test_made_once_with_its_outcome() -> None:
    account = an_account()
    one, other = a_user(account), a_member(account)
    company = a_company(account)
    deal = a_deal(company, inactive_for=9)
    call, outcome = a_call(company, one, deal=deal), CallOutcome.objects.of(account).get(name="Reached")
    complete_call(call, by=one, at=NOW, outcome=outcome, outcome_summary="  He wants it in May.  ")
    complete_call(call, by=other, at=NOW + dt.timedelta(hours=1), outcome_summary="Nobody answered.")
    call.refresh_from_db()
    assert (call.completed_at, call.completed_by, call.outcome, call.outcome_summary) == (
        NOW,
        one,
        outcome,
        "He wants it in May.",
    )
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.customer_id) == ("call.completed", one, company.pk)
    assert (activity.effects["outcome"], activity.effects["summary"]) == ("Reached", "He wants it in May.")
    deal.refresh_from_db()
    assert deal.last_activity_on == TODAY


def test_nothing_need_be_said_of_it() -> None:
    account = an_account()
    member = a_member(account)
    call = complete_call(a_call(a_company(account), None), by=member, at=NOW)
    assert list(Call.objects.done()) == [call]
    assert (call.outcome, call.outcome_summary) == (None, "")


def test_an_outcome_that_cannot_be_chosen_is_refused() -> None:
    account = an_account()
    member = a_member(account)
    call = a_call(a_company(account), member)
    archived = CallOutcome.objects.create(account=account, name="Sent a fax", archived_at=NOW)
    theirs = CallOutcome.objects.of(an_account(name="Other")).get(name="Reached")
    for outcome in (archived, theirs):
        with pytest.raises(ValidationError) as refusal:
            complete_call(call, by=member, at=NOW, outcome=outcome)
        assert set(refusal.value.error_dict) == {"outcome"}
    assert list(Call.objects.open()) == [call]
