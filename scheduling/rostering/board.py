"""A problem laid out for counting: minutes for instants, and what each shift would mean for each person.

Pure. Options that a rule of their own bars (absence, nights, …) are kept with the clauses that bar them:
the search leaves them out, the explanation of a conflict needs them.
"""

import datetime
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from scheduling.fairness import Worked, marks
from scheduling.rostering.problem import (
    WORK,
    Assignment,
    Candidate,
    Clause,
    Demand,
    Person,
    Problem,
    Rule,
    Window,
    Wish,
)

UTC = datetime.UTC
MINUTE = datetime.timedelta(minutes=1)
NIGHT_FROM, NIGHT_TO, NIGHT_MINUTES = 22, 6, 120
Span = tuple[datetime.datetime, datetime.datetime]


@dataclass(slots=True)
class Option:
    """One shift for one person. `start` and `end` are absolute minutes, `minutes` those of work."""

    person: int
    day: int
    shift: Candidate
    start: int
    end: int
    minutes: int
    week: int
    start_of_day: int
    night: bool
    weekend: int | None
    holiday: bool
    unpopular: int
    fixed: bool = False
    published: bool = False
    current: bool = False
    barred: list[Clause] = field(default_factory=list)
    places: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Place:
    """A slot and an activity, with everything demanded there."""

    start: int
    minutes: int
    activity: str
    demands: list[Demand]

    def under(self, problem: Problem, demand: Demand) -> int:
        return max(1, round(problem.weights.under * demand.weight * self.minutes / 30))

    def over(self, problem: Problem) -> int:
        return round(problem.weights.over * self.minutes / 30)


class Board:
    def __init__(self, problem: Problem) -> None:
        check(problem)
        self.problem = problem
        self.zone = ZoneInfo(problem.zone)
        self.people = problem.people
        self.at = {person.id: index for index, person in enumerate(self.people)}
        self.places = self._places()
        self._starts = [place.start for place in self.places]
        self._skills = [frozenset(d.skill for d in place.demands) for place in self.places]
        self._known: dict[Candidate, Option] = {}
        self.options: list[list[Option]] = [[] for _ in self.people]
        for index, person in enumerate(self.people):
            self.options[index] = list(self._options(index, person))
        self.wishes: list[list[Wish]] = [[] for _ in self.people]
        for wish in problem.wishes:
            self.wishes[self.at[wish.person]].append(wish)

    def open_options(self, person: int) -> list[Option]:
        return [option for option in self.options[person] if option.fixed or not option.barred]

    def day_of(self, at: datetime.datetime) -> int:
        return (at.astimezone(self.zone).date() - self.problem.starts_on).days

    def week_of(self, day: int) -> int:
        return (day + self.problem.starts_on.weekday()) // 7

    def midnight(self, day: int) -> datetime.datetime:
        on = self.problem.starts_on + datetime.timedelta(days=day)
        return datetime.datetime.combine(on, datetime.time.min, tzinfo=self.zone).astimezone(UTC)

    def _places(self) -> list[Place]:
        found: dict[tuple[datetime.datetime, int, str], list[Demand]] = defaultdict(list)
        for demand in self.problem.demands:
            if demand.heads or demand.must:
                found[demand.starts_at, demand.minutes, demand.activity].append(demand)
        return [
            Place(minute_of(starts_at), minutes, activity, demands)
            for (starts_at, minutes, activity), demands in sorted(found.items())
        ]

    def _options(self, index: int, person: Person) -> Iterator[Option]:
        fixed = self._keys(self.problem.fixed, person.id)
        published = self._keys(self.problem.published, person.id)
        current = self._keys(self.problem.current, person.id)
        seen = {span_of(shift) for shift in self.problem.candidates}
        extra = {span_of(a.shift): a.shift for a in self._given(person.id) if span_of(a.shift) not in seen}
        for shift in (*self.problem.candidates, *extra.values()):
            key = span_of(shift)
            option = replace(self._option(shift), person=index)
            option.fixed, option.published, option.current = key in fixed, key in published, key in current
            option.places = [n for n in option.places if self._asked(n, person)]
            option.barred = self._barred(person, option)
            yield option

    def _given(self, person: int) -> list[Assignment]:
        return [a for a in (*self.problem.current, *self.problem.fixed) if a.person == person]

    def _keys(self, assignments: tuple[Assignment, ...], person: int) -> set[Span]:
        return {span_of(a.shift) for a in assignments if a.person == person}

    def _asked(self, place: int, person: Person) -> bool:
        skills = self._skills[place]
        return "" in skills or not skills.isdisjoint(person.skills)

    def _option(self, shift: Candidate) -> Option:
        """What a shift means whoever has it."""
        if shift in self._known:
            return self._known[shift]
        local = shift.starts_at.astimezone(self.zone)
        day = self.day_of(shift.starts_at)
        self._known[shift] = Option(
            person=-1,
            day=day,
            shift=shift,
            start=minute_of(shift.starts_at),
            end=minute_of(shift.ends_at),
            minutes=worked_minutes(shift),
            week=self.week_of(day),
            start_of_day=local.hour,
            night=night_minutes(shift.starts_at, shift.ends_at, self.zone) >= NIGHT_MINUTES,
            weekend=self.week_of(day) if local.weekday() >= 5 else None,
            holiday=local.date() in self.problem.holidays,
            unpopular=unpopular(shift, self.zone, self.problem.holidays),
            places=self._serves(shift),
        )
        return self._known[shift]

    def _serves(self, shift: Candidate) -> list[int]:
        spans = spans_of(shift)
        first = bisect_left(self._starts, minute_of(shift.starts_at))
        last = bisect_left(self._starts, minute_of(shift.ends_at))
        return [
            number
            for number in range(first, last)
            if any(
                activity == self.places[number].activity
                and start <= self.places[number].start
                and self.places[number].start + self.places[number].minutes <= end
                for start, end, activity in spans
            )
        ]

    def _barred(self, person: Person, option: Option) -> list[Clause]:
        shift = option.shift
        found = [Clause(Rule.ABSENT, person.id, w.starts_at, w.ends_at) for w in met(person.absent, shift)]
        found += [
            Clause(Rule.UNAVAILABLE, person.id, w.starts_at, w.ends_at)
            for w in met(person.unavailable, shift)
        ]
        if option.night and not person.nights:
            found.append(Clause(Rule.NIGHTS, person.id))
        if person.most_day_minutes is not None and option.minutes > person.most_day_minutes:
            found.append(Clause(Rule.DAY, person.id, limit=person.most_day_minutes))
        rest = datetime.timedelta(minutes=person.rest_minutes)
        if any(w.meets(shift.starts_at - rest, shift.ends_at + rest) for w in person.worked):
            found.append(Clause(Rule.REST, person.id, limit=person.rest_minutes))
        return found


def span_of(shift: Candidate) -> Span:
    return shift.starts_at, shift.ends_at


def met(windows: tuple[Window, ...], shift: Candidate) -> list[Window]:
    return [window for window in windows if window.meets(shift.starts_at, shift.ends_at)]


def minute_of(at: datetime.datetime) -> int:
    return int(at.timestamp()) // 60


def minutes_between(start: datetime.datetime, end: datetime.datetime) -> int:
    return max(0, int((end - start).total_seconds()) // 60)


def worked_minutes(shift: Candidate) -> int:
    """Breaks that a template names are not worked."""
    return shift.minutes - sum(
        minutes_between(part.starts_at, part.ends_at) for part in shift.parts if part.activity == "break"
    )


def spans_of(shift: Candidate) -> list[tuple[int, int, str]]:
    """The working stretches of a shift: what no part speaks of is tickets."""
    found: list[tuple[int, int, str]] = []
    at = minute_of(shift.starts_at)
    for part in sorted(shift.parts, key=lambda part: part.starts_at):
        if minute_of(part.starts_at) > at:
            found.append((at, minute_of(part.starts_at), "tickets"))
        found.append((minute_of(part.starts_at), minute_of(part.ends_at), part.activity))
        at = max(at, minute_of(part.ends_at))
    if at < minute_of(shift.ends_at):
        found.append((at, minute_of(shift.ends_at), "tickets"))
    return [(start, end, activity) for start, end, activity in found if activity in WORK]


def unpopular(shift: Candidate, zone: ZoneInfo, holidays: Collection[datetime.date]) -> int:
    """How much of it the ledger of fairness would count: a night on a Sunday is two."""
    return len(marks(Worked(0, shift.starts_at, shift.ends_at), zone, holidays))


def night_minutes(starts_at: datetime.datetime, ends_at: datetime.datetime, zone: ZoneInfo) -> int:
    """Minutes between 22:00 and 06:00 of the zone, on absolute time."""
    found = 0
    on = starts_at.astimezone(zone).date() - datetime.timedelta(days=1)
    while True:
        begin = datetime.datetime.combine(on, datetime.time(NIGHT_FROM), tzinfo=zone).astimezone(UTC)
        on += datetime.timedelta(days=1)
        end = datetime.datetime.combine(on, datetime.time(NIGHT_TO), tzinfo=zone).astimezone(UTC)
        if begin >= ends_at:
            return found
        found += minutes_between(max(begin, starts_at), min(end, ends_at))


def check(problem: Problem) -> None:
    """Refuses with a sentence what cannot be meant."""
    ids = [person.id for person in problem.people]
    if len(set(ids)) != len(ids):
        raise ValueError("Two people have the same id.")
    if problem.days < 1:
        raise ValueError("A roster has at least one day.")
    given = [a for group in (problem.fixed, problem.current, problem.published) for a in group]
    for shift in [*problem.candidates, *(a.shift for a in given)]:
        if not datetime.timedelta() < shift.ends_at - shift.starts_at <= datetime.timedelta(days=1):
            raise ValueError(f"A shift lasts from a minute to a day: {shift.starts_at} – {shift.ends_at}.")
    if any(demand.minutes < 1 or demand.heads < 0 or demand.must < 0 for demand in problem.demands):
        raise ValueError("A need has minutes and heads.")
    known = set(ids)
    named = {a.person for a in given} | {wish.person for wish in problem.wishes}
    if unknown := named - known:
        raise ValueError(f"Nobody has the id {min(unknown)}.")
