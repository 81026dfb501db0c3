"""A first roster, worker after worker, and then parts of the best one solved anew by CP-SAT. Pure."""

import random
import time
from typing import TYPE_CHECKING, Any

import numpy as np
from ortools.sat.python import cp_model

from scheduling.rostering.columns import Pricing
from scheduling.rostering.compact import Compact
from scheduling.rostering.diving import Lines, standing_heads
from scheduling.rostering.table import Numbers, Table

if TYPE_CHECKING:
    from scheduling.rostering.portfolio import Best

LINE = 3_000_000  # cells of one line that are counted in a moment
WHOLE = ((500, 0.8), (3_000, 0.15))  # up to so many shifts of workers, for what share of the time
TRIES = 12
HURRY = 0.6  # of the time left, below which a first roster need only be lawful
LONGEST = 8.0  # seconds for one part


class Parts:
    def __init__(self, table: Table, best: "Best", seed: int) -> None:
        self.table, self.best, self.given = table, best, best.left()
        self.rng = random.Random(seed)  # noqa: S311
        self.pricing = Pricing(table)
        self.sizes = {"days": 300.0, "workers": 500.0, "corner": 500.0}
        self.worth = dict.fromkeys(self.sizes, 1.0)

    # The first roster

    def first(self) -> None:
        lines: Lines = {}
        order = list(range(len(self.table.names)))
        self.rng.shuffle(order)
        for place, worker in enumerate(order):
            line = self._line(worker, lines, len(order) - place)
            if line is None:
                return
            lines[worker] = line
        self.best.keep(lines)
        if max(self.table.cells(kind) for kind in self.table.kinds) <= LINE:
            self._settle(lines)

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
        status = self._solve(solver, compact)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self.best.keep(compact.lines(solver))
        if status != cp_model.UNKNOWN:
            self.best.raise_bound(solver.best_objective_bound + float(self.table.base.sum()))

    def _settle(self, lines: Lines) -> None:
        """Each worker's best answer to all others, until nobody can do better."""
        better = True
        while better and self.best.left():
            better = False
            for worker in sorted(lines, key=lambda _: self.rng.random()):
                others = {other: line for other, line in lines.items() if other != worker}
                line = self._line(worker, others, 1)
                if line is not None and line != lines[worker] and self.best.left():
                    lines[worker] = line
                    better = self.best.keep(lines) or better

    def _line(self, worker: int, others: Lines, to_come: int) -> tuple[int, ...] | None:
        prices = self._against(others, to_come)
        if self.table.cells(self.table.kinds[worker]) <= LINE:
            lines, _ = self.pricing.lines(self.table.wishes + prices, [worker])
            if lines[worker]:
                return lines[worker][0]
        return self._line_by_model(worker, prices, len(self.table.names))

    def _against(self, others: Lines, to_come: int) -> Numbers:
        """What one more head costs: the weight of too many, or less the weight of too few."""
        heads = standing_heads(self.table, others)
        prices = np.zeros((self.table.instance.days, len(self.table.shifts)))
        for day, shift, cover in self.covers():
            short = cover[0] - int(heads[day, shift])
            prices[day, shift] = cover[2] if short <= 0 else -cover[1] * min(1.0, short / to_come + 0.2)
        return prices

    def covers(self) -> list[tuple[int, int, tuple[int, int, int]]]:
        of = {name: number for number, name in enumerate(self.table.shifts)}
        return [
            (day, of[name], (cover.heads, cover.under, cover.over))
            for (day, name), cover in self.table.instance.cover.items()
        ]

    def _line_by_model(self, worker: int, prices: Numbers, among: int) -> tuple[int, ...] | None:
        """Any lawful line, which is quick, and then a better one for as long as this worker's share lasts."""
        plain, tries = None, 0
        while plain is None and self.best.left() and tries < TRIES:
            # A search that is lost in a corner begins anew, in another way and with more patience.
            plain = self._solved(Compact(self.table, [worker], priced=False), 3.0 * 1.3**tries, tries)
            tries += 1
        if plain is None:
            return None
        if self.best.left() < self.given * HURRY:
            return plain[worker]
        compact = Compact(self.table, [worker], priced=False)
        compact.hint(plain)
        compact.model.minimize(
            sum(
                round(float(self.table.wishes[key] + prices[key[1], key[2]])) * variable
                for key, variable in compact.vars.items()
            )
        )
        better = self._solved(compact, max(0.2, self.best.left() * 0.25 / among))
        return (better or plain)[worker]

    def _solved(self, compact: Compact, seconds: float, way: int = 1) -> Lines | None:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.random_seed = way
        solver.parameters.linearization_level = (1, 0, 2)[way % 3]
        status = self._solve(solver, compact)
        return compact.lines(solver) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None

    # Parts of the best roster

    def step(self) -> None:
        with self.best.lock:
            now, cost = dict(self.best.lines or {}), self.best.cost
        if not now:
            self.first()
            return
        kind = self.rng.choices(
            list(self.worth), [w + 0.1 * sum(self.worth.values()) for w in self.worth.values()]
        )[0]
        workers, first, last = self._region(kind)
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
        status = self._solve(solver, compact)
        seconds = time.monotonic() - began
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self._merge(now, compact.lines(solver), first, last)
        saved = max(0.0, cost - self.best.cost)
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

    def _region(self, kind: str) -> tuple[list[int], int, int]:
        """Workers and days, about as many cells as the kind has learnt to solve."""
        days, everybody = self.table.instance.days, list(range(len(self.table.names)))
        cells = self.sizes[kind]
        if kind == "days":
            length = max(2, round(cells / len(everybody)))
            return everybody, *self._window(length)
        length = min(days, 28 if kind == "workers" else self.rng.choice((7, 10, 14)))
        count = max(2, min(len(everybody), round(cells / length)))
        return self.rng.sample(everybody, count), *self._window(length)

    def _window(self, length: int) -> tuple[int, int]:
        days = self.table.instance.days
        length = min(length, days)
        first = self.rng.randint(0, days - length)
        return first, first + length - 1

    def _solve(self, solver: cp_model.CpSolver, compact: Compact) -> Any:
        if not self.best.left():
            return cp_model.UNKNOWN
        with self.best.lock:
            self.best.stoppers.add(solver.stop_search)
        try:
            return solver.solve(compact.model)
        finally:
            with self.best.lock:
                self.best.stoppers.discard(solver.stop_search)
