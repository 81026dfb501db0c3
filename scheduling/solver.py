"""Rosters by constraint programming, with a reason for every gap. Pure: no Django, no database.

    solution = solve(problem, seconds=120, on_progress=tell, stop=was_stopped)

`on_progress(Progress)` is called from the caller's thread, at most twice a second, when a better roster (or
bound) is known; `stop()` is asked as often, and True keeps the best roster so far. The same seed, problem and
machine give the same roster as far as time lets them. Nothing is raised for an impossible problem: its status
is infeasible, and its conflict names the people, slots and rules (explaining may take half a minute more).
"""

import datetime
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from scheduling.rostering.board import Board
from scheduling.rostering.gaps import gaps_of
from scheduling.rostering.judging import costs_of
from scheduling.rostering.neighbourhoods import assignments_of
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

if TYPE_CHECKING:
    from scheduling.rostering.search import Found

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

LEAST_EXPLAINING = 30.0


def solve(
    problem: Problem,
    *,
    seconds: float = 60,
    workers: int = 2,
    seed: int = 0,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Solution:
    # Loaded here: OR-Tools takes longer to load than all else together, and only who searches needs it.
    from scheduling.rostering.conflict import explain
    from scheduling.rostering.search import Search

    began = time.monotonic()
    board = Board(problem)
    search = Search(board, seconds=seconds, workers=workers, seed=seed, on_progress=on_progress, stop=stop)
    found = search.run()
    if found.impossible:
        left = max(LEAST_EXPLAINING, seconds - found.seconds)
        conflict = explain(board, left, stop, found.without_line)
        return Solution(Status.INFEASIBLE, seconds=time.monotonic() - began, conflict=conflict)
    if found.options is None:
        return Solution(Status.UNKNOWN, bound=found.bound, seconds=found.seconds)
    assignments = tuple(sorted(assignments_of(board, found.options), key=_by_time))
    return Solution(
        status=_status(found),
        assignments=assignments,
        cost=found.cost,
        bound=found.cost if found.proven else min(found.bound, found.cost),
        seconds=found.seconds,
        gaps=gaps_of(board, assignments),
        costs=costs_of(problem, assignments, board),
    )


def _by_time(assignment: Assignment) -> tuple[datetime.datetime, int]:
    return assignment.shift.starts_at, assignment.person


def _status(found: "Found") -> Status:
    if found.proven or found.bound >= found.cost:
        return Status.OPTIMAL
    return Status.STOPPED if found.stopped else Status.FEASIBLE
