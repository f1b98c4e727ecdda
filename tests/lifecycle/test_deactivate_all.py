"""Deactivating many customers at once: to each exactly what deactivating it alone would do."""

import datetime as dt

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import NotAllowed, Right
from comptoir.activities.models import Activity
from comptoir.customers.models import Customer
from comptoir.invoicing.models import Invoice
from comptoir.lifecycle.deactivation import deactivate, preview
from comptoir.lifecycle.many import deactivate_all
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.models import Movement, Subscription
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_contact,
    a_deactivated_subscription,
    a_deal,
    a_draft,
    a_member,
    a_paid_invoice,
    a_reminder,
    a_subscription,
    a_user,
    an_account,
    an_invoice,
    an_unknown_id,
)

pytestmark = pytest.mark.django_db
BOTH = {"hold_invoices": True, "end_subscriptions": True}


@pytest.fixture
def account() -> Account:
    return an_account()


@pytest.fixture
def owner(account: Account) -> User:
    return a_user(account)


def with_everything(account: Account, name: str) -> Customer:
    """A company with each kind of invoice and subscription that a box is about, or not."""
    customer = a_company(account, name)
    an_invoice(customer, overdue_by=10), an_invoice(customer, paid="21.00"), a_draft(customer)
    an_invoice(customer, on_hold=dt.date(2026, 11, 3)), a_paid_invoice(customer)
    a_reminder(an_invoice(customer, overdue_by=8), state="leaving")
    a_subscription(customer), a_deactivated_subscription(customer)
    a_deal(customer)
    return customer


def billed_ahead(account: Account) -> Subscription:
    """A subscription of a company of its own, billed until 23 December."""
    subscription = a_subscription(a_company(account), next_on=TODAY)
    bill(account, on=TODAY, at=NOW)
    return subscription


def test_many_are_deactivated_exactly_as_each_alone_would_be(account, owner):
    alone, together, also = (with_everything(account, "Brasserie du Midi SRL") for __ in range(3))
    deactivate(
        alone,
        by=owner,
        at=NOW,
        reason="bankruptcy",
        note="Court of Ghent",
        fingerprint=preview(alone, at=NOW).fingerprint,
        **BOTH,
    )

    deactivate_all(
        [together.pk, also.pk], account=account, by=owner, at=NOW, reason="bankruptcy", note="Court of Ghent", **BOTH
    )

    assert whatever_is_not_a_name(together) == whatever_is_not_a_name(also) == whatever_is_not_a_name(alone)


def whatever_is_not_a_name(customer: Customer) -> list[object]:
    """The facts of a customer and what is its own that deactivating may have changed, without keys and numbers."""
    activity = Activity.objects.get(subject_id=customer.pk)
    effects = {
        name: sorted(sorted(str(v) for k, v in thing.items() if k not in ("id", "number")) for thing in things)
        if isinstance(things, list)
        else things
        for name, things in activity.effects.items()
    }
    state = ["deactivated_at", "deactivated_by", "deactivation_reason", "deactivation_note", "updated_at"]
    its = Q(customer=customer)
    return [
        Customer.objects.values_list(*state).get(pk=customer.pk),
        sorted(map(str, Invoice.objects.filter(its).values_list("status", "due", "on_hold_since", "held_by"))),
        sorted(map(str, Subscription.objects.filter(its).values_list("deactivated_at", "deactivated_by", "bill_on"))),
        sorted(map(str, Movement.objects.filter(subscription__customer=customer).values_list("kind", "on", "reason"))),
        (activity.kind, activity.by, activity.at, activity.customer_id == customer.pk),
        effects,
    ]


def test_what_was_done_to_each_is_told_and_what_was_deactivated_before_is_left_alone(account, owner):
    first, second, before = a_company(account), a_contact(account), a_company(account, "Before")
    held, ended = an_invoice(first), a_subscription(second)
    left = an_invoice(before, overdue_by=10)
    deactivate_all([before.pk], account=account, by=a_user(account), at=NOW, reason="other")
    missing = an_unknown_id()

    done = deactivate_all([first.pk, second.pk, before.pk, missing], account=account, by=owner, at=NOW, **BOTH)

    assert set(done) == {first.pk, second.pk, before.pk}
    assert ([i.pk for i in done[first.pk].held], done[first.pk].ended) == ([held.pk], [])
    assert ([*done[second.pk].held], [each.pk for each in done[second.pk].ended]) == ([], [ended.pk])
    assert done[before.pk] is None
    before.refresh_from_db()
    left.refresh_from_db()
    assert (before.deactivation_reason, left.on_hold_since) == ("other", None)
    assert Activity.objects.filter(kind="customer.deactivated").count() == 3


def test_both_boxes_unticked_touch_nothing_but_the_customers(account, owner):
    customer = a_company(account)
    invoice, subscription = an_invoice(customer, overdue_by=10), a_subscription(customer)

    deactivate_all([customer.pk], account=account, by=owner, at=NOW)

    customer.refresh_from_db()
    subscription.refresh_from_db()
    assert (customer.is_deactivated, subscription.is_active) == (True, True)
    assert Invoice.objects.remindable(on=TODAY).get() == invoice


def test_reminders_on_their_way_are_named_with_the_customer_that_gets_them(account, owner):
    first, second = a_company(account), a_company(account, "Second")
    leaving = a_reminder(an_invoice(first, overdue_by=10), state="leaving")
    a_reminder(an_invoice(second, overdue_by=10))

    done = deactivate_all([first.pk, second.pk], account=account, by=owner, at=NOW, hold_invoices=True)

    assert (done[first.pk].leaving, done[second.pk].leaving) == ([leaving], [])


def test_credit_notes_are_prepared_for_those_whose_subscriptions_end_now(account, owner):
    first, second = billed_ahead(account), billed_ahead(account)
    ids = [first.customer_id, second.customer_id]

    done = deactivate_all(ids, account=account, by=owner, at=NOW, end_subscriptions=True, credit_prepaid=True)

    assert [len(done[pk].credit_drafts) for pk in ids] == [1, 1]
    assert {draft.invoice.customer_id for draft in done[first.customer_id].credit_drafts} == {first.customer_id}


def test_subscriptions_may_end_with_what_was_billed(account, owner):
    subscription = billed_ahead(account)

    deactivate_all(
        [subscription.customer_id], account=account, by=owner, at=NOW, end_subscriptions=True, when="paid_period"
    )

    subscription.refresh_from_db()
    assert (subscription.is_ending, subscription.is_deactivated) == (True, False)


def test_customers_of_another_account_are_not_there(account, owner):
    foreign = a_company(an_account(name="Somebody else"))

    assert deactivate_all([foreign.pk], account=account, by=owner, at=NOW) == {}

    foreign.refresh_from_db()
    assert not foreign.is_deactivated


def test_each_box_needs_its_own_right(account):
    customer = a_company(account)
    an_invoice(customer), a_subscription(customer)
    member = a_member(account, Right.CUSTOMERS)

    for by, boxes in [
        (a_member(account), {}),
        (member, {"hold_invoices": True}),
        (member, {"end_subscriptions": True}),
        (
            a_member(account, Right.CUSTOMERS, Right.SUBSCRIPTIONS),
            {"end_subscriptions": True, "credit_prepaid": True},
        ),
    ]:
        with pytest.raises(NotAllowed):
            deactivate_all([customer.pk], account=account, by=by, at=NOW, **boxes)

    customer.refresh_from_db()
    assert not customer.is_deactivated


def test_on_a_plan_without_subscriptions_none_is_touched(owner, account):
    account.plan = "go"
    account.save()
    subscription = a_subscription(a_company(account))

    deactivate_all([subscription.customer_id], account=account, by=owner, at=NOW, end_subscriptions=True)

    subscription.refresh_from_db()
    assert not subscription.is_deactivated


def test_a_failure_in_the_middle_leaves_nothing_behind(account, owner, monkeypatch):
    customers = [with_everything(account, f"Company {n}") for n in range(2)]

    def breaks(*_: object, **__: object) -> None:
        raise ConnectionError

    monkeypatch.setattr("comptoir.lifecycle.stopping.record_all", breaks)
    with pytest.raises(ConnectionError):
        deactivate_all([each.pk for each in customers], account=account, by=owner, at=NOW, **BOTH)

    assert Customer.objects.deactivated().count() == 0
    assert Invoice.objects.filter(on_hold_since=TODAY).count() == 0
    assert Subscription.objects.active().count() == 2


def test_the_number_of_statements_depends_neither_on_customers_nor_on_what_they_have(account, owner):
    def statements(many: int) -> int:
        customers = [with_everything(account, f"Company {many} {n}") for n in range(many)]
        with CaptureQueriesContext(connection) as captured:
            deactivate_all([each.pk for each in customers], account=account, by=owner, at=NOW, **BOTH)
        return len(captured)

    assert statements(1) == statements(3) == 12
