"""How long ago invoices fell due, in the five classes that bookkeepers use."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q


@dataclass(frozen=True)
class Age:
    """From so many to so many days after the due date; 0 and less is not due yet."""

    key: str
    least: int | None
    most: int | None

    def condition(self, *, on: dt.date) -> Q:
        """Due dates that are of this age on the day `on`."""
        found = Q()
        if self.least is not None:
            found &= Q(due_on__lte=on - dt.timedelta(days=self.least))
        if self.most is not None:
            found &= Q(due_on__gte=on - dt.timedelta(days=self.most))
        return found


AGES = (
    Age("not-due", None, 0),
    Age("1-30", 1, 30),
    Age("31-60", 31, 60),
    Age("61-90", 61, 90),
    Age("over-90", 91, None),
)
"""Every due date is in exactly one of them."""
BY_KEY = {age.key: age for age in AGES}
