"""Countries by their two letters (ISO 3166), named in the reader's language."""

from functools import cache

from babel import Locale
from django.utils.translation import get_language

_NOT_COUNTRIES = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())
NEAR = ("BE", "NL", "FR", "DE", "LU")
"""Offered first: where the businesses that use Comptoir and most of their customers are."""


def is_country(code: str) -> bool:
    """Whether `code` are the two capital letters of a country."""
    return code in _names("en")


def country_name(code: str) -> str:
    """The country's name in the language of the moment; the code itself when nobody knows it."""
    return _names(get_language() or "en").get(code, code)


def country_choices() -> list[tuple[str, str]]:
    """All countries, near ones first, then by name."""
    names = _names(get_language() or "en")
    far = sorted(
        (pair for pair in names.items() if pair[0] not in NEAR),
        key=lambda pair: pair[1],
    )
    return [(code, names[code]) for code in NEAR] + far


@cache
def _names(language: str) -> dict[str, str]:
    territories = Locale.parse(language, sep="-").territories
    return {
        code: name
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
    }
