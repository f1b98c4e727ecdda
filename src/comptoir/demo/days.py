"""Days as the demo's people count them."""

import datetime as dt


def working_day(day: dt.date) -> dt.date:
    """The day itself, or the Friday before a weekend."""
    return day - dt.timedelta(days=max(0, day.weekday() - 4))


def working_day_before(day: dt.date) -> dt.date:
    """The last working day before `day`."""
    return working_day(day - dt.timedelta(days=1))


def working_day_after(day: dt.date) -> dt.date:
    """The first working day after `day`."""
    following = day + dt.timedelta(days=1)
    return following + dt.timedelta(days=(7 - following.weekday()) % 7 if following.weekday() > 4 else 0)
