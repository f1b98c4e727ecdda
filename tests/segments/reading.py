"""A plain reading of rules: one row, one rule at a time, without the database's help."""

import datetime as dt
from decimal import Decimal
from typing import Any

from comptoir.core.text import folded

Facts = dict[Any, dict[str, Any]]
"""What rules can ask of each row, by its id."""


class Words(str):
    """Text, compared without capitals."""

    __slots__ = ()

    def comparable(self, typed: str) -> str:
        return " ".join(typed.split()).lower()


class Folded(Words):
    """Text, compared without capitals and accents."""

    __slots__ = ()

    def comparable(self, typed: str) -> str:
        return folded(typed)


class Foreign:
    """Money in another currency: there is some, but it cannot be compared."""


FOREIGN = Foreign()
EMPTY: tuple[Any, ...] = (None, "", set())


def read_plainly(facts: Facts, *, match: str, rules: list[dict[str, Any]], on: dt.date) -> set[Any]:
    """The ids of those whom the rules, and groups of rules, let in."""
    return {key for key, known in facts.items() if _let_in(known, match, rules, on)}


def _let_in(known: dict[str, Any], match: str, rules: list[dict[str, Any]], on: dt.date) -> bool:
    answers = [
        _let_in(known, rule["match"], rule["rules"], on)
        if "rules" in rule
        else _lets_in(known[rule["field"]], rule["operator"], rule["value"], on)
        for rule in rules
    ]
    return any(answers) if match == "any" else all(answers)


def _lets_in(fact: Any, operator: str, text: str, on: dt.date) -> bool:
    if operator == "is_empty":
        return fact in EMPTY
    if operator == "is_filled":
        return fact not in EMPTY
    if operator == "is_not":
        return not _equal(fact, text)
    if operator == "equals":
        return _equal(fact, text)
    if fact is None or fact is FOREIGN:
        return False
    if isinstance(fact, Words):
        typed = fact.comparable(text)
        return typed in fact if operator == "contains" else fact.startswith(typed)
    return _on_its_day(fact, operator, text, on) if isinstance(fact, dt.date) else _measured(fact, operator, text)


def _equal(fact: Any, text: str) -> bool:
    if isinstance(fact, bool):
        return fact == (text == "yes")
    if isinstance(fact, set):
        return text in fact
    if isinstance(fact, Words):
        return str(fact) == fact.comparable(text)
    if isinstance(fact, dt.date):
        return fact == dt.date.fromisoformat(text)
    return fact == Decimal(text) if isinstance(fact, Decimal) else bool(fact == text)


def _on_its_day(fact: dt.date, operator: str, text: str, on: dt.date) -> bool:
    days_ago = (on - fact).days
    match operator:
        case "before":
            return fact < dt.date.fromisoformat(text)
        case "after":
            return fact > dt.date.fromisoformat(text)
        case "more_than_days_ago":
            return days_ago > int(text)
        case "less_than_days_ago":
            return 0 <= days_ago < int(text)
        case "in_the_next_days":
            return 0 <= -days_ago <= int(text)
        case "in_more_than_days":
            return -days_ago > int(text)
    raise AssertionError(operator)


def _measured(fact: Any, operator: str, text: str) -> bool:
    match operator:
        case "at_least":
            return bool(fact >= Decimal(text))
        case "at_most":
            return bool(fact <= Decimal(text))
        case "more_than":
            return bool(fact > Decimal(text))
        case "less_than":
            return bool(fact < Decimal(text))
    raise AssertionError(operator)
