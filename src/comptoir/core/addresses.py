"""Addresses at which somebody is reached: e-mail, telephone, web. Each is given as Comptoir writes it, or refused.

All take what a person typed and raise Django's ValidationError, whose message names the fault and the remedy. Nothing
typed gives nothing back.
"""

import re
from functools import lru_cache

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

_PLAIN_EMAIL = re.compile(r"[a-z0-9_-]{1,30}(\.[a-z0-9_-]{1,30})?@([a-z0-9]{1,60}\.){1,2}[a-z]{2,10}")
"""Addresses so plain that they need no look at the rules of addresses."""
_PLAIN_NUMBER = re.compile(r"\+([1-9]\d{0,2}) ([1-9][\d -]{3,20})", re.ASCII)
"""As telephone numbers are written, but for extensions and for countries where they begin with nought."""
_SPECIAL = tuple(SPECIAL_USE_DOMAIN_NAMES)
"""Ends of addresses at which nobody can have mail."""


def email(text: str) -> str:
    """An e-mail address, its domain in lower case. Whether anybody reads there is not asked."""
    if _PLAIN_EMAIL.fullmatch(text) and not text.endswith(_SPECIAL):
        return text  # as almost all are; nothing of it can be wrong, and files hold very many
    if not text.strip():
        return ""
    try:
        return validate_email(text.strip(), check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as fault:
        sentence = _("%(address)s is not an address. It looks like name@business.com.")
        raise ValidationError(sentence, code="email", params={"address": text.strip()}) from fault


@lru_cache(maxsize=20_000)
def telephone(text: str, *, country: str = "") -> str:
    """A telephone number in international writing: «02 555 12 12» of Belgium gives «+32 2 555 12 12».

    A number without + or 00 is taken to be of `country`. Answers are remembered: a file is read when it is checked and
    again when it is imported, and nothing in its rows takes as long.
    """
    if not text.strip():
        return ""
    typed = re.sub(r"^\s*00", "+", text)
    try:
        number = phonenumbers.parse(typed, country or None)
    except phonenumbers.NumberParseException as fault:
        raise _not_a_telephone(text) from fault
    if not phonenumbers.is_possible_number(number):
        raise _not_a_telephone(text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def national(number: str) -> str:
    """A number as `telephone` writes it, in the writing of its own country: «+32 2 555 12 12» gives «02 555 12 12».

    What cannot be read as a number gives nothing.
    """
    if plain := _PLAIN_NUMBER.fullmatch(number):
        # Its country stands before the first space, so that nothing has to be found out.
        read = phonenumbers.PhoneNumber(int(plain[1]), int(re.sub(r"\D", "", plain[2])))
    else:
        try:
            read = phonenumbers.parse(number, None)
        except phonenumbers.NumberParseException:
            return ""
    return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.NATIONAL)


def website(text: str) -> str:
    """The address of a site; «https://» is put in front when nothing is."""
    text = text.strip()
    if not text:
        return ""
    address = text if "://" in text else f"https://{text}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as fault:
        sentence = _("%(address)s is not an address. It looks like www.business.com.")
        raise ValidationError(sentence, code="website", params={"address": text}) from fault
    return address


def _not_a_telephone(text: str) -> ValidationError:
    sentence = _("%(number)s is not a telephone number. Begin with the country, as in +32 2 555 12 12.")
    return ValidationError(sentence, code="telephone", params={"number": text.strip()})
