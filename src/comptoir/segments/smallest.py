"""Beginning with the smallest: of conditions that all must be met, the one that few rows meet comes first.

Databases guess how many rows meet a condition, and how many of these meet another. Of what is unsettled, overdue or on
hold among very many customers the guess is wrong by so much that a page takes a second instead of a hundredth. So it is
counted, up to a limit, which takes a thousandth.
"""

from collections.abc import Sequence

from django.db.models import Q

from comptoir.accounts.models import Account
from comptoir.segments.capped import Capped
from comptoir.segments.kinds import Having

FEW = 10_000
"""Of more rows so many meet the condition that the first of them are soon found without."""


def smallest_first(conditions: Sequence[Q], *, account: Account) -> list[Q]:
    """The same conditions, with the smallest of them saying that it is small, if it is. One query at most."""
    sets = {place: each for place, each in enumerate(conditions) if isinstance(each, Having)}
    if not sets:
        return list(conditions)
    columns = {f"size_{place}": Capped(each.keys, FEW) for place, each in sets.items()}
    sizes = Account.objects.annotate(**columns).values(*columns).get(pk=account.pk)
    smallest = min(sets, key=lambda place: sizes[f"size_{place}"])
    if sizes[f"size_{smallest}"] > FEW:
        return list(conditions)
    # Twice as many, should some more have come in the meantime.
    return [sets[place].first(2 * FEW) if place == smallest else each for place, each in enumerate(conditions)]
