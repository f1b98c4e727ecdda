"""Deactivating a customer: one transaction, one activity, and exactly what the dialog showed."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import NotAllowed, Right
from comptoir.activities.models import Activity
from comptoir.customers.models import Customer
from comptoir.invoicing.models import Invoice
from comptoir.lifecycle.deactivation import Outcome, StalePreview, deactivate, preview
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_contact,
    a_deactivated_subscription,
    a_draft,
    a_link,
    a_member,
    a_paid_invoice,
    a_reminder,
    a_subscription,
    a_user,
    an_account,
    an_invoice,
)

pytestmark = pytest.mark.django_db


def as_shown(customer: Customer, *, by: User, at: dt.datetime = NOW, **answer: object) -> Outcome:
    """Deactivate with the fingerprint of what would be shown now."""
    return deactivate(customer, by=by, at=at, fingerprint=preview(customer, at=at).fingerprint, **answer)


@pytest.fixture
def account() -> Account:
    return an_account()


@pytest.fixture
def owner(account: Account) -> User:
    return a_user(account)


@pytest.fixture(params=[a_company, a_contact], ids=["company", "contact"])
def customer(request: pytest.FixtureRequest, account: Account) -> Customer:
    return request.param(account)


def held(customer: Customer) -> set[Invoice]:
    return set(customer.invoices.filter(on_hold_since__isnull=False))


def test_both_boxes_unticked_still_deactivates_and_touches_nothing_else(customer, owner):
    invoice, subscription = an_invoice(customer, overdue_by=10), a_subscription(customer)

    as_shown(customer, by=owner)

    customer.refresh_from_db()
    subscription.refresh_from_db()
    assert (customer.deactivated_at, customer.deactivated_by) == (NOW, owner)
    assert held(customer) == set()
    assert subscription.is_active
    assert Invoice.objects.remindable(on=TODAY).get() == invoice


def test_invoices_box_holds_every_unsettled_invoice_of_this_customer_and_no_other(customer, owner, account):
    overdue, outstanding = an_invoice(customer, overdue_by=10), an_invoice(customer)
    partly_paid, draft = an_invoice(customer, overdue_by=3, paid="21.00"), a_draft(customer)
    settled = a_paid_invoice(customer)
    others = an_invoice(a_company(account, "Twin"), overdue_by=10)
    only_for_its_attention = an_invoice(a_company(account, "Third"), overdue_by=10, for_attention_of_contact=customer)

    outcome = as_shown(customer, by=owner, hold_invoices=True)

    assert held(customer) == {overdue, outstanding, partly_paid, draft}
    assert set(outcome.held) == {overdue, outstanding, partly_paid, draft}
    settled.refresh_from_db()
    assert settled.on_hold_since is None
    assert set(Invoice.objects.remindable(on=TODAY)) == {others, only_for_its_attention}


def test_holding_changes_neither_number_nor_dates_nor_amounts_nor_status(customer, owner):
    invoice = an_invoice(customer, overdue_by=10, paid="21.00")
    facts = ["invoice_number", "invoice_date", "due_on", "tax_inclusive", "due", "paid_amount", "status"]
    before = Invoice.objects.values(*facts).get(pk=invoice.pk)

    as_shown(customer, by=owner, hold_invoices=True)

    assert Invoice.objects.values(*facts).get(pk=invoice.pk) == before


def test_an_invoice_already_on_hold_keeps_its_earlier_day_and_reason(customer, owner):
    earlier = dt.date(2026, 11, 3)
    invoice = an_invoice(customer, overdue_by=10, on_hold=earlier)
    Invoice.objects.filter(pk=invoice.pk).update(hold_reason="disputed")
    an_invoice(customer, overdue_by=5)

    as_shown(customer, by=owner, hold_invoices=True)

    invoice.refresh_from_db()
    assert (invoice.on_hold_since, invoice.hold_reason) == (earlier, "disputed")


def test_subscriptions_box_deactivates_all_active_ones_for_good(customer, owner, account):
    first, second = a_subscription(customer), a_subscription(customer, title="Cleaning")
    ended_before = a_deactivated_subscription(customer)
    others = a_subscription(a_company(account, "Twin"))

    outcome = as_shown(customer, by=owner, end_subscriptions=True)

    assert set(outcome.ended) == {first, second}
    assert set(customer.subscriptions.deactivated()) == {first, second, ended_before}
    first.refresh_from_db()
    assert (first.deactivated_at, first.deactivated_by, first.next_period_on) == (NOW, owner, None)
    others.refresh_from_db()
    assert others.is_active
    assert held(customer) == set()


def test_one_activity_names_who_when_why_and_every_effect(customer, owner):
    invoice, subscription = an_invoice(customer, overdue_by=10), a_subscription(customer)

    as_shown(customer, by=owner, hold_invoices=True, end_subscriptions=True, reason="bankruptcy", note="Court of Ghent")

    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.at, activity.customer_id) == (
        "customer.deactivated",
        owner,
        NOW,
        customer.pk,
    )
    assert activity.effects == {
        "reason": "bankruptcy",
        "note": "Court of Ghent",
        "invoices": [{"id": str(invoice.pk), "number": invoice.invoice_number, "due": "121.00", "currency": "EUR"}],
        "subscriptions": [
            {"id": str(subscription.pk), "title": "Terrace heating", "amount": "121.00", "currency": "EUR"}
        ],
        "leaving": [],
    }


def test_a_reminder_in_flight_at_that_moment_is_named(customer, owner):
    leaving = a_reminder(an_invoice(customer, overdue_by=10), state="leaving")
    a_reminder(an_invoice(customer, overdue_by=10), state="queued")

    outcome = as_shown(customer, by=owner, hold_invoices=True)

    assert outcome.leaving == [leaving]
    assert [named["number"] for named in outcome.activity.effects["leaving"]] == [leaving.invoice.invoice_number]


def test_deactivating_twice_has_one_effect_and_one_activity(customer, owner, account):
    an_invoice(customer, overdue_by=10)
    shown = preview(customer, at=NOW).fingerprint
    deactivate(customer, by=owner, at=NOW, reason="bankruptcy", fingerprint=shown)

    second = deactivate(customer, by=a_user(account), at=NOW, hold_invoices=True, reason="other", fingerprint=shown)

    customer.refresh_from_db()
    assert second.activity is None
    assert (customer.deactivated_by, customer.deactivation_reason) == (owner, "bankruptcy")
    assert held(customer) == set()
    assert Activity.objects.count() == 1


def test_linked_customers_stay_active(owner, account):
    company, contact = a_company(account), a_contact(account)
    a_link(contact, company)

    assert preview(company, at=NOW).linked == [contact]
    assert preview(contact, at=NOW).linked == [company]
    as_shown(company, by=owner)

    contact.refresh_from_db()
    assert not contact.is_deactivated


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda customer: an_invoice(customer, overdue_by=1),
        lambda customer: a_subscription(customer),
        lambda customer: Invoice.objects.update(paid_amount="21.00"),
        lambda customer: customer.subscriptions.update(tax_inclusive="242.00"),
        lambda customer: a_link(a_contact(customer.account, "Anne Dubois"), customer),
    ],
    ids=["new invoice", "new subscription", "payment", "price", "link"],
)
def test_when_the_facts_changed_nothing_is_done_and_the_fresh_preview_comes_back(meanwhile, owner, account):
    customer = a_company(account)
    an_invoice(customer, overdue_by=10), a_subscription(customer)
    shown = preview(customer, at=NOW).fingerprint
    meanwhile(customer)

    with pytest.raises(StalePreview) as stale:
        deactivate(customer, by=owner, at=NOW, hold_invoices=True, end_subscriptions=True, fingerprint=shown)

    customer.refresh_from_db()
    assert not customer.is_deactivated
    assert held(customer) == set()
    assert Activity.objects.count() == 0
    assert stale.value.fresh.fingerprint == preview(customer, at=NOW).fingerprint


def test_each_box_needs_its_own_right(customer, account):
    an_invoice(customer, overdue_by=10), a_subscription(customer)
    member = a_member(account, Right.CUSTOMERS)
    shown = preview(customer, at=NOW).fingerprint

    for box in ("hold_invoices", "end_subscriptions"):
        with pytest.raises(NotAllowed):
            deactivate(customer, by=member, at=NOW, fingerprint=shown, **{box: True})
    with pytest.raises(NotAllowed):
        deactivate(customer, by=a_member(account), at=NOW, fingerprint=shown)
    customer.refresh_from_db()
    assert not customer.is_deactivated

    deactivate(customer, by=member, at=NOW, fingerprint=shown)
    customer.refresh_from_db()
    assert customer.is_deactivated


def test_on_a_plan_without_subscriptions_there_is_no_such_box(owner, account):
    account.plan = "go"
    account.save()
    customer = a_company(account)
    subscription = a_subscription(customer)

    assert preview(customer, at=NOW).asks is False
    as_shown(customer, by=owner, end_subscriptions=True)

    subscription.refresh_from_db()
    assert not subscription.is_deactivated


def test_only_settled_invoices_and_ended_subscriptions_leave_nothing_to_ask(customer):
    a_paid_invoice(customer), a_deactivated_subscription(customer)

    assert preview(customer, at=NOW).asks is False


def test_a_failure_in_the_middle_leaves_nothing_behind(customer, owner, monkeypatch):
    an_invoice(customer, overdue_by=10), a_subscription(customer)
    shown = preview(customer, at=NOW).fingerprint

    def breaks(*_: object, **__: object) -> None:
        raise ConnectionError

    monkeypatch.setattr("comptoir.lifecycle.stopping.record_all", breaks)
    with pytest.raises(ConnectionError):
        deactivate(customer, by=owner, at=NOW, hold_invoices=True, end_subscriptions=True, fingerprint=shown)

    customer.refresh_from_db()
    assert not customer.is_deactivated
    assert held(customer) == set()
    assert customer.subscriptions.active().count() == 1


def test_the_number_of_statements_does_not_depend_on_the_number_of_invoices(owner, account):
    def statements(customers_things: int) -> int:
        customer = a_company(account, f"With {customers_things}")
        for _ in range(customers_things):
            (
                an_invoice(customer, overdue_by=10),
                a_subscription(customer),
                a_reminder(an_invoice(customer, overdue_by=9)),
            )
        shown = preview(customer, at=NOW).fingerprint
        with CaptureQueriesContext(
            connection,
        ) as captured:
            deactivate(customer, by=owner, at=NOW, hold_invoices=True, end_subscriptions=True, fingerprint=shown)
        return len(captured)

    assert statements(1) == statements(3) <= 15
