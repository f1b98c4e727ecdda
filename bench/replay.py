"""A payment history replayed day by day: how many reminders go out, with and without stopping the worst payers.

    python -m bench.replay FILE --map customer=…,number=…,invoice_date=…,due_on=…,total=…,paid_on=… [--dates M/D/YYYY]
                           [--on DAY] [--worst 10]

FILE is read by the import command's own functions into a throw-away database, all invoices still unpaid; then every
morning the payments of the day before are registered and the nightly reminding runs. The second time the customers who
owe most on the day given are deactivated that morning, their invoices put on hold.
"""

import argparse
import datetime as dt
import os
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from email.message import Message
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


class Mailbox:
    """Takes every message, and counts."""

    def __init__(self) -> None:
        self.sent = 0

    def connect(self) -> None:
        return None

    def send(self, message: Message, *, sender: str, recipients: Sequence[str]) -> Any:
        from comptoir.core.mail import Sent

        self.sent += 1
        return Sent()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--map", required=True)
    parser.add_argument("--dates", default="YYYY-MM-DD")
    parser.add_argument("--currency", default="USD")
    parser.add_argument("--on", type=dt.date.fromisoformat, default=dt.date(2013, 6, 3))
    parser.add_argument("--worst", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="comptoir-replay-") as var:
        os.environ |= {"COMPTOIR_VAR": var, "DJANGO_SETTINGS_MODULE": "comptoir.config.settings", "LOG_LEVEL": "ERROR"}
        os.environ.pop("DATABASE_URL", None)
        sys.path.insert(0, str(ROOT / "src"))
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        for stop in (0, options.worst):
            run(options, stop=stop)


def run(options: argparse.Namespace, *, stop: int) -> None:
    """Replay the whole history once; deactivate `stop` customers on the way."""
    from comptoir.invoicing.models import Invoice, Reminder
    from comptoir.jobs import nightly

    account, owner, paid_on = load(options, name=f"Replay {stop}")
    invoices = {i.invoice_number: i for i in Invoice.objects.of(account).select_related("customer")}
    settled_on: dict[dt.date, list[Invoice]] = defaultdict(list)
    for number, day in paid_on.items():
        settled_on[day].append(invoices[number])

    first = min(i.invoice_date for i in invoices.values())
    last = max(paid_on.values()) + dt.timedelta(days=1)
    mailbox, stopped, began, day = Mailbox(), set(), time.monotonic(), first
    while day <= last:
        morning = account.morning(day)
        for invoice in settled_on[day - dt.timedelta(days=1)]:
            pay(invoice, on=day - dt.timedelta(days=1), by=owner, at=morning)
        if stop and day == options.on:
            stopped = deactivate_worst(account, owner, on=day, at=morning, how_many=stop)
        nightly.remind(account, on=day, clock=lambda at=morning: at, transport=mailbox)
        day += dt.timedelta(days=1)

    sent = list(Reminder.objects.of(account).filter(state="sent").select_related("invoice", "step"))
    per_step = Counter(reminder.step.days_overdue for reminder in sent)
    after = [reminder for reminder in sent if reminder.sent_at >= account.morning(options.on)]
    customers = {invoice.customer_id for invoice in invoices.values()}
    print(f"\n{f'{stop} worst payers deactivated on {options.on}' if stop else 'Nobody deactivated'}")
    print(f"  {len(invoices)} invoices of {len(customers)} customers, {first} to {last}")
    print(f"  reminders sent: {mailbox.sent}, by days overdue {dict(sorted(per_step.items()))}")
    print(f"  from {options.on} on: {len(after)}, of them to the deactivated: ", end="")
    print(sum(reminder.invoice.customer_id in stopped for reminder in after))
    print(f"  {(last - first).days + 1} mornings in {time.monotonic() - began:.0f} s", flush=True)


def load(options: argparse.Namespace, *, name: str) -> tuple[Any, Any, dict[str, dt.date]]:
    """A new account with the file's invoices, none of them paid yet, and the day each will be paid."""
    from django.utils import timezone

    from comptoir.accounts.models import User
    from comptoir.customers.models import Customer
    from comptoir.jobs.management.commands.import_invoices import columns
    from comptoir.lifecycle.opening import open_account
    from comptoir.transfer.invoice_rows import Layout, read
    from comptoir.transfer.invoices import import_invoices

    now = timezone.now()
    email = f"owner{len(User.objects.all())}@replay.example"
    account = open_account(
        name=name,
        owner_email=email,
        owner_name="Ruth Owner",
        password="only for a replay",
        at=now,
        currency=options.currency,
    )
    owner = User.objects.get(email=email)
    layout = Layout(columns=columns(options.map), currency=options.currency, dates=options.dates, decimal_sign="point")
    with options.file.open(encoding="utf-8-sig", newline="") as lines:
        rows = read(lines, layout, today=account.day(now))
    paid_on = {row.number: row.paid_on for row in rows if row.paid_on}
    unpaid = [replace(row, paid_on=None) for row in rows]
    import_invoices(unpaid, department=account.departments.get(), by=owner, at=now)
    Customer.objects.of(account).update(emails=[{"type": "primary", "email": "payer@customer.example"}])
    return account, owner, paid_on


def pay(invoice: Any, *, on: dt.date, by: Any, at: dt.datetime) -> None:
    """All of the invoice is paid on the day `on`."""
    from comptoir.invoicing.payments import register

    invoice.refresh_from_db()
    register(invoice, amount=invoice.due, paid_on=on, by=by, at=at)


def deactivate_worst(account: Any, owner: Any, *, on: dt.date, at: dt.datetime, how_many: int) -> set[Any]:
    """Deactivate those who owe most that is overdue, invoices on hold. Returns who they were."""
    from django.db.models import Sum

    from comptoir.customers.models import Customer
    from comptoir.invoicing.models import Invoice
    from comptoir.lifecycle.deactivation import deactivate, preview

    overdue = Invoice.objects.of(account).overdue(on=on)
    worst = list(overdue.values("customer").annotate(owed=Sum("due")).order_by("-owed", "customer")[:how_many])
    for row in worst:
        customer = Customer.objects.select_related("account").get(pk=row["customer"])
        shown = preview(customer, at=at).fingerprint
        deactivate(customer, by=owner, at=at, hold_invoices=True, reason="payment_difficulties", fingerprint=shown)
    return {row["customer"] for row in worst}


if __name__ == "__main__":
    main()
