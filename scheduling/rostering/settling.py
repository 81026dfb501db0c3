"""A first roster, some workers at a time, and then each one's best answer to all others. Pure.

Every hard rule is about one worker, so lawful lines are a lawful roster: what is open, or too many, is only
a price.
"""

import random
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from scheduling.rostering.columns import Line, Pricing
from scheduling.rostering.compact import Compact
from scheduling.rostering.diving import Lines, standing_heads
from scheduling.rostering.parts import solved
from scheduling.rostering.table import Numbers, Table

if TYPE_CHECKING:
    from scheduling.rostering.portfolio import Best

ROUNDS, FEWER_ROUNDS = 12, 4  # of a first roster
LONG, SHORT = 20_000_000, 400_000  # cells of all lines, and of one when only a first roster is wanted
ASKED = 4  # times for a line that is hard to find
TRIES = 12
FEW = 5
AGAIN = (2, 3, 4, 6)  # workers whose lines are thrown away together


class Settling:
    def __init__(self, table: Table, best: "Best", seed: int) -> None:
        self.table, self.best = table, best
        self.rng = random.Random(seed)  # noqa: S311
        self.noise = np.random.default_rng(seed)
        self.pricing = Pricing(table)
        self.turns: list[int] = []

    # A first roster

    def first(self) -> None:
        lines: Lines = {}
        order = list(range(len(self.table.names)))
        self.rng.shuffle(order)
        long = self.table.cells_of_all() > LONG
        size = -(-len(order) // (FEWER_ROUNDS if long else ROUNDS))
        wide, self.table.line_cells = self.table.line_cells, min(self.table.line_cells, SHORT)
        self.table.bands.clear()
        for begin in range(0, len(order), size):
            if self.best.over.is_set():
                return
            lines.update(self._some(order[begin : begin + size], lines, len(order) - begin))
        self.table.line_cells = wide
        self.table.bands.clear()
        self.pricing.widened.clear()
        if len(lines) == len(order):
            self.best.keep(lines)

    def _some(self, workers: list[int], lines: Lines, to_come: int) -> Lines:
        """Their lines for what is open, each seeing it a little otherwise: not all take the same."""
        share = self._share(lines, to_come)
        found: Lines = {}
        missing = workers
        for _ in range(ASKED):
            answers = self._asked(share, missing)
            found.update({w: self._cheapest(w, answers[w], share) for w in missing if answers[w]})
            missing = [worker for worker in missing if worker not in found]
            if not missing:
                return found
        for worker in missing:
            line = self._by_model(worker)
            if line is not None:
                found[worker] = line
        return found

    def _asked(self, share: Numbers, workers: list[int]) -> dict[int, list[Line]]:
        if len(workers) == 1:
            return self.pricing.lines(share, workers, patch=True)[0]
        more = np.zeros_like(self.table.wishes)
        more[workers] = share * self.noise.uniform(0.5, 1.5, (len(workers), *share.shape))
        return self.pricing.lines(more, workers, patch=True)[0]

    def _cheapest(self, worker: int, lines: list[Line], more: Numbers) -> Line:
        prices = self.table.wishes[worker] + more
        return min(lines, key=lambda line: _sum(prices, line))

    def _share(self, lines: Lines, to_come: int) -> Numbers:
        """What one more head costs while others are still to come: they will do a part."""
        short = self.table.heads - standing_heads(self.table, lines)
        wanted = np.minimum(1.0, short / max(1, to_come) + 0.2) * self.table.under
        return np.where(short > 0, -wanted, self.table.over)

    def _by_model(self, worker: int) -> Line | None:
        """Any lawful line, by CP-SAT; lost in a corner it begins anew in another way, with more patience."""
        for way in range(TRIES):
            if not self.best.left():
                return None
            compact = Compact(self.table, [worker], priced=False)
            solver = cp_model.CpSolver()
            solver.parameters.num_workers = 1
            solver.parameters.max_time_in_seconds = min(self.best.left(), 3.0 * 1.3**way)
            solver.parameters.random_seed = way
            solver.parameters.linearization_level = (1, 0, 2)[way % 3]
            if solved(self.best, solver, compact) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                return compact.lines(solver)[worker]
        return None

    # Better ones

    def settle(self) -> None:
        """Until nobody can do better for themselves."""
        while self.best.left() and self.sweep():
            pass

    def sweep(self) -> bool:
        """Everybody once."""
        everybody = range(len(self.table.names))
        answers = [self._answer(worker) for worker in self.rng.sample(everybody, len(everybody))]
        return any(answers)

    def some(self) -> None:
        """A few, whoever's turn it is."""
        for _ in range(FEW):
            self.turns = self.turns or self.rng.sample(range(len(self.table.names)), len(self.table.names))
            self._answer(self.turns.pop())

    def _answer(self, worker: int) -> bool:
        if not self.best.left():
            return False
        lines = self.best.now()
        others = {other: line for other, line in lines.items() if other != worker}
        line = self._best_line(worker, standing_heads(self.table, others))
        return line is not None and self.best.keep({**others, worker: line})

    def again(self) -> bool:
        """Some lines are thrown away and found anew, one after the other; kept if it is better so."""
        lines = self.best.now()
        away = self.rng.sample(sorted(lines), min(len(lines), self.rng.choice(AGAIN)))
        kept = {worker: line for worker, line in lines.items() if worker not in away}
        for place, worker in enumerate(away):
            if not self.best.left():
                return False
            found = self._some([worker], kept, (len(away) - place) * 2 - 1)
            kept[worker] = found.get(worker, lines[worker])
        return self.best.keep(kept)

    def _best_line(self, worker: int, heads: NDArray[np.int64]) -> Line | None:
        short = self.table.heads - heads
        one_more = np.where(short > 0, -self.table.under, self.table.over)
        answers, _ = self.pricing.lines(one_more, [worker], patch=True)
        return self._cheapest(worker, answers[worker], one_more) if answers[worker] else None


def _sum(prices: Numbers, line: Line) -> float:
    shifts = np.asarray(line)
    days = np.flatnonzero(shifts >= 0)
    return float(prices[days, shifts[days]].sum())
