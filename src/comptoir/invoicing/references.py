"""The structured reference by which a bank transfer finds its invoice."""

import re

from stdnum.iso7064 import mod_97_10

from comptoir.invoicing.numbering import Number


def payment_reference(number: Number, *, country: str) -> str:
    """Belgium: +++ten digits and a check of modulo 97+++. Elsewhere: a creditor reference, RF.. (ISO 11649)."""
    return _belgian(number) if country == "BE" else _creditor(number)


def _belgian(number: Number) -> str:
    # Two digits of the fiscal year and eight of the number: unique within a department for a century.
    base = f"{number.fiscal_year % 100:02d}{number.number:08d}"
    digits = f"{base}{int(base) % 97 or 97:02d}"
    return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"


def _creditor(number: Number) -> str:
    # At most 21 letters and digits: of a long prefix the end is dropped, never of the number.
    tail = f"{number.fiscal_year}{number.number:06d}"
    prefix = re.sub(r"[^0-9A-Z]", "", number.text.upper().partition("/")[0].removesuffix(str(number.fiscal_year)))
    reference = prefix[: 21 - len(tail)] + tail
    return f"RF{mod_97_10.calc_check_digits(reference + 'RF')}{reference}"
