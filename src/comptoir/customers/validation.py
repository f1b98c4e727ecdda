"""What a customer's facts must look like. Each function gives the text as Comptoir writes it, or refuses it.

All take what a person typed and raise Django's ValidationError, whose message names the fault and the
remedy; the field is named where it is shown. Nothing typed gives nothing back.
"""

import re
from collections.abc import Iterator
from typing import Any

import schwifty
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from schwifty.exceptions import InvalidChecksumDigits, InvalidLength, SchwiftyException
from stdnum import get_cc_module
from stdnum.eu.vat import MEMBER_STATES
from stdnum.exceptions import InvalidChecksum
from stdnum.exceptions import ValidationError as NumberFault

from comptoir.core.addresses import email as email
from comptoir.core.addresses import telephone as telephone
from comptoir.core.addresses import website as website
from comptoir.core.countries import is_country

VAT_COUNTRIES = frozenset(code.upper() for code in MEMBER_STATES) | {"EL"}
"""The first two letters of VAT numbers that are checked."""


def vat_number(text: str, *, country: str = "") -> str:
    """A VAT number: of a country of the European Union checked and written «BE 0417.497.106», another one kept.

    A number without letters in front is taken to be of `country`.
    """
    compact = re.sub(r"[^0-9A-Z+*]", "", text.upper())
    if not compact:
        return ""
    if compact[0].isdigit() and country in VAT_COUNTRIES:
        compact = ("EL" if country == "GR" else country) + compact
    if not compact[:2].isalpha():
        raise ValidationError(
            _("%(number)s does not say its country. Begin with two letters, as in BE 0417.497.106."),
            code="vat_number",
            params={"number": text.strip()},
        )
    prefix, rest = compact[:2], compact[2:]
    if prefix not in VAT_COUNTRIES:
        return " ".join(text.upper().split())[:20]
    rules = _rules(prefix)
    if prefix == "BE" and len(rest) == 9:
        rest = f"0{rest}"
    try:
        rules.validate(rest)
    except InvalidChecksum as fault:
        raise _wrong_check_digits(prefix, rest, rules) from fault
    except NumberFault as fault:
        raise ValidationError(
            _("%(number)s is not written like a VAT number of its country. Compare it with an invoice of theirs."),
            code="vat_number",
            params={"number": _formatted(prefix, rest)},
        ) from fault
    return _formatted(prefix, rest)


def iban(text: str) -> str:
    """An IBAN, checked, in capitals without spaces."""
    if not text.strip():
        return ""
    number = re.sub(r"[\s.-]", "", text).upper()
    shown = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    try:
        return str(schwifty.IBAN(number).compact)
    except InvalidChecksumDigits as fault:
        sentence = _("%(number)s fails its check digits. Compare it digit by digit.")
        raise ValidationError(sentence, code="iban", params={"number": shown}) from fault
    except InvalidLength as fault:
        sentence = _("%(number)s is too short or too long. Type it in full.")
        raise ValidationError(sentence, code="iban", params={"number": shown}) from fault
    except SchwiftyException as fault:
        sentence = _("%(number)s is not an account number. It begins as in BE68 5390 0754 7034.")
        raise ValidationError(sentence, code="iban", params={"number": shown}) from fault


def bic(text: str) -> str:
    """The code of a bank: 8 or 11 letters and digits, in capitals."""
    if not text.strip():
        return ""
    try:
        return str(schwifty.BIC(text.upper()).compact)
    except SchwiftyException as fault:
        sentence = _("%(code)s is not the code of a bank. It has 8 or 11 letters and digits, as in GKCCBEBB.")
        raise ValidationError(sentence, code="bic", params={"code": text.strip()}) from fault


def country(code: str) -> str:
    """The two capital letters of a country."""
    code = code.strip().upper()
    if code and not is_country(code):
        sentence = _("%(code)s is not a country. Choose one from the list.")
        raise ValidationError(sentence, code="country", params={"code": code})
    return code


def electronic_address(text: str) -> str:
    """An address on the Peppol network: four digits that name the register, a colon, the number there.

    Of the Belgian register of businesses the number is checked.
    """
    text = re.sub(r"\s", "", text)
    if not text:
        return ""
    if not re.fullmatch(r"[0-9]{4}:[A-Za-z0-9._~+\-]{1,50}", text):
        sentence = _("%(address)s is not an electronic invoicing address. It looks like 0208:0417497106.")
        raise ValidationError(sentence, code="electronic_address", params={"address": text})
    scheme, number = text.split(":")
    if scheme == "0208" and not (len(number) == 10 and _rules("BE").is_valid(number)):
        sentence = _("%(number)s is not a Belgian enterprise number. Compare it digit by digit.")
        raise ValidationError(sentence, code="electronic_address", params={"number": number})
    return text


def usual_electronic_address(vat_number: str) -> str:
    """The address that a business usually has by its VAT number; nothing where that is not known."""
    number = re.sub(r"[^0-9A-Z]", "", vat_number.upper())
    schemes = {"BE": "0208", "DE": "9930", "FR": "9957", "LU": "9938", "NL": "9944"}
    if not (scheme := schemes.get(number[:2])):
        return ""
    return f"{scheme}:{number[2:].rjust(10, '0')}" if scheme == "0208" else f"{scheme}:{number}"


def _rules(prefix: str) -> Any:
    """The module of stdnum that knows the VAT numbers of a country."""
    if prefix == "XI":  # Northern Ireland: British numbers
        prefix = "GB"
    return get_cc_module("gr" if prefix == "EL" else prefix.lower(), "vat")


def _formatted(prefix: str, rest: str) -> str:
    if prefix == "BE" and len(rest) == 10:
        rest = f"{rest[:4]}.{rest[4:7]}.{rest[7:]}"
    return f"{prefix} {rest}"


def _wrong_check_digits(prefix: str, rest: str, rules: Any) -> ValidationError:
    params = {"number": _formatted(prefix, rest)}
    repaired = [variant for variant in _with_other_check_digits(prefix, rest) if rules.is_valid(variant)]
    if len(repaired) != 1:
        sentence = _("%(number)s fails its check digits. Compare it digit by digit.")
        return ValidationError(sentence, code="vat_number", params=params)
    right = _formatted(prefix, repaired[0])
    params["right"] = f"…{right[-3:]}" if right[:-3] == params["number"][:-3] else right
    sentence = _("%(number)s fails its check digits. Did you mean %(right)s?")
    return ValidationError(sentence, code="vat_number", params=params)


def _with_other_check_digits(prefix: str, rest: str) -> Iterator[str]:
    """The same number with every other check, where the country is known to keep it."""
    if prefix == "BE":
        yield from (f"{rest[:-2]}{check:02}" for check in range(100))
    elif prefix == "FR":
        yield from (f"{check:02}{rest[2:]}" for check in range(100))
    elif prefix == "NL":
        yield from (f"{rest[:8]}{check}{rest[9:]}" for check in range(10))
    elif rest[-1:].isdigit():
        yield from (f"{rest[:-1]}{check}" for check in range(10))
