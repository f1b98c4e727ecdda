"""How fast reminders leave: per second over real SMTP on this machine, beside what the mail sink takes from a bare loop.

    python -m bench.reminders [--reminders 5000]

The sink runs in a process of its own and keeps nothing. In the same run, over one connection each: the bare loop sends
messages that were written beforehand, then Comptoir sends as many queued reminders, with letter, claim, answer and
activity, on PostgreSQL.
"""

import argparse
import logging
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import Event, Process, Queue, get_context
from pathlib import Path
from typing import Any

from bench.filling import CUSTOMERS, PARTS
from tools.postgres import throwaway

ROOT = Path(__file__).resolve().parents[1]

OVERDUE = """
INSERT INTO invoicing_invoice (id, account_id, department_id, customer_id, for_attention_of_name, email, status,
  fiscal_year, number, invoice_number, invoice_date, due_on, payment_term, payment_days, currency,
  purchase_order_number, payment_reference, note, invoicee_name, invoicee_vat_number, invoicee_address, tax_exclusive,
  tax_inclusive, taxes, paid_amount, credited_amount, hold_reason, created_at, updated_at,
  expected_payment_method, discounts, seller, buyer)
SELECT gen_random_uuid(), %(account)s, %(department)s, id, '', '', 'outstanding',
  2026, n, '2026/' || n, current_date - 60, current_date - 10, 'after_invoice_date', 30, 'EUR', '', '+++090/9337/55493+++',
  '', name, '', '', 100, 121, '[]', 0, 0, '', added_at, added_at, '', '[]', '{}', '{}'
FROM (SELECT id, name, added_at, row_number() OVER (ORDER BY id) AS n FROM customers_customer
  WHERE account_id = %(account)s) AS numbered
"""


class Sink:
    """Takes every message and forgets it."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        return "250 OK"


def serve(ports: "Queue[int]", stop: Any) -> None:
    """Be the mail server until `stop` is set."""
    import socket

    from aiosmtpd.controller import Controller

    logging.getLogger("mail.log").setLevel(logging.ERROR)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(Sink(), hostname="127.0.0.1", port=port)
    controller.start()
    ports.put(port)
    stop.wait(600)
    controller.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reminders", type=int, default=5_000)
    options = parser.parse_args()
    ports: Queue[int] = Queue()
    stop = Event()
    server = Process(target=serve, args=(ports, stop), daemon=True)
    server.start()
    try:
        with (
            throwaway() as url,
            tempfile.TemporaryDirectory(prefix="comptoir-reminders-") as var,
            # A process of its own: Django is set up for one database only.
            ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other,
        ):
            other.submit(measure, url, var, f"smtp://127.0.0.1:{ports.get()}", options.reminders).result()
    finally:
        stop.set()
        server.join(10)


def measure(url: str, var: str, mail: str, count: int) -> None:
    """Fill a database, send twice, print the figures."""
    os.environ |= {"DATABASE_URL": url, "COMPTOIR_VAR": var, "DJANGO_SETTINGS_MODULE": "comptoir.config.settings"}
    os.environ |= {"LOG_LEVEL": "ERROR", "EMAIL_URL": mail}
    Path(var, "static").mkdir()
    sys.path.insert(0, str(ROOT / "src"))
    import django

    django.setup()
    from django.utils import timezone

    from comptoir.core.mail import Sent, compose, transport
    from comptoir.invoicing.models import Reminder
    from comptoir.invoicing.queueing import queue
    from comptoir.invoicing.side_by_side import CONNECTIONS, send_side_by_side

    account = fill(count)
    began = time.perf_counter()
    queued = queue(account, on=account.day(timezone.now()), at=timezone.now()).queued
    print(f"queued:      {queued / (time.perf_counter() - began):8.0f} a second ({queued:,})")

    with transport(mail) as way_out:
        assert way_out.connect() is None
        bodies = [compose_like(compose, number) for number in range(min(count, 2_000))]
        began = time.perf_counter()
        for message in bodies:
            answer = way_out.send(message, sender="us@scale.example", recipients=["them@customer.example"])
            assert isinstance(answer, Sent)
        bare = len(bodies) / (time.perf_counter() - began)
    print(f"bare loop:   {bare:8.0f} a second ({len(bodies):,})")

    with ExitStack() as open_ones:
        ways_out = [open_ones.enter_context(transport(mail)) for __ in range(CONNECTIONS)]
        began = time.perf_counter()
        sent = send_side_by_side(ways_out, clock=timezone.now, limit=count).sent
        ours = sent / (time.perf_counter() - began)
    assert sent == count == Reminder.objects.filter(state="sent").count()
    print(f"reminders:   {ours:8.0f} a second ({sent:,}), {ours / bare:.0%} of the bare loop")


def compose_like(compose: Any, number: int) -> Any:
    """A message of the size of a reminder."""
    from django.utils import timezone

    return compose(
        sender="us@scale.example",
        sender_name="Scale",
        recipients=["them@customer.example"],
        subject=f"Reminder: invoice 2026/{number} of 1 October 2026",
        body="Would you please look at this?\n\n" * 24,
        message_id=f"bare.{number}",
        at=timezone.now(),
    )


def fill(count: int) -> Any:
    """An account with so many overdue invoices, one for each customer."""
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

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
        "owner": account.users.get().pk,
        "customers": count,
        **{name: words.split() for name, words in PARTS.items()},
    }
    with connection.cursor() as cursor:
        cursor.execute(CUSTOMERS, values)
        cursor.execute(OVERDUE, values)
        cursor.execute("ANALYZE")
    return account


if __name__ == "__main__":
    main()
