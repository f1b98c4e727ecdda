"""The story is the same whenever it is told at the same moment, and moves with the calendar otherwise."""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from comptoir.accounts.models import Account
from comptoir.activities.models import Activity
from comptoir.customers.models import Customer
from comptoir.demo import seed as demo
from comptoir.demo.companies import COMPANIES
from comptoir.demo.contracts import CONTRACTS
from comptoir.demo.people import PEOPLE
from comptoir.demo.prospects import PROSPECTS
from comptoir.demo.staff import open_boost
from comptoir.invoicing.models import Invoice
from tests.factories import NOW

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

FEW = tuple(company for company in COMPANIES if company.name in ("Brasserie du Midi", "Autohaus Brandt"))
THEIR_PEOPLE = tuple(person for person in PEOPLE if person.works_for in [company.name for company in FEW])
THEIR_CONTRACTS = tuple(
    contract for contract in CONTRACTS if contract.customer in [company.full_name for company in FEW]
)

THEIR_PROSPECTS = tuple(prospect for prospect in PROSPECTS if prospect.customer in [each.full_name for each in FEW])


def tell(now: dt.datetime) -> Account:
    stage = open_boost(now)
    demo.tell(stage, FEW, THEIR_PEOPLE, THEIR_CONTRACTS, (), THEIR_PROSPECTS, invoices=35)
    return stage.account


def told(now: dt.datetime) -> list[Any]:
    """The story in words, without the ids, which are new each time."""
    with transaction.atomic():
        account = tell(now)
        story: list[Any] = list(Activity.objects.values_list("at", "kind", "by__email").order_by("at", "kind", "id"))
        story += (
            Invoice.objects.of(account)
            .order_by("created_at", "invoice_number")
            .values_list("customer__name", "invoice_number", "invoice_date", "due_on", "tax_inclusive", "due", "status")
        )
        story += Customer.objects.of(account).order_by("name").values_list("name", "vat_number", "iban", "telephones")
        transaction.set_rollback(True)
    return story


def test_it_is_told_the_same_way_twice() -> None:
    first = told(NOW)
    assert len(first) > 100
    assert told(NOW) == first


@pytest.mark.parametrize(
    "now",
    [
        dt.datetime(2027, 1, 31, 4, 30, tzinfo=dt.UTC),  # before the morning hour of a month's last day, a Sunday
        dt.datetime(2027, 3, 28, 0, 30, tzinfo=dt.UTC),  # in the night when summer time begins
        dt.datetime(2028, 2, 29, 23, 30, tzinfo=dt.UTC),  # already March in Brussels
    ],
)
def test_it_ends_today_whenever_that_is(now: dt.datetime) -> None:
    account = tell(now)
    invoices, today = Invoice.objects.of(account), account.day(now)
    assert invoices.count() == 35
    assert invoices.overdue(on=today).exists()
    assert invoices.outstanding().filter(due_on__gt=today).exists()
    latest = Activity.objects.latest("at").at
    assert latest <= now
    assert now - latest < dt.timedelta(days=7)


def test_an_interruption_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*args: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(demo.Stage, "play", interrupted)
    with pytest.raises(KeyboardInterrupt):
        demo.seed(now=NOW)
    assert not Account.objects.exists()
