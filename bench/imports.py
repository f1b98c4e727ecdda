"""How fast customers are imported: all checks, all rows, one transaction, beside a floor in the same run.

    python -m bench.imports [--customers 100000]

Starts a throw-away PostgreSQL, writes a CSV file, imports it as the worker would (check, then run), and then inserts the
same rows with bare multi-row INSERTs of plain SQL on the same connection: the floor. Prints rows per second, the ratio
to the floor, and the most memory that the process used.
"""

import argparse
import csv
import io
import os
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tools.postgres import throwaway

ROOT = Path(__file__).resolve().parents[1]
HEADER = ["Name", "VAT number", "E-mail", "Telephone", "Street", "Postal code", "City", "Country", "Language", "Active"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=100_000)
    options = parser.parse_args()
    # A process of its own: Django is set up for one database only.
    with (
        throwaway() as url,
        tempfile.TemporaryDirectory(prefix="comptoir-imports-") as var,
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other,
    ):
        other.submit(measure, url, var, customers=options.customers).result()


def measure(url: str, var: str, *, customers: int) -> None:
    """Import, insert the same rows bare, and print the table."""
    os.environ |= {"DATABASE_URL": url, "COMPTOIR_VAR": var, "DJANGO_SETTINGS_MODULE": "comptoir.config.settings"}
    os.environ["LOG_LEVEL"] = "ERROR"
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    from comptoir.transfer.importing import starting, working
    from comptoir.transfer.models import Import
    from tests.factories import a_user, an_account

    account = an_account()
    owner = a_user(account)
    before = memory()
    at = timezone.now()
    took: dict[str, float] = {}
    started = time.perf_counter()
    brought = starting.start(
        account=account, kind="customers", name="c.csv", content=a_file(customers), by=owner, at=at
    )
    took["bring (read through once)"] = time.perf_counter() - started
    chosen = {"mapping": brought.mapping, "formats": brought.formats, "options": {"home": "BE"}}
    starting.map_columns(brought, **chosen, by=owner, at=at)
    for name, verb in (("check", working.check), ("run", working.run)):
        asked = verb(Import.objects.get(), by=owner, at=at)
        started = time.perf_counter()
        working.work_on(asked, clock=timezone.now)
        took[name] = time.perf_counter() - started
    done = Import.objects.get()
    assert (done.state, done.totals["added"]) == ("done", customers), (done.state, done.problems[:3])
    after = memory()
    took["floor: bare INSERTs"] = floor()
    for name, seconds in took.items():
        print(f"  {name:<28} {seconds:7.1f} s  {customers / seconds:9.0f} rows/s")
    print(f"  run / floor                  {took['run'] / took['floor: bare INSERTs']:7.1f} ×")
    print(f"  memory                       {before:5.0f} MB before, {after:5.0f} MB at most")


def a_file(customers: int) -> io.BytesIO:
    """Customers with addresses, telephones, e-mails, and Belgian VAT numbers for three in four."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for n in range(customers):
        base = 10_000_000 + n
        vat = "" if n % 4 == 0 else f"BE{base:08d}{97 - base % 97:02d}"
        place = [f"Rue Haute {n}", f"{1000 + n % 8999}", "Gent", "BE", "nl"]
        active = "no" if n % 50 == 0 else "yes"
        writer.writerow([f"Brasserie {n}", vat, f"info{n}@customer.example", f"02 555 {n % 10000:04d}", *place, active])
    return io.BytesIO(text.getvalue().encode())


def floor() -> float:
    """The same customers, addresses, activities and links to the import once more, row values as they are, without any check."""
    from django.db import connection

    tables = ("customers_customer", "customers_address", "activities_activity", "transfer_importedrow")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"CREATE TABLE copy_of_{table} (LIKE {table} INCLUDING ALL)")
            cursor.execute(f"SELECT * FROM {table}")
            columns = ", ".join(f'"{column.name}"' for column in cursor.description)
            yield_rows = cursor.fetchall()
            _ROWS[table] = (columns, yield_rows)
        started = time.perf_counter()
        cursor.execute("BEGIN")
        for table, (columns, rows) in _ROWS.items():
            marks = f"({', '.join(['%s'] * (columns.count(',') + 1))})"
            for begin in range(0, len(rows), 1000):
                some = rows[begin : begin + 1000]
                values = [value for row in some for value in row]
                cursor.execute(
                    f"INSERT INTO copy_of_{table} ({columns}) VALUES {', '.join([marks] * len(some))}", values
                )
        cursor.execute("COMMIT")
        return time.perf_counter() - started


_ROWS: dict[str, tuple[str, list[tuple[object, ...]]]] = {}


def memory() -> float:
    """The most memory that this process has used, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
