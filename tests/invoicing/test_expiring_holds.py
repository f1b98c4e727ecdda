"""Holds with an end date end by themselves."""

import datetime as dt

import pytest

from comptoir.activities.models import Activity
from comptoir.invoicing import holds
from comptoir.invoicing.models import Invoice
from tests.factories import NOW, TODAY, a_company, an_account, an_invoice

pytestmark = pytest.mark.django_db

LATER = TODAY + dt.timedelta(days=30)


def held(until: dt.date | None) -> Invoice:
    invoice = an_invoice(a_company(an_account()), overdue_by=10)
    holds.put_on_hold(invoice, by=None, at=NOW, until=until)
    return invoice


def test_on_its_day_a_hold_ends_and_the_timeline_says_so() -> None:
    invoice = held(TODAY + dt.timedelta(days=1))
    assert holds.expire(invoice.account, on=TODAY, at=NOW) == 0
    assert holds.expire(invoice.account, on=TODAY + dt.timedelta(days=1), at=NOW) == 1
    assert holds.expire(invoice.account, on=TODAY + dt.timedelta(days=1), at=NOW) == 0
    invoice.refresh_from_db()
    assert not invoice.is_on_hold
    assert Activity.objects.filter(kind="invoice.released", by=None, customer_id=invoice.customer_id).count() == 1


def test_a_hold_without_an_end_stays() -> None:
    assert holds.expire(held(None).account, on=LATER, at=NOW) == 0


def test_what_was_put_on_hold_anew_meanwhile_stays_so(monkeypatch: pytest.MonkeyPatch) -> None:
    invoice = held(TODAY + dt.timedelta(days=1))
    lock = holds.lock

    def after_somebody_else(found: Invoice) -> Invoice:
        Invoice.objects.filter(pk=found.pk).update(on_hold_until=LATER)
        return lock(found)

    monkeypatch.setattr(holds, "lock", after_somebody_else)
    assert holds.expire(invoice.account, on=TODAY + dt.timedelta(days=1), at=NOW) == 0
    invoice.refresh_from_db()
    assert invoice.on_hold_until == LATER
