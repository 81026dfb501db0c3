"""From a relaxation to a roster: the lines it is surest of are decided, and the rest priced anew, until all
are.

Pure. A dive into the whole roster first; then dives in which most lines of the best roster stand and some
workers are free: a neighbourhood, searched exactly priced.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from scheduling.rostering.columns import Column, Generator, Line, Master
from scheduling.rostering.table import Numbers, Table

SURE = 0.95
ROUNDS = 12

Lines = dict[int, Line]


@dataclass(slots=True)
class Pool:
    """Lines that were good once, by worker: the next master begins with them."""

    lines: dict[int, dict[Line, int]] = field(default_factory=dict)
    age: int = 0

    def remember(self, master: Master, *, most: int = 250) -> None:
        """The relaxation's lines of late stay longest."""
        self.age += 1
        for worker, columns in master.columns.items():
            mine = self.lines.setdefault(worker, {})
            for column in columns:
                if column.line not in mine or column.share > 1e-6:
                    mine[column.line] = self.age
            if len(mine) > most:
                for line in sorted(mine, key=lambda line: mine[line])[: len(mine) - most]:
                    del mine[line]

    def keep(self, lines: Lines) -> None:
        self.age += 1
        for worker, line in lines.items():
            self.lines.setdefault(worker, {})[line] = self.age + 10

    def master(self, table: Table, workers: Sequence[int], standing: NDArray[np.int64]) -> Master:
        master = Master(table, workers, standing)
        for worker in workers:
            for line in self.lines.get(worker, ()):
                master.add(worker, line)
        return master


@dataclass(slots=True)
class Diver:
    table: Table
    generator: Generator
    rng: random.Random
    best_cost: Callable[[], float]

    def dive(self, master: Master, *, rounds: int = ROUNDS) -> Lines | None:
        """Decides workers until all are; None when it cannot become better than the best, or time is over."""
        decided: Lines = {}
        open_workers = list(master.workers)
        while open_workers:
            if self.generator.over():
                return None
            value = master.solve()
            if np.ceil(value - 1e-6) >= self.best_cost():
                return None
            for column in self._surest(master, open_workers):
                decided[column.worker] = column.line
                master.decide(column.worker, column.line)
            open_workers = [worker for worker in open_workers if worker not in decided]
            if open_workers:
                self.generator.generate(master, open_workers, rounds)
        return decided

    def _surest(self, master: Master, workers: Sequence[int]) -> list[Column]:
        """All lines that the relaxation takes nearly whole; else the one it takes most of."""
        tops = [
            max(master.columns[worker], key=lambda column: column.share)
            for worker in workers
            if master.columns[worker]
        ]
        sure = [column for column in tops if column.share >= SURE]
        if sure:
            return sure
        return [max(tops, key=lambda column: column.share * self.rng.uniform(0.9, 1.1))]


def standing_heads(table: Table, lines: Lines) -> NDArray[np.int64]:
    """How many have which shift, by day."""
    days, shifts = table.instance.days, len(table.shifts)
    if not lines:
        return np.zeros((days, shifts), dtype=np.int64)
    given = np.array(list(lines.values()), dtype=np.int64)
    places = (np.arange(days) * shifts + given)[given >= 0]
    return np.bincount(places, minlength=days * shifts).reshape(days, shifts)


def cost_of_lines(table: Table, lines: Lines) -> int:
    more = standing_heads(table, lines) - table.heads
    cover = np.where(more > 0, more * table.over, -more * table.under).sum()
    return round(float(cover) + sum(table.price(worker, line) for worker, line in lines.items()))


def cost_by_day(table: Table, lines: Lines) -> Numbers:
    """Of the cover; and the unwanted less the wanted."""
    more = standing_heads(table, lines) - table.heads
    costs: Numbers = np.where(more > 0, more * table.over, -more * table.under).sum(axis=1)
    for worker, line in lines.items():
        shifts = np.asarray(line)
        days = np.flatnonzero(shifts >= 0)
        costs[days] += table.wishes[worker, days, shifts[days]]
        costs -= np.minimum(0, table.wishes[worker]).sum(axis=1)
    return costs
