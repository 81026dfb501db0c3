"""Why no roster exists: the fewest rules that cannot hold together, and what to give way on. Pure.

Every rule hangs on a literal. The solver names rules that are enough for the contradiction; then each is
left out in turn, and stays out if the others still contradict each other. What remains is minimal: without
any one of it there is a roster. People are looked at alone first, since most conflicts are one person's.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ortools.sat.python import cp_model

from scheduling.rostering.board import Board, Option
from scheduling.rostering.model import Roster
from scheduling.rostering.problem import Clause, Conflict, Relaxation, Rule

# What it takes to give way, beside the minutes or heads: a law is dearer than a wish of the plan.
PRICES = {
    Rule.NEED: 2,
    Rule.FIXED: 2,
    Rule.LEAST: 2,
    Rule.MOST: 3,
    Rule.UNAVAILABLE: 4,
    Rule.RUN: 6,
    Rule.WEEK: 8,
    Rule.WEEK_REST: 10,
    Rule.NIGHTS: 8,
    Rule.DAY: 8,
    Rule.ABSENT: 8,
    Rule.REST: 10,
}
MOST_RELAXATIONS = 3
STEP = 20.0


class Rules:
    """The hard rules alone, for some people without needs, or for everybody on some days, each with a
    literal.
    """

    def __init__(
        self, board: Board, until: float, *, person: int | None = None, days: range | None = None
    ) -> None:
        self.until = until

        def free(option: Option) -> bool:
            if person is not None:
                return option.person == person
            # A shift of the day before may reach into the first day.
            return days is None or option.fixed or days.start - 1 <= option.day < days.stop

        self.roster = Roster(board, free=free, explain=True, days=days, alone=person)
        self.roster.add_rules()
        if person is None:
            self.roster.add_needs(priced=False)
        self.clauses = list(self.roster.clauses)

    def contradict(self, clauses: Iterable[Clause]) -> list[Clause] | None:
        """Those of the clauses that are enough for a contradiction; None when they can all hold (or time
        is over).
        """
        kept = list(clauses)
        model = self.roster.model
        model.clear_assumptions()
        model.add_assumptions([self.roster.clauses[clause] for clause in kept])
        solver = _solver(self.until)
        if solver.solve(model) != cp_model.INFEASIBLE:
            return None
        core = set(solver.sufficient_assumptions_for_infeasibility())
        found = [clause for clause in kept if self.roster.clauses[clause].index in core]
        return found or kept

    def minimal(self, clauses: list[Clause]) -> list[Clause]:
        """Left out one by one. What the solver could not decide in time stays: it is then perhaps not
        minimal.
        """
        kept = sorted(clauses, key=lambda clause: PRICES[clause.rule])
        for clause in list(kept):
            if clause not in kept:
                continue
            less = self.contradict(other for other in kept if other != clause)
            if less is not None:
                kept = [other for other in kept if other in less]
        return kept

    def cheapest(self) -> list[Relaxation]:
        """The cheapest ways out: rules to drop so that all the others hold."""
        model = self.roster.model
        model.clear_assumptions()
        dropped = {clause: 1 - literal for clause, literal in self.roster.clauses.items()}
        model.minimize(sum(PRICES[clause.rule] * term for clause, term in dropped.items()))
        found: list[Relaxation] = []
        while len(found) < MOST_RELAXATIONS:
            solver = _solver(self.until)
            if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                break
            out = [clause for clause in self.clauses if not solver.value(self.roster.clauses[clause])]
            if not out:
                break
            found.append(Relaxation(tuple(out), sum(PRICES[clause.rule] for clause in out)))
            model.add(sum(dropped[clause] for clause in out) <= len(out) - 1)
        return found


def explain(
    board: Board,
    seconds: float = 60.0,
    stop: Callable[[], bool] | None = None,
    suspect: int | None = None,
) -> Conflict | None:
    """None when a roster exists after all, or when it could not be said in time. The suspect comes first."""
    until = time.monotonic() + seconds
    for rules in _from_small_to_large(board, until, suspect):
        if (stop is not None and stop()) or time.monotonic() > until:
            return None
        found = _conflict(rules)
        if found is not None:
            return found
    return None


def _from_small_to_large(board: Board, until: float, suspect: int | None) -> Iterator[Rules]:
    """Each person, each day, each week, and then everything: the sooner it is found the easier it is to
    read.
    """
    for person in sorted(range(len(board.people)), key=lambda person: person != suspect):
        yield Rules(board, until, person=person)
    needed = {board.day_of(p.demands[0].starts_at) for p in board.places if any(d.must for d in p.demands)}
    for length in (1, 3, 7):
        for first in range(0, board.problem.days, length):
            days = range(first, first + length)
            if needed & set(days):
                yield Rules(board, until, days=days)
    yield Rules(board, until)


def _conflict(rules: Rules) -> Conflict | None:
    core = rules.contradict(rules.clauses)
    if core is None:
        return None
    minimal = rules.minimal(core)
    return Conflict(tuple(sorted(minimal, key=_order)), tuple(rules.cheapest()))


def _order(clause: Clause) -> tuple[str, int, str]:
    return clause.rule, clause.person or 0, str(clause.starts_at)


def _solver(until: float) -> Any:
    solver = cp_model.CpSolver()
    # One worker: what is enough for a contradiction is only told by one.
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = max(0.1, min(STEP, until - time.monotonic()))
    return solver
