"""How pages behave as an account grows: server time on PostgreSQL, beside a floor of bare SQL in the same run.

    python -m bench.scale [--customers 10000 1000000] [--runs 40]

Starts a throw-away PostgreSQL, fills it with plain SQL, and asks each page through Django's own request handling. The
floor of a page is one indexed query for the same number of rows on the same connection. Prints the median and the 95th
percentile in milliseconds, the ratio to the floor, and the growth from the smallest to the largest account.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from tools.postgres import throwaway

ROOT = Path(__file__).resolve().parents[1]

CUSTOMERS = """
INSERT INTO customers_customer (id, account_id, kind, name, first_name, last_name, salutation, gender, business_type,
  vat_number, national_identification_number, emails, telephones, website, iban, bic, language, preferred_currency,
  payment_term, payment_days, electronic_invoicing_address, remarks, marketing_mails_consent, sort_name, search_text,
  added_at, updated_at, deactivated_at, deactivation_reason, deactivation_note, no_reminders_reason)
SELECT gen_random_uuid(), %(account)s, 'company', name, '', '', '', '', '', '', '',
  jsonb_build_array(jsonb_build_object('type', 'primary', 'email', 'info' || i || '@customer.example')), '[]', '', '',
  '', 'en', '', 'after_invoice_date', 30, '', '', false, lower(name), lower(name) || ' info' || i || '@customer.example',
  now() - i * interval '1 second', now() - i * interval '1 second',
  CASE WHEN i %% 50 = 0 THEN now() END, '', '', ''
FROM (SELECT i, (ARRAY['Bakkerij','Brasserie','Atelier','Garage','Studio','Drukkerij','Hotel','Apotheek','Maison',
  'Werkhuis','Labo','Salon','Café','Transport','Cabinet','Slagerij','Optiek','Kanzlei','Domaine','Agence'])[1 + i %% 20]
  || ' ' || substr(md5(i::text), 1, 8) || ' ' || i AS name FROM generate_series(1, %(customers)s) AS i) AS names
"""
INVOICES = """
INSERT INTO invoicing_invoice (id, account_id, department_id, customer_id, for_attention_of_name, email, status,
  fiscal_year, number, invoice_number, invoice_date, due_on, payment_term, payment_days, currency,
  purchase_order_number, payment_reference, note, invoicee_name, invoicee_vat_number, invoicee_address, tax_exclusive,
  tax_inclusive, taxes, paid_amount, credited_amount, hold_reason, created_at, updated_at, discounts, seller, buyer,
  expected_payment_method)
SELECT gen_random_uuid(), %(account)s, %(department)s, id, '', '', CASE WHEN n %% 4 = 0 THEN 'outstanding' ELSE 'matched' END,
  2026, n, '2026/' || n, current_date - 60, current_date - 30 + (n %% 60)::int, 'after_invoice_date', 30, 'EUR', '', '', '',
  name, '', '', 100, 121, '[]', CASE WHEN n %% 4 = 0 THEN 0 ELSE 121 END, 0, '', added_at, added_at,
  '[]', '{}', '{}', ''
FROM (SELECT id, name, added_at, row_number() OVER (ORDER BY id) AS n FROM customers_customer WHERE account_id = %(account)s
  LIMIT %(invoices)s) AS chosen
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--runs", type=int, default=40)
    options = parser.parse_args()
    figures: dict[str, list[float]] = {}
    for customers in sorted(options.customers):
        with throwaway() as url, tempfile.TemporaryDirectory(prefix="comptoir-scale-") as var:
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
    sys.path.insert(0, str(ROOT / "src"))
    import django

    django.setup()
    from django.test import Client

    account, owner = fill(customers)
    client = Client()
    client.force_login(owner)
    medians = {}
    print(
        f"\n{customers:,} customers, {customers // 2:,} invoices: milliseconds (median, 95th percentile), × the floor"
    )
    for name, page, floor in cases(account):
        bottom = median(timed(partial(fetch, *floor), runs))
        times = timed(partial(ask, client, page), runs)
        p50, p95 = median(times), quantiles(times, n=20)[-1]
        print(f"  {name:<46} {p50:7.1f} {p95:7.1f}   {p50 / bottom:6.1f} × {bottom:6.2f}", flush=True)
        medians[name] = p50
    return medians


def cases(account: Any) -> list[tuple[str, str, tuple[str, list[Any]]]]:
    """What is asked: a name, a page, and the bare SQL that is its floor."""
    from comptoir.customers.models import Customer

    company = Customer.objects.of(account).filter(invoices__isnull=False).first()
    rows = "SELECT * FROM customers_customer WHERE account_id = %s AND kind = 'company'"
    by_name = (f"{rows} ORDER BY sort_name, id LIMIT 51", [account.pk])
    common = (f"{rows} AND search_text LIKE %s ORDER BY sort_name, id LIMIT 51", [account.pk, "%atelier%"])
    rare = (f"{rows} AND search_text LIKE %s ORDER BY sort_name, id LIMIT 51", [account.pk, "%customer.example%"])
    one = ("SELECT * FROM customers_customer WHERE id = %s", [company.pk])
    return [
        ("start page", "/today/", by_name),
        ("overview, by name", "/companies/", by_name),
        ("overview, newest first", "/companies/?sort=-added", by_name),
        ("search, one in twenty", "/companies/?q=atelier", common),
        ("search, one only", "/companies/?q=info4242%40customer.example", rare),
        ("search, nobody", "/companies/?q=zzzzqqqq", rare),
        ("segment: Active equals no", "/companies/?segment=deactivated", by_name),
        ("customer page", f"/companies/{company.pk}/", one),
        ("deactivation dialog", f"/companies/{company.pk}/deactivate/", one),
        ("invoices, all", "/invoices/", by_name),
        ("invoices, overdue", "/invoices/?tab=overdue", by_name),
        ("receivables", "/invoices/receivables/", by_name),
    ]


def fill(customers: int) -> tuple[Any, Any]:
    """An account with so many companies, half of them with an invoice, one in eight with an outstanding one."""
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from comptoir.accounts.models import User
    from comptoir.lifecycle.opening import open_account

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    account = open_account(
        name="Scale",
        owner_email="owner@scale.example",
        owner_name="Ruth Owner",
        password="only for a benchmark",
        at=timezone.now(),
    )
    values = {
        "account": account.pk,
        "department": account.departments.get().pk,
        "customers": customers,
        "invoices": customers // 2,
    }
    with connection.cursor() as cursor:
        cursor.execute(CUSTOMERS, values)
        cursor.execute(INVOICES, values)
        cursor.execute("ANALYZE")
    return account, User.objects.get()


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
