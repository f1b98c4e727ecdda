"""Invoice numbers have no gap and no duplicate, whatever books at once and whatever crashes (G5)."""

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from comptoir.accounts.models import Department
from comptoir.invoicing import numbering
from comptoir.invoicing.booking import book
from comptoir.invoicing.models import Invoice, NumberSeries
from comptoir.invoicing.refusals import AlreadyBooked
from tests.factories import NOW, TODAY, a_company, a_draft, an_account, the_department

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WORKERS = 8


class Crash(Exception):
    """Something broke after the number had been taken."""


def at_once(work: Callable[[UUID], None], ids: list[UUID]) -> None:
    """Do `work` for each id, in several threads that start together, each on its own connection."""
    start = threading.Barrier(WORKERS)

    def share(number: int) -> None:
        start.wait()
        try:
            for id in ids[number::WORKERS]:
                work(id)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(share, range(WORKERS)))


def drafts(count: int) -> list[UUID]:
    customer = a_company(an_account())
    return [a_draft(customer).pk for _ in range(count)]


def booked_numbers() -> list[int]:
    return sorted(Invoice.objects.filter(number__isnull=False).values_list("number", flat=True))


def test_two_hundred_drafts_booked_at_once_some_of_them_rolled_back_or_killed() -> None:
    ids = drafts(200)
    place = {id: position for position, id in enumerate(ids)}

    def work(id: UUID) -> None:
        try:
            with transaction.atomic():
                book(Invoice.objects.get(pk=id), by=None, at=NOW, on=TODAY)
                if place[id] % 5 == 0:
                    raise Crash
                if place[id] % 5 == 1:
                    # The server process behind this transaction dies before the commit.
                    with connection.cursor() as cursor:
                        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        except Crash:
            pass
        except Exception:
            connection.close()

    at_once(work, ids)
    assert booked_numbers() == list(range(1, 121))
    assert NumberSeries.objects.get().last_number == 120
    # What was lost is booked again, and the numbers go on without a gap.
    for invoice in Invoice.objects.drafts():
        book(invoice, by=None, at=NOW, on=TODAY)
    assert booked_numbers() == list(range(1, 201))


def test_every_worker_booking_the_same_drafts_books_each_once() -> None:
    ids = drafts(20)
    refused = []

    def work(id: UUID) -> None:
        for each in ids:
            try:
                book(Invoice.objects.get(pk=each), by=None, at=NOW, on=TODAY)
            except AlreadyBooked:
                refused.append(each)

    at_once(work, ids[:WORKERS])
    assert booked_numbers() == list(range(1, 21))
    assert len(refused) == 20 * (WORKERS - 1)


def test_without_the_lock_two_get_the_same_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the same race with the guard switched off does collide."""
    ids = drafts(200)
    collisions = []

    def unlocked(department: Department) -> Department:
        return Department.objects.get(pk=department.pk)

    def work(id: UUID) -> None:
        try:
            book(Invoice.objects.get(pk=id), by=None, at=NOW, on=TODAY)
        except IntegrityError as error:
            collisions.append(str(error))

    monkeypatch.setattr(numbering, "locked", unlocked)
    at_once(work, ids)
    assert any("invoice_number_once" in collision for collision in collisions)


def test_two_that_open_a_series_at_once_get_one_and_two() -> None:
    account = an_account()
    department = the_department(account)
    for year in range(2000, 2030):
        customer = a_company(account)
        ids = [a_draft(customer).pk for _ in range(WORKERS)]
        at_once(lambda id, on=dt.date(year, 5, 1): _book(id, on), ids)  # type: ignore[misc]
        numbers = Invoice.objects.filter(department=department, fiscal_year=year).values_list("number", flat=True)
        assert sorted(numbers) == list(range(1, WORKERS + 1))


def _book(id: UUID, on: dt.date) -> None:
    book(Invoice.objects.get(pk=id), by=None, at=NOW, on=on)
