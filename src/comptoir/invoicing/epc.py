"""The code that a bank's app reads to pay: the European Payments Council's EPC069-12, version 002."""

import io
import re
from decimal import Decimal

import segno

SMALLEST, LARGEST = Decimal("0.01"), Decimal("999999999.99")
LONGEST_NAME = 70
MOST_BYTES = 331


def epc_text(*, name: str, iban: str, bic: str = "", amount: Decimal, currency: str, reference: str = "") -> str | None:
    """What the code says; None where there can be none: not in euro, no account, nothing or too much to pay.

    A creditor reference (RF…) goes to its own field, which banks check; any other, such as a Belgian one, is text.
    """
    iban, name = "".join(iban.split()).upper(), " ".join(name.split())
    if currency != "EUR" or not iban or not name or not SMALLEST <= amount <= LARGEST:
        return None
    is_creditor_reference = re.fullmatch(r"RF\d\d[0-9A-Z]{1,21}", reference) is not None
    before = ["BCD", "002", "1", "SCT", "".join(bic.split()).upper()]
    after = [
        iban,
        f"EUR{amount:.2f}",
        "",
        reference if is_creditor_reference else "",
        "" if is_creditor_reference else " ".join(reference.split()),
    ]
    room = MOST_BYTES - len("\n".join([*before, "", *after]).encode())
    return "\n".join([*before, _cut(name, room), *after]).rstrip("\n")


def picture(text: str) -> bytes:
    """The code as an SVG, with error correction M and without its quiet zone, which whoever shows it leaves around it."""
    out = io.BytesIO()
    code = segno.make_qr(text, error="m", boost_error=False, mode="byte", encoding="utf-8")
    code.save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue()


def _cut(name: str, room: int) -> str:
    """The name in 70 letters and `room` bytes; a letter is never divided."""
    return name[:LONGEST_NAME].encode()[:room].decode(errors="ignore").strip()
