"""How fast one thing is done with many customers, on PostgreSQL, beside floors of bare SQL in the same run.

    python -m bench.bulk [--customers 1000000] [--rows 10000]

First the pages: choosing all of them, which is refused, preparing 100,000, and the page of that. Then tags, an account
manager and tasks for so many rows, worked through as the worker does. The floors write rows of the same kind and number
in plain statements, without a question asked.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

from bench.stopping import multiply
from tools.postgres import throwaway

ROOT = Path(__file__).resolve().parents[1]
TELL = """INSERT INTO activities_activity (id, account_id, kind, at, by_id, customer_id, subject_type, subject_id, effects)
    SELECT gen_random_uuid(), account_id, 'customer.edited', now(), NULL, id, 'customer', id,
      jsonb_build_object('name', name, 'changes', '[{{"field": "tags", "old": "", "new": "late"}}]'::jsonb) FROM {chosen}"""
CHANGE = "UPDATE customers_customer SET updated_at = now() WHERE id IN (SELECT id FROM {chosen})"
RESULTS = "INSERT INTO results SELECT id, 'done', '{{\"code\": \"tagged\"}}'::jsonb FROM {chosen}"
FLOORS = {
    "tag": (
        "INSERT INTO customers_customer_tags (customer_id, tag_id) SELECT id, '{tag}' FROM {chosen}",
        CHANGE,
        TELL,
        RESULTS,
    ),
    "assign": (CHANGE, TELL, RESULTS),
    "add_tasks": (
        """INSERT INTO followups_task (id, account_id, customer_id, title, description, due_on, priority, created_at,
            updated_at) SELECT gen_random_uuid(), account_id, id, 'Call', '', now(), 'C', now(), now() FROM {chosen}""",
        TELL,
        RESULTS,
    ),
}
"""The effects and the results of a row."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--rows", type=int, default=10_000)
    options = parser.parse_args()
    with (
        throwaway() as url,
        tempfile.TemporaryDirectory(prefix="comptoir-bulk-") as var,
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
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from tests.factories import a_company, a_user, an_account

    owner = a_user(an_account())
    like, name = a_company(owner.account, "Atelier"), "CASE WHEN n %% 10 = 0 THEN 'Brasserie ' ELSE 'Atelier ' END || n"
    called = {"name": name, "sort_name": f"lower({name})", "search_text": f"lower({name})"}
    with connection.cursor() as cursor:
        multiply(cursor, like, f"generate_series(1, {options.customers}) AS n", **called)
        cursor.execute("CREATE TABLE results (id uuid PRIMARY KEY, state text, said jsonb)")
        cursor.execute("ANALYZE")
    pages(owner, customers=options.customers)
    print(f"\n{options.rows:,} customers, 500 a transaction: seconds")
    for verb in FLOORS:
        through(owner, verb, rows=options.rows)


def pages(owner: Any, *, customers: int) -> None:
    """Choosing, leaving out, looking."""
    from django.db import connection
    from django.test import Client

    from comptoir.bulk.models import BulkRun
    from comptoir.bulk.preparing import MOST

    client = Client()
    client.force_login(owner)

    def choose(query: str) -> Any:
        return client.post(f"/companies/act/{query}", {"all": "1", "verb": "tag"})

    print(f"{customers:,} customers: milliseconds")
    if customers > MOST:
        report("choosing all of them: refused", 5, lambda: choose(""))
        assert not BulkRun.objects.exists()
    report("choosing a tenth, found by a search", 3, lambda: choose("?q=Brasserie"))
    run = BulkRun.objects.all()[0]
    print(f"    {run.total:,} rows")
    report("its page", 10, lambda: client.get(f"/bulk/{run.pk}/"))
    report("its page, searched", 10, lambda: client.get(f"/bulk/{run.pk}/?q=7f"))
    row = run.rows.all()[0].record_id
    report("leaving a row out", 10, lambda: client.post(f"/bulk/{run.pk}/leave-out/", {"leave_out": row}))

    def floor() -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE results")
            cursor.execute(
                "INSERT INTO results SELECT record_id, name, '{}'::jsonb FROM bulk_bulkrow WHERE run_id = %s", [run.pk]
            )

    report("floor: INSERT of as many rows", 3, floor)


def through(owner: Any, verb: str, *, rows: int) -> None:
    """A run from its start to its end."""
    from django.db import connection, transaction
    from django.utils import timezone

    from comptoir.bulk.preparing import prepare
    from comptoir.bulk.starting import start
    from comptoir.bulk.working import BATCH, work_on_next
    from comptoir.customers.models import Customer, Tag

    chosen = Customer.objects.filter(name__startswith="Brasserie").order_by("pk")[:rows]
    run = prepare(
        owner.account,
        verb=verb,
        about="customer",
        rows=Customer.objects.filter(pk__in=list(chosen.values_list("pk", flat=True))),
        by=owner,
        at=timezone.now(),
    )
    options = {"tag": {"tags": ["late"]}, "assign": {"to": str(owner.pk)}, "add_tasks": {"title": "Call"}}[verb]
    start(run, by=owner, at=timezone.now(), options={"due_on": "2026-12-01", **options})
    began = time.perf_counter()
    while work_on_next(clock=timezone.now):
        pass
    took = time.perf_counter() - began
    assert run.rows.filter(state="done").count() == run.total

    other, _made = Tag.objects.get_or_create(account=owner.account, name="floor")
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE results")
        for first in range(0, run.total, BATCH):
            some = f"""(SELECT c.id, c.account_id, c.name FROM customers_customer c JOIN bulk_bulkrow r
                ON r.record_id = c.id WHERE r.run_id = '{run.pk}' AND r.position > {first}
                AND r.position <= {first + BATCH}) AS chosen"""
            with transaction.atomic():
                for statement in FLOORS[verb]:
                    cursor.execute(statement.format(chosen=some, tag=other.pk))
    floor = time.perf_counter() - began
    print(
        f"  {verb:<34} {took:8.2f}   {run.total / took:8.0f}/s   floor {floor:6.2f}   {took / floor:5.1f} ×", flush=True
    )


def report(name: str, runs: int, what: Callable[[], Any]) -> None:
    """Print how long it takes, in the middle of so many runs."""
    times = []
    for _run in range(runs):
        began = time.perf_counter()
        what()
        times.append(time.perf_counter() - began)
    print(f"  {name:<34} {median(times) * 1000:8.1f}", flush=True)


if __name__ == "__main__":
    main()
