"""What is still open with a customer, or on somebody's desk: deals, quotations, tasks, calls and meetings."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import DateField, DateTimeField, DecimalField, Field, QuerySet, UUIDField, Value
from django.db.models.functions import Cast, Concat, Trim

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right
from comptoir.core.statements import asked
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.followups.models import Call, Meeting, Task
from comptoir.quotations.models import Quotation

Rows = QuerySet[Any, tuple[Any, ...]]
KINDS = ("deal", "quotation", "task", "call", "meeting")
"""In the order in which they are shown."""


@dataclass(frozen=True)
class Thing:
    """Something that somebody still has to see to."""

    kind: str
    id: UUID
    title: str
    """A quotation's name; what a call is about, which may be nothing."""
    reference: str
    amount: Decimal | None
    currency: str
    on: dt.date | None
    """When a deal is to be closed, a quotation ends, a task is due."""
    moment: dt.datetime | None
    """When a call is to be made, a meeting begins."""
    whose: UUID | None
    """Who is responsible or does it. None for quotations, which are their deals', and meetings, to which several go."""
    whose_name: str
    customer_id: UUID | None
    customer_name: str

    @property
    def has_an_owner(self) -> bool:
        """Whether it is one person's: it can be given to another, where a meeting is joined and a quotation follows."""
        return self.kind in ("deal", "task", "call")


@dataclass(frozen=True)
class OpenWork:
    """All that is open, kind by kind, the next first. `fingerprint` changes with any of it."""

    things: list[Thing]

    def __iter__(self) -> Iterator[Thing]:
        return iter(self.things)

    def __len__(self) -> int:
        return len(self.things)

    def of(self, kind: str) -> list[Thing]:
        """Those of one kind."""
        return [thing for thing in self.things if thing.kind == kind]

    @property
    def has_deals(self) -> bool:
        """Whether handing it over needs the right to deals."""
        return bool(self.of("deal"))

    def can_be_seen_by(self, user: User) -> bool:
        """Whether nothing of it is hidden from the user, who could not see to it otherwise."""
        return user.sees(Right.DEALS) or not self.has_deals

    def could_go_to(self, users: Iterable[User]) -> bool:
        """Whether one of `users` could take anything over; somebody alone has nobody to hand it to."""
        ids = {user.pk for user in users}
        owned = any(ids - {thing.whose} for thing in self.things if thing.has_an_owner)
        return owned or (len(ids) > 1 and bool(self.of("meeting")))

    @cached_property
    def fingerprint(self) -> str:
        """A short text that is the same exactly as long as all of the above is."""
        facts = [
            [
                thing.kind,
                str(thing.id),
                thing.title,
                str(thing.amount),
                str(thing.on),
                str(thing.moment),
                str(thing.whose),
            ]
            for thing in sorted(self.things, key=lambda thing: str(thing.id))
        ]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]


def open_work_of(customer: Customer, *, at: dt.datetime) -> OpenWork:
    """What is open with `customer` at the moment `at`: no meeting that has ended. One query."""
    return _found(asked(_of_customer, customer=customer.pk, at=at))


def open_work_of_user(user: User, *, at: dt.datetime) -> OpenWork:
    """What `user` is responsible for, has to do or goes to, likewise; quotations are not named, they are their deals'."""
    rows = _together(
        Deal.objects.open().filter(responsible_user=user),
        Quotation.objects.none(),
        Task.objects.open().assigned_to(user),
        Call.objects.open().assigned_to(user),
        _to_come(at).attended_by(user),
    )
    return _found(rows)


def has_open_work(customer: Customer, *, at: dt.datetime) -> bool:
    """Whether anything is open with `customer`. One query, of the first that is found."""
    its = {"customer": customer.pk}
    first, *others = (
        rows.filter(**its).order_by().values_list("pk")
        for rows in (
            Deal.objects.open(),
            Quotation.objects.open(),
            Task.objects.open(),
            Call.objects.open(),
            _to_come(at),
        )
    )
    return bool(first.union(*others, all=True)[:1])


def _to_come(at: dt.datetime) -> Any:
    return Meeting.objects.open().filter(ends_at__gt=at)


def _of_customer(customer: UUID, at: dt.datetime) -> Rows:
    its = {"customer": customer}
    return _together(
        Deal.objects.open().filter(**its),
        Quotation.objects.open().filter(**its),
        Task.objects.open().filter(**its),
        Call.objects.open().filter(**its),
        _to_come(at).filter(**its),
    )


def _together(
    deals: QuerySet[Deal],
    quotations: QuerySet[Quotation],
    tasks: QuerySet[Task],
    calls: QuerySet[Call],
    meetings: QuerySet[Meeting],
) -> Rows:
    """In one statement; the columns are those of Thing. What is missing has its type, which PostgreSQL wants to know."""
    no_money = (_nothing(DecimalField(max_digits=14, decimal_places=2)), Value(""))
    no_day, no_moment, nobody = _nothing(DateField()), _nothing(DateTimeField()), (_nothing(UUIDField()), Value(""))
    customer = ("customer_id", "customer__name")
    rows = [
        deals.order_by().values_list(
            Value("deal"), "pk", "title", "reference", "estimated_value", "currency", "estimated_closing_date", no_moment,
            "responsible_user_id", _name("responsible_user"), *customer,
        ),
        quotations.order_by().values_list(
            Value("quotation"), "pk", "name", "reference", "tax_inclusive", "currency", "expires_after", no_moment,
            *nobody, *customer,
        ),
        tasks.order_by().values_list(
            Value("task"), "pk", "title", Value(""), *no_money, "due_on", no_moment,
            "assignee_id", _name("assignee"), *customer,
        ),
        calls.order_by().values_list(
            Value("call"), "pk", "description", Value(""), *no_money, no_day, "scheduled_at",
            "assignee_id", _name("assignee"), *customer,
        ),
        meetings.order_by().values_list(
            Value("meeting"), "pk", "title", Value(""), *no_money, no_day, "starts_at", *nobody, *customer,
        ),
    ]  # fmt: skip
    return rows[0].union(*rows[1:], all=True)


def _found(rows: Iterable[Sequence[Any]]) -> OpenWork:
    return OpenWork(sorted((Thing(*row) for row in rows), key=_in_order))


def _nothing(of: "Field[Any, Any]") -> Cast:
    return Cast(Value(None), of)


def _name(user: str) -> Trim:
    """`User.name` in the database; empty for nobody."""
    return Trim(Concat(f"{user}__first_name", Value(" "), f"{user}__last_name"))


def _in_order(thing: Thing) -> tuple[int, str, str]:
    when = thing.moment or thing.on
    return KINDS.index(thing.kind), when.isoformat() if when else "9", str(thing.id)
