"""Where the follow-ups of a day lie among its hours. The clock on the wall decides, so that a change of the clock moves
nothing: an hour that it skips stays empty, one that it repeats holds both.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from comptoir.followups.agenda import Item

QUARTERS = 24 * 4
SHORTEST = 2
"""Quarters of an hour: what is shorter would have no room for its words."""
LANES = 6
"""So many lie side by side at most; what finds no place stands above the hours."""
WORKING_HOURS = (8, 18)
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Placed:
    """A follow-up between two quarters of an hour, in one of several lanes. Quarters count from the first hour shown."""

    item: Item
    begins: int
    lasts: int
    lane: int
    lanes: int

    @property
    def has_room(self) -> bool:
        """Whether it is high enough for more than a line."""
        return self.lasts > SHORTEST


@dataclass(frozen=True)
class Column:
    """One day: what has no place among the hours, and what has."""

    above: Sequence[Item]
    among: Sequence[Placed]


@dataclass(frozen=True)
class _Stretch:
    item: Item
    begins: int
    ends: int


def hours_of(days: Iterable[Sequence[Item]], *, time_zone: str) -> range:
    """The hours to show for these days: working hours, and whatever lies before or after them."""
    stretches = [stretch for items in days for item in items if (stretch := _stretch(item, time_zone))]
    first = min([WORKING_HOURS[0], *(each.begins // 4 for each in stretches)])
    last = max([WORKING_HOURS[1], *(-(-each.ends // 4) for each in stretches)])
    return range(first, last)


def column(items: Sequence[Item], *, hours: range, time_zone: str) -> Column:
    """Place the items of one day. Those that overlap lie side by side, all of them equally wide."""
    stretches = {id(item): _stretch(item, time_zone) for item in items}
    above = [item for item in items if not stretches[id(item)]]
    among: list[Placed] = []
    for cluster in _clusters(filter(None, stretches.values())):
        lanes, left_over = _lanes(cluster)
        above += left_over
        among += [
            Placed(each.item, each.begins - hours.start * 4, each.ends - each.begins, number, len(lanes))
            for number, lane in enumerate(lanes)
            for each in lane
        ]
    return Column(above, sorted(among, key=lambda placed: (placed.begins, placed.lane)))


def quarter_of(moment: dt.datetime, *, hours: range, time_zone: str) -> int | None:
    """The quarter in which `moment` lies on its day, counted from the first hour shown; None outside these hours."""
    quarter = _quarter(moment.astimezone(ZoneInfo(time_zone))) - hours.start * 4
    return quarter if 0 <= quarter < len(hours) * 4 else None


def _stretch(item: Item, time_zone: str) -> _Stretch | None:
    """From which quarter to which the item lasts on its day; None without a clock, or when it lasts all day or longer."""
    if item.starts_at is None:
        return None
    zone = ZoneInfo(time_zone)
    starts, ends = item.starts_at.astimezone(zone), (item.ends_at or item.starts_at).astimezone(zone)
    begins = _quarter(starts) if starts.date() == item.on else 0
    finish = _quarter(ends, up=True) if ends.date() == item.on else QUARTERS
    # Between two moments of one zone Python counts what the clock on the wall says, as is wanted here.
    if (begins, finish) == (0, QUARTERS) or ends - starts >= ONE_DAY:
        return None
    return _Stretch(item, min(begins, QUARTERS - SHORTEST), min(max(finish, begins + SHORTEST), QUARTERS))


def _quarter(local: dt.datetime, *, up: bool = False) -> int:
    minutes = local.hour * 60 + local.minute
    return -(-minutes // 15) if up else minutes // 15


def _clusters(stretches: Iterable[_Stretch]) -> list[list[_Stretch]]:
    """Groups whose members overlap, directly or through one another."""
    clusters: list[list[_Stretch]] = []
    end = -1
    for each in sorted(stretches, key=lambda stretch: (stretch.begins, -stretch.ends)):
        if each.begins >= end:
            clusters.append([])
        clusters[-1].append(each)
        end = max(end, each.ends)
    return clusters


def _lanes(cluster: Iterable[_Stretch]) -> tuple[list[list[_Stretch]], list[Item]]:
    """Each into the first lane that is free; those for which none is left."""
    lanes: list[list[_Stretch]] = []
    left_over = []
    for each in cluster:
        free = next((lane for lane in lanes if lane[-1].ends <= each.begins), None)
        if free is None and len(lanes) == LANES:
            left_over.append(each.item)
        elif free is None:
            lanes.append([each])
        else:
            free.append(each)
    return lanes, left_over
