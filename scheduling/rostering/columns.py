"""Rosters as one whole line for each worker: column generation with exact pricing. Pure.

The master chooses a line per worker so that wishes and cover cost least; its relaxation is solved by a
simplex, and asks for better lines at the prices it finds. These relaxations are nearly whole, so their
bound is sharp and diving through them gives good rosters.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]

from scheduling.rostering.lines import Walk
from scheduling.rostering.table import FAR, Numbers, Table

Line = tuple[int, ...]
Over = Callable[[], bool]
DEEPEST = 150_000  # cells a day, up to which a kind of shift is counted exactly
MORE_LINES = 3
FEW = 9
TRIES = 6
STILL = 6  # rounds without gain
SIMPLEX = 20_000  # milliseconds


@dataclass(slots=True)
class Pricing:
    """The cheapest lines at given prices, none with more of a shift than the worker may have.

    A shift of which there may be few is counted exactly once a line had too many of it. What is too costly
    to count has a price of its own (Lagrange) that rises while lines have too many and falls while they
    have fewer: the lines stay lawful, and the floor stays a floor.
    """

    table: Table
    counted: dict[int, int] = field(default_factory=dict)
    widened: dict[int, int] = field(default_factory=dict)
    dearer: Numbers = field(init=False)

    def __post_init__(self) -> None:
        self.dearer = np.zeros(self.table.caps.shape)

    def lines(
        self, more: Numbers, workers: Sequence[int], *, patch: bool = False
    ) -> tuple[dict[int, list[Line]], dict[int, float]]:
        """Lines for each worker (none where the limits were in the way), and a floor for the best of them.

        `more` is what is added to the wishes: by day and shift, or by worker, day and shift. With `patch` a
        line with too much of a shift has others like it instead, which is quick and not always the cheapest.
        """
        found: dict[int, list[Line]] = {worker: [] for worker in workers}
        floor: dict[int, float] = {}
        asked = list(workers)
        for _ in range(TRIES):
            asked = self._walk(more, asked, found, floor, patch)
            if not asked:
                break
        return found, floor

    def _walk(
        self,
        more: Numbers,
        workers: Sequence[int],
        found: dict[int, list[Line]],
        floor: dict[int, float],
        patch: bool,
    ) -> list[int]:
        """Those whose best line had too much of something, now counted or dearer, are answered."""
        again = []
        for kind, members in self.table.batches(workers, self.counted, self.widened):
            added = more[members] if more.ndim > 2 else more
            prices = self.table.wishes[members] + added + self.dearer[members, None, :]
            walk = Walk(self.table, kind, members, prices)
            ends, whole = walk.ends(), self.table.is_whole(kind)
            for member, worker in enumerate(members):
                mine = ends[member]
                order = [
                    int(end) for end in np.argsort(mine)[: 1 if patch else MORE_LINES] if mine[end] < FAR / 2
                ]
                paid = float(self.dearer[worker] @ self.table.caps[worker])
                lowest = float(mine.min(initial=FAR)) - paid if whole else -FAR
                floor[worker] = max(floor.get(worker, -FAR), lowest)
                lines = [tuple(walk.line(member, end)) for end in order]
                found[worker] += [line for line in lines if self.too_many(worker, line) is None]
                if not lines and not whole:
                    self.widened[worker] = kind.widened + 1
                    again.append(worker)
                if patch and lines and not found[worker]:
                    patched = self._patched(worker, lines[0], prices[member])
                    if patched is not None:
                        found[worker].append(patched)
                        continue
                if lines and self._learn(worker, lines[0]):
                    again.append(worker)
        return again

    def _learn(self, worker: int, line: Line) -> bool:
        fault = self.too_many(worker, line)
        if fault is None:
            counts = np.bincount([s for s in line if s >= 0], minlength=len(self.table.shifts))
            fewer = (self.dearer[worker] > 0) & (counts < self.table.caps[worker])
            self.dearer[worker, fewer] = np.where(
                self.dearer[worker, fewer] < 1, 0, self.dearer[worker, fewer] * 0.7
            )
            return False
        if self.counted.get(worker) != fault and self._countable(worker, fault):
            self.counted[worker] = fault
        else:
            self.dearer[worker, fault] += max(4.0, self.dearer[worker, fault])
        return True

    def _patched(self, worker: int, line: Line, prices: Numbers) -> Line | None:
        """Days of what is too much are given to shifts that may stand in their place, the cheapest first."""
        table, changed, caps = self.table, list(line), self.table.caps[worker]
        counts = np.bincount([shift for shift in line if shift >= 0], minlength=len(caps))
        while (over := int((counts - caps).argmax())) >= 0 and counts[over] > caps[over]:
            choices = [
                (float(prices[day, other] - prices[day, over]), day, other)
                for other in table.alike[over]
                if counts[other] < caps[other]
                for day, shift in enumerate(changed)
                if shift == over and table.allowed[worker, day, other]
            ]
            if not choices:
                return None
            for _, day, other in sorted(choices):
                if counts[over] > caps[over] and counts[other] < caps[other] and changed[day] == over:
                    changed[day] = other
                    counts[over] -= 1
                    counts[other] += 1
        return tuple(changed)

    def too_many(self, worker: int, line: Line) -> int | None:
        caps = self.table.caps[worker]
        counts = np.bincount([shift for shift in line if shift >= 0], minlength=len(caps))
        over = counts - caps
        return int(over.argmax()) if over.max() > 0 else None

    def _countable(self, worker: int, shift: int) -> bool:
        """Few of it, fewer than of what is counted already, and not too many cells."""
        table, cap = self.table, int(self.table.caps[worker, shift])
        if worker in self.counted and cap >= int(table.caps[worker, self.counted[worker]]):
            return False
        cells = table.cells(table.kinds[worker]) // table.instance.days * (cap + 1)
        return cap <= FEW and cells <= DEEPEST


@dataclass(slots=True)
class Column:
    worker: int
    line: Line
    cost: float
    variable: Any = None
    share: float = 0.0


class Stuck(Exception):
    """A relaxation that is not solved: numbers too near each other, or a worker without any line."""


class Master:
    """The relaxation over the lines known so far, for the workers who are not decided yet."""

    def __init__(self, table: Table, workers: Sequence[int], standing: NDArray[np.int64]) -> None:
        self.table, self.workers, self.standing = table, list(workers), standing
        self.columns: dict[int, list[Column]] = {worker: [] for worker in workers}
        self.known: dict[int, set[Line]] = {worker: set() for worker in workers}
        self.decided: dict[int, Line] = {}
        self._build()

    def _build(self) -> None:
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.solver.SetTimeLimit(SIMPLEX)
        self.one = {worker: self.solver.Constraint(1, 1) for worker in self.workers}
        self.rows: dict[tuple[int, int], Any] = {}
        self.heads: dict[tuple[int, int], int] = {}
        self.box: dict[tuple[int, int], tuple[int, int]] = {}
        objective = self.solver.Objective()
        objective.SetMinimization()
        far = self.solver.infinity()
        of = {name: number for number, name in enumerate(self.table.shifts)}
        for (day, name), cover in self.table.instance.cover.items():
            key = (day, of[name])
            heads = cover.heads - int(self.standing[key])
            row = self.solver.Constraint(heads, heads)
            under, over = self.solver.NumVar(0, far, ""), self.solver.NumVar(0, far, "")
            objective.SetCoefficient(under, cover.under)
            objective.SetCoefficient(over, cover.over)
            row.SetCoefficient(under, 1)
            row.SetCoefficient(over, -1)
            self.rows[key], self.heads[key], self.box[key] = row, heads, (cover.under, cover.over)

    def add(self, worker: int, line: Line) -> bool:
        if line in self.known[worker]:
            return False
        self.known[worker].add(line)
        column = Column(worker, line, self.table.price(worker, line))
        self._enter(column)
        self.columns[worker].append(column)
        return True

    def _enter(self, column: Column) -> None:
        worker, line = column.worker, column.line
        column.variable = self.solver.NumVar(0, self.solver.infinity(), "")
        self.solver.Objective().SetCoefficient(column.variable, column.cost)
        self.one[worker].SetCoefficient(column.variable, 1)
        for day, shift in enumerate(line):
            row = self.rows.get((day, shift)) if shift >= 0 else None
            if row is not None:
                row.SetCoefficient(column.variable, 1)
        if self.decided.get(worker, line) != line:
            column.variable.SetUb(0)

    def decide(self, worker: int, line: Line) -> None:
        """This worker has this line from now on: the others of theirs are closed."""
        self.decided[worker] = line
        for column in self.columns[worker]:
            if column.line != line:
                column.variable.SetUb(0)

    def solve(self) -> float:
        """Raises Stuck when the simplex cannot get through even from the beginning."""
        for _ in range(2):
            if self.solver.Solve() == pywraplp.Solver.OPTIMAL:
                self._read()
                return float(self.solver.Objective().Value())
            self._build()
            for columns in self.columns.values():
                for column in columns:
                    self._enter(column)
        raise Stuck

    def duals(self) -> Numbers:
        """What one more head is worth, by day and shift."""
        found = np.zeros((self.table.instance.days, len(self.table.shifts)))
        for key, row in self.rows.items():
            under, over = self.box[key]
            found[key] = min(max(row.dual_value(), -over), under)
        return found

    def floor(self, duals: Numbers, floors: dict[int, float]) -> float:
        """A bound of the relaxation at any prices within the weights (Lagrange)."""
        heads = sum(float(duals[key]) * count for key, count in self.heads.items())
        return heads + sum(floors[worker] + float(self.table.base[worker]) for worker in self.workers)

    def _read(self) -> None:
        for columns in self.columns.values():
            for column in columns:
                column.share = column.variable.solution_value()


def _stands(values: list[float], near: float) -> bool:
    return len(values) > STILL and values[-STILL] - values[-1] <= near * values[-1] / 4


@dataclass(slots=True)
class Generator:
    """Solves a relaxation by asking for lines until there is nothing to gain, or `over()`."""

    table: Table
    pricing: Pricing
    over: Over
    on_bound: Callable[[float], None] = lambda bound: None

    def generate(
        self,
        master: Master,
        open_workers: Sequence[int],
        rounds: int,
        *,
        smooth: float = 0.6,
        enough: float = float("inf"),
        near: float = 0.0,
    ) -> tuple[float, float]:
        """The relaxed cost and a floor for it; the floor is only for masters in which all workers are open.

        From a floor of `enough` on there is nothing to be had here; a cost that is `near` its floor (as a
        share) or has stood still for long is near enough.
        """
        values: list[float] = []
        self._begin(master, open_workers)
        value, bound = master.solve(), -FAR
        centre: Numbers | None = None
        for _ in range(rounds):
            if self.over():
                break
            now = master.duals()
            duals = now if centre is None else smooth * centre + (1 - smooth) * now
            added, floor = self._ask(master, open_workers, duals)
            if floor > bound:
                bound, centre = floor, duals
            if not added and smooth and centre is not None:
                added, floor = self._ask(master, open_workers, now)
                if floor > bound:
                    bound, centre = floor, now
            value = master.solve()
            self.on_bound(bound)
            values.append(value)
            if not added or np.ceil(bound - 1e-6) >= min(value - 1e-6, enough):
                break
            if near and (value - bound <= near * value or _stands(values, near)):
                break
        return value, bound

    def _begin(self, master: Master, workers: Sequence[int]) -> None:
        """Everybody has at least the line they would wish for."""
        bare = [worker for worker in workers if not master.columns[worker]]
        lines, _ = self.pricing.lines(np.zeros_like(self.table.under), bare) if bare else ({}, {})
        for worker in bare:
            for line in lines[worker]:
                master.add(worker, line)

    def _ask(self, master: Master, workers: Sequence[int], duals: Numbers) -> tuple[int, float]:
        lines, floors = self.pricing.lines(-duals, workers)
        added = sum(master.add(worker, line) for worker in workers for line in lines.get(worker, ()))
        whole = len(workers) == len(master.workers)
        return added, master.floor(duals, floors) if whole else -FAR
