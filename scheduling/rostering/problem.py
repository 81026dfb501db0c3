"""What the solver is asked, and what it answers. Pure: no Django, no database.

Times are aware datetimes (UTC); days, weeks, nights and weekends are those of the problem's zone. Durations
are whole minutes. People, shifts and rules are named by what the caller called them, so answers can be
shown.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

WORK = frozenset({"tickets", "phone", "chat"})


@dataclass(frozen=True, slots=True)
class Window:
    starts_at: datetime.datetime
    ends_at: datetime.datetime

    def meets(self, starts_at: datetime.datetime, ends_at: datetime.datetime) -> bool:
        return self.starts_at < ends_at and starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class Ledger:
    """What somebody has carried before this period: the more, the less they get of it now. `unpopular` is all
    of it in one number, as `fairness` counts it.
    """

    nights: int = 0
    weekends: int = 0
    holidays: int = 0
    refused: int = 0
    unpopular: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be given shifts, with what the contract and the law allow (the stricter of the two).

    `absent` is time off that was approved; `unavailable` is what they said they cannot. `worked` are shifts
    around the period, before and after it: rest, weeks and days in a row are counted across its edges.
    `least_minutes` and `most_minutes` are those of the whole period; None is no limit. Breaks are not
    counted as minutes of work. A shift belongs to the local day, and so to the week, on which it starts;
    the weekly rest lies in the seven times 24 hours after each start of work.
    """

    id: int
    name: str
    skills: frozenset[str] = frozenset()
    least_minutes: int = 0
    most_minutes: int | None = None
    most_week_minutes: int | None = 48 * 60
    most_day_minutes: int | None = None
    rest_minutes: int = 11 * 60
    week_rest_minutes: int | None = 35 * 60
    most_days_in_a_row: int | None = 6
    nights: bool = True
    absent: tuple[Window, ...] = ()
    unavailable: tuple[Window, ...] = ()
    worked: tuple[Window, ...] = ()
    ledger: Ledger = Ledger()


@dataclass(frozen=True, slots=True)
class Part:
    """Minutes of a shift that are given to one activity; what is not of `WORK` covers no need."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    activity: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A shift that somebody could be given: a template on a day. With no parts all of it is `tickets`.

    `key` comes back in the assignment (a template's id, or anything the caller knows it by).
    """

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    parts: tuple[Part, ...] = ()
    key: str = ""

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


@dataclass(frozen=True, slots=True)
class Demand:
    """Heads needed in one slot for one activity, and with one skill unless it is "".

    Somebody serves one demand at a time. `must` heads are a hard rule: without them there is no roster.
    `weight` multiplies `Weights.under`.
    """

    starts_at: datetime.datetime
    minutes: int
    heads: int
    activity: str = "tickets"
    skill: str = ""
    must: int = 0
    weight: int = 1

    @property
    def ends_at(self) -> datetime.datetime:
        return self.starts_at + datetime.timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Wish:
    """Wanted: some shift of theirs lies in the window by more than half. Unwanted: none meets the window."""

    person: int
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    wanted: bool
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Assignment:
    person: int
    shift: Candidate


@dataclass(frozen=True, slots=True)
class Weights:
    """What each broken wish costs. Coverage is counted per missing (or idle) head and half hour."""

    under: int = 100
    over: int = 2
    wish: int = 10
    nights: int = 5
    weekends: int = 5
    holidays: int = 5
    refused: int = 5
    unpopular: int = 5
    pattern: int = 2
    continuity: int = 8


@dataclass(frozen=True, slots=True)
class Problem:
    """`fixed` is not moved; `current` is where the search starts; from `published` it departs unwillingly."""

    starts_on: datetime.date
    days: int
    zone: str
    people: tuple[Person, ...]
    candidates: tuple[Candidate, ...]
    demands: tuple[Demand, ...] = ()
    wishes: tuple[Wish, ...] = ()
    fixed: tuple[Assignment, ...] = ()
    current: tuple[Assignment, ...] = ()
    published: tuple[Assignment, ...] = ()
    holidays: frozenset[datetime.date] = frozenset()
    weights: Weights = Weights()


class Status(StrEnum):
    """Stopped: somebody said stop, the best roster so far is kept. Unknown: none was found in time."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    STOPPED = "stopped"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


class Rule(StrEnum):
    """The hard rules, by what they hold. `NEED` are the heads that a demand must have."""

    NEED = "need"
    FIXED = "fixed"
    ABSENT = "absent"
    UNAVAILABLE = "unavailable"
    NIGHTS = "nights"
    REST = "rest"
    DAY = "day"
    WEEK = "week"
    RUN = "run"
    WEEK_REST = "week_rest"
    LEAST = "least"
    MOST = "most"


class Why(StrEnum):
    """Why somebody does not fill a gap, and why a gap is there.

    `ELSEWHERE`: at work then, on another skill or activity. `RESTING`: too near another shift of theirs.
    `FULL`: at the most minutes or days they may work. `NO_SHIFT`: no candidate shift covers the slot.
    `COSTLIER`: they could, and the roster without it is thought better.
    """

    UNSKILLED = "unskilled"
    NO_SHIFT = "no_shift"
    ABSENT = "absent"
    UNAVAILABLE = "unavailable"
    NIGHTS = "nights"
    ELSEWHERE = "elsewhere"
    RESTING = "resting"
    FULL = "full"
    COSTLIER = "costlier"


@dataclass(frozen=True, slots=True)
class Gap:
    """Heads missing in a slot. `reason` is the one that holds most of the people who have the skill."""

    starts_at: datetime.datetime
    minutes: int
    activity: str
    skill: str
    missing: int
    reason: Why
    people: Mapping[int, Why] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clause:
    """One hard rule in one place: whose (None for a need), when, and the limit (minutes, days or heads)."""

    rule: Rule
    person: int | None = None
    starts_at: datetime.datetime | None = None
    ends_at: datetime.datetime | None = None
    activity: str = ""
    skill: str = ""
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What to give way on so that a roster exists. `price` compares relaxations; less is less to ask."""

    clauses: tuple[Clause, ...]
    price: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules that cannot hold together, while any one of them left out would let the others."""

    clauses: tuple[Clause, ...]
    relaxations: tuple[Relaxation, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """Best so far, told while the search runs."""

    cost: int
    bound: int
    seconds: float
    assignments: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class Solution:
    """`costs` says the cost by the field of `Weights` that it comes from."""

    status: Status
    assignments: tuple[Assignment, ...] = ()
    cost: int = 0
    bound: int = 0
    seconds: float = 0.0
    gaps: tuple[Gap, ...] = ()
    costs: Mapping[str, int] = field(default_factory=dict)
    conflict: Conflict | None = None
