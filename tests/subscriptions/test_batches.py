"""The nightly billing in batches: the same few statements for many, and one's trouble is not the others'."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.invoicing.drafting import Prepared
from comptoir.invoicing.models import Invoice
from comptoir.subscriptions import batch, billing
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.charging import Charge
from comptoir.subscriptions.models import BilledPeriod, Subscription
from tests.factories import NOW, a_company, a_subscription, an_account

pytestmark = pytest.mark.django_db

FIRST = dt.date(2026, 12, 1)


@pytest.mark.parametrize("generation", ["draft", "book", "book_and_send"])
@pytest.mark.parametrize("merges", [False, True])
def test_the_statements_are_as_many_for_three_as_for_one(generation: str, merges: bool) -> None:
    def statements(how_many: int) -> int:
        account = an_account()
        account.merges_subscription_invoices = merges
        for each in range(how_many):
            a_subscription(a_company(account, f"Company {each}"), generation=generation)
        with CaptureQueriesContext(connection) as queries:
            bill(account, on=FIRST, at=NOW)
        assert BilledPeriod.objects.filter(subscription__account=account).count() == how_many
        return len(queries)

    assert statements(1) == statements(3) <= 24


def test_many_batches_bill_all_and_number_them_in_the_order_in_which_they_fell_due(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(billing, "SIZE", 3)
    account = an_account()
    for each in range(8):
        a_subscription(a_company(account, f"Company {each}"), next_on=dt.date(2026, 9 + each % 3, 1 + each))
    run = bill(account, on=FIRST, at=NOW)
    in_order = Invoice.objects.order_by("number").values_list("number", "billed_periods__starts_on")
    days = [day for __, day in in_order]
    assert (run.billed, [number for number, __ in in_order]) == (len(days), list(range(1, len(days) + 1)))
    assert days == sorted(days)
    assert not Subscription.objects.due(on=FIRST).exists()


def test_an_error_in_one_of_a_batch_is_that_ones_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    account = an_account()
    subscriptions = [a_subscription(a_company(account, f"Company {each}")) for each in range(7)]
    usual, fatal = batch.invoice_of, subscriptions[4]

    def breaking(charges: Sequence[Charge], **facts: Any) -> Prepared:
        if charges[0].subscription.pk == fatal.pk:
            raise ZeroDivisionError
        return usual(charges, **facts)

    monkeypatch.setattr(batch, "invoice_of", breaking)
    run = bill(account, on=FIRST, at=NOW)
    assert (run.billed, run.unbillable) == (6, [fatal.pk])
    assert list(Invoice.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_what_steps_on_to_a_day_that_others_are_billed_for_is_billed_with_them() -> None:
    """The first in order owes October and November, those behind it November only."""
    account = an_account()
    behind = a_subscription(a_company(account), next_on=dt.date(2026, 10, 1))
    for n in range(2):
        a_subscription(a_company(account, f"Another {n}"), next_on=dt.date(2026, 11, 1))
    assert bill(account, on=dt.date(2026, 11, 24), at=NOW).billed == 4
    behind.refresh_from_db()
    assert behind.next_period_on == dt.date(2026, 12, 1)
