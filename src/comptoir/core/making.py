"""Making new rows that are many: as Django makes them, without what it asks itself anew for each."""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.db import models
from django.db.models.base import ModelState

Row = TypeVar("Row", bound=models.Model)


def new_row(model: type[Row], **facts: Any) -> Row:
    """`model(**facts)`, several times faster. Raises TypeError for a fact that is no field of the model."""
    usual = _usual(model)
    if unknown := facts.keys() - usual.names:
        raise TypeError(f"{model.__name__} has no {', '.join(sorted(unknown))}")
    row = model.__new__(model)
    row._state = ModelState()
    row.__dict__.update(usual.values)
    for name, make in usual.made_anew.items():
        if name not in facts:
            row.__dict__[name] = make()
    for name, value in facts.items():
        setattr(row, name, value)
    return row


class _Usual(NamedTuple):
    """What a row of a model says where nothing else is said."""

    names: frozenset[str]
    """Of everything that may be said."""
    values: dict[str, Any]
    made_anew: dict[str, Callable[[], Any]]
    """What each row has for itself: its key, lists."""


@cache
def _usual(model: type[models.Model]) -> _Usual:
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    anew = {field.attname: field.get_default for field in fields if field.has_default() and callable(field.default)}
    return _Usual(
        names=frozenset(name for field in fields for name in (field.name, field.attname)),
        values={field.attname: field.get_default() for field in fields if field.attname not in anew},
        made_anew=anew,
    )
