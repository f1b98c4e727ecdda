"""What is committed while a claim waits for the lock of the customer or the invoice counts, on PostgreSQL (G1)."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, models, transaction

from comptoir.core.mail import Letter
from comptoir.customers.models import Customer
from comptoir.invoicing.claiming import Claim, Prepared, claim
from comptoir.invoicing.late_costs import NONE
from comptoir.invoicing.models import Invoice, Reminder
from tests.factories import NOW, TODAY, a_company, a_reminder, an_account, an_invoice

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

HOLD = {"on_hold_since": TODAY}
RELEASE = {"on_hold_since": None}
EXEMPTION = {"no_reminders_since": TODAY}
PAYMENT = {"paid_amount": 21}


@pytest.mark.parametrize(
    ("waiting_for", "changed", "facts", "claimed"),
    [
        (Customer, Invoice, HOLD, Claim.WITHDRAWN),
        (Customer, Customer, EXEMPTION, Claim.WITHDRAWN),
        (Invoice, Invoice, HOLD, Claim.WITHDRAWN),
        (Invoice, Invoice, PAYMENT, Claim.CHANGED),
        (Invoice, Invoice, RELEASE, Claim.TAKEN),
    ],
)
def test_a_claim_that_waited(
    waiting_for: type[models.Model], changed: type[models.Model], facts: dict[str, object], claimed: Claim
) -> None:
    reminder = a_reminder(an_invoice(a_company(an_account()), overdue_by=7))
    keys = {Customer: reminder.invoice.customer_id, Invoice: reminder.invoice_id}
    prepared = Prepared(reminder, Letter("Reminder", "Please"), NONE, ["info@midi.example"])
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            waiting_for._default_manager.select_for_update(no_key=True).get(pk=keys[waiting_for])
            claiming = pool.submit(alone, lambda: claim(prepared, at=NOW))
            wait_until_it_waits()
            changed._default_manager.filter(pk=keys[changed]).update(**facts)
        assert claiming.result() is claimed
    assert Reminder.objects.get().state == {Claim.TAKEN: "leaving", Claim.CHANGED: "queued"}.get(claimed, "withdrawn")


def alone(work: Callable[[], Claim]) -> Claim:
    try:
        return work()
    finally:
        connection.close()


def wait_until_it_waits() -> None:
    """Return once a session of the tests' database waits for a lock."""
    until = time.monotonic() + 20
    asked = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(asked)
            if cursor.fetchone():
                return
            assert time.monotonic() < until, "nobody waits"
            time.sleep(0.002)
