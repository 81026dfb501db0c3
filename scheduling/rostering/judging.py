"""What a roster costs and which hard rules it breaks, counted afresh from the problem alone. Pure.

Nothing of the search is used here: it is the witness against it, and it says the gaps.
"""

import datetime
from collections import Counter, defaultdict
from dataclasses import fields
from itertools import pairwise
from zoneinfo import ZoneInfo

from scheduling.rostering.board import (
    Board,
    minute_of,
    minutes_between,
    night_minutes,
    spans_of,
    unpopular,
    worked_minutes,
)
from scheduling.rostering.problem import Assignment, Candidate, Clause, Person, Problem, Rule, Window
from scheduling.rostering.serving import unserved

NIGHT_MINUTES = 120
SHARED = ("nights", "weekends", "holidays", "unpopular")
DAY = datetime.timedelta(days=1)
WEEK = datetime.timedelta(days=7)


def broken_rules(
    problem: Problem, assignments: tuple[Assignment, ...], board: Board | None = None
) -> list[Clause]:
    """Every hard rule that these assignments break; empty for a roster that may be published."""
    lines = lines_of(problem, assignments)
    board = board or Board(problem)
    found = []
    for person in problem.people:
        found += line_breaks(board, person, lines[person.id])
    for fixed in problem.fixed:
        if fixed not in assignments and not any(
            a.person == fixed.person and _same(a.shift, fixed.shift) for a in assignments
        ):
            found.append(Clause(Rule.FIXED, fixed.person, fixed.shift.starts_at, fixed.shift.ends_at))
    return found + _broken_needs(board, assignments)


def lines_of(problem: Problem, assignments: tuple[Assignment, ...]) -> dict[int, list[Candidate]]:
    lines: dict[int, list[Candidate]] = {person.id: [] for person in problem.people}
    for assignment in assignments:
        lines[assignment.person].append(assignment.shift)
    for line in lines.values():
        line.sort(key=lambda shift: shift.starts_at)
    return lines


def _same(one: Candidate, other: Candidate) -> bool:
    return (one.starts_at, one.ends_at) == (other.starts_at, other.ends_at)


def line_breaks(board: Board, person: Person, line: list[Candidate]) -> list[Clause]:
    zone = board.zone
    found = []
    for shift in line:
        for rule, windows in ((Rule.ABSENT, person.absent), (Rule.UNAVAILABLE, person.unavailable)):
            found += [
                Clause(rule, person.id, w.starts_at, w.ends_at)
                for w in windows
                if w.meets(shift.starts_at, shift.ends_at)
            ]
        if not person.nights and night_minutes(shift.starts_at, shift.ends_at, zone) >= NIGHT_MINUTES:
            found.append(Clause(Rule.NIGHTS, person.id))
        if person.most_day_minutes is not None and worked_minutes(shift) > person.most_day_minutes:
            found.append(Clause(Rule.DAY, person.id, limit=person.most_day_minutes))
    around = sorted(
        [*person.worked, *(Window(s.starts_at, s.ends_at) for s in line)], key=lambda w: w.starts_at
    )
    rest = datetime.timedelta(minutes=person.rest_minutes)
    found += [
        Clause(Rule.REST, person.id, one.starts_at, two.ends_at, limit=person.rest_minutes)
        for one, two in pairwise(around)
        if two.starts_at - one.ends_at < rest
    ]
    days = Counter(shift.starts_at.astimezone(zone).date() for shift in line)
    found += [Clause(Rule.DAY, person.id) for count in days.values() if count > 1]
    found += _broken_sums(board, person, line, around)
    total = sum(worked_minutes(shift) for shift in line)
    if total < person.least_minutes:
        found.append(Clause(Rule.LEAST, person.id, limit=person.least_minutes))
    if person.most_minutes is not None and total > person.most_minutes:
        found.append(Clause(Rule.MOST, person.id, limit=person.most_minutes))
    return found


def _broken_sums(board: Board, person: Person, line: list[Candidate], around: list[Window]) -> list[Clause]:
    found = []
    weeks: Counter[int] = Counter()
    mine: set[int] = set()
    for shift in line:
        week = board.week_of(board.day_of(shift.starts_at))
        weeks[week] += worked_minutes(shift)
        mine.add(week)
    for window in person.worked:
        weeks[board.week_of(board.day_of(window.starts_at))] += minutes_between(
            window.starts_at, window.ends_at
        )
    found += _unrested(person, line, around)
    most = person.most_week_minutes
    if most is not None:
        found += [Clause(Rule.WEEK, person.id, limit=most) for week in sorted(mine) if weeks[week] > most]
    if person.most_days_in_a_row is not None:
        worked = sorted({board.day_of(window.starts_at) for window in around})
        own = {board.day_of(shift.starts_at) for shift in line}
        run: list[int] = []
        for day in worked:
            run = [*run, day] if run and day == run[-1] + 1 else [day]
            if len(run) > person.most_days_in_a_row and own & set(run):
                found.append(Clause(Rule.RUN, person.id, limit=person.most_days_in_a_row))
    return found


def _unrested(person: Person, line: list[Candidate], around: list[Window]) -> list[Clause]:
    """Starts of work after which no rest of a week is long enough, if a shift of the line has part in it."""
    least = person.week_rest_minutes
    if least is None:
        return []
    rest, own = datetime.timedelta(minutes=least), {(s.starts_at, s.ends_at) for s in line}
    for first in around:
        end = first.starts_at + WEEK
        week = [window for window in around if first.starts_at <= window.starts_at < end]
        pauses = [two.starts_at - one.ends_at for one, two in pairwise(week)] + [end - week[-1].ends_at]
        if max(pauses) < rest and any((w.starts_at, w.ends_at) in own for w in week):
            return [Clause(Rule.WEEK_REST, person.id, limit=least)]
    return []


def _broken_needs(board: Board, assignments: tuple[Assignment, ...]) -> list[Clause]:
    found = []
    at_work = serving(board, assignments)
    for number, place in enumerate(board.places):
        if not any(demand.must for demand in place.demands):
            continue
        people = [board.people[p].skills for p in at_work[number]]
        missing, _ = unserved([(d.skill, d.must, 1) for d in place.demands], people)
        found += [
            Clause(Rule.NEED, None, d.starts_at, d.ends_at, d.activity, d.skill, d.must)
            for d, short in zip(place.demands, missing, strict=True)
            if short
        ]
    return found


def serving(board: Board, assignments: tuple[Assignment, ...]) -> dict[int, list[int]]:
    """Place → the people (by their index) who work on that activity all through the slot."""
    found: dict[int, list[int]] = defaultdict(list)
    starts: dict[tuple[int, str], list[int]] = defaultdict(list)
    for number, place in enumerate(board.places):
        starts[place.start // 60, place.activity].append(number)
    for assignment in assignments:
        person = board.at[assignment.person]
        for start, end, activity in spans_of(assignment.shift):
            for hour in range(start // 60, end // 60 + 1):
                for number in starts.get((hour, activity), ()):
                    place = board.places[number]
                    if start <= place.start and place.start + place.minutes <= end:
                        found[number].append(person)
    return found


def missing_heads(board: Board, assignments: tuple[Assignment, ...]) -> list[tuple[int, list[int], int]]:
    """For every place: its number, the heads missing by demand, the idle people."""
    at_work = serving(board, assignments)
    found = []
    for number, place in enumerate(board.places):
        demands = [(d.skill, max(d.heads, d.must), place.under(board.problem, d)) for d in place.demands]
        missing, idle = unserved(demands, [board.people[p].skills for p in at_work[number]])
        found.append((number, missing, idle))
    return found


def costs_of(
    problem: Problem, assignments: tuple[Assignment, ...], board: Board | None = None
) -> dict[str, int]:
    """The cost by what it comes from; the sum of it is the cost of the roster."""
    board = board or Board(problem)
    weights = problem.weights
    costs = dict.fromkeys((one.name for one in fields(weights)), 0)
    for number, missing, idle in missing_heads(board, assignments):
        place = board.places[number]
        for demand, short in zip(place.demands, missing, strict=True):
            costs["under"] += short * place.under(problem, demand)
        costs["over"] += idle * place.over(problem)
    lines = lines_of(problem, assignments)
    least_refused = min((person.ledger.refused for person in problem.people), default=0)
    for person in problem.people:
        line = lines[person.id]
        for wish in problem.wishes:
            if wish.person == person.id and _refused(wish.wanted, Window(wish.starts_at, wish.ends_at), line):
                costs["wish"] += weights.wish * wish.weight
                costs["refused"] += weights.refused * (person.ledger.refused - least_refused)
        costs["pattern"] += weights.pattern * _changes(line, board.zone)
        costs["continuity"] += weights.continuity * _departures(problem, person, line)
    for kind in SHARED:
        least = min((getattr(person.ledger, kind) for person in problem.people), default=0)
        for person in problem.people:
            before = getattr(person.ledger, kind) - least
            count = carried(kind, board, lines[person.id])
            costs[kind] += getattr(weights, kind) * ((before + count) ** 2 - before**2)
    return costs


def carried(kind: str, board: Board, line: list[Candidate]) -> int:
    """Nights, weekends or holidays of a line, or all that is unpopular; both days of a weekend are one."""
    local = [shift.starts_at.astimezone(board.zone) for shift in line]
    if kind == "nights":
        return sum(night_minutes(s.starts_at, s.ends_at, board.zone) >= NIGHT_MINUTES for s in line)
    if kind == "weekends":
        return len({at.isocalendar()[:2] for at in local if at.weekday() >= 5})
    if kind == "holidays":
        return sum(at.date() in board.problem.holidays for at in local)
    return sum(unpopular(shift, board.zone, board.problem.holidays) for shift in line)


def _refused(wanted: bool, window: Window, line: list[Candidate]) -> bool:
    if wanted:
        return not any(mostly_in(window, shift) for shift in line)
    return any(window.meets(shift.starts_at, shift.ends_at) for shift in line)


def mostly_in(window: Window, shift: Candidate) -> bool:
    inside = min(window.ends_at, shift.ends_at) - max(window.starts_at, shift.starts_at)
    return inside * 2 > shift.ends_at - shift.starts_at


def _changes(line: list[Candidate], zone: ZoneInfo) -> int:
    """Days that begin at another hour than the day before."""
    local = [shift.starts_at.astimezone(zone) for shift in line]
    return sum(two.date() - one.date() == DAY and two.hour != one.hour for one, two in pairwise(local))


def _departures(problem: Problem, person: Person, line: list[Candidate]) -> int:
    known = {(a.shift.starts_at, a.shift.ends_at) for a in problem.published if a.person == person.id}
    new = {(shift.starts_at, shift.ends_at) for shift in line}
    return len(known ^ new) if known else 0


def minutes_of(assignments: tuple[Assignment, ...]) -> Counter[int]:
    found: Counter[int] = Counter()
    for assignment in assignments:
        found[assignment.person] += worked_minutes(assignment.shift)
    return found


__all__ = ["broken_rules", "carried", "costs_of", "minute_of", "minutes_of", "missing_heads", "mostly_in"]
