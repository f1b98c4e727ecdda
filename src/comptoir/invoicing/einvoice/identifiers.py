"""The numbers by which businesses are known: VAT numbers, entries in registers, addresses on the Peppol network."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from stdnum import ean, luhn
from stdnum.au import abn
from stdnum.be import vat as belgian
from stdnum.dk import cvr
from stdnum.no import orgnr

from comptoir.core.countries import is_country

SCHEMES = frozenset(
    """
    0002 0007 0009 0037 0060 0088 0096 0097 0106 0130 0135 0142 0151 0183 0184 0188 0190 0191 0192 0193 0195 0196
    0198 0199 0200 0201 0202 0204 0208 0209 0210 0211 0212 0213 0215 0216 0218 0221 0230 9901 9910 9913 9914 9915
    9918 9919 9920 9922 9923 9924 9925 9926 9927 9928 9929 9930 9931 9932 9933 9934 9935 9936 9937 9938 9939 9940
    9941 9942 9943 9944 9945 9946 9947 9948 9949 9950 9951 9952 9953 9957 9959
    """.split()
)
"""What an address on the network may begin with: those that EN 16931 and Peppol both know."""

_VAT_SCHEMES = {
    "AT": "9914", "BE": "9925", "BG": "9926", "CH": "9927", "CY": "9928", "CZ": "9929", "DE": "9930", "EE": "9931",
    "EL": "9933", "ES": "9920", "FI": "0213", "FR": "9957", "GB": "9932", "HR": "9934", "HU": "9910", "IE": "9935",
    "IT": "0211", "LT": "9937", "LU": "9938", "LV": "9939", "MT": "9943", "NL": "9944", "PL": "9945", "PT": "9946",
    "RO": "9947", "SI": "9949", "SK": "9950",
}  # fmt: skip
"""Under which the VAT numbers of a country are addresses."""

_CHECKED: dict[str, Callable[[str], bool]] = {
    "0007": luhn.is_valid,
    "0088": ean.is_valid,
    "0151": abn.is_valid,
    "0184": lambda value: cvr.is_valid(value.removeprefix("DK")),
    "0192": orgnr.is_valid,
    "0208": lambda value: len(value) == 10 and belgian.is_valid(value),
}
"""Those whose check digits receivers compute."""


@dataclass(frozen=True)
class Identifier:
    """A number, and the register that gave it; "" where the register has no code."""

    scheme: str
    value: str


def compact(vat_number: str) -> str:
    """A VAT number without spaces and dots: "BE0417497106"."""
    return re.sub(r"[^0-9A-Z+*]", "", vat_number.upper())


def names_its_country(vat_number: str) -> bool:
    """Whether a VAT number begins with a country, as everywhere in Europe."""
    prefix = compact(vat_number)[:2]
    return is_country(prefix) or prefix in ("EL", "XI")


def network_address(text: str, *, vat_number: str = "") -> Identifier | None:
    """An address on the Peppol network as written, "0208:0417497106"; where there is none, that of the VAT number.

    None when what is written is not an address, or nothing is known.
    """
    return _written(text) if text.strip() else _of_vat_number(compact(vat_number))


def register_number(
    national_number: str, *, country: str, vat_number: str = "", address: Identifier | None = None
) -> Identifier | None:
    """The number of a business in its country's register (BT-30, BT-47), where Comptoir can tell it."""
    number = re.sub(r"[\s.\-/]", "", national_number)
    if country == "BE":
        return _belgian(number) or _belgian(compact(vat_number).removeprefix("BE"))
    if country == "NL":
        return _dutch(number) or (address if address and address.scheme in ("0106", "0190") else None)
    if country == "FR":
        return _french(number) or _french(_siren(compact(vat_number)))
    return Identifier("", national_number.strip()) if national_number.strip() else None


def _written(text: str) -> Identifier | None:
    scheme, __, value = (part.strip() for part in text.partition(":"))
    known = scheme in SCHEMES and value and not re.search(r"\s", value)
    return Identifier(scheme, value) if known and _CHECKED.get(scheme, bool)(value) else None


def _of_vat_number(vat_number: str) -> Identifier | None:
    if vat_number.startswith("BE"):
        return _belgian(vat_number.removeprefix("BE"))
    scheme = _VAT_SCHEMES.get(vat_number[:2])
    return Identifier(scheme, vat_number) if scheme else None


def _belgian(number: str) -> Identifier | None:
    digits = number.rjust(10, "0")  # the older ones had nine
    return Identifier("0208", digits) if len(number) in (9, 10) and _CHECKED["0208"](digits) else None


def _dutch(number: str) -> Identifier | None:
    """KVK has 8 digits, the number of a public body 20."""
    scheme = {8: "0106", 20: "0190"}.get(len(number)) if number.isdecimal() else None
    return Identifier(scheme, number) if scheme else None


def _siren(vat_number: str) -> str:
    """Behind the two check digits of a French VAT number."""
    return vat_number[4:] if vat_number.startswith("FR") else ""


def _french(number: str) -> Identifier | None:
    """SIREN has 9 digits, SIRET 14."""
    scheme = {9: "0002", 14: "0009"}.get(len(number)) if number.isdecimal() else None
    return Identifier(scheme, number) if scheme else None
