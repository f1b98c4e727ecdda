"""Numbers of enterprises as other people write them, read as the VAT numbers that customers bear."""

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from stdnum.fr import siren

from comptoir.customers.validation import vat_number

WORDS = re.compile(r"^(?:(?:TVA|BTW|VAT|MWST|UST[ .-]*ID(?:[ .-]*NR)?|SIREN|SIRET|KBO|BCE|N[RO°])[ .:]*)+")
"""What people write before the number itself."""
WITHOUT_LETTERS = ("BE", "FR", "NL", "DE", "LU")
"""Of these countries a number is understood when it does not name its own."""
SIREN, SIRET = 9, 14
"""How many digits the number of a French enterprise has, and that of one of its places."""


def readings(text: str, *, home: str = "BE") -> list[str]:
    """Every VAT number that `text` may stand for, in our writing, those of the country `home` first; none when it is no number.

    "BE 0417.497.106", "0417497106" and, with the nought that spreadsheets lose, "417497106" are one number; a SIREN or
    a SIRET gives the VAT number of its enterprise; one of the Netherlands may lack its ending. A number that names its
    country is read as one of that country only.
    """
    compact = re.sub(r"[^0-9A-Z+*]", "", WORDS.sub("", text.strip().upper()))
    if not 8 <= len(compact) <= 16 or sum(sign.isdigit() for sign in compact) < 7:
        return []
    if compact[:2].isalpha():
        found = _of(compact[:2], compact[2:])
    else:
        countries = dict.fromkeys([home, *WITHOUT_LETTERS])
        found = (number for country in countries for number in _of(country, compact))
    return list(dict.fromkeys(found))


def _of(country: str, rest: str) -> Iterator[str]:
    """What the number may be in that country."""
    for variant in _variants(country, rest):
        try:
            yield vat_number(country + variant)
        except ValidationError:
            continue


def _variants(country: str, rest: str) -> Iterator[str]:
    if country == "FR" and len(rest) in (SIREN, SIRET) and siren.is_valid(rest[:SIREN]):
        yield siren.to_tva(rest[:SIREN])
    elif country == "NL" and re.fullmatch(r"[0-9]{9}", rest):
        yield f"{rest}B01"
    elif country == "BE":
        yield rest.rjust(10, "0") if rest.isdigit() else rest
    else:
        yield rest
