"""One invoice for what falls due for a customer on the same day, when the account wants it so."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from comptoir.accounts.models import Account
from comptoir.customers.models import Customer
from comptoir.invoicing.models import Invoice
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.models import BilledPeriod, Subscription, SubscriptionLine
from tests.factories import NOW, a_company, a_subscription, an_account

pytestmark = pytest.mark.django_db
FIRST = dt.date(2026, 12, 1)


@pytest.fixture
def customer() -> Customer:
    account = an_account()
    Account.objects.update(merges_subscription_invoices=True)
    account.refresh_from_db()
    return a_company(account)


def two(customer: Customer, **different: Any) -> tuple[Subscription, Subscription]:
    return a_subscription(customer, title="Heating"), a_subscription(customer, **{"title": "Lift", **different})


def invoices(customer: Customer, on: dt.date = FIRST) -> list[Invoice]:
    bill(customer.account, on=on, at=NOW)
    return list(Invoice.objects.order_by("number", "id"))


def test_they_share_an_invoice_with_a_section_and_a_sentence_each(customer: Customer) -> None:
    heating, lift = two(customer, total="60.50")
    (invoice,) = invoices(customer)
    assert (invoice.tax_exclusive, invoice.tax_inclusive, invoice.number) == (Decimal(150), Decimal("181.50"), 1)
    assert [(line.position, line.section, line.tax_exclusive) for line in invoice.lines.all()] == [
        (1, "Heating", Decimal(100)),
        (2, "Lift", Decimal(50)),
    ]
    assert invoice.note.splitlines() == [
        "Heating: 1 December 2026 to 31 December 2026",
        "Lift: 1 December 2026 to 31 December 2026",
    ]
    periods = BilledPeriod.objects.order_by("first_line")
    assert [(p.subscription, p.invoice, p.first_line, p.last_line, p.tax_inclusive) for p in periods] == [
        (heating, invoice, 1, 1, Decimal("121.00")),
        (lift, invoice, 2, 2, Decimal("60.50")),
    ]


def test_not_when_the_account_has_not_said_so(customer: Customer) -> None:
    Account.objects.update(merges_subscription_invoices=False)
    customer.account.refresh_from_db()
    two(customer)
    assert len(invoices(customer)) == 2


@pytest.mark.parametrize(
    "different",
    [
        {"purchase_order_number": "PO-7"},
        {"payment_days": 14},
        {"payment_term": "end_of_month"},
        {"generation": "draft"},
        {"currency": "USD"},
        {"for_attention_of_name": "Anne"},
        {"expected_payment_method": "sepa_direct_debit"},
        {"note": "Key under the mat"},
        {"discounts": [{"percentage": "5", "description": "Loyal"}]},
        {"next_on": dt.date(2026, 11, 30)},
    ],
    ids=lambda different: next(iter(different)),
)
def test_not_when_they_differ(customer: Customer, different: dict[str, Any]) -> None:
    two(customer, **different)
    assert len(invoices(customer)) == 2


def test_not_of_another_customer(customer: Customer) -> None:
    a_subscription(customer)
    a_subscription(a_company(customer.account, "Another"))
    assert len(invoices(customer)) == 2


def test_not_two_periods_of_one_after_an_outage(customer: Customer) -> None:
    two(customer)
    made = invoices(customer, on=dt.date(2027, 2, 3))
    assert [sorted(invoice.billed_periods.values_list("starts_on", flat=True)) for invoice in made] == [
        [dt.date(2026, 12, 1)] * 2,
        [dt.date(2027, 1, 1)] * 2,
        [dt.date(2027, 2, 1)] * 2,
    ]


def test_one_that_cannot_be_billed_stays_away_from_the_shared_invoice(customer: Customer) -> None:
    heating, lift = two(customer)
    lift.lines.all().delete()
    (invoice,) = invoices(customer)
    assert [period.subscription for period in invoice.billed_periods.all()] == [heating]


def test_more_than_an_invoice_can_bear_together_is_billed_one_by_one(customer: Customer) -> None:
    two(customer)
    SubscriptionLine.objects.update(unit_price=Decimal("9000000000"), quantity=60)
    assert [invoice.tax_exclusive for invoice in invoices(customer)] == [Decimal("540000000000.00")] * 2


def test_the_last_of_a_batch_is_not_parted_from_those_it_shares_an_invoice_with(
    customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comptoir.subscriptions.billing.SIZE", 2)
    for title in "abcde":
        a_subscription(customer, title=title)
    (invoice,) = invoices(customer)
    assert invoice.billed_periods.count() == 5
