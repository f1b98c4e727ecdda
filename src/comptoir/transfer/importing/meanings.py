"""Words in cells that stand for something known: yes and no, kinds, countries, languages, people, terms, paid or not."""

import datetime as dt
import uuid
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale
from django.utils.translation import gettext as _

from comptoir.accounts.models import Account, User
from comptoir.core.countries import is_country
from comptoir.core.terms import PaymentTerm
from comptoir.core.text import folded
from comptoir.customers.models import Kind
from comptoir.transfer.cells import BadCell
from comptoir.transfer.reading import Cell

_YES = frozenset("yes y true 1 x active oui o vrai actif active ja j wahr waar actief aktief aktiv ok".split())
_NO = frozenset(
    "no n false 0 inactive deactivated non faux inactif inactive desactive nee onwaar inactief gedeactiveerd nein falsch "
    "inaktiv deaktiviert archived".split()
)
_KINDS = {
    Kind.CONTACT: frozenset(
        "contact person personne particulier persoon person privat privatperson kontakt c p".split()
    ),
    Kind.COMPANY: frozenset("company entreprise societe bedrijf firma unternehmen organisation organisatie b".split()),
}
_PAID = frozenset("paid settled paye payee regle betaald voldaan bezahlt beglichen matched closed".split())
_OPEN = frozenset(
    "open unpaid outstanding overdue due booked sent impaye impayee en suspens ouvert openstaand vervallen onbetaald offen "
    "ausstehend uberfallig unbezahlt".split()
) | {"en suspens", "en retard", "te betalen"}
_TERMS = {value: value for value in PaymentTerm.values}
_LANGUAGES = ("en", "fr", "nl", "de")


def text(cell: Cell) -> str:
    """A cell as somebody would type it."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)


@lru_cache(maxsize=1_000)
def is_yes(words: str) -> bool:
    """Whether a cell says yes; also "Active" and "Inactive", in four languages."""
    word = folded(words).strip(".")
    if word in _YES or word in _NO:
        return word in _YES
    raise BadCell(_("“%(text)s” is neither yes nor no.") % {"text": words[:40]})


@lru_cache(maxsize=1_000)
def kind(words: str) -> str:
    """A contact or a company."""
    word = folded(words)
    for each, known in _KINDS.items():
        if word in known:
            return each
    raise BadCell(_("“%(text)s” is neither a contact nor a company.") % {"text": words[:40]})


@lru_cache(maxsize=1_000)
def is_paid(words: str) -> bool:
    """Whether the status of an invoice says that nothing is due any more."""
    word = folded(words)
    if word in _PAID or word in _OPEN:
        return word in _PAID
    raise BadCell(_("“%(text)s” says neither that it is paid nor that it is open.") % {"text": words[:40]})


@lru_cache(maxsize=1_000)
def country(words: str) -> str:
    """The two letters of a country that is written with them or with its name in one of four languages."""
    if is_country(code := words.upper()):
        return code
    if found := _countries().get(folded(words)):
        return found
    raise BadCell(_("“%(text)s” is not a country. Write its two letters, as in BE.") % {"text": words[:40]})


@lru_cache(maxsize=1_000)
def language(words: str) -> str:
    """One of the four languages, by its code or its name."""
    word = folded(words)[:20]
    for code in _LANGUAGES:
        if word in (code, *(folded(Locale(other).languages[code]) for other in _LANGUAGES)):
            return code
    if word[:2] in _LANGUAGES and word[2:3] in ("-", "_"):
        return word[:2]
    raise BadCell(_("“%(text)s” is not one of English, French, Dutch and German.") % {"text": words[:40]})


def payment_term(words: str) -> str:
    """A payment term by its code, as exports write it."""
    if (word := folded(words)) in _TERMS:
        return word
    raise BadCell(
        _("“%(text)s” is not a payment term. Write cash, after_invoice_date or end_of_month.") % {"text": words[:40]}
    )


def days(words: str) -> int:
    """A number of days, perhaps with the word."""
    word = folded(words).split()[0] if words.split() else ""
    if not word.isdecimal() or len(word) > 4:
        raise BadCell(_("“%(text)s” is not a number of days.") % {"text": words[:40]})
    return int(word)


def identity(words: str) -> uuid.UUID:
    """An id, as exports write it."""
    try:
        return uuid.UUID(words)
    except ValueError:
        raise BadCell(_("“%(text)s” is not an id of Comptoir.") % {"text": words[:40]}) from None


class People:
    """The users of an account that can be chosen, by e-mail and by name."""

    def __init__(self, account: Account) -> None:
        self._known: dict[str, User | None] = {}
        for user in User.objects.active(account):
            self._known[user.email.lower()] = user
            name = folded(user.name)
            self._known[name] = None if name in self._known else user

    def find(self, words: str) -> User:
        """The one that is called so."""
        user = self._known.get(words.lower()) or self._known.get(folded(words))
        if user is None:
            raise BadCell(_("Nobody here is called “%(text)s”. Write the e-mail of a user.") % {"text": words[:40]})
        return user


@cache
def _countries() -> dict[str, str]:
    return {
        folded(name): code
        for language in _LANGUAGES
        for code, name in Locale(language).territories.items()
        if is_country(code)
    }
