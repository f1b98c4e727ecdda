"""How fast customers are stopped, on PostgreSQL, beside a floor of bare SQL that writes the same rows in the same run.

    python -m bench.stopping [--invoices 1 100 10000] [--runs 20] [--customers 10000] [--each 10] [--background 20000]

First one customer at a time, with so many unsettled invoices and three subscriptions, both boxes ticked: the dialog as a
page, the verb with its SQL statements, and the answer to the dialog. Then the same for many customers at once. The floor
is one transaction of UPDATEs and INSERTs of the very rows that the verb changed, without a question asked. Every invoice
was reminded once.
"""

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from tools.postgres import throwaway

ROOT = Path(__file__).resolve().parents[1]
BATCH = 500
"""Customers in one transaction, as in a bulk run."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--invoices", type=int, nargs="*", default=[1, 100, 10_000])
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--customers", type=int, default=10_000)
    parser.add_argument("--each", type=int, default=10, help="unsettled invoices of each of them")
    parser.add_argument("--background", type=int, default=20_000, help="other customers, with as many invoices")
    options = parser.parse_args()
    with (
        throwaway() as url,
        tempfile.TemporaryDirectory(prefix="comptoir-stopping-") as var,
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other,
    ):
        other.submit(measure, url, var, options).result()


def measure(url: str, var: str, options: argparse.Namespace) -> None:
    """Fill a database and measure every case."""
    os.environ |= {"DATABASE_URL": url, "COMPTOIR_VAR": var, "DJANGO_SETTINGS_MODULE": "comptoir.config.settings"}
    os.environ["LOG_LEVEL"] = "ERROR"
    Path(var, "static").mkdir()
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from tests.factories import a_user, an_account

    account = an_account()
    owner = a_user(account)
    fill(account, customers=options.background, each=1)
    for invoices in options.invoices:
        runs = options.runs if invoices < 1000 else min(options.runs, 3)
        one_by_one(account, owner, invoices=invoices, runs=runs)
    if options.customers:
        many(account, owner, customers=options.customers, each=options.each)


def one_by_one(account: Any, owner: Any, *, invoices: int, runs: int) -> None:
    """Deactivate so many customers, each by itself, after looking at its dialog."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from comptoir.core.batches import batched
    from comptoir.lifecycle.deactivation import deactivate, preview
    from tests.factories import NOW

    customers = fill(account, customers=2 * runs + 1, each=invoices, subscriptions=3)
    client = Client()
    client.force_login(owner)
    dialogs, verbs, answers = [], [], []
    answer = {"hold_invoices": "on", "end_subscriptions": "on"}
    for by_hand, by_page in batched(customers[1:], 2):
        with timed(dialogs):
            page = client.get(f"/companies/{by_page.pk}/deactivate/")
        [shown] = re.findall(r'name="fingerprint" value="(\w+)"', page.content.decode())
        with timed(answers):
            done = client.post(f"/companies/{by_page.pk}/deactivate/", {**answer, "fingerprint": shown})
        assert (page.status_code, done.status_code) == (200, 302), (page.status_code, done.status_code)
        shown = preview(by_hand, at=NOW).fingerprint
        boxes = {"hold_invoices": True, "end_subscriptions": True, "fingerprint": shown}
        with timed(verbs):
            outcome = deactivate(by_hand, by=owner, at=NOW, **boxes)
        assert len(outcome.held) == invoices
    shown = preview(customers[0], at=NOW).fingerprint
    with CaptureQueriesContext(connection) as captured:
        deactivate(customers[0], by=owner, at=NOW, hold_invoices=True, end_subscriptions=True, fingerprint=shown)
    statements = [query["sql"] for query in captured if not query["sql"].startswith(("BEGIN", "COMMIT"))]
    floors = [floor([customer]) for customer in customers[1 : 1 + min(runs, 5)]]
    print(f"\none customer with {invoices:,} unsettled invoices, {runs} times: milliseconds (median, 95th percentile)")
    for name, times in (("dialog, as a page", dialogs), ("verb", verbs), ("answer, as a page", answers)):
        p95 = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
        print(f"  {name:<22} {median(times) * 1000:8.1f} {p95 * 1000:8.1f}   {median(times) / median(floors):5.1f} ×")
    print(f"  {'floor: bare SQL':<22} {median(floors) * 1000:8.1f}")
    print(f"  {len(statements)} SQL statements", flush=True)


def many(account: Any, owner: Any, *, customers: int, each: int) -> None:
    """Deactivate so many customers in batches."""
    from comptoir.core.batches import batched
    from comptoir.customers.models import Customer
    from comptoir.lifecycle.many import deactivate_all
    from tests.factories import NOW

    chosen = [each.pk for each in fill(account, customers=customers, each=each, subscriptions=1)]
    took: list[float] = []
    with timed(took):
        for some in batched(chosen, BATCH):
            deactivate_all(some, account=account, by=owner, at=NOW, hold_invoices=True, end_subscriptions=True)
    assert Customer.objects.filter(pk__in=chosen, deactivated_at=NOW).count() == customers
    bare = sum(floor(list(Customer.objects.filter(pk__in=some))) for some in batched(chosen, BATCH))
    print(f"\n{customers:,} customers with {customers * each:,} unsettled invoices, {BATCH} customers a transaction")
    print(f"  {'verb':<22} {took[0]:8.2f} s   {customers / took[0]:8.0f} customers/s")
    print(f"  {'floor: bare SQL':<22} {bare:8.2f} s   {took[0] / bare:8.1f} ×", flush=True)


def fill(account: Any, *, customers: int, each: int, subscriptions: int = 0) -> list[Any]:
    """So many companies with so many overdue invoices, each reminded once, and subscriptions."""
    from django.db import connection

    from comptoir.customers.models import Customer
    from comptoir.subscriptions.models import Movement
    from tests.factories import a_company, a_reminder, a_subscription, an_invoice

    like = a_company(account)
    invoice, subscription = an_invoice(like, overdue_by=10), a_subscription(like)
    reminder = a_reminder(invoice, state="sent", claimed_at=invoice.created_at)
    word = f"copy {like.pk}"
    with connection.cursor() as cursor:
        source = f"generate_series(1, {customers}) AS n"
        multiply(cursor, like, source, name=f"'{word} ' || n", sort_name=f"'{word} ' || n")
        theirs = f"(SELECT id AS theirs FROM customers_customer WHERE name LIKE '{word} %%') AS c"
        number = "(SELECT greatest(max(number), 1000000) FROM invoicing_invoice) + row_number() over ()"
        made = f"{theirs} CROSS JOIN generate_series(1, {each}) AS n"
        multiply(cursor, invoice, made, customer_id="theirs", number=number, invoice_number=f"'2026/' || {number}")
        of_each = f"(SELECT i.id AS theirs FROM invoicing_invoice i JOIN {theirs} ON customer_id = theirs) AS i"
        multiply(cursor, reminder, of_each, invoice_id="theirs")
        made = f"{theirs} CROSS JOIN generate_series(1, {subscriptions}) AS n"
        multiply(cursor, subscription, made, customer_id="theirs")
        movement = Movement.objects.get(subscription=subscription)
        of_each = (
            f"(SELECT s.id AS theirs FROM subscriptions_subscription s JOIN {theirs} ON customer_id = theirs) AS s"
        )
        multiply(cursor, movement, of_each, subscription_id="theirs")
        cursor.execute("ANALYZE")
    return list(Customer.objects.filter(name__startswith=f"{word} ").select_related("account"))


def multiply(cursor: Any, like: Any, source: str, **different: str) -> None:
    """Copies of the row `like`, one for each row of `source`, each with a key of its own and what is different."""
    fields = [field.column for field in like._meta.concrete_fields if not field.generated]
    values = {"id": "gen_random_uuid()"} | different
    asked = ", ".join(values.get(column, f't."{column}"') for column in fields)
    table, names = like._meta.db_table, ", ".join(f'"{column}"' for column in fields)
    cursor.execute(f"INSERT INTO {table} ({names}) SELECT {asked} FROM {table} t, {source} WHERE t.id = %s", [like.pk])


def floor(customers: Sequence[Any]) -> float:
    """Seconds to write once more what deactivating wrote, in one transaction of bare statements."""
    from django.db import connection, transaction

    ids = [customer.pk for customer in customers]
    with connection.cursor() as cursor:

        def rows(statement: str, ids: Sequence[Any]) -> list[Any]:
            cursor.execute(statement, [ids])
            return list(cursor.fetchall())

        # As before, so that each UPDATE changes what the verb's changed.
        free = "UPDATE invoicing_invoice SET on_hold_since = NULL, held_by_id = NULL WHERE customer_id = ANY(%s)"
        invoices = [pk for (pk,) in rows(f"{free} RETURNING id", ids)]
        activities = rows("SELECT * FROM activities_activity WHERE customer_id = ANY(%s)", ids)
        its = "SELECT id FROM subscriptions_subscription WHERE customer_id = ANY(%s)"
        subscriptions = [pk for (pk,) in rows(its, ids)]
        churn = "DELETE FROM subscriptions_movement WHERE kind = 'churn' AND subscription_id = ANY(%s)"
        movements = rows(f"{churn} RETURNING *", subscriptions)
        cursor.execute("CREATE TABLE IF NOT EXISTS copy_of_activities (LIKE activities_activity INCLUDING ALL)")
        began = time.perf_counter()
        with transaction.atomic():
            cursor.execute(
                "UPDATE invoicing_invoice SET on_hold_since = current_date, held_by_id = %s WHERE id = ANY(%s)",
                [customers[0].deactivated_by_id, invoices],
            )
            cursor.execute(
                "UPDATE subscriptions_subscription SET updated_at = now() WHERE id = ANY(%s)", [subscriptions]
            )
            cursor.execute("UPDATE customers_customer SET updated_at = now() WHERE id = ANY(%s)", [ids])
            insert(cursor, "subscriptions_movement", movements)
            insert(cursor, "copy_of_activities", activities)
        return time.perf_counter() - began


def insert(cursor: Any, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """One multi-row INSERT."""
    marks = f"({', '.join(['%s'] * len(rows[0]))})"
    cursor.execute(f"INSERT INTO {table} VALUES {', '.join([marks] * len(rows))}", [v for row in rows for v in row])


@contextmanager
def timed(times: list[float]) -> Iterator[None]:
    """Append how many seconds it takes."""
    began = time.perf_counter()
    yield
    times.append(time.perf_counter() - began)


if __name__ == "__main__":
    main()
