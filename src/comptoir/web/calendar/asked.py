"""What the address of the calendar asks for: which days, and whose. What cannot be read means today, the month, oneself."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from comptoir.accounts.models import User

MONTH, WEEK = "month", "week"
ME, ALL = "me", "all"
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2200, 12, 31)


@dataclass(frozen=True)
class Asked:
    """A day, the view that shows it, and whose follow-ups."""

    view: str
    on: dt.date
    who: str
    """`me`, `all` or the id of a colleague, as the address says it."""
    user: User | None
    """None: everybody's."""
    colleagues: list[User]
    """Everybody else who can log in: who can be asked about."""

    def url(self, *, on: dt.date | None = None, view: str = "") -> str:
        """The address of the same calendar at another day or in another view."""
        query = {"view": view or self.view, "on": (on or self.on).isoformat(), "who": self.who}
        return f"?{urlencode(query)}"


def asked(query: Mapping[str, str], *, user: User, today: dt.date) -> Asked:
    """What `?view=month|week&on=YYYY-MM-DD&who=me|all|<user>` asks for. One query."""
    view, who = query.get("view"), query.get("who", ME)
    colleagues = list(User.objects.active(user.account).exclude(pk=user.pk))
    chosen: dict[str, User | None] = {ME: user, ALL: None} | {str(each.pk): each for each in colleagues}
    who = who if who in chosen else ME
    on = _day(query.get("on", "")) or today
    return Asked(view if view in (MONTH, WEEK) else MONTH, on, who, chosen[who], colleagues)


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None
