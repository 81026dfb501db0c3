"""The whole of a small problem, and parts of the best roster solved anew, by CP-SAT. Pure."""

import random
import time
from typing import TYPE_CHECKING, Any

import numpy as np
from ortools.sat.python import cp_model

from scheduling.rostering.compact import Compact
from scheduling.rostering.diving import Lines, cost_by_day
from scheduling.rostering.table import Numbers, Table

if TYPE_CHECKING:
    from scheduling.rostering.portfolio import Best

WHOLE = ((500, 0.8), (3_000, 0.15))  # up to so many shifts of workers, for what share of the time
GLANCES = 3  # at windows, before one is chosen
LONGEST = 8.0  # seconds for one part


class Parts:
    def __init__(self, table: Table, best: "Best", seed: int) -> None:
        self.table, self.best = table, best
        self.rng = random.Random(seed)  # noqa: S311
        self.sizes = {"days": 300.0, "workers": 500.0, "corner": 500.0}
        self.worth = dict.fromkeys(self.sizes, 1.0)
        self.tired = np.zeros(table.instance.days)

    def whole(self) -> None:
        """The whole problem at once, for a share of the time: small ones are proven so."""
        cells = len(self.table.names) * self.table.instance.days * len(self.table.shifts)
        share = next((part for most, part in WHOLE if cells <= most), 0.0)
        if not share or not self.best.left():
            return
        compact = Compact(self.table, range(len(self.table.names)))
        compact.hint(self.best.lines or {})
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        solver.parameters.max_time_in_seconds = self.best.left() * share
        status = solved(self.best, solver, compact)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self.best.keep(compact.lines(solver))
        if status != cp_model.UNKNOWN:
            self.best.raise_bound(solver.best_objective_bound + float(self.table.base.sum()))

    # Parts of the best roster

    def step(self) -> None:
        with self.best.lock:
            now, cost = dict(self.best.lines or {}), self.best.cost
        if not now:
            return
        kind = self.rng.choices(
            list(self.worth), [w + 0.1 * sum(self.worth.values()) for w in self.worth.values()]
        )[0]
        workers, first, last = self._region(kind, cost_by_day(self.table, now))
        chosen = set(workers)
        compact = Compact(
            self.table, workers, free=lambda worker, day: worker in chosen and first <= day <= last, now=now
        )
        compact.hint(now)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self.rng.randrange(2**30)
        solver.parameters.max_time_in_seconds = min(LONGEST, max(0.05, self.best.left()))
        solver.parameters.linearization_level = 2
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.symmetry_level = 0
        began = time.monotonic()
        status = solved(self.best, solver, compact)
        seconds = time.monotonic() - began
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self._merge(now, compact.lines(solver), first, last)
        saved = max(0.0, cost - self.best.cost)
        self.tired[first : last + 1] *= 0.3 if saved else 1.0
        self.tired[first : last + 1] += len(workers) / len(self.table.names)
        self.worth[kind] = 0.8 * self.worth[kind] + 0.2 * saved / max(0.05, seconds)
        if status != cp_model.OPTIMAL:
            self.sizes[kind] = max(60.0, self.sizes[kind] * 0.85)
        elif seconds < LONGEST / 3:
            self.sizes[kind] *= 1.1

    def _merge(self, now: Lines, found: Lines, first: int, last: int) -> None:
        """Into the roster it was made from, and into the best, should that be another by now."""
        if self.best.keep({**now, **found}):
            return
        with self.best.lock:
            latest = dict(self.best.lines or {})
        mixed = {
            worker: (*latest[worker][:first], *line[first : last + 1], *latest[worker][last + 1 :])
            for worker, line in found.items()
        }
        self.best.keep({**latest, **mixed})

    def _region(self, kind: str, costs: Numbers) -> tuple[list[int], int, int]:
        """Workers and days, about as many cells as the kind has learnt to solve."""
        days, everybody = self.table.instance.days, list(range(len(self.table.names)))
        cells = self.sizes[kind]
        if kind == "days":
            length = max(2, round(cells / len(everybody)))
            return everybody, *self._window(length, costs)
        length = min(days, 28 if kind == "workers" else self.rng.choice((7, 10, 14)))
        count = max(2, min(len(everybody), round(cells / length)))
        return self.rng.sample(everybody, count), *self._window(length, costs)

    def _window(self, length: int, costs: Numbers) -> tuple[int, int]:
        """Of some the one where most is to be had, less so where it was looked for in vain."""
        days = self.table.instance.days
        length = min(length, days)
        promise = costs * 0.5**self.tired
        some = [self.rng.randint(0, days - length) for _ in range(GLANCES)]
        first = max(some, key=lambda first: float(promise[first : first + length].sum()))
        return first, first + length - 1


def solved(best: "Best", solver: Any, compact: Compact) -> Any:
    """The status; the search stops when the best is proven or time is over."""
    if not best.left():
        return cp_model.UNKNOWN
    with best.lock:
        best.stoppers.add(solver.stop_search)
    try:
        return solver.solve(compact.model)
    finally:
        with best.lock:
            best.stoppers.discard(solver.stop_search)
