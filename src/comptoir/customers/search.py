"""Finding customers: by any part of a name, an e-mail, a telephone or VAT number in any spelling, or a city."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q, TextField, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import Contains, GreaterThan, StartsWith

from comptoir.core.addresses import national
from comptoir.core.folding import Folded
from comptoir.core.text import folded, only_digits
from comptoir.customers.models import Customer, CustomerQuerySet

_SEPARATORS = re.compile(r"[\s.,/'’()+-]+")
_NUMBER = re.compile(r"^[+\d][\d./()+-]*$|^[(]\d[\d./()+-]*$")
LONGEST_QUERY = 200
SHORTEST_ANYWHERE = 3
"""Shorter words are found at the beginning of words only: an index of trigrams knows those, and nothing within."""
SURELY_A_NUMBER = 6
FEW = 3_000
"""So many customers are named one by one; for those of more, looking at document after document is faster."""
PROBED = 10
"""So many letters tell a word from almost all others."""


def search_text(customer: Customer, *, cities: Iterable[str]) -> str:
    """What `matching` looks through: folded text in which every customary spelling occurs."""
    words = [
        folded(customer.name),
        _without_separators(customer.name),
        *(folded(item["email"]) for item in customer.emails),
        *(spelling for item in customer.telephones for spelling in _spellings_of_telephone(item["number"])),
        folded(customer.vat_number),
        _without_separators(customer.vat_number),
        *(folded(city) for city in cities),
    ]
    return " ".join(dict.fromkeys(word for word in words if word))


def matching(customers: CustomerQuerySet, query: str) -> CustomerQuerySet:
    """Those in which every word of `query` occurs, in any order; all of them when nothing is asked.

    A word of one or two letters must begin a word there.
    """
    for condition in _conditions(_cleaned(query)):
        customers = customers.filter(condition)
    return customers


def every_word(query: str, of: str | Folded = "search_text") -> Q:
    """Rows in whose folded text `of` every word of `query` occurs; empty when nothing is asked."""
    found = Q()
    for word in folded(_cleaned(query)).split():
        found &= _has(word, of)
    return found


@dataclass(frozen=True)
class Whom:
    """The customers whom a query finds: every one where they are few, otherwise the first that came along."""

    kinds: dict[uuid.UUID, str]
    """The kind of each."""
    is_few: bool
    of_many: Q

    @property
    def documents(self) -> Q:
        """Rows with a `customer` who is one of them.

        Few customers are named, so that their rows are found through them; where they are many, one row in so many is
        theirs, and looking at row after row is faster.
        """
        return Q(customer__among=self.kinds) if self.is_few else self.of_many

    def of_kind(self, kind: str, query: str) -> Q:
        """The customers of one kind whom `query`, which found these, finds: few are named, not looked for once more."""
        if self.is_few and _has_letters(query):
            return Q(pk__among=[pk for pk, theirs in self.kinds.items() if theirs == kind])
        return Q(*_conditions(_cleaned(query)), kind=kind)


def whom(query: str) -> Whom:
    """Whom `query` finds beside the numbers that documents bear themselves. One query.

    Digits alone must stand there as they are, or every number finds somebody.
    """
    query = _cleaned(query)
    if _has_letters(query):
        conditions, theirs = list(_conditions(query)), list(_conditions(query, of="customer__search_text"))
    elif words := folded(query):
        conditions, theirs = [Q(search_text__contains=words)], [Q(customer__search_text__contains=words)]
    else:
        conditions = theirs = [Q(pk__in=[])]
    kinds = dict(Customer.objects.filter(*conditions).values_list("pk", "kind")[: FEW + 1])
    return Whom(kinds, len(kinds) <= FEW, Q(*theirs))


def of_whom(query: str) -> Q:
    """Rows with a `customer` whom `query` finds. One query."""
    return whom(query).documents


def _cleaned(query: str) -> str:
    return query[:LONGEST_QUERY].replace("\0", "")


def _has_letters(query: str) -> bool:
    return any(sign.isalpha() for sign in query)


def _conditions(query: str, of: str = "search_text") -> Iterable[Q]:
    number: list[str] = []
    for word in folded(query).split():
        if _NUMBER.match(word):
            number.append(word)
            continue
        yield from _number(number, of)
        number = []
        bare = _without_separators(word)
        # Only words with a digit are also tried without their dots: «be0417.497.106», but never «a.b@c.be».
        spelt = [word, bare] if bare and re.search(r"\d", word) and "@" not in word else [word]
        yield reduce(or_, (_has(each, of) for each in spelt))
    yield from _number(number, of)


def _number(words: list[str], of: str) -> Iterable[Q]:
    """Words of digits in a row are one number typed with spaces; short ones may also stand apart, as in a name."""
    if not words:
        return
    digits = only_digits("".join(words).replace("(0)", ""))
    if digits.startswith("00"):
        digits = digits[2:]
    if len(digits) >= SURELY_A_NUMBER:
        # Nothing else is tried: a few digits here and there are in almost every row, and looking at them all is slow.
        yield _has(digits, of)
        return
    apart = Q()
    for word in words:
        apart &= _has(word, of)
    yield apart | _has(digits, of) if digits else apart


def occurs(part: str, of: str | Folded = "search_text") -> Q:
    """Rows in whose folded text `of` `part` occurs anywhere.

    The index of trigrams is asked for some letters of a long one only, around its @ if it has one: every further trigram
    is read for each row that has the rarest, and those of a domain are in almost every row.
    """
    if len(part) <= PROBED:
        return _that(of, Contains, part)
    start = max(0, min(part.find("@") + 2, len(part)) - PROBED)
    text = F(of) if isinstance(of, str) else of
    whole: GreaterThan[Any] = GreaterThan(StrIndex(text, Value(part, TextField())), 0)
    return _that(of, Contains, part[start : start + PROBED]) & Q(whole)


def _has(part: str, of: str | Folded) -> Q:
    if len(part) < SHORTEST_ANYWHERE:
        return _that(of, StartsWith, part) | _that(of, Contains, f" {part}")
    return occurs(part, of)


def _that(of: str | Folded, lookup: type[StartsWith] | type[Contains], part: str) -> Q:
    return Q(**{f"{of}__{lookup.lookup_name}": part}) if isinstance(of, str) else Q(lookup(of, part))


def _without_separators(text: str) -> str:
    return _SEPARATORS.sub("", folded(text))


def _spellings_of_telephone(number: str) -> list[str]:
    """«+32 2 555 12 12» → 3225551212 and 025551212."""
    return [only_digits(number), only_digits(national(number))]
