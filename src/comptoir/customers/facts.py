"""What a person may say about a customer, and how it is checked before it is kept."""

import datetime as dt
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from comptoir.accounts.models import Account, User
from comptoir.core.terms import PaymentTerm
from comptoir.customers import validation
from comptoir.customers.models import Address, AddressType, Customer, Kind

EMAIL_TYPES = ("primary", "invoicing")
TELEPHONE_TYPES = ("phone", "mobile", "fax")


class AddressFacts(TypedDict, total=False):
    """One address; `type` is one of AddressType."""

    type: str
    addressee: str
    line_1: str
    postal_code: str
    city: str
    country: str


class Facts(TypedDict, total=False):
    """The fields that the verbs take. Absent ones stay as they are; lists are replaced as a whole."""

    name: str
    """Of a company; a contact's name is made of the next two."""
    first_name: str
    last_name: str
    salutation: str
    gender: str
    birthdate: dt.date | None
    business_type: str
    vat_number: str
    national_identification_number: str
    emails: list[dict[str, str]]
    telephones: list[dict[str, str]]
    addresses: list[AddressFacts]
    website: str
    iban: str
    bic: str
    language: str
    preferred_currency: str
    payment_term: str
    payment_days: int
    electronic_invoicing_address: str
    responsible_user: User | None
    remarks: str
    marketing_mails_consent: bool
    tags: list[str]


def checked(facts: Facts, *, account: Account, kind: str, home: str = "") -> Facts:
    """The same facts as Comptoir writes them. Numbers without a country are taken to be of `home`.

    Raises ValidationError with one entry per field at fault, so that all of them can be shown at once.
    """
    kept: dict[str, Any] = dict(facts)
    errors: dict[str, ValidationError] = {}
    for field, check in _CHECKS.items():
        if field in kept:
            try:
                kept[field] = check(kept[field], account=account, home=home)
            except ValidationError as error:
                errors[field] = error
    for field, value in kept.items():
        if field not in errors and isinstance(value, str):
            try:
                kept[field] = _short_enough(field, value)
            except ValidationError as error:
                errors[field] = error
    needed = "name" if kind == Kind.COMPANY else "last_name"
    if needed in kept and not kept[needed]:
        errors[needed] = ValidationError(_("Fill in the name."), code="required")
    if errors:
        raise ValidationError(errors)
    return kept  # type: ignore[return-value]


def _short_enough(field: str, text: str) -> str:
    text = text.replace("\0", "").strip()
    limit, choices = _room(Customer, field)
    if limit is not None and len(text) > limit:
        raise ValidationError(_("At most %(limit)s characters fit here."), params={"limit": limit})
    if choices and text and text not in choices:
        raise ValidationError(_("Choose one from the list."), code="unknown")
    return text


@cache
def _room(model: type[Model], field: str) -> tuple[int | None, frozenset[str]]:
    """How many characters fit into a column, and which words alone may stand there; none: all may."""
    column: Any = model._meta.get_field(field)
    return column.max_length, frozenset(dict(column.flatchoices))


def _vat_number(text: str, *, home: str, **_rest: Any) -> str:
    return validation.vat_number(text, country=home)


def _alone(check: Callable[[str], str]) -> Callable[..., str]:
    return lambda text, **_rest: check(text)


def _emails(items: Iterable[dict[str, str]], **_rest: Any) -> list[dict[str, str]]:
    kept = [
        {"type": _one_of(EMAIL_TYPES, i.get("type", "")), "email": validation.email(i.get("email", ""))} for i in items
    ]
    return [item for item in kept if item["email"]]


def _telephones(items: Iterable[dict[str, str]], *, home: str, **_rest: Any) -> list[dict[str, str]]:
    kept = [
        {
            "type": _one_of(TELEPHONE_TYPES, item.get("type", "")),
            "number": validation.telephone(item.get("number", ""), country=home),
        }
        for item in items
    ]
    return [item for item in kept if item["number"]]


def _addresses(items: Iterable[AddressFacts], **_rest: Any) -> list[AddressFacts]:
    kept: dict[str, AddressFacts] = {}
    for item in items:
        code = validation.country(item.get("country", ""))
        where = {key: str(item.get(key, "") or "").strip() for key in ("addressee", "line_1", "postal_code", "city")}
        if not code and not any(where.values()):
            continue
        if not code:
            raise ValidationError(_("Choose the country of this address."), code="country")
        for key, words in where.items():
            limit, _choices = _room(Address, key)
            if limit is not None and len(words) > limit:
                raise ValidationError(_("At most %(limit)s characters fit here."), params={"limit": limit})
        kind = _one_of(AddressType.values, item.get("type", ""))
        kept[kind] = AddressFacts(type=kind, country=code, **where)  # type: ignore[typeddict-item]
    return list(kept.values())


def _one_of(known: Iterable[str], word: str) -> str:
    if word not in known:
        raise ValidationError(_("“%(word)s” is not a type that is known here."), params={"word": word})
    return word


def _payment_days(days: int, **_rest: Any) -> int:
    if not 0 <= days <= 365:
        raise ValidationError(_("Between 0 and 365 days."), code="payment_days")
    return days


def _payment_term(term: str, **_rest: Any) -> str:
    return _one_of(PaymentTerm.values, term)


def _responsible_user(user: User | None, *, account: Account, **_rest: Any) -> User | None:
    if user is not None and user.account_id != account.pk:
        raise ValidationError(_("Choose one from the list."), code="responsible_user")
    return user


def _tags(words: Iterable[str], **_rest: Any) -> list[str]:
    """Each word once, whatever its capitals."""
    kept: dict[str, str] = {}
    for word in words:
        word = " ".join(word.replace("\0", "").split()).lstrip("#").strip()
        if len(word) > 60:
            raise ValidationError(_("A tag has at most 60 characters."), code="tags")
        if word:
            kept.setdefault(word.lower(), word)
    return list(kept.values())


def _language(code: str, *, account: Account, **_rest: Any) -> str:
    return code or account.language


_CHECKS: dict[str, Callable[..., Any]] = {
    "vat_number": _vat_number,
    "iban": _alone(validation.iban),
    "bic": _alone(validation.bic),
    "website": _alone(validation.website),
    "emails": _emails,
    "telephones": _telephones,
    "addresses": _addresses,
    "payment_days": _payment_days,
    "payment_term": _payment_term,
    "responsible_user": _responsible_user,
    "tags": _tags,
    "language": _language,
}
