"""How loaded somebody is, as one number with its reasons. Pure: no Django, no database.

What presses most makes the index: 100 is the hard cap, which nobody passes, whoever asks; from the soft cap
on they get more only if somebody who leads says why. Seven days are looked at, on absolute time: a night over
which the clocks change has the hours it really has.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

WEEK = datetime.timedelta(days=7)
# A shift with so many minutes between 22:00 and 06:00 of the desk's clock is a night.
NIGHT_MINUTES = 120
NIGHT_FROM, NIGHT_TO = 22, 6
# So little time between two shifts is no rest but a pause.
PAUSE = datetime.timedelta(hours=4)
MINUTE = datetime.timedelta(minutes=1)
MOST_INDEX = 999


class Strain(StrEnum):
    """What presses: minutes at work in seven days, minutes of open tickets, minutes without a quiet one,
    nights in seven days, minutes of rest before the shift.
    """

    WORKED = "worked"
    EFFORT = "effort"
    HOT = "hot"
    NIGHTS = "nights"
    REST = "rest"


class Standing(StrEnum):
    FREE = "free"
    HIGH = "high"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Cap:
    """From `soft` on a reason is needed; at `hard` it is the end. Of rest less is worse, and exactly as much
    is enough.
    """

    soft: float
    hard: float


@dataclass(frozen=True, slots=True)
class Caps:
    """In minutes, nights in nights."""

    worked: Cap = Cap(40 * 60, 48 * 60)
    effort: Cap = Cap(6 * 60, 10 * 60)
    hot: Cap = Cap(2 * 60, 4 * 60)
    nights: Cap = Cap(3, 5)
    rest: Cap = Cap(11 * 60, 9 * 60)

    def of(self, strain: Strain) -> Cap:
        cap: Cap = getattr(self, strain.value)
        return cap

    def strictest(self, other: "Caps") -> "Caps":
        """Of two teams' the lower one of each; of rest the longer one."""
        low = {
            name: Cap(min(a.soft, b.soft), min(a.hard, b.hard))
            for name, a, b in (
                ("worked", self.worked, other.worked), ("effort", self.effort, other.effort),
                ("hot", self.hot, other.hot), ("nights", self.nights, other.nights),
            )
        }  # fmt: skip
        rest = Cap(max(self.rest.soft, other.rest.soft), max(self.rest.hard, other.rest.hard))
        return Caps(rest=rest, **low)


DEFAULT = Caps()


@dataclass(frozen=True, slots=True)
class Span:
    """From and to, with time zone; empty or backwards it counts nothing."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime

    @property
    def minutes(self) -> float:
        return max((self.ends_at - self.starts_at) / MINUTE, 0.0)


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one person. `planned` are their shifts, `actual` when they were clocked in, in any order; where both
    cover a moment it counts once. `effort` is minutes of work in their open tickets, `hot` how long they have
    had none but pressing ones. `more` is what would be added: that counts too.
    """

    planned: Sequence[Span] = ()
    actual: Sequence[Span] = ()
    effort: float = 0.0
    hot: float = 0.0
    more: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """`value` in minutes or nights; `share` in percent of the hard cap."""

    strain: Strain
    value: float
    share: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class Load:
    """The reasons, what presses most first; each strain has one."""

    index: int
    standing: Standing
    reasons: tuple[Reason, ...]

    @property
    def pressing(self) -> tuple[Reason, ...]:
        return tuple(one for one in self.reasons if one.standing is not Standing.FREE)


NO_LOAD = Load(0, Standing.FREE, ())


def load_of(facts: Facts, at: datetime.datetime, zone: ZoneInfo, caps: Caps = DEFAULT) -> Load:
    """As of that moment: the seven days before it, the rest before the shift they are in or have next."""
    work = joined([*facts.planned, *facts.actual, *facts.more])
    values = {
        Strain.WORKED: minutes_within(work, at - WEEK, at),
        Strain.EFFORT: max(facts.effort, 0.0),
        Strain.HOT: max(facts.hot, 0.0),
        Strain.NIGHTS: float(sum(is_night(one, zone) for one in work if at - WEEK < one.ends_at <= at)),
        Strain.REST: rest_before(work, at),
    }
    return judged(values, caps)


def judged(values: Mapping[Strain, float | None], caps: Caps = DEFAULT) -> Load:
    """The index of these values; of what is unknown (None) nothing is said."""
    reasons = [
        _reason(strain, value, caps.of(strain)) for strain, value in values.items() if value is not None
    ]
    reasons.sort(key=lambda one: (-one.share, one.strain))
    order = (Standing.OVER, Standing.HIGH, Standing.FREE)
    standing = next((each for each in order if any(one.standing is each for one in reasons)), Standing.FREE)
    return Load(max((one.share for one in reasons), default=0), standing, tuple(reasons))


def _reason(strain: Strain, value: float, cap: Cap) -> Reason:
    if strain is Strain.REST:
        return _of_rest(value, cap)
    standing = Standing.OVER if value >= cap.hard else Standing.HIGH if value >= cap.soft else Standing.FREE
    share = MOST_INDEX if cap.hard <= 0 else _percent(value, cap.hard)
    return Reason(strain, value, min(share, 99) if standing is not Standing.OVER else share, standing)


def _of_rest(value: float, cap: Cap) -> Reason:
    """Who rested enough is pressed by nothing; below that it presses the more the less it was."""
    if value >= cap.soft:
        return Reason(Strain.REST, value, 0, Standing.FREE)
    if value < cap.hard:
        return Reason(
            Strain.REST, value, max(_percent(cap.hard, value), 100) if value else MOST_INDEX, Standing.OVER
        )
    missing = (cap.soft - value) / (cap.soft - cap.hard)
    return Reason(Strain.REST, value, round(80 + 19 * missing), Standing.HIGH)


def _percent(part: float, whole: float) -> int:
    return min(round(100 * part / whole), MOST_INDEX) if whole > 0 else 0


def joined(spans: Iterable[Span]) -> list[Span]:
    """In order; those that touch or overlap are one."""
    found: list[Span] = []
    for one in sorted((one for one in spans if one.minutes), key=lambda one: (one.starts_at, one.ends_at)):
        if found and one.starts_at <= found[-1].ends_at:
            found[-1] = Span(found[-1].starts_at, max(found[-1].ends_at, one.ends_at))
        else:
            found.append(one)
    return found


def minutes_within(spans: Iterable[Span], start: datetime.datetime, end: datetime.datetime) -> float:
    """Of spans that do not overlap."""
    return sum(Span(max(one.starts_at, start), min(one.ends_at, end)).minutes for one in spans)


def rest_before(work: Sequence[Span], at: datetime.datetime) -> float | None:
    """Minutes between the duty they are in, or else their next one, and the one before it; unknown if there
    is no such pair within a week.
    """
    duties = with_pauses(work)
    index = next((i for i, one in enumerate(duties) if one.ends_at > at), None)
    if not index:
        return None
    rest = (duties[index].starts_at - duties[index - 1].ends_at) / MINUTE
    return rest if rest < WEEK / MINUTE else None


def with_pauses(work: Sequence[Span]) -> list[Span]:
    """Shifts in order, those with a short time between as one: a day in two halves is one duty."""
    found: list[Span] = []
    for one in work:
        if found and one.starts_at - found[-1].ends_at < PAUSE:
            found[-1] = Span(found[-1].starts_at, one.ends_at)
        else:
            found.append(one)
    return found


@lru_cache(maxsize=4096)
def is_night(span: Span, zone: ZoneInfo) -> bool:
    """Whether at least NIGHT_MINUTES of it lie at night, by that zone's clock."""
    day = span.starts_at.astimezone(zone).date() - datetime.timedelta(days=1)
    last = span.ends_at.astimezone(zone).date()
    while day <= last:
        night = Span(_local(day, NIGHT_FROM, zone), _local(day + datetime.timedelta(days=1), NIGHT_TO, zone))
        if minutes_within([span], night.starts_at, night.ends_at) >= NIGHT_MINUTES:
            return True
        day += datetime.timedelta(days=1)
    return False


@lru_cache(maxsize=4096)
def _local(day: datetime.date, hour: int, zone: ZoneInfo) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(hour), zone).astimezone(datetime.UTC)


def hot_stretch(hot: Iterable[Span], at: datetime.datetime, pause: datetime.timedelta) -> float:
    """How many minutes up to now they had something pressing in hand, with breaks shorter than `pause`."""
    stretch: Span | None = None
    for one in joined(hot):
        if one.starts_at > at:
            break
        if stretch and one.starts_at - stretch.ends_at < pause:
            stretch = Span(stretch.starts_at, max(stretch.ends_at, one.ends_at))
        else:
            stretch = one
    if stretch is None or at - stretch.ends_at >= pause:
        return 0.0
    return Span(stretch.starts_at, min(stretch.ends_at, at)).minutes


def crowded(spans: Iterable[Span], least: int) -> list[Span]:
    """When at least so many of them were going on at once."""
    edges = sorted(edge for one in spans if one.minutes for edge in ((one.starts_at, 1), (one.ends_at, -1)))
    found: list[Span] = []
    going, since = 0, None
    for at, step in edges:
        going += step
        if going >= least and since is None:
            since = at
        elif going < least and since is not None:
            found.append(Span(since, at))
            since = None
    return joined(found)


def common(one: Iterable[Span], other: Iterable[Span]) -> list[Span]:
    """What lies in both."""
    ours = joined(other)
    return joined(
        Span(max(a.starts_at, b.starts_at), min(a.ends_at, b.ends_at)) for a in joined(one) for b in ours
    )
