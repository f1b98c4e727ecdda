"""How fast the nightly run bills: invoices per second, booked, with numbers and lines, beside a floor in the same run.

    python -m bench.billing [--due 1000 100000] [--on postgresql sqlite] [--lines 1]

So many subscriptions of as many customers are due on one day. Each database and each size has a process of its own, on a
throw-away PostgreSQL or a file of SQLite. The run comes first; then the floor: bare multi-row INSERTs, in one transaction,
of the very rows that the run wrote, into copies of their tables with all their indexes. Prints invoices per second, what
one costs, the ratio to the floor, the most memory used, and how the cost grows from the smallest size to the largest.
"""

import argparse
import os
import re
import resource
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tools.postgres import throwaway

ROOT = Path(__file__).resolve().parents[1]
BLOCK = 500
"""Rows in one INSERT of the floor."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--due", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--on", nargs="+", choices=["postgresql", "sqlite"], default=["postgresql", "sqlite"])
    parser.add_argument("--lines", type=int, default=1, help="of each invoice")
    options = parser.parse_args()
    for database in options.on:
        costs = []
        for due in options.due:
            # A process of its own: Django is set up for one database only, and memory counts from nothing.
            with (
                tempfile.TemporaryDirectory(prefix="comptoir-billing-") as var,
                address(database, var) as url,
                ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other,
            ):
                costs.append(other.submit(measure, url, var, due=due, lines=options.lines).result())
        print(f"{database}: the cost of an invoice grows {costs[-1] / costs[0]:.2f} ×", flush=True)


@contextmanager
def address(database: str, var: str) -> Iterator[str]:
    """Of an empty database, for DATABASE_URL."""
    if database == "sqlite":
        yield f"sqlite:///{var}/comptoir.sqlite3"
    else:
        with throwaway() as url:
            yield url


def measure(url: str, var: str, *, due: int, lines: int) -> float:
    """Fill, bill, insert the same rows bare, print the figures. Returns what an invoice costs, in seconds."""
    os.environ |= {"DATABASE_URL": url, "COMPTOIR_VAR": var, "DJANGO_SETTINGS_MODULE": "comptoir.config.settings"}
    os.environ["LOG_LEVEL"] = "ERROR"
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from comptoir.subscriptions.billing import bill
    from tests.factories import NOW, TODAY, an_account

    # What is loaded once, whatever the size, is loaded for somebody else.
    others = an_account(name="Somebody else")
    fill(others, due=1, lines=lines)
    bill(others, on=TODAY, at=NOW)

    account = an_account()
    fill(account, due=due, lines=lines)
    before = memory()
    began = time.perf_counter()
    bill(account, on=TODAY, at=NOW)
    took = time.perf_counter() - began
    after = memory()
    prove(account, due=due, lines=lines)
    bare = floor(account)
    print(f"{connection.vendor}, {due:,} due, {lines} line(s) each")
    for name, seconds in (("run", took), ("floor: bare INSERTs", bare)):
        print(f"  {name:<22} {seconds:8.2f} s  {due / seconds:8.0f} invoices/s  {seconds / due * 1000:7.3f} ms each")
    print(f"  run / floor            {took / bare:8.1f} ×")
    print(f"  memory                 {before:8.0f} MB before, {after:.0f} MB at most", flush=True)
    return took / due


def fill(account: Any, *, due: int, lines: int) -> None:
    """So many monthly subscriptions that are due today, each of a company of its own with an address."""
    from decimal import Decimal

    from django.db import connection

    from comptoir.customers.models import Address, Customer
    from comptoir.invoicing.lines import LineData
    from comptoir.subscriptions import records
    from comptoir.subscriptions.models import Subscription, SubscriptionLine
    from tests.factories import NOW, TODAY, a_company, the_department, the_vat

    customer = a_company(account, vat_number="BE0417497106")
    first = records.create(
        account=account,
        department=the_department(account),
        customer=customer,
        title="Maintenance",
        starts_on=TODAY,
        lines=[LineData(f"Work {n}", Decimal("99.95"), the_vat(account)) for n in range(lines)],
        by=None,
        at=NOW,
    )
    customers = copies(customer, ({"name": f"Company {n}", "sort_name": f"company {n}"} for n in range(due - 1)))
    subscriptions = copies(first, ({"customer_id": each.pk} for each in customers))
    Customer.objects.bulk_create(customers, batch_size=1000)
    Address.objects.bulk_create(copies(customer.addresses.get(), ({"customer_id": each.pk} for each in customers)))
    Subscription.objects.bulk_create(subscriptions, batch_size=1000)
    for line in first.lines.all():
        SubscriptionLine.objects.bulk_create(copies(line, ({"subscription_id": each.pk} for each in subscriptions)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def copies(like: Any, differences: Iterable[dict[str, object]]) -> list[Any]:
    """Rows like this one, each with a key of its own and what is different about it. Not saved."""
    fields = [field for field in like._meta.concrete_fields if not field.primary_key and not field.generated]
    facts = {field.attname: getattr(like, field.attname) for field in fields}
    return [type(like)(**(facts | different)) for different in differences]


def prove(account: Any, *, due: int, lines: int) -> None:
    """Everything that is due was billed, once, with a number and its lines; otherwise the figures are worth nothing."""
    from comptoir.activities.models import Activity
    from comptoir.invoicing.models import Invoice, InvoiceLine
    from comptoir.subscriptions.models import BilledPeriod, Subscription

    numbers = Invoice.objects.of(account).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, due + 1))
    assert InvoiceLine.objects.filter(invoice__account=account).count() == due * lines
    assert BilledPeriod.objects.filter(subscription__account=account).count() == due
    assert Subscription.objects.of(account).filter(periods_behind=1).count() == due
    for kind in ("invoice.booked", "subscription.billed"):
        assert Activity.objects.of(account).filter(kind=kind).count() == due


def floor(account: Any) -> float:
    """Seconds to insert once more what billing inserted, row values as they are, without any check."""
    from django.db import connection, transaction

    from comptoir.activities.models import Activity
    from comptoir.invoicing.models import Invoice, InvoiceLine
    from comptoir.subscriptions.models import BilledPeriod

    written = (
        Invoice.objects.of(account),
        InvoiceLine.objects.filter(invoice__account=account),
        BilledPeriod.objects.filter(subscription__account=account),
        Activity.objects.of(account).exclude(kind="subscription.created"),
    )
    took = 0.0
    with connection.cursor() as cursor:
        for rows in written:
            model = rows.model
            fields = [field for field in model._meta.concrete_fields if not field.generated]
            columns, table = [field.column for field in fields], model._meta.db_table
            # Ordered as they were written: keys count up with time.
            asked = rows.values_list(*[field.attname for field in fields]).order_by("id")
            cursor.execute(*asked.query.sql_with_params())
            values = cursor.fetchall()
            copy_table(cursor, table)
            began = time.perf_counter()
            with transaction.atomic():
                insert(cursor, f"copy_of_{table}", columns, values)
            took += time.perf_counter() - began
            cursor.execute(f"SELECT COUNT(*) FROM copy_of_{table}")
            assert cursor.fetchone() == (rows.count(),)
    return took


def copy_table(cursor: Any, table: str) -> None:
    """An empty table of the same columns, checks and indexes; it refers to nothing."""
    from django.db import connection

    if connection.vendor == "postgresql":
        cursor.execute(f"CREATE TABLE copy_of_{table} (LIKE {table} INCLUDING ALL)")
        return
    cursor.execute("PRAGMA foreign_keys = OFF")
    cursor.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND type IN ('table', 'index') AND sql IS NOT NULL"
        " ORDER BY type DESC",
        [table],
    )
    for (statement,) in cursor.fetchall():
        statement = statement.replace(f'"{table}"', f'"copy_of_{table}"')
        cursor.execute(re.sub(r'^(CREATE (?:UNIQUE )?INDEX) "', r'\1 "copy_of_', statement))


def insert(cursor: Any, table: str, columns: list[str], values: list[tuple[object, ...]]) -> None:
    """Multi-row INSERTs of `values`."""
    names = ", ".join(f'"{column}"' for column in columns)
    marks = f"({', '.join(['%s'] * len(columns))})"
    for start in range(0, len(values), BLOCK):
        some = values[start : start + BLOCK]
        flat = [value for row in some for value in row]
        cursor.execute(f"INSERT INTO {table} ({names}) VALUES {', '.join([marks] * len(some))}", flat)


def memory() -> float:
    """The most memory that this process has used, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
