"""What of the burden of a desk each has carried: plain numbers. Pure: no Django, no database.

Counted are shifts as they were worked, not as they were first planned: who takes a night by a swap has it.
Nights, weekends and late shifts are told by the clock of the person; a shift that is several of them counts
in each.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from zoneinfo import ZoneInfo

NIGHT_FROM, NIGHT_TO = datetime.time(22), datetime.time(6)
# A night is one of which so much lies between those.
NIGHT = datetime.timedelta(hours=3)
LATE = datetime.time(20)
SATURDAY = 5
DAY = datetime.timedelta(days=1)
# So many spells say how much there is to carry now.
LATELY = 4


@dataclass(frozen=True, slots=True)
class Worked:
    """A shift of somebody, from and to with time zone."""

    user: int
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    template: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A wish: by weekday, day, or template, whichever is said. `wanted` False: rather not."""

    user: int
    wanted: bool
    weekday: int | None = None
    on: datetime.date | None = None
    template: int | None = None

    def meets(self, day: datetime.date, template: int | None) -> bool:
        return (
            self.weekday in (None, day.weekday())
            and self.on in (None, day)
            and self.template in (None, template)
        )


@dataclass(frozen=True, slots=True)
class Ledger:
    """How many of each somebody had; `unpopular` is what is levelled between equals."""

    nights: int = 0
    weekends: int = 0
    holidays: int = 0
    late: int = 0
    refused: int = 0

    @property
    def named(self) -> dict[str, int]:
        """Each by its name, and all that is unpopular."""
        return {one.name: getattr(self, one.name) for one in fields(self)} | {"unpopular": self.unpopular}

    @property
    def unpopular(self) -> int:
        return self.nights + self.weekends + self.holidays + self.late


def ledgers(
    users: Collection[int],
    shifts: Iterable[Worked],
    zones: Mapping[int, ZoneInfo],
    *,
    holidays: Collection[datetime.date] = (),
    wishes: Iterable[Wanted] = (),
) -> dict[int, Ledger]:
    """Of each of them. A wish is refused once a shift that it did not want is worked."""
    counts = {user: dict.fromkeys((one.name for one in fields(Ledger)), 0) for user in users}
    unwanted: dict[int, list[Wanted]] = {user: [] for user in users}
    for wish in wishes:
        if not wish.wanted and wish.user in unwanted:
            unwanted[wish.user].append(wish)
    for shift in shifts:
        if shift.user not in counts:
            continue
        for name in marks(shift, zones[shift.user], holidays):
            counts[shift.user][name] += 1
        day = shift.starts_at.astimezone(zones[shift.user]).date()
        counts[shift.user]["refused"] += any(wish.meets(day, shift.template) for wish in unwanted[shift.user])
    return {user: Ledger(**named) for user, named in counts.items()}


def marks(shift: Worked, zone: ZoneInfo, holidays: Collection[datetime.date] = ()) -> set[str]:
    """Which of nights, weekends, holidays and late it is. A night is not late too."""
    start, end = shift.starts_at.astimezone(zone), shift.ends_at.astimezone(zone)
    last = (shift.ends_at - datetime.timedelta(microseconds=1)).astimezone(zone).date()
    days = {start.date(), last}
    found = set()
    if at_night(shift.starts_at, shift.ends_at, zone) >= NIGHT:
        found.add("nights")
    elif end.time() > LATE or end.date() > start.date():
        found.add("late")
    if any(day.weekday() >= SATURDAY for day in days):
        found.add("weekends")
    if days & set(holidays):
        found.add("holidays")
    return found


def at_night(start: datetime.datetime, end: datetime.datetime, zone: ZoneInfo) -> datetime.timedelta:
    """How much of it really lies in nights; a night on which clocks change has other than eight hours."""
    total = datetime.timedelta()
    day = start.astimezone(zone).date() - DAY
    while day <= end.astimezone(zone).date():
        dusk = datetime.datetime.combine(day, NIGHT_FROM, zone).astimezone(datetime.UTC)
        dawn = datetime.datetime.combine(day + DAY, NIGHT_TO, zone).astimezone(datetime.UTC)
        total += max(min(end, dawn) - max(start, dusk), datetime.timedelta())
        day += DAY
    return total


def means(of: Mapping[int, Ledger]) -> dict[str, float]:
    """Of a team, by name; nothing of nobody."""
    names = [one.name for one in fields(Ledger)]
    return {name: sum(getattr(one, name) for one in of.values()) / len(of) for name in names} if of else {}


@dataclass(frozen=True, slots=True)
class Spell:
    """A week or so: what each carried in it, and how long they were there, in any unit."""

    of: Mapping[int, Ledger]
    present: Mapping[int, float]

    def rate(self, name: str) -> float:
        there = sum(self.present.values())
        return sum(one.named[name] for one in self.of.values()) / there if there else 0.0

    def missed(self, user: int) -> float:
        """By how much less they were there than whoever was most."""
        return max(self.present.values(), default=0.0) - self.present.get(user, 0.0)


def compared(
    users: Collection[int], spells: Sequence[Spell], ahead: Mapping[int, float] | None = None
) -> dict[int, dict[str, float]]:
    """What each carried and, for the time they were not there, what the others carried meanwhile: so people
    are equals who joined midway, were on leave or work fewer hours. Who comes new does not catch up, and who
    was on leave has nothing to make up for. `ahead` is how long each will be there in the weeks that are
    planned: nobody makes up for leave beforehand either. It is reckoned by the rate of the last spells.
    """
    lately, coming = spells[-LATELY:], Spell({}, ahead or {})
    found: dict[int, dict[str, float]] = {user: {} for user in users}
    for name in Ledger().named:
        rates = [one.rate(name) for one in spells]
        soon = sum(rates[-LATELY:]) / len(lately) if lately else 0.0
        for user in users:
            own = sum(one.of[user].named[name] for one in spells if user in one.of)
            missed = sum(one.missed(user) * rate for one, rate in zip(spells, rates, strict=True))
            found[user][name] = own + missed + coming.missed(user) * soon
    return found
