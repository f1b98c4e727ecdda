"""How long a quotation takes to become a PDF, for documents of one to a hundred pages.

    python -m bench.pdf [--times 20]

In a throw-away database. The first document of a process also reads the fonts. Of each size the first time is that of
a new document, the other of the same one again, which typst does in part from memory.
"""

import argparse
import datetime as dt
import os
import statistics
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
AT = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="comptoir-pdf-") as var:
        os.environ |= {"COMPTOIR_VAR": var, "DJANGO_SETTINGS_MODULE": "comptoir.config.settings", "LOG_LEVEL": "ERROR"}
        os.environ.pop("DATABASE_URL", None)
        sys.path.insert(0, str(ROOT / "src"))
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        measure(options.times)


def measure(times: int) -> None:
    """Print the process's first document's time, then for each size the first time and the middle of those after it."""
    from comptoir.quotations import document

    deal = a_deal()
    began = time.perf_counter()
    document.pdf(a_quotation(deal, lines=5))
    print(f"first document of the process: {_ms(time.perf_counter() - began)}")
    for lines in (5, 60, 300, 2500):
        quotation = a_quotation(deal, lines=lines)
        took, content = [], b""
        for __ in range(times if lines < 1000 else 3):
            began = time.perf_counter()
            content = document.pdf(quotation)
            took.append(time.perf_counter() - began)
        again = statistics.median(took[1:])
        print(f"{lines:5} lines: {_ms(took[0])}, again {_ms(again)}, {len(content) / 1024:6.0f} KiB")


def a_deal() -> Any:
    """A deal of a new account."""
    from comptoir.accounts.models import Account, Department
    from comptoir.customers.models import Customer, Kind
    from comptoir.deals import defaults, records
    from comptoir.lifecycle.departments import equip

    account = Account.objects.create(name="Bench", created_at=AT)
    department = Department.objects.create(account=account, name="Bench", is_default=True, created_at=AT)
    equip(department)
    defaults.equip(account, at=AT)
    customer = Customer.objects.create(
        account=account, kind=Kind.COMPANY, name="Brasserie du Midi SRL", language="fr", added_at=AT, updated_at=AT
    )
    return records.add_deal(customer, title="Terrace", by=None, at=AT)


def a_quotation(deal: Any, *, lines: int) -> Any:
    """A quotation of so many lines, a section every ten, with a long description every five."""
    from comptoir.quotations import records
    from comptoir.quotations.lines import QuotationLineData

    rates = list(deal.account.departments.get().tax_rates.all())
    offered = [
        QuotationLineData(
            description=f"Position {number}: supply and mount",
            unit_price=Decimal(number),
            tax_rate=rates[number % len(rates)],
            quantity=Decimal("2.5"),
            section=f"Part {number // 10 + 1}",
            extended_description="" if number % 5 else "Planed oak boards on a frame of larch.\n" * 3,
            unit="" if number % 7 else "month",
            period=None if number % 7 else 1,
        )
        for number in range(1, lines + 1)
    ]
    return records.create(deal, name="Terrace", lines=offered, by=None, at=AT)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:7.1f} ms"


if __name__ == "__main__":
    main()
