"""What customers owe altogether: how old it is, and who owes it. Amounts of two currencies are never added."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    DecimalField,
    ExpressionWrapper,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Round

from comptoir.accounts.models import Account, Department
from comptoir.core.money import ZERO, rounded
from comptoir.invoicing.ages import AGES, Age
from comptoir.invoicing.models import Invoice, InvoiceQuerySet

HELD = Q(on_hold_since__isnull=False)


@dataclass(frozen=True)
class Owed:
    """An amount, and of how many invoices."""

    amount: Decimal = ZERO
    count: int = 0

    def __add__(self, other: "Owed") -> "Owed":
        return Owed(self.amount + other.amount, self.count + other.count)


@dataclass
class Ageing:
    """What is outstanding in one currency by age (a key of `AGES`): what is chased, and apart from it what is on hold."""

    currency: str
    chased: dict[str, Owed] = field(default_factory=lambda: {age.key: Owed() for age in AGES})
    held: dict[str, Owed] = field(default_factory=lambda: {age.key: Owed() for age in AGES})

    @property
    def together(self) -> dict[str, Owed]:
        """Chased and held, by age."""
        return {age.key: self.chased[age.key] + self.held[age.key] for age in AGES}

    @property
    def outstanding(self) -> Owed:
        """All of it."""
        return _sum(self.together.values())

    @property
    def overdue(self) -> Owed:
        """All of it that is past its due date."""
        return _sum(owed for key, owed in self.together.items() if key != AGES[0].key)

    @property
    def all_chased(self) -> Owed:
        """What is not on hold."""
        return _sum(self.chased.values())

    @property
    def all_held(self) -> Owed:
        """What is on hold."""
        return _sum(self.held.values())


def outstanding(account: Account, *, department: Department | None = None) -> InvoiceQuerySet:
    """The outstanding invoices of an account, or of one department of it."""
    invoices = Invoice.objects.of(account).outstanding()
    return invoices.filter(department=department) if department else invoices


def ageing(account: Account, *, on: dt.date, department: Department | None = None) -> dict[str, Ageing]:
    """What is outstanding on the day `on`, by currency. One query; a currency in which nothing is due is absent."""
    found: dict[str, Ageing] = {}
    rows = (
        outstanding(account, department=department)
        .values("currency", age=_age(on), held=ExpressionWrapper(HELD, output_field=BooleanField()))
        .annotate(amount=Sum("due"), count=Count("*"))
        .order_by("currency")
    )
    for row in rows:
        currency = row["currency"]
        ages = found.setdefault(currency, Ageing(currency))
        side = ages.held if row["held"] else ages.chased
        side[row["age"]] = Owed(rounded(row["amount"], currency), row["count"])
    return found


def by_customer(
    account: Account, *, currency: str, on: dt.date, department: Department | None = None
) -> "QuerySet[Invoice, Any]":
    """Who owes in `currency`: a row per customer with `customer_id`, `owed`, `invoices`, `held` and `chased_0` …

    `held` and the chased ages add up to `owed`. Order and page them as you like; `debtors` reads them.
    """
    invoices = outstanding(account, department=department).filter(currency=currency)
    ages = {f"chased_{place}": _part(age.condition(on=on) & ~HELD) for place, age in enumerate(AGES)}
    rows: QuerySet[Invoice, Any] = (
        invoices.order_by()
        .values("customer_id", "currency")
        .annotate(owed=Round(Sum("due"), precision=2), invoices=Count("*"), held=_part(HELD), **ages)
        .values_list("customer_id", "currency", "owed", "invoices", "held", *ages, named=True)
    )
    return rows


@dataclass(frozen=True)
class Debtor:
    """What one customer owes in one currency: by age as far as it is chased, and what is on hold."""

    customer_id: uuid.UUID
    currency: str
    owed: Decimal
    invoices: int
    held: Decimal
    chased: dict[str, Decimal]


def debtors(rows: Any) -> Iterator[Debtor]:
    """The rows of `by_customer`, read."""
    for row in rows:
        currency = row.currency
        chased = {age.key: rounded(getattr(row, f"chased_{place}"), currency) for place, age in enumerate(AGES)}
        held = rounded(row.held, currency)
        yield Debtor(row.customer_id, currency, rounded(row.owed, currency), row.invoices, held, chased)


def of_age(invoices: InvoiceQuerySet, age: Age, *, on: dt.date) -> InvoiceQuerySet:
    """The outstanding ones of `invoices` that are of this age on the day `on`."""
    return invoices.outstanding().filter(age.condition(on=on))


def _age(on: dt.date) -> Case:
    return Case(
        *(When(age.condition(on=on), then=Value(age.key)) for age in AGES[:-1]),
        default=Value(AGES[-1].key),
        output_field=CharField(),
    )


def _part(condition: Q) -> Coalesce:
    # Rounded because SQLite adds binary fractions.
    amount: DecimalField[Decimal, Decimal] = DecimalField(max_digits=14, decimal_places=2)
    return Coalesce(Round(Sum("due", filter=condition), precision=2), Value(ZERO), output_field=amount)


def _sum(parts: Any) -> Owed:
    return sum(parts, Owed())
