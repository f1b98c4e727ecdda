"""Which customers a segment contains. One statement, however many rules."""

import datetime as dt
import operator
from collections.abc import Sequence
from functools import reduce

from django.db.models import Q

from comptoir.accounts.models import Account
from comptoir.customers.models import CustomerQuerySet
from comptoir.segments.asked import Asked
from comptoir.segments.models import Match
from comptoir.segments.rules import read
from comptoir.segments.values import Malformed

NOBODY = Q(pk__in=[])


def matching(
    customers: CustomerQuerySet, match: str, rules: Sequence[object], *, account: Account, on: dt.date
) -> CustomerQuerySet:
    """Those of the account's `customers` whom all (or any) of `rules` let in, on the day `on` in its time zone.

    A broken rule lets nobody in, and neither does a segment without rules: never everybody. Rules may contradict each
    other.
    """
    return customers.of(account).filter(condition(match, rules, asked=Asked(account, on)))


def condition(match: str, rules: Sequence[object], *, asked: Asked) -> Q:
    """`matching` as a condition on customers, for several segments at once."""
    each = [_condition_of(rule, asked) for rule in rules]
    if not each:
        return NOBODY
    return reduce(operator.or_ if match == Match.ANY else operator.and_, each)


def _condition_of(raw: object, asked: Asked) -> Q:
    try:
        return read(raw, asked=asked).condition(asked)
    except Malformed:
        return NOBODY
