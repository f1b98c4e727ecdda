"""Rules worth trying: every field with every comparison, and values that some rows have."""

import datetime as dt
import random
from typing import Any

from comptoir.segments.asked import Asked
from comptoir.segments.fields import all_fields
from comptoir.segments.kinds import Field
from comptoir.segments.operators import Entry, Operator
from tests.segments.population import AMOUNTS, NAMES
from tests.segments.reading import Facts

VALUES = {
    Entry.NOTHING: [""],
    Entry.TEXT: ["zoe", "MIDI", "De", "po-", "muller & sohne gmbh", "50 %", "%", "_", "dubois anne", "2026/", *NAMES],
    Entry.AMOUNT: ["0", "0.30", "8.33", "121", "121.01", "99999999", "999999999999", *AMOUNTS],
    Entry.NUMBER: ["0", "1", "30", "100"],
    Entry.DAYS: ["0", "1", "29", "30", "31", "36500"],
    Entry.DAYS_AGO: ["0", "1", "2", "30", "36500"],
    Entry.DATE: ["2026-11-24", "2026-11-23", "2026-10-25", "2026-12-24", "1900-01-01", "2199-12-31"],
}


def every_rule(asked: Asked, about: str, facts: Facts) -> list[dict[str, str]]:
    """Every field with every operator and every value worth trying."""
    return [
        {"field": field.name, "operator": operator.value, "value": value}
        for field in all_fields(asked, about)
        for operator in field.operators
        for value in values_of(field, operator, asked, facts)
    ]


def values_of(field: Field, operator: Operator, asked: Asked, facts: Facts) -> list[str]:
    """What is worth comparing with: of choices, some that rows have and one that none may have."""
    entry = field.entry(operator)
    if entry != Entry.CHOICE:
        return VALUES[entry]
    choices = list(field.choices(asked))
    had = {each for known in facts.values() for each in _several(known[field.name])}
    return [*[choice for choice in choices if choice in had][:4], *choices[-1:]]


def some_rules(draw: random.Random, rules: list[dict[str, str]], *, most: int = 4) -> tuple[str, list[dict[str, Any]]]:
    """How rules combine, and the rules: some alone, some in groups."""
    drawn: list[dict[str, Any]] = []
    for _ in range(draw.randint(1, most)):
        if draw.random() < 0.3:
            group = [draw.choice(rules) for _ in range(draw.randint(1, 3))]
            drawn.append({"match": draw.choice(("all", "any")), "rules": group})
        else:
            drawn.append(draw.choice(rules))
    return draw.choice(("all", "any")), drawn


def _several(fact: Any) -> set[str]:
    if isinstance(fact, set):
        return fact
    return {fact} if isinstance(fact, str) and not isinstance(fact, dt.date) else set()
