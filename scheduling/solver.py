"""Rosters by constraint programming, with a reason for every gap. Pure: no Django, no database.

    solution = solve(problem, seconds=120, on_progress=tell, stop=was_stopped)

`on_progress(Progress)` is called from the caller's thread, at most twice a second, when a better roster (or
bound) is known; `stop()` is asked as often, and True keeps the best roster so far. The same seed, problem and
machine give the same roster as far as time lets them. Nothing is raised for an impossible problem: its status
is infeasible, and its conflict names the people, slots and rules.
"""

from collections.abc import Callable

from scheduling.rostering.problem import (
    Assignment,
    Candidate,
    Clause,
    Conflict,
    Demand,
    Gap,
    Ledger,
    Part,
    Person,
    Problem,
    Progress,
    Relaxation,
    Rule,
    Solution,
    Status,
    Weights,
    Why,
    Window,
    Wish,
)

__all__ = [
    "Assignment",
    "Candidate",
    "Clause",
    "Conflict",
    "Demand",
    "Gap",
    "Ledger",
    "Part",
    "Person",
    "Problem",
    "Progress",
    "Relaxation",
    "Rule",
    "Solution",
    "Status",
    "Weights",
    "Why",
    "Window",
    "Wish",
    "solve",
]


def solve(
    problem: Problem,
    *,
    seconds: float = 60,
    workers: int = 2,
    seed: int = 0,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Solution:
    raise NotImplementedError
