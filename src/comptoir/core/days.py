"""Days and moments. A day is always a day in somebody's time zone; a moment is always aware."""

import calendar
import datetime as dt
from zoneinfo import ZoneInfo


class SkippedTime(Exception):
    """A local time that does not exist: on the day `on` the clock goes from `since` straight to `until`."""

    def __init__(self, on: dt.date, since: dt.time, until: dt.time) -> None:
        self.on, self.since, self.until = on, since, until
        super().__init__(on, since, until)


def local_day(at: dt.datetime, time_zone: str) -> dt.date:
    """The calendar day in `time_zone` at the moment `at`."""
    return at.astimezone(ZoneInfo(time_zone)).date()


def local_moment(on: dt.date, hour: int, time_zone: str) -> dt.datetime:
    """The moment at which it is `hour` o'clock on the day `on` in `time_zone`.

    In the hour that a clock change skips, the moment just after the jump; in the hour it repeats, the first one.
    """
    return dt.datetime.combine(on, dt.time(hour), ZoneInfo(time_zone)).astimezone(dt.UTC)


def moment_of(on: dt.date, clock: dt.time, time_zone: str) -> dt.datetime:
    """The moment, in UTC, at which it is `clock` on the day `on` in `time_zone`; of a time that comes twice, the first.

    Raises SkippedTime when a clock change jumps over it.
    """
    local = dt.datetime.combine(on, clock, ZoneInfo(time_zone))
    moment = local.astimezone(dt.UTC)
    if moment.astimezone(local.tzinfo).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise SkippedTime(on, *_jump(local))
    return moment


def comes_twice(on: dt.date, clock: dt.time, time_zone: str) -> bool:
    """Whether the clock is set back over this local time, so that there are two moments that bear it."""
    first, second = (dt.datetime.combine(on, clock, ZoneInfo(time_zone)).replace(fold=fold) for fold in (0, 1))
    # Of a time that is skipped the two offsets differ as well, the other way round.
    return (first.utcoffset() or ZERO) > (second.utcoffset() or ZERO)


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


ZERO = dt.timedelta()
SECOND = dt.timedelta(seconds=1)


def _jump(skipped: dt.datetime) -> tuple[dt.time, dt.time]:
    """From when to when the clock jumps over `skipped`, found by halving the time between the two ways to read it."""
    before, after = (skipped.replace(fold=fold).utcoffset() or ZERO for fold in (0, 1))
    earlier, later = (skipped.replace(tzinfo=dt.UTC) - offset for offset in (after, before))
    while later - earlier > SECOND:
        middle = earlier + (later - earlier) // 2
        if middle.astimezone(skipped.tzinfo).utcoffset() == before:
            earlier = middle
        else:
            later = middle
    change = later.replace(microsecond=0)
    return (change + before).time(), (change + after).time()
