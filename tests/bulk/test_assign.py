"""Giving many customers or deals to a colleague."""

import pytest
from django.core.exceptions import ValidationError

from comptoir.activities.models import Activity
from comptoir.bulk.starting import start
from comptoir.bulk.working import work_on
from tests.bulk.runs import LATER, a_run, done, results
from tests.factories import NOW, TODAY, a_company, a_deal, a_user, an_account

pytestmark = pytest.mark.django_db


def test_customers_get_another_account_manager() -> None:
    user = a_user(an_account())
    jan = a_user(user.account, first_name="Jan", last_name="Peeters")
    a, b = a_company(user.account, "A", responsible_user=user), a_company(user.account, "B", responsible_user=jan)
    run = done(a_run(a, b, verb="assign", by=user), to=str(jan.pk))
    assert results(run) == {"A": ("done", "assigned"), "B": ("unchanged", "assigned_already")}
    a.refresh_from_db()
    assert (a.responsible_user, a.updated_at) == (jan, LATER)
    told = Activity.objects.get()
    assert (told.kind, told.customer_id) == ("customer.edited", a.pk)
    assert told.effects["changes"] == [{"field": "responsible_user", "old": user.name, "new": "Jan Peeters"}]


def test_nobody_is_somebody_to_assign_to() -> None:
    user = a_user(an_account())
    a = a_company(user.account, "A", responsible_user=user)
    assert results(done(a_run(a, verb="assign", by=user), to=None)) == {"A": ("done", "assigned")}
    a.refresh_from_db()
    assert a.responsible_user is None


def test_deals_get_another_responsible_user() -> None:
    user = a_user(an_account())
    jan = a_user(user.account, first_name="Jan", last_name="Peeters")
    company = a_company(user.account, "A")
    deals = [a_deal(company, title="Roof", responsible_user=user), a_deal(company, title="Wall", responsible_user=jan)]
    run = done(a_run(*deals, verb="assign", about="deal", by=user), to=str(jan.pk))
    assert results(run) == {"Roof · A": ("done", "assigned"), "Wall · A": ("unchanged", "assigned_already")}
    deals[0].refresh_from_db()
    assert (deals[0].responsible_user, deals[0].updated_at, deals[0].last_activity_on) == (jan, LATER, TODAY)
    told = Activity.objects.get(kind="deal.edited")
    assert (told.subject_id, told.customer_id) == (deals[0].pk, company.pk)
    assert told.effects["changes"] == [{"field": "responsible_user", "old": user.name, "new": "Jan Peeters"}]


def test_strangers_and_those_who_left_are_not_offered() -> None:
    user = a_user(an_account())
    run = a_run(a_company(user.account), verb="assign", by=user)
    for other in (a_user(an_account(name="Other")), a_user(user.account, deactivated_at=NOW)):
        with pytest.raises(ValidationError) as refusal:
            start(run, by=user, at=NOW, options={"to": str(other.pk)})
        assert list(refusal.value.error_dict) == ["to"]


def test_who_left_between_starting_and_working_gets_nothing() -> None:
    user = a_user(an_account())
    jan = a_user(user.account)
    run = a_run(a_company(user.account, "A"), a_company(user.account, "B"), verb="assign", by=user)
    start(run, by=user, at=NOW, options={"to": str(jan.pk)})
    jan.deactivated_at = NOW
    jan.save()
    work_on(run, clock=lambda: LATER)
    assert results(run) == {"A": ("refused", "refused"), "B": ("refused", "refused")}
    assert {row.said["sentence"] for row in run.rows.all()} == {"Choose one from the list."}
