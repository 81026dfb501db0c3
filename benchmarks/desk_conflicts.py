"""Twenty ways in which a desk of 60 people, 8 skills and 4 weeks cannot be rostered: is the conflict that is
named really minimal?

    python -m benchmarks.desk_conflicts --only 1 2 3

Shown by solving, not by the explanation itself: with the named rules alone there is no roster; with any one
of them left out there is; and with the cheapest relaxation the whole desk has one.
"""

import argparse
import dataclasses
import os
import sys
import time
from collections.abc import Callable

from benchmarks.desk_rosters import full_desk
from scheduling.solver import Assignment, Demand, Person, Problem, Status, Window, solve
from tests.pure.made_rosters import at
from tests.pure.test_solver_conflict import only, without

ALWAYS = Window(at(-1, 0), at(29, 0))
SECONDS = 600.0


def change(desk: Problem, number: int, **changes: object) -> Problem:
    people = list(desk.people)
    people[number] = dataclasses.replace(people[number], **changes)  # type: ignore[arg-type]
    return dataclasses.replace(desk, people=tuple(people))


def everybody(desk: Problem, who: Callable[[Person], bool], **changes: object) -> Problem:
    people = (dataclasses.replace(p, **changes) if who(p) else p for p in desk.people)  # type: ignore[arg-type]
    return dataclasses.replace(desk, people=tuple(people))


def must(desk: Problem, day: int, hour: float, heads: int, skill: str) -> Problem:
    need = Demand(at(day, hour), 30, heads, skill=skill, must=heads)
    kept = tuple(d for d in desk.demands if (d.starts_at, d.skill) != (need.starts_at, skill))
    return dataclasses.replace(desk, demands=(*kept, need))


def fixed(desk: Problem, number: int, *days_and_hours: tuple[int, float]) -> Problem:
    shifts = [
        next(c for c in desk.candidates if c.starts_at == at(day, hour)) for day, hour in days_and_hours
    ]
    given = tuple(Assignment(desk.people[number].id, one) for one in shifts)
    clear = change(desk, number, absent=(), unavailable=(), worked=(), least_minutes=0)
    return dataclasses.replace(clear, fixed=(*desk.fixed, *given))


def speaks(skill: str) -> Callable[[Person], bool]:
    return lambda person: skill in person.skills


def variants() -> list[tuple[str, Problem]]:
    desk = full_desk()
    away = {"absent": (ALWAYS,), "least_minutes": 0}
    return [
        ("least minutes while away", change(desk, 20, absent=(ALWAYS,), least_minutes=480)),
        ("least minutes while unavailable", change(desk, 21, unavailable=(ALWAYS,), least_minutes=480)),
        ("least above most", change(desk, 22, least_minutes=9000, most_minutes=4800)),
        ("least above the weeks", change(desk, 23, least_minutes=9600, most_week_minutes=2000)),
        ("least above the run", change(desk, 24, least_minutes=9000, most_days_in_a_row=1, absent=())),
        ("days too short for a shift", change(desk, 25, least_minutes=480, most_day_minutes=300)),
        ("fixed on a day away", change(fixed(desk, 26, (4, 9)), 26, absent=(Window(at(4, 0), at(5, 0)),))),
        (
            "fixed on a day they cannot",
            change(fixed(desk, 27, (4, 9)), 27, unavailable=(Window(at(4, 0), at(5, 0)),)),
        ),
        ("fixed without rest", fixed(desk, 28, (4, 14), (5, 6))),
        ("fixed six days running", fixed(desk, 29, *((day, 9) for day in range(7, 13)))),
        (
            "fixed beside what was worked",
            change(fixed(desk, 30, (0, 0)), 30, worked=(Window(at(-1, 14), at(-1, 22)),)),
        ),
        ("a night fixed, and no nights", change(fixed(desk, 31, (4, 22)), 31, nights=False)),
        ("a week of fixed days too full", change(fixed(desk, 32, (1, 9), (3, 9)), 32, most_week_minutes=600)),
        ("a skill that nobody has", must(desk, 9, 10, 1, "fi")),
        ("more heads than have the skill", must(desk, 9, 10, 50, "network")),
        ("all who have the skill are away", must(everybody(desk, speaks("es"), **away), 9, 10, 1, "es")),
        ("more at night than may", must(desk, 9, 3, 58, "mail")),
        (
            "one alone, two places in a day",
            must(must(_alone(desk, "es"), 9, 8, 1, "es"), 9, 21, 1, "es"),
        ),
        ("one alone, no rest between", must(must(_alone(desk, "pl"), 9, 23, 1, "pl"), 10, 7, 1, "pl")),
        ("one alone, too many days running", _days(_alone(desk, "et"), "et", 6)),
    ]


def _alone(desk: Problem, skill: str) -> Problem:
    """Only one who can be there at any time has the skill."""
    first = next(n for n, person in enumerate(desk.people) if skill in person.skills and n >= 10)
    clear = everybody(desk, speaks(skill), skills=frozenset({"mail"}))
    clear = dataclasses.replace(clear, demands=tuple(d for d in clear.demands if d.skill != skill))
    free = {"absent": (), "unavailable": (), "worked": (), "nights": True}
    return change(clear, first, skills=frozenset({"mail", skill}), **free)


def _days(desk: Problem, skill: str, days: int) -> Problem:
    for day in range(7, 7 + days):
        desk = must(desk, day, 10, 1, skill)
    return desk


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk_conflicts")
    parser.add_argument("--only", nargs="*", type=int, default=[], help="numbers of variants, from 1")
    options = parser.parse_args()
    wrong = 0
    for number, (name, problem) in enumerate(variants(), 1):
        if options.only and number not in options.only:
            continue
        began = time.monotonic()
        said = verdict(problem)
        wrong += said.startswith("WRONG")
        print(
            f"{number:>2} {name:<34} {said}  {time.monotonic() - began:.0f} s, load {os.getloadavg()[0]:.0f}",
            flush=True,
        )
    return int(bool(wrong))


def verdict(problem: Problem) -> str:
    solution = solve(problem, seconds=SECONDS, workers=2, stop=None)
    if solution.status is not Status.INFEASIBLE or solution.conflict is None:
        return f"WRONG: {solution.status}, no conflict"
    clauses = solution.conflict.clauses
    if possible(only(problem, clauses)):
        return "WRONG: these rules do not contradict each other"
    for clause in clauses:
        if not possible(only(problem, tuple(other for other in clauses if other != clause))):
            return f"WRONG: {clause.rule} is not needed"
    if not possible(without(problem, solution.conflict.relaxations[0].clauses)):
        return "WRONG: the relaxation is no way out"
    return "minimal: " + ", ".join(f"{clause.rule}" for clause in clauses)


def possible(problem: Problem) -> bool:
    """By solving, as far as the first roster. Not to know is not an answer."""
    found: list[object] = []
    solution = solve(problem, seconds=SECONDS, workers=2, on_progress=found.append, stop=lambda: bool(found))
    if solution.status is Status.UNKNOWN:
        raise SystemExit("Not decided in time.")
    return solution.status is not Status.INFEASIBLE


if __name__ == "__main__":
    sys.exit(main())
