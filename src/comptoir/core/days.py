"""Days and moments. A day is always a day in somebody's time zone; a moment is always aware."""

import calendar
import datetime as dt
from zoneinfo import ZoneInfo


def local_day(at: dt.datetime, time_zone: str) -> dt.date:
    """The calendar day in `time_zone` at the moment `at`."""
    return at.astimezone(ZoneInfo(time_zone)).date()


def local_moment(on: dt.date, hour: int, time_zone: str) -> dt.datetime:
    """The moment at which it is `hour` o'clock on the day `on` in `time_zone`.

    In the hour that a clock change skips, the moment just after the jump; in the hour it repeats, the first one.
    """
    return dt.datetime.combine(on, dt.time(hour), ZoneInfo(time_zone)).astimezone(dt.UTC)


def plus_months(anchor: dt.date, months: int) -> dt.date:
    """The day of the month of `anchor`, `months` later; the last day of a month too short for it.

    Always count from the anchor, never from the previous result: 31 January gives 28 February and then 31 March.
    """
    years, month = divmod(anchor.month - 1 + months, 12)
    year = anchor.year + years
    return dt.date(year, month + 1, min(anchor.day, calendar.monthrange(year, month + 1)[1]))


def end_of_month(day: dt.date) -> dt.date:
    """The last day of the month of `day`."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
