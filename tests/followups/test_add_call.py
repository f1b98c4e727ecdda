"""Planning a call."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from comptoir.activities.models import Activity
from comptoir.followups.calls import add_call
from comptoir.followups.models import Call
from tests.factories import NOW, TODAY, a_company, a_contact, a_deal, a_member, a_user, an_account, an_unknown_id

pytestmark = pytest.mark.django_db
TOMORROW = NOW + dt.timedelta(days=1)


def test_a_call_is_planned_and_told() -> None:
    account = an_account()
    owner, company, luc = a_user(account), a_company(account), a_contact(account)
    deal = a_deal(company, inactive_for=9)
    call = add_call(
        company,
        scheduled_at=TOMORROW,
        assignee=owner,
        by=owner,
        at=NOW,
        contact=luc,
        deal=deal,
        description="Ask about the terrace",
    )
    assert call == Call.objects.get()
    assert (call.customer, call.contact, call.deal, call.is_done) == (company, luc, deal, False)
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.subject_id, activity.customer_id) == (
        "call.added",
        owner,
        call.pk,
        company.pk,
    )
    assert activity.effects == {
        "name": "Luc Martin",
        "scheduled_at": "2026-11-25T09:30:00+00:00",
        "description": "Ask about the terrace",
        "deal": {"id": str(deal.pk), "title": "New terrace", "reference": deal.reference},
    }
    deal.refresh_from_db()
    assert deal.last_activity_on == TODAY


def test_sent_twice_it_is_planned_once() -> None:
    account = an_account()
    owner, company, id = a_user(account), a_company(account), an_unknown_id()
    first, second = (
        add_call(company, scheduled_at=at, assignee=owner, by=owner, at=NOW, id=id) for at in (NOW, TOMORROW)
    )
    assert (first, second.scheduled_at) == (second, NOW)
    assert Activity.objects.count() == 1


def test_everybody_may_and_to_somebody_deactivated_too() -> None:
    account = an_account()
    member = a_member(account)
    for gone in (a_company(account, deactivated_at=NOW), a_contact(account, deactivated_at=NOW)):
        call = add_call(gone, scheduled_at=NOW, assignee=member, by=member, at=NOW, contact=a_contact(account))
        assert list(gone.calls.open()) == [call]


def test_what_does_not_fit_together_is_refused() -> None:
    account, other = an_account(), an_account(name="Other")
    company, owner = a_company(account), a_user(account)
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("assignee", {"assignee": a_user(other)}),
        ("assignee", {"assignee": a_user(account, deactivated_at=NOW)}),
        ("contact", {"contact": a_contact(other)}),
        ("contact", {"contact": a_company(account)}),
        ("deal", {"deal": a_deal(a_company(account))}),
        ("deal", {"deal": a_deal(a_company(other))}),
    ]
    for field, facts in wrong:
        with pytest.raises(ValidationError) as refusal:
            add_call(company, **{"scheduled_at": NOW, "assignee": owner, "by": owner, "at": NOW, **facts})
        assert set(refusal.value.error_dict) == {field}
    assert not Call.objects.exists()
    assert not Activity.objects.exists()
