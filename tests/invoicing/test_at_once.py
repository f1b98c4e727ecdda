"""The same thing asked for several times at the same moment is done once, on every database."""

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from comptoir.activities.models import Activity
from comptoir.invoicing import crediting, drafting, payments
from comptoir.invoicing.booking import book
from comptoir.invoicing.models import CreditNote, Invoice, Payment
from comptoir.invoicing.refusals import AlreadyBooked, NothingToCredit
from tests.factories import NOW, TODAY, a_company, a_draft, an_account, an_invoice, the_department

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WORKERS = 4


def at_once(work: Callable[[int], object], refusal: type[Exception] = ZeroDivisionError) -> list[str]:
    """Let several threads do `work` together; how each ended: "done" or "refused"."""
    start = threading.Barrier(WORKERS)

    def one(number: int) -> str:
        start.wait()
        try:
            work(number)
        except refusal:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(WORKERS) as pool:
        return sorted(pool.map(one, range(WORKERS)))


ONE_OF_THEM = ["done", "refused", "refused", "refused"]


def test_several_open_a_series_together() -> None:
    customer = a_company(an_account())
    drafts = [a_draft(customer) for _ in range(WORKERS)]
    at_once(lambda number: book(drafts[number], by=None, at=NOW, on=TODAY))
    assert sorted(Invoice.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_one_draft_is_booked_once() -> None:
    draft = a_draft(a_company(an_account()))
    assert at_once(lambda _: book(draft, by=None, at=NOW, on=TODAY), AlreadyBooked) == ONE_OF_THEM
    assert Activity.objects.count() == 1


def test_one_form_registers_one_payment() -> None:
    invoice, key = an_invoice(a_company(an_account())), uuid.uuid4()
    at_once(lambda _: payments.register(invoice, amount=Decimal(20), paid_on=TODAY, by=None, at=NOW, request_key=key))
    invoice.refresh_from_db()
    assert (Payment.objects.count(), invoice.paid_amount, Activity.objects.count()) == (1, Decimal(20), 1)


def test_payments_of_several_forms_all_count() -> None:
    invoice = an_invoice(a_company(an_account()), total="80.00")
    at_once(lambda _: payments.register(invoice, amount=Decimal(20), paid_on=TODAY, by=None, at=NOW))
    invoice.refresh_from_db()
    assert (invoice.paid_amount, invoice.is_settled) == (Decimal(80), True)


def test_one_invoice_is_credited_once() -> None:
    invoice = an_invoice(a_company(an_account()))
    assert at_once(lambda _: crediting.credit(invoice, by=None, at=NOW, on=TODAY), NothingToCredit) == ONE_OF_THEM
    assert CreditNote.objects.count() == 1


def test_one_form_makes_one_draft() -> None:
    account = an_account()
    department, customer, key = the_department(account), a_company(account), uuid.uuid4()
    at_once(
        lambda _: drafting.draft(account=account, department=department, customer=customer, by=None, at=NOW, id=key)
    )
    assert (Invoice.objects.count(), Activity.objects.count()) == (1, 1)
