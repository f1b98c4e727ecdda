"""How pages behave as an account grows: server time on PostgreSQL, beside a floor of bare SQL in the same run.

    python -m bench.scale [--customers 10000 1000000] [--runs 40]

Starts a throw-away PostgreSQL, fills it with plain SQL (bench/filling.py), and asks each page through Django's own
request handling. The floor of a page is one indexed query for the same number of rows on the same connection. Prints the
median and the 95th percentile in milliseconds, the ratio to the floor, and the growth from the smallest to the largest
account.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from tools.postgres import throwaway

ROOT = Path(__file__).resolve().parents[1]

SORTS = ("name", "-name", "added", "-added", "updated", "-updated")
COMBINATIONS = (
    ("active, in France", [("active", "equals", "yes"), ("country", "equals", "FR")], "all"),
    ("a rare tag, active", [("tag", "equals", "vip"), ("active", "equals", "yes")], "all"),
    ("a common tag, in Belgium", [("tag", "equals", "horeca"), ("country", "equals", "BE")], "all"),
    ("overdue, no account manager", [("overdue", "more_than", "30"), ("account_manager", "is_empty", "")], "all"),
    ("owing 100 or more, a common tag", [("outstanding", "at_least", "100"), ("tag", "equals", "horeca")], "all"),
    ("with subscriptions, overdue", [("subscriptions", "equals", "yes"), ("overdue", "more_than", "30")], "all"),
    ("no subscriptions, on hold", [("subscriptions", "equals", "no"), ("on_hold", "equals", "yes")], "all"),
    ("name contains berg, active", [("name", "contains", "berg"), ("active", "equals", "yes")], "all"),
    ("a rare tag or on hold", [("tag", "equals", "vip"), ("on_hold", "equals", "yes")], "any"),
    ("added in 90 days, a tag", [("added", "less_than_days_ago", "90"), ("tag", "equals", "retail")], "all"),
)
"""What people ask of their customers together: each a name, its rules, and how they combine."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--runs", type=int, default=40)
    options = parser.parse_args()
    figures: dict[str, list[float]] = {}
    for customers in sorted(options.customers):
        # A quarter of what a small server has, as PostgreSQL's own manual advises.
        with throwaway(shared_buffers="2GB") as url, tempfile.TemporaryDirectory(prefix="comptoir-scale-") as var:
            # A process of its own: Django is set up for one database only.
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
                measured = other.submit(measure, url, var, customers=customers, runs=options.runs).result()
            for name, value in measured.items():
                figures.setdefault(name, []).append(value)
    if len(options.customers) > 1:
        print("\ngrowth of the median from the smallest account to the largest")
        for name, values in figures.items():
            print(f"  {name:<46} {values[-1] / values[0]:5.1f} ×")


def measure(url: str, var: str, *, customers: int, runs: int) -> dict[str, float]:
    """Fill a database, measure every case, print the table. Returns the medians."""
    os.environ |= {"DATABASE_URL": url, "COMPTOIR_VAR": var, "DJANGO_SETTINGS_MODULE": "comptoir.config.settings"}
    os.environ["LOG_LEVEL"] = "ERROR"
    Path(var, "static").mkdir()
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django

    django.setup()
    from django.test import Client

    import comptoir.config.wsgi  # noqa: F401  # everything that the web server loads and does before its first visitor
    from bench.filling import fill

    filled = fill(customers)
    client = Client()
    client.force_login(filled.owner)
    medians = {}
    print(
        f"\n{customers:,} customers, {customers // 2:,} invoices: milliseconds (median, 95th percentile), × the floor"
    )
    for name, page, floor in cases(filled):
        bottom = median(timed(partial(fetch, *floor), runs))
        times = timed(partial(ask, client, page), runs)
        p50, p95 = median(times), quantiles(times, n=20)[-1]
        print(f"  {name:<46} {p50:7.1f} {p95:7.1f}   {p50 / bottom:6.1f} × {bottom:6.2f}", flush=True)
        medians[name] = p50
    return medians


def cases(filled: Any) -> list[tuple[str, str, tuple[str, list[Any]]]]:
    """What is asked: a name, a page, and the bare SQL that is its floor."""
    account, worked_on = filled.account, filled.worked_on
    rows = "SELECT * FROM customers_customer WHERE account_id = %s AND kind = 'company'"
    by_name = (f"{rows} ORDER BY sort_name, id LIMIT 51", [account.pk])
    common = (f"{rows} AND search_text LIKE %s ORDER BY sort_name, id LIMIT 51", [account.pk, "%atelier%"])
    rare = (f"{rows} AND search_text LIKE %s ORDER BY sort_name, id LIMIT 51", [account.pk, "%info4242@%"])
    one = ("SELECT * FROM customers_customer WHERE id = %s", [worked_on.pk])
    page = f"/companies/{worked_on.pk}/"
    return [
        ("start page", "/today/", by_name),
        ("dashboard", "/dashboard/", by_name),
        *((f"overview, {sort}", f"/companies/?sort={sort}", by_name) for sort in SORTS),
        ("search, one in twenty", "/companies/?q=atelier", common),
        ("search, one only", "/companies/?q=info4242%40customer.example", rare),
        ("search, nobody", "/companies/?q=zzzzqqqq", rare),
        ("search of everything, one in twenty", "/search/?q=atelier", common),
        ("search of everything, one only", "/search/?q=info4242%40customer.example", rare),
        ("suggestions, one in twenty", "/search/suggestions/?q=atelier", common),
        ("suggestions, a family name", "/search/suggestions/?q=vandenberg", rare),
        ("suggestions, one only", "/search/suggestions/?q=info4242%40customer.example", rare),
        ("suggestions, an invoice number", "/search/suggestions/?q=2026/4242", rare),
        ("suggestions, a slip", "/search/suggestions/?q=wounebreg", rare),
        ("customer page, 10,000 activities", page, one),
        ("its activities", f"{page}?tab=activities", one),
        ("deactivation dialog", f"{page}deactivate/", one),
        ("invoices, all", "/invoices/", by_name),
        ("invoices, overdue", "/invoices/?tab=overdue", by_name),
        ("receivables", "/invoices/receivables/", by_name),
        ("receivables, with how they went", "/invoices/receivables/?over-time=yes", by_name),
        ("subscriptions", "/subscriptions/", by_name),
        ("recurring revenue", "/subscriptions/revenue/", by_name),
        ("what will be billed", "/subscriptions/calendar/", by_name),
        ("segments, each with its counts", "/segments/", by_name),
        *((f"segment: {name}", page, by_name) for name, page in segments(filled)),
    ]


def segments(filled: Any) -> Iterator[tuple[str, str]]:
    """Each ready-made segment and each of the combinations: a name, and the list that it narrows."""
    from comptoir.customers.models import Tag
    from comptoir.segments.models import About
    from comptoir.segments.readymade import ready_made
    from comptoir.segments.unsaved import Unsaved

    lists = {
        About.CUSTOMER: "/companies/",
        About.INVOICE: "/invoices/",
        About.SUBSCRIPTION: "/subscriptions/?tab=all",
        About.DEAL: "/deals/list/?status=all",
    }
    for each in ready_made(filled.owner):
        address = lists[About(each.about)]
        yield str(each.key), f"{address}{'&' if '?' in address else '?'}segment={each.key}"
    tags = {tag.name: str(tag.pk) for tag in Tag.objects.of(filled.account)}
    for name, rules, match in COMBINATIONS:
        kept = [{"field": field, "operator": how, "value": tags.get(value, value)} for field, how, value in rules]
        yield name, f"/companies/?segment={Unsaved(About.CUSTOMER, match, kept).key}"


def fetch(statement: str, parameters: list[Any]) -> None:
    """Run a statement and fetch its rows, nothing more."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        cursor.fetchall()


def ask(client: Any, page: str) -> None:
    """Get a page, and make sure that it is one."""
    answer = client.get(page)
    assert answer.status_code == 200, (page, answer.status_code)


def timed(work: Callable[[], object], runs: int) -> list[float]:
    """Milliseconds of each of so many runs, after three that do not count."""
    for _ in range(3):
        work()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return times


if __name__ == "__main__":
    main()
