"""The shift-scheduling benchmark format of Curtois and Qu (2014): reading it, and what a roster costs.
Pure.

The rules are those of its authors: one shift a day; lengths of runs count as met across the edges of the
horizon, except that a longest run begins on a day off; a weekend is worked when its Saturday or its Sunday
is; the horizon begins on a Monday. The cost is the weight of broken wishes and of heads missing and too
many.
"""

from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

Line = list[str]  # a shift for each day, "" for a day off
Roster = dict[str, Line]


@dataclass(frozen=True, slots=True)
class Shift:
    minutes: int
    not_before: frozenset[str]  # shifts that may not be on the day after


@dataclass(frozen=True, slots=True)
class Worker:
    most_of: dict[str, int]
    most_minutes: int
    least_minutes: int
    longest_run: int
    shortest_run: int
    shortest_rest: int
    most_weekends: int
    days_off: frozenset[int]


@dataclass(frozen=True, slots=True)
class Cover:
    heads: int
    under: int
    over: int


@dataclass(frozen=True, slots=True)
class Instance:
    days: int
    shifts: dict[str, Shift]
    workers: dict[str, Worker]
    wanted: dict[tuple[str, int, str], int]
    unwanted: dict[tuple[str, int, str], int]
    cover: dict[tuple[int, str], Cover]


def read(path: Path) -> Instance:
    """Raises ValueError with the number of the line that cannot be read."""
    rows = _sections(path)
    days = int(rows["SECTION_HORIZON"][0][0])
    off = {row[0]: frozenset(int(day) for day in row[1:] if day) for row in rows.get("SECTION_DAYS_OFF", [])}
    return Instance(
        days=days,
        shifts={row[0]: _shift(row) for row in rows["SECTION_SHIFTS"]},
        workers={row[0]: _worker(row, off.get(row[0], frozenset())) for row in rows["SECTION_STAFF"]},
        wanted=_wishes(rows.get("SECTION_SHIFT_ON_REQUESTS", [])),
        unwanted=_wishes(rows.get("SECTION_SHIFT_OFF_REQUESTS", [])),
        cover={
            (int(row[0]), row[1]): Cover(int(row[2]), int(row[3]), int(row[4]))
            for row in rows.get("SECTION_COVER", [])
        },
    )


def _sections(path: Path) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    section = ""
    for raw in path.read_text(encoding="utf-8-sig").splitlines():
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("SECTION_"):
            section = line
            found[section] = []
        elif not section:
            raise ValueError(f"{path.name} does not begin with a section.")
        else:
            found[section].append([cell.strip() for cell in line.split(",")])
    missing = {"SECTION_HORIZON", "SECTION_SHIFTS", "SECTION_STAFF"} - set(found)
    if missing:
        raise ValueError(f"{path.name} has no {min(missing)}.")
    return found


def _shift(row: list[str]) -> Shift:
    return Shift(int(row[1]), frozenset(name for name in "".join(row[2:3]).split("|") if name))


def _worker(row: list[str], off: frozenset[int]) -> Worker:
    most_of = {name: int(most) for name, most in (cell.split("=") for cell in row[1].split("|") if cell)}
    most, least, longest, shortest, rest, weekends = (int(cell) for cell in row[2:8])
    return Worker(most_of, most, least, longest, shortest, rest, weekends, off)


def _wishes(rows: list[list[str]]) -> dict[tuple[str, int, str], int]:
    return {(row[0], int(row[1]), row[2]): int(row[3]) for row in rows}


def cost_of(instance: Instance, roster: Roster) -> int:
    wishes = sum(w for (who, day, shift), w in instance.wanted.items() if roster[who][day] != shift)
    wishes += sum(w for (who, day, shift), w in instance.unwanted.items() if roster[who][day] == shift)
    heads: dict[tuple[int, str], int] = {}
    for line in roster.values():
        for day, shift in enumerate(line):
            if shift:
                heads[day, shift] = heads.get((day, shift), 0) + 1
    for key, cover in instance.cover.items():
        more = heads.get(key, 0) - cover.heads
        wishes += more * cover.over if more > 0 else -more * cover.under
    return wishes


def violations(instance: Instance, roster: Roster) -> list[str]:
    """Every hard rule that is broken, as a sentence; empty for a roster that counts."""
    if set(roster) != set(instance.workers):
        return ["The roster is not of the people of the instance."]
    return [
        f"{name}: {what}."
        for name, worker in instance.workers.items()
        for what in line_faults(instance, worker, roster[name])
    ]


def line_faults(instance: Instance, worker: Worker, line: Line) -> list[str]:
    if len(line) != instance.days or any(shift and shift not in instance.shifts for shift in line):
        return ["not a known shift or none for each day"]
    found = [f"works on day off {day}" for day in sorted(worker.days_off) if line[day]]
    found += [
        f"{two} on day {day + 1} after {one}"
        for day, (one, two) in enumerate(pairwise(line))
        if one and two in instance.shifts[one].not_before
    ]
    found += [
        f"too many of {name}" for name in instance.shifts if line.count(name) > worker.most_of.get(name, 0)
    ]
    minutes = sum(instance.shifts[shift].minutes for shift in line if shift)
    if not worker.least_minutes <= minutes <= worker.most_minutes:
        found.append(f"{minutes} minutes")
    weekends = sum(bool(line[day] or line[day + 1]) for day in range(5, instance.days - 1, 7))
    if weekends > worker.most_weekends:
        found.append(f"{weekends} weekends")
    return found + _run_faults(instance, worker, line)


def _run_faults(instance: Instance, worker: Worker, line: Line) -> list[str]:
    found, day = [], 0
    for works, group in groupby(bool(shift) for shift in line):
        length = len(list(group))
        inside = day > 0 and day + length < instance.days
        if works and length > worker.longest_run:
            found.append(f"{length} days in a row from day {day}")
        if works and inside and length < worker.shortest_run:
            found.append(f"only {length} days in a row from day {day}")
        if not works and inside and length < worker.shortest_rest:
            found.append(f"only {length} days off from day {day}")
        day += length
    return found
