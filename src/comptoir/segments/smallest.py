"""Beginning with the smallest: of conditions that all must be met, the one that few rows meet comes first.

Databases guess how many rows meet a condition, and how many of these meet another. Of what is unsettled, overdue or on
hold among very many customers the guess is wrong by so much that a page takes a second instead of a hundredth. So it is
counted, up to a limit, which takes a thousandth.
"""

from collections.abc import Mapping, Sequence

from django.db.models import Q

from comptoir.accounts.models import Account
from comptoir.segments.capped import Capped
from comptoir.segments.kinds import Having

FEW = 10_000
"""Of more rows so many meet the condition that the first of them are soon found without."""


def smallest_first(each: Sequence[Sequence[Q]], *, account: Account) -> list[list[Q]]:
    """For each of several segments its conditions, of which the smallest says that it is small, if it is.

    One query at most, however many segments.
    """
    sets = {
        (which, place): condition
        for which, conditions in enumerate(each)
        for place, condition in enumerate(conditions)
        if isinstance(condition, Having)
    }
    sizes = _sizes(sets, account) if sets else {}
    found = [list(conditions) for conditions in each]
    for which, conditions in enumerate(found):
        few = {place: size for (its, place), size in sizes.items() if its == which and size <= FEW}
        if few:
            smallest = min(few, key=lambda place: few[place])
            # Twice as many, should some more have come in the meantime.
            conditions[smallest] = sets[which, smallest].first(2 * FEW)
    return found


def _sizes(sets: Mapping[tuple[int, int], Having], account: Account) -> dict[tuple[int, int], int]:
    columns = {f"size_{which}_{place}": Capped(each.keys, FEW) for (which, place), each in sets.items()}
    counted = Account.objects.annotate(**columns).values(*columns).get(pk=account.pk)
    return {(which, place): counted[f"size_{which}_{place}"] for which, place in sets}
