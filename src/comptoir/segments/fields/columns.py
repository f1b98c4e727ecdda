"""Fields that are columns of their subject: what most declarations need to say."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from comptoir.segments.asked import Asked
from comptoir.segments.kinds import Amount, Choice, Date, Text

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def text(name: str, label: "StrPromise", column: str, *, optional: bool = False, **others: Any) -> Text:
    """Words in `column`, compared without capitals; `optional`: it may be empty."""
    return Text(
        name,
        label,
        folds=False,
        equals=lambda words: Q(**{f"{column}__iexact": words}),
        contains=lambda words: Q(**{f"{column}__icontains": words}),
        starts_with=lambda words: Q(**{f"{column}__istartswith": words}),
        filled=(lambda: ~Q(**{column: ""})) if optional else None,
        **others,
    )


def one_of(
    name: str,
    label: "StrPromise",
    column: str,
    choices: type[models.TextChoices],
    *,
    optional: bool = False,
    **others: Any,
) -> Choice:
    """One of `choices` in `column`; `optional`: or none of them."""
    return Choice(
        name,
        label,
        known=lambda asked: {value: str(word) for value, word in choices.choices},
        equals=lambda asked, value: Q(**{column: value}),
        filled=(lambda asked: ~Q(**{column: ""})) if optional else None,
        **others,
    )


def key(
    name: str,
    label: "StrPromise",
    column: str,
    known: Callable[[Asked], dict[str, str]],
    *,
    optional: bool = False,
    **others: Any,
) -> Choice:
    """A row that `column` refers to; `optional`: or none."""
    return Choice(
        name,
        label,
        known=known,
        equals=lambda asked, value: Q(**{column: value}),
        filled=(lambda asked: Q(**{f"{column}__isnull": False})) if optional else None,
        **others,
    )


def day(name: str, label: "StrPromise", column: str, *, ahead: bool = False, **others: Any) -> Date:
    """A day in `column`, perhaps one to come."""
    return Date(
        name,
        label,
        ahead=ahead,
        since=lambda asked, day: Q(**{f"{column}__gte": day}),
        present=lambda asked: Q(**{f"{column}__isnull": False}),
        **others,
    )


def moment(name: str, label: "StrPromise", column: str, **others: Any) -> Date:
    """The day of a moment in `column`."""

    def since(asked: Asked, day: dt.date) -> Q:
        return Q(**{f"{column}__gte": asked.start_of(day)})

    return Date(name, label, since=since, present=lambda asked: Q(**{f"{column}__isnull": False}), **others)


def amount(name: str, label: "StrPromise", column: str, *, optional: bool = False, **others: Any) -> Amount:
    """Money in `column`, where the row's currency is the account's; `optional`: it may not be known."""

    def filled(asked: Asked) -> Q:
        return Q(**{f"{column}__isnull": False})

    return Amount(
        name,
        label,
        known=lambda asked: Q(**{"currency": asked.account.currency, f"{column}__isnull": False}),
        filled=filled if optional else None,
        at_least=lambda asked, amount: Q(**{f"{column}__gte": amount}),
        **others,
    )
