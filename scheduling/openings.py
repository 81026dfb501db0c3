"""From local opening hours to absolute time: one local year of open intervals in UTC. Pure: no Django.

What the clock changes do, by choice:
- a local time that is skipped becomes the instant of the change;
- of a local time that comes twice, an opening is the first and a closing is the second;
- a local date begins at the first midnight it has, so that every instant belongs to one date only.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from scheduling.hours import DAY, ONE_DAY, Dates, OpeningHours

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
SECOND = 1_000_000  # ticks
MINUTE = 60 * SECOND


@dataclass(frozen=True, slots=True)
class Year:
    """One local year. Instants are ticks: whole microseconds since EPOCH.

    Interval i is open in [opens[i], closes[i]); totals[i] is the open time of the year up to closes[i].
    """

    number: int
    begins: int
    ends: int
    opens: list[int]
    closes: list[int]
    totals: list[int]

    @property
    def total(self) -> int:
        return self.totals[-1] if self.totals else 0

    def before(self, tick: int) -> int:
        """Open time of this year before the instant."""
        i = bisect_right(self.opens, tick) - 1
        return self.totals[i] - max(self.closes[i] - tick, 0) if i >= 0 else 0

    def after(self, amount: int) -> int:
        """The instant by which `amount` (from 1 to total) of the year's open time has passed."""
        i = bisect_right(self.totals, amount - 1)
        return self.closes[i] - (self.totals[i] - amount)


def open_year(hours: OpeningHours, number: int) -> Year:
    zone, dates = hours.zone, Dates(hours)
    opens: list[int] = []
    closes: list[int] = []
    day, next_year = date(number, 1, 1), date(number + 1, 1, 1)
    begins = ends = _opening(zone, day, 0)
    while day < next_year:
        midnight, ends = ends, _opening(zone, day + ONE_DAY, 0)
        for start, end in dates.open_on(day):
            if ends - midnight == DAY * MINUTE:  # no change of the clocks on this date
                a, b = midnight + start * MINUTE, midnight + end * MINUTE
            else:
                a = max(_opening(zone, day, start), midnight)
                b = ends if end == DAY else min(_closing(zone, day, end), ends)
            if closes and a <= closes[-1]:
                closes[-1] = max(b, closes[-1])
            elif a < b:
                opens.append(a)
                closes.append(b)
        day += ONE_DAY
    totals = list(accumulate(b - a for a, b in zip(opens, closes, strict=True)))
    return Year(number, begins, ends, opens, closes, totals)


def _opening(zone: ZoneInfo, day: date, minute: int) -> int:
    return _instant(zone, day, minute, second_time=False)


def _closing(zone: ZoneInfo, day: date, minute: int) -> int:
    return _instant(zone, day, minute, second_time=True)


def _instant(zone: ZoneInfo, day: date, minute: int, *, second_time: bool) -> int:
    wall = datetime.combine(day, time(minute // 60, minute % 60), zone)
    before, after = _offset(wall), _offset(wall.replace(fold=1))
    tick = (wall.replace(tzinfo=UTC) - EPOCH) // TICK
    if before < after:
        return _change(zone, tick - after, tick - before)
    return tick - (after if second_time else before)


def _change(zone: ZoneInfo, low: int, high: int) -> int:
    """The second in (low, high] at which the zone's offset moves away from what it is at `low`."""
    old = _offset_at(zone, low)
    while high - low > SECOND:
        middle = low + (high - low) // (2 * SECOND) * SECOND
        low, high = (middle, high) if _offset_at(zone, middle) == old else (low, middle)
    return high


def _offset_at(zone: ZoneInfo, tick: int) -> int:
    return _offset((EPOCH + tick * TICK).astimezone(zone))


def _offset(local: datetime) -> int:
    offset = local.utcoffset()
    assert offset is not None
    return offset // TICK
