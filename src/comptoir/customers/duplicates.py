"""Who may be the same: found by what two customers seldom share without being one.

Deactivated ones count like the others: above all somebody who was stopped shall not come back under another id.
"""

import enum
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.db.models import Q

from comptoir.accounts.models import Account
from comptoir.core.text import folded, only_digits
from comptoir.customers.facts import Facts
from comptoir.customers.models import Address, AddressType, Customer, Kind
from comptoir.customers.search import SHORTEST_ANYWHERE, SURELY_A_NUMBER, occurs

SHOWN = 6
LOOKED_AT = 200
"""So many at most that begin to look alike: of a name that hundreds bear nobody learns anything."""
NEARLY = 0.85
"""How much of two names must be the same, of 1: one mistake in a word of seven letters, not in one of six."""
LEGAL_FORMS = frozenset(
    "sa nv srl bv sprl bvba scrl cvba sc cv cvoa snc vof scs commv comm scomm sca asbl vzw aisbl ivzw asp "
    "sarl sas sasu eurl sci scop selarl earl gie ei "
    "gmbh ag kg ohg ug gbr ev eg kgaa ek co mbh "
    "ltd limited llc llp plc inc corp "
    "spa snc sl slu sau lda ab oy aps as sia doo kft sro".split()
)
"""As they are written without dots: «S.R.L.» is srl."""


class Sign(enum.StrEnum):
    """What two have in common, the surest first."""

    VAT_NUMBER = "vat_number"
    IBAN = "iban"
    EMAIL = "email"
    TELEPHONE = "telephone"
    NAME = "name"


@dataclass(frozen=True)
class Alike:
    """A customer that may be the same, and by which signs."""

    customer: Customer
    city: str
    signs: tuple[Sign, ...]


def alike(account: Account, facts: Facts, *, kind: str, besides: UUID | None = None) -> list[Alike]:
    """At most SHOWN customers of the account that may be whom `facts`, as they are kept, describe; the surest first.

    By the same VAT number or IBAN, of whichever kind; by the same e-mail or telephone, or nearly the same name, of
    `kind`. Legal forms do not count in names. Who bears the same name in another city is somebody else, and a name with
    a slip in it must be in the same city. Three queries at most, through indexes; none when the facts say nothing.
    """
    wanted = _Traits.of(facts, kind)
    conditions = [each for each in (wanted.by_number(), wanted.by_text()) if each]
    ours = Customer.objects.of(account).exclude(pk=besides)
    found = {each.pk: each for condition in conditions for each in ours.filter(condition).order_by()[:LOOKED_AT]}
    cities: dict[UUID, list[str]] = defaultdict(list)
    if found:
        places = Address.objects.filter(customer__in=found).exclude(city="")
        for pk, type, city in places.values_list("customer", "type", "city"):
            cities[pk].insert(0 if type == AddressType.PRIMARY else len(cities[pk]), city)
    those = [
        Alike(each, next(iter(cities[pk]), ""), signs)
        for pk, each in found.items()
        if (signs := tuple(wanted.shared_with(each, cities[pk])))
    ]
    return sorted(those, key=_surest_first)[:SHOWN]


def facts_of(customer: Customer) -> Facts:
    """What a known customer is recognised by, as `alike` takes it."""
    return Facts(
        name=customer.name,
        first_name=customer.first_name,
        last_name=customer.last_name,
        vat_number=customer.vat_number,
        iban=customer.iban,
        emails=customer.emails,
        telephones=customer.telephones,
        addresses=[{"type": each.type, "city": each.city} for each in customer.addresses.all()],
    )


def bare_words(name: str) -> list[str]:
    """The words of a name that tell one from another, folded: «Brasserie du Midi S.R.L.» → brasserie, du, midi."""
    words = re.sub(r"[^\w\s]+", " ", folded(name).replace(".", "")).split()
    return [word for word in words if word not in LEGAL_FORMS] or words


@dataclass(frozen=True)
class _Traits:
    """What somebody is recognised by."""

    kind: str
    words: tuple[str, ...]
    vat_number: str
    iban: str
    emails: frozenset[str]
    numbers: frozenset[str]
    cities: frozenset[str]

    @classmethod
    def of(cls, facts: Facts, kind: str) -> "_Traits":
        name = facts.get("name", "")
        if kind == Kind.CONTACT:
            name = f"{facts.get('first_name', '')} {facts.get('last_name', '')}"
        numbers = {only_digits(item["number"]) for item in facts.get("telephones", ())}
        return cls(
            kind=kind,
            words=tuple(bare_words(name)),
            vat_number=facts.get("vat_number", ""),
            iban=facts.get("iban", ""),
            emails=frozenset(folded(item["email"]) for item in facts.get("emails", ())),
            numbers=frozenset(number for number in numbers if len(number) >= SURELY_A_NUMBER),
            cities=_folded(each.get("city", "") for each in facts.get("addresses", ())),
        )

    def by_number(self) -> Q:
        """Those with the same number, of either kind."""
        same = Q(vat_number=self.vat_number) if self.vat_number else Q()
        return same | Q(iban=self.iban) if self.iban else same

    def by_text(self) -> Q:
        """Those of the kind in whose searched text stands what may be theirs."""
        found = Q()
        for text in sorted(self.emails | self.numbers):
            found |= occurs(text)
        long = [word for word in self.words if len(word) >= SHORTEST_ANYWHERE]
        if long:
            found |= _all(long) | (_all_but_one(long) & _any(sorted(self.cities)) if self.cities else Q())
        return found & Q(kind=self.kind) if found else found

    def shared_with(self, other: Customer, cities: Iterable[str]) -> Iterator[Sign]:
        """By which signs the other one may be the same."""
        if self.vat_number and other.vat_number == self.vat_number:
            yield Sign.VAT_NUMBER
        if self.iban and other.iban == self.iban:
            yield Sign.IBAN
        if other.kind != self.kind:
            return
        if self.emails & {folded(item["email"]) for item in other.emails}:
            yield Sign.EMAIL
        if self.numbers & {only_digits(item["number"]) for item in other.telephones}:
            yield Sign.TELEPHONE
        if self._has_name_of(other, _folded(cities)):
            yield Sign.NAME

    def _has_name_of(self, other: Customer, cities: frozenset[str]) -> bool:
        mine, theirs = sorted(self.words), sorted(bare_words(other.name))
        if not mine:
            return False
        if mine == theirs:
            return not cities or not self.cities or bool(cities & self.cities)
        return bool(cities & self.cities) and SequenceMatcher(None, " ".join(mine), " ".join(theirs)).ratio() >= NEARLY


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(folded(word) for word in words if word.strip())


def _all(parts: Iterable[str]) -> Q:
    found = Q()
    for part in parts:
        found &= occurs(part)
    return found


def _any(parts: Iterable[str]) -> Q:
    found = Q()
    for part in parts:
        found |= occurs(part)
    return found


def _all_but_one(words: list[str]) -> Q:
    """All of the words but one, in which there may be a slip; of a single word one half of it."""
    if len(words) > 1:
        found = Q()
        for place in range(len(words)):
            found |= _all(words[:place] + words[place + 1 :])
        return found
    [word] = words
    middle = len(word) // 2
    return _any(half for half in (word[:middle], word[middle:]) if len(half) >= SHORTEST_ANYWHERE)


def _surest_first(each: Alike) -> tuple[Any, ...]:
    order = list(Sign)
    return (order.index(each.signs[0]), -len(each.signs), each.customer.sort_name, str(each.customer.pk))
