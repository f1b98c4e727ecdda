"""Numbers that pass every check and, as far as the rules allow, belong to nobody."""

from contextlib import suppress
from random import Random

import phonenumbers
from schwifty import IBAN
from schwifty.exceptions import InvalidBBANChecksum
from stdnum import luhn
from stdnum.iso7064 import mod_11_10
from stdnum.nl import bsn


def vat_number(country: str, rng: Random) -> str:
    """A VAT number with right check digits, from a range that its country does not give out where there is one."""
    if country == "BE":
        base = f"01{rng.randrange(10**6):06}"  # in use: from 02 on
        return f"BE{base}{97 - int(base) % 97:02}"
    if country == "FR":
        base = f"0990{rng.randrange(10**4):04}"
        siren = base + luhn.calc_check_digit(base)
        return f"FR{int(siren + '12') % 97:02}{siren}"
    if country == "NL":
        return f"NL{_dutch_base(rng)}B01"
    base = f"{rng.randrange(10**7, 10**8)}"
    return f"DE{base}{mod_11_10.calc_check_digit(base)}"


def account_number(country: str, rng: Random) -> tuple[str, str]:
    """An IBAN, right in its national check digits too, and the BIC of its bank."""
    bank, length = rng.choice(_BANKS[country]), {"BE": 7, "FR": 11, "NL": 10, "DE": 10}[country]
    branch = {"branch_code": f"{rng.randrange(1000):05}"} if country == "FR" else {}
    while True:
        account = f"{rng.randrange(10**6, 10**7):0{length}}"
        iban = IBAN.generate(country, bank_code=bank, account_code=account, **branch)
        with suppress(InvalidBBANChecksum):
            iban.validate(validate_bban=True)
            return str(iban), str(iban.bic or "")


def landline(country: str, area: str, rng: Random) -> str:
    """A telephone number in the area with this code, written as one dials it there."""
    return _telephone(country, f"0{area}", {"BE": 9, "FR": 10, "NL": 10, "DE": 3 + len(area) + 4}[country], rng)


def mobile(country: str, rng: Random) -> str:
    """A mobile telephone number, written as one dials it in its country."""
    prefix, length = {"BE": ("0470", 10), "FR": ("0600", 10), "NL": ("0612", 10), "DE": ("0151", 12)}[country]
    return _telephone(country, prefix, length, rng)


_BANKS = {
    "BE": ("001", "363", "734", "068"),
    "FR": ("30004", "30003", "10278"),
    "NL": ("ABNA", "RABO", "INGB"),
    "DE": ("37040044", "50010517"),
}


def _telephone(country: str, prefix: str, length: int, rng: Random) -> str:
    while True:
        dialled = prefix + f"{rng.randrange(10 ** (length - len(prefix))):0{length - len(prefix)}}"
        if phonenumbers.is_valid_number(phonenumbers.parse(dialled, country)):
            return dialled


def _dutch_base(rng: Random) -> str:
    """Nine digits with the check of the Dutch tax office. None in use begins with 000."""
    while True:
        base = f"000{rng.randrange(10**4, 10**5)}"
        for check in range(10):
            if bsn.is_valid(f"{base}{check}"):
                return f"{base}{check}"
