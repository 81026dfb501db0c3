"""What would close a gap, the cheapest first: other work later, another or a longer day, a call, a free day.
Each is asked of the rules as it would be then; whoever may not is named with the reasons.
"""

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from scheduling.arriving import QUARTER, quarter_of
from scheduling.choices import Activity, RemedyKind, Work
from scheduling.fitness import Candidate, candidates, refused
from scheduling.models import CoverageRisk, OnCall, Shift, TimeOff
from scheduling.part_places import later, places
from scheduling.queries import on_call
from scheduling.remedy_skills import fitting
from staff.duty import is_away
from staff.models import Skill, Team, User

NEAR, HOUR = datetime.timedelta(hours=2), datetime.timedelta(hours=1)
# Nobody comes for less, and without a break nobody stays for more.
CALLED, MOST = datetime.timedelta(hours=4), datetime.timedelta(hours=6)
WEEK, DAY = datetime.timedelta(days=7), datetime.timedelta(days=1)
MINUTE = datetime.timedelta(minutes=1)


@dataclass(frozen=True)
class Hole:
    """When somebody is missing, and for what."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    work: str = Work.TICKETS

    @property
    def parts(self) -> list[dict[str, Any]]:
        """Of a shift that is there for it alone."""
        if self.work == Work.TICKETS:
            return []
        return [{"from": 0, "minutes": (self.ends_at - self.starts_at) // MINUTE, "kind": self.work}]


@dataclass(frozen=True)
class Remedy:
    """`then` is the shift as it would be: that of `shift` with other times or parts, or a new one."""

    kind: str
    user: User | None = None
    shift: Shift | None = None
    activity: str = ""
    then: Shift | None = None
    on_call: OnCall | None = None

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.user.pk if self.user else 0}"


@dataclass(frozen=True)
class Ways:
    """What would help, and who cannot with the reasons."""

    open: list[Remedy] = field(default_factory=list)
    shut: list[tuple[User, tuple[str, ...]]] = field(default_factory=list)


@dataclass(frozen=True)
class There:
    """Somebody on shift at that moment, and what they do."""

    user: User
    shift: Shift
    activity: str

    @property
    def counts(self) -> bool:
        return self.activity in Work.values

    @property
    def label(self) -> str:
        return str(Activity(self.activity).label)


def there_at(team: Team, at: datetime.datetime) -> list[There]:
    """Who has time off is not, whatever the roster says."""
    shifts = Shift.objects.filter(team=team).at(at).select_related("user").order_by("user__full_name")
    off = set(TimeOff.objects.approved().between(at, at + QUARTER).values_list("user", flat=True))
    return [There(one.user, one, one.activity_at(at)) for one in shifts if one.user_id not in off]


def hole_at(team: Team, at: datetime.datetime, now: datetime.datetime) -> Hole:
    """The quarters around that moment in which somebody is missing, from now on."""
    rows = CoverageRisk.objects.filter(team=team, starts_at__gt=at - DAY, starts_at__lt=at + DAY)
    lacking = {row.starts_at: row for row in rows if row.missing > 0}
    start = end = at
    while start - QUARTER in lacking and start - QUARTER >= quarter_of(now) and at - start < MOST:
        start -= QUARTER
    while end == at or (end in lacking and end - start < MOST):
        end += QUARTER
    return Hole(start, end, _lacks(lacking.get(at)))


def _lacks(row: CoverageRisk | None) -> str:
    """The kind of work for which most is missing."""
    works = [work for work in Work.values if row and work in row.why]
    return max(works, key=lambda work: row.why[work]["need"] - row.why[work]["there"], default=Work.TICKETS)


def remedies(team: Team, at: datetime.datetime, now: datetime.datetime) -> Ways:
    """For a moment in which somebody is missing; who can do what is missing comes first."""
    hole = hole_at(team, at, now)
    reshaped = by_reshaping(team, hole, now, at)
    busy = {one.user.pk for one in there_at(team, at)} | {one.user.pk for one in reshaped if one.user}
    found = by_coming(team, worth_coming(hole), at, without=busy)
    train = [Remedy(RemedyKind.TRAIN)] if weekly(team, at) else []
    row = CoverageRisk.objects.filter(team=team, starts_at=at).first()
    ways = [*reshaped, *found.open]
    fits = fitting(team, row, [one.user for one in ways if one.user], at)
    ways = [one for one in ways if one.user and one.user.pk in fits]
    ways.sort(key=lambda one: not (one.user and fits[one.user.pk]))
    return Ways([*ways, *train], found.shut)


def worth_coming(hole: Hole) -> Hole:
    return replace(hole, ends_at=max(hole.ends_at, hole.starts_at + CALLED))


def by_coming(team: Team, hole: Hole, at: datetime.datetime, *, without: Collection[int] = ()) -> Ways:
    """Somebody who is not there comes: who is on call first."""
    shift = Shift(team=team, starts_at=hole.starts_at, ends_at=hole.ends_at, parts=hole.parts)
    people = [one for one in candidates(shift, team, without=without) if not is_away(one.user, at)]
    calls = {one.user_id: one for one in reversed(on_call(team, at, Skill.objects.values("pk")))}
    order = {number: place for place, number in enumerate(reversed(calls))}
    may = [one for one in people if not one.why_not]
    may.sort(key=lambda one: order.get(one.user.pk, len(order)))
    return Ways(
        [_coming(one, calls.get(one.user.pk), shift) for one in may],
        [(one.user, one.why_not) for one in people if one.why_not],
    )


def _coming(one: Candidate, call: OnCall | None, shift: Shift) -> Remedy:
    then = Shift(
        user=one.user, team=shift.team, starts_at=shift.starts_at, ends_at=shift.ends_at, parts=shift.parts
    )
    return Remedy(RemedyKind.CALL if call else RemedyKind.FREE, one.user, then=then, on_call=call)


def by_reshaping(
    team: Team, hole: Hole, now: datetime.datetime, at: datetime.datetime | None = None
) -> list[Remedy]:
    """Of those who work that day; with `at` only what helps at that moment."""
    around = Shift.objects.filter(team=team, user__is_active=True).select_related("user", "team")
    shifts = list(around.between(hole.starts_at - NEAR, hole.ends_at + NEAR).order_by("user__full_name"))
    off = TimeOff.objects.approved().between(hole.starts_at - NEAR, hole.ends_at + NEAR)
    away = set(off.values_list("user", flat=True))
    shifts = [one for one in shifts if one.user_id not in away and one.ends_at > now]
    absent = [one for one in shifts if at is None or not one.starts_at <= at < one.ends_at]
    return [
        *_first_lawful(team, RemedyKind.PART, shifts, [[*_parted(one, hole, at)] for one in shifts], None),
        *_first_lawful(team, RemedyKind.MOVE, absent, [[*_moved(one, hole, now)] for one in absent], at),
        *_first_lawful(team, RemedyKind.LONGER, absent, [[*_longer(one, hole, now)] for one in absent], at),
    ]


def _first_lawful(
    team: Team, kind: str, shifts: Sequence[Shift], ways: Sequence[Sequence[Shift]],
    at: datetime.datetime | None,
) -> list[Remedy]:  # fmt: skip
    """Of each shift's ways the first that the rules let pass; all people are asked about at once."""
    found: dict[int, Shift] = {}
    for turn in range(max(map(len, ways), default=0)):
        asked = {
            shift.pk: several[turn]
            for shift, several in zip(shifts, ways, strict=True)
            if shift.pk not in found and len(several) > turn
            and (at is None or several[turn].starts_at <= at < several[turn].ends_at)
        }  # fmt: skip
        people = {one.user: [one] for one in asked.values()}
        no = refused(people, team, instead_of=list(asked))
        found |= {pk: one for pk, one in asked.items() if one.user_id not in no}
    return [
        Remedy(kind, one.user, one, _activity(one, found[one.pk]), found[one.pk])
        for one in shifts
        if one.pk in found
    ]


def _activity(shift: Shift, then: Shift) -> str:
    """Which part is somewhere else then."""
    gone = [one["kind"] for one in shift.parts if one not in then.parts]
    same = (shift.starts_at, shift.ends_at) == (then.starts_at, then.ends_at)
    return gone[0] if gone and same else ""


def _as(shift: Shift, **other: Any) -> Shift:
    kept = {"starts_at": shift.starts_at, "ends_at": shift.ends_at, "parts": shift.parts, **other}
    return Shift(user=shift.user, team=shift.team, template_id=shift.template_id, note=shift.note, **kept)


def _parted(shift: Shift, hole: Hole, at: datetime.datetime | None) -> Iterator[Shift]:
    """What they do instead of work that comes, at another time of the shift; what is no break may wait for
    another day.
    """
    start, end = ((moment - shift.starts_at) // MINUTE for moment in (hole.starts_at, hole.ends_at))
    moment = start if at is None else (at - shift.starts_at) // MINUTE
    for number, part in enumerate(shift.parts):
        if part["kind"] in Work.values or not part["from"] <= moment < part["from"] + part["minutes"]:
            continue
        for parts in list(places(shift.parts, number, shift.minutes, (start, end)))[:3]:
            yield _as(shift, parts=parts)
        if part["kind"] != Activity.BREAK:
            yield _as(shift, parts=[one for one in shift.parts if one is not part])


def _moved(shift: Shift, hole: Hole, now: datetime.datetime) -> Iterator[Shift]:
    """As long as it was, earlier or later; one that has begun stays where it is."""
    if shift.starts_at <= now:
        return
    if _ends_too_early(shift, hole):
        by = hole.ends_at - shift.ends_at
    elif _starts_too_late(shift, hole):
        by = max(hole.starts_at, quarter_of(now) + QUARTER) - shift.starts_at
    else:
        return
    yield _as(shift, starts_at=shift.starts_at + by, ends_at=shift.ends_at + by)


def _longer(shift: Shift, hole: Hole, now: datetime.datetime) -> Iterator[Shift]:
    """To the end of the hole, or from its beginning; else by an hour."""
    if _ends_too_early(shift, hole):
        for end in (hole.ends_at, min(hole.ends_at, max(hole.starts_at, shift.ends_at) + HOUR)):
            if end - shift.starts_at <= DAY:
                yield _as(shift, ends_at=end)
    elif _starts_too_late(shift, hole) and shift.starts_at > now:
        first = max(hole.starts_at, quarter_of(now) + QUARTER)
        for start in (first, max(first, min(hole.ends_at, shift.starts_at) - HOUR)):
            if start < shift.starts_at and shift.ends_at - start <= DAY:
                yield _as(
                    shift, starts_at=start, parts=later(shift.parts, (shift.starts_at - start) // MINUTE)
                )


def _ends_too_early(shift: Shift, hole: Hole) -> bool:
    return shift.starts_at <= hole.starts_at and hole.starts_at - NEAR < shift.ends_at < hole.ends_at


def _starts_too_late(shift: Shift, hole: Hole) -> bool:
    return hole.starts_at < shift.starts_at < hole.ends_at + NEAR and shift.ends_at >= hole.ends_at


def weekly(team: Team, at: datetime.datetime) -> bool:
    """The same gap a week later or before: more hours do not help for long."""
    rows = CoverageRisk.objects.filter(team=team, starts_at__in=[at, at - WEEK, at + WEEK])
    return sum(row.missing > 0 for row in rows) > 1
