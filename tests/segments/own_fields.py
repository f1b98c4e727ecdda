"""Fields that the account added itself, one of each kind that is asked differently, and their values."""

import datetime as dt
import random
from collections import defaultdict
from decimal import Decimal
from typing import Any

from comptoir.accounts.models import Account
from comptoir.core.text import folded
from comptoir.custom_fields.models import CustomField, CustomValue, FieldKind
from tests.factories import NOW, TODAY
from tests.segments.reading import Folded

OPTIONS = [{"id": "a", "value": "Gold"}, {"id": "b", "value": "Silver"}, {"id": "c", "value": "Bronze"}]
KINDS = (
    FieldKind.SINGLE_LINE,
    FieldKind.NUMBER,
    FieldKind.INTEGER,
    FieldKind.MONEY,
    FieldKind.DATE,
    FieldKind.BOOLEAN,
    FieldKind.SINGLE_SELECT,
    FieldKind.MULTI_SELECT,
)


def own_fields(account: Account, about: str) -> list[CustomField]:
    """One of each kind, for records of `about`."""
    return CustomField.objects.bulk_create(
        CustomField(account=account, about=about, label=kind.label, kind=kind, options=OPTIONS, created_at=NOW)
        for kind in KINDS
    )


def fill(draw: random.Random, fields: list[CustomField], record: Any) -> None:
    """Values drawn at random; one in three fields stays empty."""
    CustomValue.objects.bulk_create(
        CustomValue(field=field, record_id=record.pk, **value)
        for field in fields
        if draw.random() < 0.67
        for value in _drawn(draw, field.kind)
    )


def _drawn(draw: random.Random, kind: str) -> list[dict[str, Any]]:
    match kind:
        case FieldKind.SINGLE_LINE:
            text = draw.choice(("Café  Zoé", "midi", "50 % off", "De"))
            return [{"text": text, "folded": folded(text)}]
        case FieldKind.NUMBER:
            return [{"number": Decimal(draw.choice(("-3.5", "0", "29.999999", "30", "121")))}]
        case FieldKind.INTEGER:
            return [{"number": Decimal(draw.choice((-3, 0, 1, 30)))}]
        case FieldKind.MONEY:
            return [{"number": Decimal(draw.choice(("0", "0.10", "121.00")))}]
        case FieldKind.DATE:
            return [{"day": TODAY + dt.timedelta(days=draw.choice((-31, -30, -1, 0, 1, 30, 31)))}]
        case FieldKind.BOOLEAN:
            return [{"yes": draw.random() < 0.5}]
        case FieldKind.SINGLE_SELECT:
            return [{"option": draw.choice("ab")}]
    return [{"option": option} for option in draw.sample("abc", draw.randint(1, 3))]


EMPTY: dict[str, Any] = {FieldKind.SINGLE_LINE: Folded(""), FieldKind.BOOLEAN: False}


def facts_of(account: Account, abouts: tuple[str, ...], record_id: Any) -> dict[str, Any]:
    """What rules can ask about the own fields of a record of one of `abouts`."""
    values = defaultdict(list)
    for value in CustomValue.objects.filter(record_id=record_id):
        values[value.field_id].append(value)
    fields = CustomField.objects.of(account).filter(about__in=abouts)
    return {f"custom:{field.pk}": _fact(field.kind, values[field.pk]) for field in fields}


def _fact(kind: str, values: list[CustomValue]) -> Any:
    if kind == FieldKind.MULTI_SELECT:
        return {value.option for value in values}
    if not values:
        return EMPTY.get(kind)
    value = values[0]
    return {
        FieldKind.SINGLE_LINE: Folded(value.folded),
        FieldKind.DATE: value.day,
        FieldKind.BOOLEAN: value.yes,
        FieldKind.SINGLE_SELECT: value.option,
    }.get(FieldKind(kind), value.number)
