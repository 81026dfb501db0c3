"""Holding the roster against what will come: the risk of each quarter of an hour, for two weeks ahead.

Whoever is on shift for tickets takes calls and chats when those who are there for them do not suffice, and
tickets get what is left. The one place that asks scheduling.coverage.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F

from scheduling.able import able
from scheduling.actions.forecasting import newest
from scheduling.actions.needing import handling_of, openness
from scheduling.actions.terms import terms_of
from scheduling.arriving import QUARTER
from scheduling.asking import ANYBODY, Ask
from scheduling.choices import Work
from scheduling.coverage import Calls, calls_late, letters_late
from scheduling.deferring import Letters
from scheduling.headcount import backlog_in_slots
from scheduling.history import place_for
from scheduling.models import ForecastRun, Need, StaffingTerms
from scheduling.risk_slots import Part, Slot
from scheduling.rostered import covers, people_by_quarter, published
from scheduling.sources import sources
from scheduling.weeks import HALF
from staff.models import Team, User

# Why a need is what it is: somebody said so.
BY_HAND = ("override", "typed")
AHEAD = datetime.timedelta(days=14)
QUARTERS, SECONDS = int(AHEAD / QUARTER), QUARTER.total_seconds()
Can = Mapping[int, frozenset[Ask]]


@dataclass(frozen=True)
class Line:
    """One kind of work of a team: what will come, what is promised of it, how long one takes."""

    work: str
    run: ForecastRun
    terms: StaffingTerms
    handle: int

    @property
    def at_work(self) -> float:
        """The part of a shift in which somebody really is."""
        return 1 - self.terms.shrinkage_percent / 100

    def at(self, moment: datetime.datetime, line: Sequence[float]) -> float:
        """Of half hours what comes in a quarter."""
        number = (moment - self.run.starts_at) // HALF
        return line[number] / 2 if 0 <= number < len(line) else 0.0

    def knows(self, moment: datetime.datetime) -> bool:
        return 0 <= (moment - self.run.starts_at) // HALF < len(self.run.expected)


@dataclass(frozen=True)
class Risks:
    """`slots` for which a roster is published; `can` says who on it can do what is asked for."""

    slots: list[Slot]
    can: Can

    def missing(self, slot: Slot) -> Decimal:
        return round(Decimal(slot.missing(self.can)), 2)


def risks(
    team: Team, now: datetime.datetime, heads: Mapping[datetime.datetime, Mapping[str, int]] | None = None
) -> Risks:
    """With `heads` as if so many were there, whoever they are."""
    place = place_for(team)
    start = now - (now - now.replace(minute=0, second=0, microsecond=0)) % QUARTER
    end = start + AHEAD
    spans = published(team, start, end)
    if not spans:
        return Risks([], {})
    slots = _slots(team, start, end, heads)
    can = _needs(team, slots, start, end, now.astimezone(place.zone).date())
    halves = openness(place, _half(start), end)

    def is_open(at: datetime.datetime) -> bool:
        return halves(_half(at))

    for work in (Work.PHONE, Work.CHAT, Work.TICKETS):
        if line := _line(team, work, now):
            for slot in slots:
                if line.knows(slot.starts_at):
                    slot.foretold.add(work)
            (_tickets if work == Work.TICKETS else _calls)(team, line, slots, is_open)
            _parts(line, slots, can, is_open)
    return Risks([slot for slot in slots if covers(spans, slot.starts_at)], can)


def _slots(
    team: Team,
    start: datetime.datetime,
    end: datetime.datetime,
    heads: Mapping[datetime.datetime, Mapping[str, int]] | None,
) -> list[Slot]:
    there, found = people_by_quarter(team, start, end), []
    for number in range(QUARTERS):
        at = start + number * QUARTER
        people = there.get(at, {})
        counted = (
            {work: len(several) for work, several in people.items()} if heads is None else heads.get(at, {})
        )
        found.append(Slot(at, people, dict(counted)))
    return found


def _needs(
    team: Team, slots: Sequence[Slot], start: datetime.datetime, end: datetime.datetime, today: datetime.date
) -> Can:
    by_time, asks = {slot.starts_at: slot for slot in slots}, set[Ask]()
    rows = Need.objects.filter(team=team, starts_at__gte=start, starts_at__lt=end).defer("why")
    for row in rows.annotate(reason=F("why__kind")):
        slot = by_time[row.starts_at]
        slot.need[row.activity] = slot.need.get(row.activity, Decimal(0)) + row.heads
        if row.reason in BY_HAND:
            slot.by_hand[row.activity] = slot.by_hand.get(row.activity, Decimal(0)) + row.heads
        if row.ask != ANYBODY:
            asks.add(row.ask)
            slot.parts[row.activity, row.ask] = Part(float(row.heads))
    if not asks:
        return {}
    people = {one for slot in slots for several in slot.people.values() for one in several}
    return able(team, list(User.objects.filter(pk__in=people)), sorted(asks, key=lambda one: one.key), today)


def _line(team: Team, work: str, now: datetime.datetime) -> Line | None:
    run, terms = newest(team, work), terms_of(team, work)
    handle, _number = handling_of(team, terms, now)
    return Line(work, run, terms, handle) if run and handle else None


def _half(at: datetime.datetime) -> datetime.datetime:
    """The half hour that the quarter lies in, as `openness` counts them."""
    return at - (at - at.replace(minute=0)) % HALF


Open = Callable[[datetime.datetime], bool]


def _calls(team: Team, line: Line, slots: Sequence[Slot], is_open: Open) -> None:
    """Whoever calls while the team is closed is not waited for."""
    work = line.work
    for slot in slots:
        come = line.at(slot.starts_at, line.run.expected) if is_open(slot.starts_at) else 0.0
        if come:
            slot.expected[work] = come
            _lend(slot, work)
    heads = [slot.heads.get(work, 0.0) * line.at_work for slot in slots]
    come = [slot.expected.get(work, 0.0) for slot in slots]
    for slot, late in zip(slots, calls_late(_as_calls(line, come), heads).late, strict=True):
        if slot.expected.get(work):
            slot.late[work] = late


def _as_calls(line: Line, come: Sequence[float]) -> Calls:
    terms = line.terms
    return Calls(
        come, line.handle, terms.target_seconds, SECONDS, terms.patience_seconds or None, terms.concurrency
    )


def _lend(slot: Slot, work: str) -> None:
    """From those who are there for tickets to what calls lack."""
    lacks = float(slot.need.get(work, 0)) - slot.heads.get(work, 0.0)
    more = min(max(lacks, 0.0), slot.heads.get(Work.TICKETS, 0.0))
    if more:
        slot.heads[work] = slot.heads.get(work, 0.0) + more
        slot.heads[Work.TICKETS] -= more


def _tickets(team: Team, line: Line, slots: Sequence[Slot], is_open: Open) -> None:
    waits = [due for source in sources().values() for due in source.backlog(team)]
    opens = [slot.starts_at for slot in slots if is_open(slot.starts_at)]
    for slot in slots:
        slot.expected[line.work] = line.at(slot.starts_at, line.run.expected)
    come = [slot.expected[line.work] for slot in slots]
    letters = _as_letters(line, come, slots, is_open, backlog_in_slots(opens, waits))
    found = letters_late(letters, [_for_letters(slot, line) for slot in slots])
    for slot, share in zip(slots, found.late, strict=True):
        slot.late[line.work] = share


def _as_letters(
    line: Line, come: Sequence[float], slots: Sequence[Slot], is_open: Open,
    backlog: Sequence[tuple[float, float]] = (),
) -> Letters:  # fmt: skip
    terms = line.terms
    return Letters(
        come, [is_open(slot.starts_at) for slot in slots], terms.target_seconds / SECONDS, line.handle,
        terms.service_percent / 100, SECONDS, backlog=backlog,
    )  # fmt: skip


def _for_letters(slot: Slot, line: Line) -> float:
    """Heads at work for tickets, with what those have over who are there for calls."""
    heads = slot.heads.get(Work.TICKETS, 0.0)
    if line.terms.between_calls:
        for work in (Work.PHONE, Work.CHAT):
            lent = slot.heads.get(work, 0.0) - float(slot.need.get(work, 0))
            heads += max(lent, 0.0)
    return heads * line.at_work


def _parts(line: Line, slots: Sequence[Slot], can: Can, is_open: Open) -> None:
    """What asks for a skill or a language, as if whoever can do it did nothing else: it is late at least so
    often. For calls those count too who are there for tickets.
    """
    works = {line.work, Work.TICKETS}
    for ask, expected in line.run.asked().items():
        of = [slot.parts.get((line.work, ask)) for slot in slots]
        if not any(of):
            continue
        come, heads = [], []
        for slot in slots:
            there = {one for work in works for one in slot.people.get(work, ()) if ask in can.get(one, ())}
            heads.append(len(there) * line.at_work)
            is_there = line.work == Work.TICKETS or is_open(slot.starts_at)
            come.append(line.at(slot.starts_at, expected) if is_there else 0.0)
            if come[-1] or (line.work, ask) in slot.parts:
                part = slot.parts.setdefault((line.work, ask), Part())
                part.there, part.expected = len(there), come[-1]
        for slot, late in zip(slots, _late(line, come, heads, slots, is_open), strict=True):
            if part := slot.parts.get((line.work, ask)):
                part.late = late


def _late(
    line: Line, come: Sequence[float], heads: Sequence[float], slots: Sequence[Slot], is_open: Open
) -> Sequence[float]:
    if line.work == Work.TICKETS:
        return letters_late(_as_letters(line, come, slots, is_open), heads).late
    return calls_late(_as_calls(line, come), heads).late
