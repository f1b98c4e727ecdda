"""How long invoices and quotations take to become PDFs, and whether memory grows with them.

    python -m bench.pdf [--times 20] [--invoices 100]

In a throw-away database. The first document of a process also reads the fonts. Of each quotation the first time is that of
a new document, the other of the same one again, which typst does in part from memory. Each invoice is another one, with a
logo, of two pages; its time includes the reading of its rows.
"""

import argparse
import datetime as dt
import os
import statistics
import struct
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
AT = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--invoices", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="comptoir-pdf-") as var:
        os.environ |= {"COMPTOIR_VAR": var, "DJANGO_SETTINGS_MODULE": "comptoir.config.settings", "LOG_LEVEL": "ERROR"}
        os.environ.pop("DATABASE_URL", None)
        sys.path.insert(0, str(ROOT / "src"))
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        deal = a_deal()
        measure_invoices(deal, options.invoices)
        measure_quotations(deal, options.times)


def measure_invoices(deal: Any, count: int) -> None:
    """Print the middle and the slowest of `count` different invoices in one go, and the memory on the way."""
    from comptoir.invoicing import documents
    from comptoir.invoicing.models import Invoice

    ids = [an_invoice(deal, number).pk for number in range(count + 1)]

    def made(id: Any) -> bytes:
        return documents.pdf(Invoice.objects.select_related("customer", "department").get(pk=id))

    print(f"first document of the process: {_ms(_timed(made, ids.pop())[0])}")
    print(f"memory before the others: {_memory()}")
    took, pages, began = [], 0, time.process_time()
    for number, id in enumerate(ids, start=1):
        seconds, content = _timed(made, id)
        took.append(seconds)
        pages = content.count(b"/Type /Page\n") or content.count(b"/Type/Page/")
        if number in (20, count // 2, count):
            print(f"memory after {number:4}: {_memory()}")
    working = (time.process_time() - began) / count
    took.sort()
    print(f"{count} invoices of {pages or 'two'} pages: middle {_ms(statistics.median(took))}, slowest {_ms(took[-1])}")
    print(f"of the processor, each: {_ms(working)}")


def measure_quotations(deal: Any, times: int) -> None:
    """For each size print the first time and the middle of those after it."""
    from comptoir.quotations import document

    for lines in (5, 60, 300, 2500):
        quotation = a_quotation(deal, lines=lines)
        took, content = [], b""
        for __ in range(times if lines < 1000 else 3):
            seconds, content = _timed(document.pdf, quotation)
            took.append(seconds)
        again = statistics.median(took[1:])
        print(f"quotation of {lines:5} lines: {_ms(took[0])}, again {_ms(again)}, {len(content) / 1024:6.0f} KiB")


def a_deal() -> Any:
    """A deal of a new account, whose department has a logo."""
    from django.core.files.base import ContentFile

    from comptoir.accounts.models import Account, Department
    from comptoir.core.storage import Keeping
    from comptoir.customers.models import Customer, Kind
    from comptoir.deals import defaults, records
    from comptoir.lifecycle.departments import equip

    account = Account.objects.create(name="Bench", created_at=AT)
    department = Department.objects.create(
        account=account,
        name="Bench",
        iban="BE68539007547034",
        logo=Keeping().save("logo", ContentFile(a_logo())),
        is_default=True,
        created_at=AT,
    )
    equip(department)
    defaults.equip(account, at=AT)
    customer = Customer.objects.create(
        account=account, kind=Kind.COMPANY, name="Brasserie du Midi SRL", language="fr", added_at=AT, updated_at=AT
    )
    return records.add_deal(customer, title="Terrace", by=None, at=AT)


def an_invoice(deal: Any, number: int) -> Any:
    """A booked invoice of thirty lines, like no other."""
    from comptoir.invoicing.booking import book
    from comptoir.invoicing.drafting import draft
    from comptoir.invoicing.lines import LineData

    department = deal.account.departments.get()
    rates = list(department.tax_rates.filter(category="S"))
    lines = [
        LineData(
            description=f"Position {place} of {number}: supply and mount",
            unit_price=Decimal(number * 100 + place) / 8,
            tax_rate=rates[place % len(rates)],
            quantity=Decimal("2.5"),
            section=f"Part {place // 10 + 1}",
            unit_of_measure="HUR",
            extended_description="" if place % 5 else "Planed oak boards on a frame of larch.",
        )
        for place in range(1, 31)
    ]
    made = draft(account=deal.account, department=department, customer=deal.customer, lines=lines, by=None, at=AT)
    return book(made, by=None, at=AT, on=AT.date())


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


def a_logo() -> bytes:
    """A PNG of 600 × 150 that does not compress well, as photographs do not."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes((x * y + x) % 251 for x in range(600 * 3)) for y in range(150))
    head = struct.pack(">IIBBBBB", 600, 150, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def _timed(make: Callable[[Any], bytes], of: Any) -> tuple[float, bytes]:
    began = time.perf_counter()
    content = make(of)
    return time.perf_counter() - began, content


def _memory() -> str:
    """What the process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return f"{pages * os.sysconf('SC_PAGE_SIZE') / 1024 / 1024:6.0f} MiB"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:7.1f} ms"


if __name__ == "__main__":
    main()
