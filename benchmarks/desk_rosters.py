"""A desk of 60 people, 8 skills and 4 weeks with half-hour needs and every rule on: how soon there is a
lawful roster, and how soon a good one.

    python -m benchmarks.desk_rosters --seconds 360

Ends with 1 when the first lawful roster took more than 30 s, when after two minutes the cost was more than 5
% above the last, when more than 2 GB were used, or when the witness finds a rule broken. The seconds of
processor say what a crowded machine gave.
"""

import argparse
import dataclasses
import os
import random
import resource
import sys
import time
from dataclasses import dataclass

from scheduling.rostering.judging import broken_rules
from scheduling.solver import Assignment, Person, Problem, Progress, Window, solve
from tests.pure.made_rosters import at, big_desk

FIRST, GOOD, NEAR, MEMORY = 30.0, 120.0, 1.05, 2.0


@dataclass(slots=True)
class Told:
    seconds: float
    processor: float
    cost: int


def full_desk(seed: int = 0) -> Problem:
    """With what people cannot, what they worked before, what is fixed, and heads that must be there."""
    rng = random.Random(seed)
    desk = big_desk(seed)
    people = tuple(_person(rng, person, desk.days) for person in desk.people)
    demands = tuple(
        dataclasses.replace(d, must=1) if d.skill == "phone" and 8 <= d.starts_at.hour < 18 else d
        for d in desk.demands
    )
    fixed = tuple(
        Assignment(person.id, shift)
        for person in people[:6]
        for shift in desk.candidates
        if shift.starts_at == at(8 + person.id, 9) and not person.absent and not person.unavailable
    )
    return dataclasses.replace(desk, people=people, demands=demands, fixed=fixed)


def _person(rng: random.Random, person: Person, days: int) -> Person:
    day = rng.randrange(days)
    cannot = (Window(at(day, 0), at(day + 1, 0)),) if rng.random() < 0.4 else ()
    before = (Window(at(-2, 9), at(-2, 17)), Window(at(-1, 14), at(-1, 22))) if rng.random() < 0.5 else ()
    return dataclasses.replace(person, unavailable=cannot, worked=before, most_day_minutes=10 * 60)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk_rosters")
    parser.add_argument("--seconds", type=float, default=360)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    problem = full_desk(options.seed)
    told: list[Told] = []

    def tell(progress: Progress) -> None:
        told.append(Told(progress.seconds, time.process_time(), progress.cost))
        if len(told) == 1 and broken_rules(problem, progress.assignments):
            raise SystemExit("The first roster breaks a rule.")

    load = os.getloadavg()[0]
    solution = solve(problem, seconds=options.seconds, workers=2, seed=options.seed, on_progress=tell)
    broken = broken_rules(problem, solution.assignments)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    first = told[0]
    good = [one for one in told if one.seconds <= GOOD][-1]
    last = Told(solution.seconds, time.process_time(), solution.cost)
    for what, one in (("first lawful roster", first), ("after two minutes", good), ("last", last)):
        print(f"{what:<20} {one.seconds:6.1f} s  processor {one.processor:6.1f} s  cost {one.cost}")
    print(f"two minutes / last {good.cost / solution.cost:.3f}, memory {memory:.2f} GB, broken {len(broken)}")
    print(f"load {load:.1f} to {os.getloadavg()[0]:.1f}")
    missed = first.seconds > FIRST or good.cost > NEAR * solution.cost or memory > MEMORY or bool(broken)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
