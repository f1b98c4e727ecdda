"""Rules as segments keep them, and what they mean: plain data in, a Rule out, or a sentence that says why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.segments import fields
from comptoir.segments.asked import Asked
from comptoir.segments.kinds import HIDDEN, Field
from comptoir.segments.models import Match, subjects_of
from comptoir.segments.operators import Operator
from comptoir.segments.values import Malformed

MOST_RULES = 30
"""In one segment, those in its groups included."""


class Ruled(Protocol):
    """Whatever has rules: a segment, a ready-made one, one that is being written, one in an address."""

    @property
    def about(self) -> str: ...
    @property
    def match(self) -> str: ...
    @property
    def rules(self) -> Sequence[Any]: ...


@dataclass(frozen=True)
class Rule:
    """A rule that makes sense: its field and operator exist, its value says something."""

    field: Field
    operator: Operator
    text: str
    """The value as it is kept."""
    value: Any

    def condition(self, asked: Asked) -> Q:
        """Which rows it lets in."""
        return self.field.condition(self.operator, self.value, asked=asked)

    def kept(self) -> dict[str, str]:
        """As a segment keeps it."""
        return {"field": self.field.name, "operator": self.operator.value, "value": self.text}


@dataclass(frozen=True)
class Group:
    """Rules that count as one. It holds no groups."""

    match: Match
    rules: list[Any]
    """As they are kept, sensible or not."""


def fields_of(asked: Asked, about: str) -> list[Field]:
    """The fields that the account's plan has (R8: no subscriptions on GO), without those of parts hidden from who asks."""
    return [field for field in fields.all_fields(asked, about) if field.why_not(asked.account, asked.user) is None]


def read(raw: object, *, asked: Asked, about: str) -> Rule:
    """The rule that `raw` ({"field", "operator", "value"}) says of rows of `about`.

    Raises Malformed when it says none (any more): an unknown field or operator, a value of another kind, a tag, user or
    option that was deleted or is another account's, a field outside the plan or of a part hidden from who asks.
    """
    if not isinstance(raw, Mapping) or not all(isinstance(raw.get(key), str) for key in ("field", "operator", "value")):
        raise Malformed(_("This rule cannot be read."))
    if asked.user is not None and about not in subjects_of(asked.user):
        raise Malformed(HIDDEN)
    field = fields.find(raw["field"], asked=asked, about=about)
    if field is None:
        raise Malformed(_("Choose what the rule is about.") if not raw["field"] else _("This field no longer exists."))
    if reason := field.why_not(asked.account, asked.user):
        raise Malformed(reason)
    if raw["operator"] not in field.operators:
        raise Malformed(_("Choose how to compare."))
    operator = Operator(raw["operator"])
    value = field.value(raw["value"], operator=operator, asked=asked)
    return Rule(field, operator, "" if value is None else raw["value"].strip(), value)


def group(raw: object) -> Group | None:
    """The group that `raw` ({"match", "rules"}) is; None when it is a rule. Raises Malformed when it is neither."""
    if not isinstance(raw, Mapping) or "rules" not in raw:
        return None
    rules, match = raw["rules"], raw.get("match")
    if not isinstance(rules, list) or match not in Match.values:
        raise Malformed(_("This group of rules cannot be read."))
    if any(isinstance(rule, Mapping) and "rules" in rule for rule in rules):
        raise Malformed(_("A group holds rules, no further groups."))
    return Group(Match(match), rules)


def count_of(rules: Sequence[Any]) -> int:
    """How many rules there are, those in groups one by one; a group without any counts as one."""
    inner = [
        rule["rules"] if isinstance(rule, Mapping) and isinstance(rule.get("rules"), list) else [rule] for rule in rules
    ]
    return sum(max(1, len(each)) for each in inner)
