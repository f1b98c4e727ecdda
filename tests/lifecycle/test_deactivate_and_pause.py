"""The same dialog, for subscriptions that only pause, end with what was billed, or leave something to give back."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.rights import NotAllowed, Right
from comptoir.customers.models import Customer
from comptoir.invoicing.models import CreditDraft
from comptoir.lifecycle.deactivation import CannotUndo, Outcome, deactivate, preview, undo
from comptoir.subscriptions import pausing
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.models import Subscription
from tests.factories import NOW, TODAY, a_company, a_member, a_subscription, a_user, an_account

pytestmark = pytest.mark.django_db

LATER = NOW + dt.timedelta(minutes=5)


def as_shown(customer: Customer, **answer: Any) -> Outcome:
    shown = preview(customer, at=NOW)
    answer = {"by": a_user(customer.account)} | answer
    return deactivate(customer, at=NOW, fingerprint=shown.fingerprint, **answer)


def three() -> list[Subscription]:
    customer = a_company(an_account())
    return [a_subscription(customer, title=title) for title in ("Heating", "Linen", "Ice")]


def states(subscriptions: list[Subscription]) -> list[str]:
    found = []
    for each in subscriptions:
        each.refresh_from_db()
        known = {"deactivated": each.is_deactivated, "ending": each.is_ending, "paused": each.is_paused}
        found.append(next((name for name, holds in known.items() if holds), "running"))
    return found


def test_with_the_box_ticked_those_are_paused_and_the_others_end() -> None:
    them = three()
    done = as_shown(them[0].customer, end_subscriptions=True, pause=[them[1].pk])
    assert states(them) == ["deactivated", "paused", "deactivated"]
    assert done.activity is not None
    effects = done.activity.effects
    assert [each["title"] for each in effects["paused"]] == ["Linen"]
    assert [each["title"] for each in effects["subscriptions"]] == ["Heating", "Ice"]
    assert not done.can_be_undone


def test_with_the_box_unticked_those_are_paused_and_the_others_keep_running() -> None:
    them = three()
    done = as_shown(them[0].customer, pause=[them[1].pk])
    assert states(them) == ["running", "paused", "running"]
    assert done.activity is not None
    assert done.activity.effects["subscriptions"] == []
    assert done.can_be_undone


def test_what_is_paused_already_ends_with_the_others_unless_it_is_kept() -> None:
    them = three()
    for each in them[:2]:
        pausing.pause(each, by=None, at=NOW)
    as_shown(them[0].customer, end_subscriptions=True, pause=[them[1].pk])
    assert states(them) == ["deactivated", "paused", "deactivated"]


def test_another_customers_subscription_is_never_paused() -> None:
    them = three()
    theirs = a_subscription(a_company(them[0].account, "Another"))
    as_shown(them[0].customer, pause=[theirs.pk])
    assert states([theirs]) == ["running"]


def test_undone_those_run_again_as_before() -> None:
    them = three()
    done = as_shown(them[0].customer, pause=[them[1].pk])
    assert done.activity is not None
    undo(done.activity, by=done.activity.by, at=LATER)
    assert states(them) == ["running"] * 3
    assert {each.bill_on for each in them} == {dt.date(2026, 12, 1)}


def test_undone_a_pause_that_somebody_changed_meanwhile_stays() -> None:
    them = three()
    done = as_shown(them[0].customer, pause=[them[0].pk, them[1].pk])
    assert done.activity is not None
    pausing.pause(them[0], by=None, at=LATER, until=dt.date(2027, 3, 1))
    undo(done.activity, by=done.activity.by, at=LATER)
    assert states(them) == ["paused", "running", "running"]


def prepaid_until(end: dt.date) -> Subscription:
    subscription = a_subscription(a_company(an_account()), next_on=dt.date(2026, 11, 1))
    bill(subscription.account, on=TODAY, at=NOW)
    subscription.refresh_from_db()
    assert subscription.billed_periods.get().ends_on == end
    return subscription


def test_at_the_end_of_what_was_billed_it_is_told_to_end_for_good() -> None:
    subscription = prepaid_until(dt.date(2026, 11, 30))
    done = as_shown(subscription.customer, end_subscriptions=True, when="paid_period", credit_prepaid=True)
    assert states([subscription]) == ["ending"]
    assert done.activity is not None
    assert done.activity.effects["ending"][0]["deactivates_on"] == "2026-12-01"
    assert done.activity.effects["subscriptions"] == []
    assert not CreditDraft.objects.exists()
    with pytest.raises(CannotUndo):
        undo(done.activity, by=done.activity.by, at=LATER)


def test_now_with_what_was_billed_beyond_today_prepared_for_credit() -> None:
    subscription = prepaid_until(dt.date(2026, 11, 30))
    shown = preview(subscription.customer, at=NOW)
    done = as_shown(subscription.customer, end_subscriptions=True, credit_prepaid=True)
    draft = CreditDraft.objects.get()
    assert shown.paid_until == dt.date(2026, 11, 30)
    assert shown.to_credit == {"EUR": draft.tax_inclusive}
    assert done.activity is not None
    assert done.activity.effects["credit_drafts"][0]["id"] == str(draft.pk)


def test_pausing_needs_the_right_for_subscriptions_and_preparing_credit_that_for_invoices() -> None:
    subscription = prepaid_until(dt.date(2026, 11, 30))
    without = a_member(subscription.account, Right.CUSTOMERS, Right.INVOICES)
    with pytest.raises(NotAllowed):
        as_shown(subscription.customer, by=without, pause=[subscription.pk])
    without = a_member(subscription.account, Right.CUSTOMERS, Right.SUBSCRIPTIONS)
    with pytest.raises(NotAllowed):
        as_shown(subscription.customer, by=without, end_subscriptions=True, credit_prepaid=True)
    assert states([subscription]) == ["running"]


def test_pausing_five_takes_as_many_statements_as_one() -> None:
    counts = []
    for how_many in (1, 5):
        customer = a_company(an_account())
        them = [a_subscription(customer) for __ in range(how_many)]
        user, shown = a_user(customer.account), preview(customer, at=NOW)
        with CaptureQueriesContext(connection) as queries:
            done = deactivate(
                customer, by=user, at=NOW, pause=[each.pk for each in them], fingerprint=shown.fingerprint
            )
        assert done.activity is not None
        with CaptureQueriesContext(connection) as undoing:
            undo(done.activity, by=user, at=LATER)
        counts.append((len(queries), len(undoing)))
    assert counts[0] == counts[1]
