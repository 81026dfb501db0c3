"""The cheapest lawful line of every worker, exactly, by dynamic programming. Pure.

Workers with the same contract are counted together, as one array over (worker, run, minutes, weekends,
counted). Days go forward; the best end is traced back. Prices are by worker, day and shift: wishes, and
whatever the caller adds for the cover. The last axis counts one kind of shift of which a worker may have
only few; with `counted` none it has length one.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from math import gcd

import numpy as np
from numpy.typing import NDArray

from scheduling.rostering.published import Instance, Worker

Numbers = NDArray[np.float64]
FAR = 1e12
NEAR = 1e-7
MOST_CELLS = 12_000_000  # of all days together, in one batch


@dataclass(frozen=True, slots=True)
class Kind:
    """What workers of one batch have in common."""

    unit: int
    least: int
    most: int
    longest_run: int
    shortest_run: int
    shortest_rest: int
    most_weekends: int
    counted: int | None = None
    most_counted: int = 0


@dataclass(slots=True)
class Table:
    """The instance as arrays. `wishes[w, d, s]` is the price of wishes; `allowed` is False for what is
    barred.
    """

    instance: Instance
    names: list[str] = field(init=False)
    shifts: list[str] = field(init=False)
    minutes: list[int] = field(init=False)
    before: list[list[int]] = field(init=False)
    wishes: Numbers = field(init=False)
    base: Numbers = field(init=False)
    allowed: NDArray[np.bool_] = field(init=False)
    caps: NDArray[np.int64] = field(init=False)
    kinds: list[Kind] = field(init=False)

    def __post_init__(self) -> None:
        given = self.instance
        self.names, self.shifts = list(given.workers), list(given.shifts)
        self.minutes = [given.shifts[name].minutes for name in self.shifts]
        self.before = [
            [p for p, one in enumerate(self.shifts) if two not in given.shifts[one].not_before]
            for two in self.shifts
        ]
        shape = (len(self.names), given.days, len(self.shifts))
        self.wishes, self.base = np.zeros(shape), np.zeros(len(self.names))
        self.allowed = np.ones(shape, dtype=bool)
        self.caps = np.zeros((len(self.names), len(self.shifts)), dtype=np.int64)
        at = {name: number for number, name in enumerate(self.names)}
        of = {name: number for number, name in enumerate(self.shifts)}
        for (name, day, shift), weight in given.wanted.items():
            self.base[at[name]] += weight
            self.wishes[at[name], day, of[shift]] -= weight
        for (name, day, shift), weight in given.unwanted.items():
            self.wishes[at[name], day, of[shift]] += weight
        for name, worker in given.workers.items():
            self.allowed[at[name], sorted(worker.days_off)] = False
            for shift, number in of.items():
                self.caps[at[name], number] = worker.most_of.get(shift, 0)
                if not self.caps[at[name], number]:
                    self.allowed[at[name], :, number] = False
        self.kinds = [self._kind(number, worker) for number, worker in enumerate(given.workers.values())]

    def _kind(self, number: int, worker: Worker) -> Kind:
        lengths = [m for s, m in enumerate(self.minutes) if self.caps[number, s]] or [
            worker.most_minutes or 1
        ]
        unit = reduce(gcd, lengths)
        return Kind(
            unit=unit,
            least=-(-worker.least_minutes // unit),
            most=worker.most_minutes // unit,
            longest_run=worker.longest_run,
            shortest_run=worker.shortest_run,
            shortest_rest=worker.shortest_rest,
            most_weekends=min(worker.most_weekends, self.instance.days // 7),
        )

    def price(self, worker: int, line: Sequence[int]) -> float:
        """What the wishes of a line cost. Shifts by number, -1 for a day off."""
        return float(self.base[worker]) + sum(
            float(self.wishes[worker, day, shift]) for day, shift in enumerate(line) if shift >= 0
        )

    def batches(self, workers: Sequence[int], counted: dict[int, int]) -> Iterator[tuple[Kind, list[int]]]:
        """Workers who can be counted together; `counted` names the shift that is counted for some of them."""
        groups: dict[Kind, list[int]] = defaultdict(list)
        for worker in workers:
            kind = self.kinds[worker]
            if worker in counted:
                shift = counted[worker]
                kind = Kind(*_fields(kind), counted=shift, most_counted=int(self.caps[worker, shift]))
            groups[kind].append(worker)
        for kind, members in groups.items():
            size = max(1, MOST_CELLS // self.cells(kind))
            for begin in range(0, len(members), size):
                yield kind, members[begin : begin + size]

    def cells(self, kind: Kind) -> int:
        state = (kind.most + 1) * (kind.most_weekends + 1) * (kind.most_counted + 1)
        return self.instance.days * len(self.shifts) * kind.longest_run * state


def _fields(kind: Kind) -> tuple[int, int, int, int, int, int, int]:
    return (
        kind.unit,
        kind.least,
        kind.most,
        kind.longest_run,
        kind.shortest_run,
        kind.shortest_rest,
        kind.most_weekends,
    )


class Walk:
    """All lines of a batch of workers. `work[d]` is (shift, worker, run, minutes, weekends, counted), run -
    1 being the index; `off[d]` is (worker, days still to rest, minutes, weekends, counted).
    """

    def __init__(self, table: Table, kind: Kind, workers: list[int], prices: Numbers) -> None:
        self.table, self.kind, self.workers = table, kind, workers
        self.prices = np.where(table.allowed[workers], prices[workers], FAR)
        self.lengths = [minutes // kind.unit for minutes in table.minutes]
        self.tail = (kind.most + 1, kind.most_weekends + 1, kind.most_counted + 1)
        self.groups = self._same_before()
        self.work: list[Numbers] = []
        self.off: list[Numbers] = []
        self._first()
        for day in range(1, table.instance.days):
            self._day(day)

    def _same_before(self) -> dict[tuple[int, ...], list[int]]:
        found: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for shift, before in enumerate(self.table.before):
            found[tuple(before)].append(shift)
        return found

    def _empty(self) -> tuple[Numbers, Numbers]:
        count, kind = len(self.workers), self.kind
        work = np.full((len(self.table.shifts), count, kind.longest_run, *self.tail), FAR)
        off = np.full((count, max(1, kind.shortest_rest), *self.tail), FAR)
        return work, off

    def _first(self) -> None:
        work, off = self._empty()
        off[:, 0, 0, 0, 0] = 0.0
        for shift, length in enumerate(self.lengths):
            count = int(shift == self.kind.counted)
            if length <= self.kind.most and count <= self.kind.most_counted:
                work[shift, :, 0, length, 0, count] = self.prices[:, 0, shift]
        self.work.append(work)
        self.off.append(off)

    def _day(self, day: int) -> None:
        work, off = self._empty()
        before, rested = self.work[-1], self.off[-1]
        weekday = day % 7
        for predecessors, shifts in self.groups.items():
            best = before[list(predecessors)].min(axis=0) if predecessors else None
            for shift in shifts:
                price = self.prices[:, day, shift]
                self._step(work[shift, :, 0], rested[:, 0], shift, weekday >= 5, price)
                if best is not None and self.kind.longest_run > 1:
                    self._step(work[shift, :, 1:], best[:, :-1], shift, weekday == 5, price)
        self._rest(off, before, rested, day)
        self.work.append(work)
        self.off.append(off)

    def _step(self, into: Numbers, source: Numbers, shift: int, weekend: bool, price: Numbers) -> None:
        """Adds the shift: minutes, a weekend if it begins one, one of the counted kind."""
        length, counted = self.lengths[shift], shift == self.kind.counted
        if length > self.kind.most or (weekend and not self.kind.most_weekends):
            return
        to = into[..., length:, int(weekend) :, int(counted) :]
        stop = (self.tail[0] - length, self.tail[1] - int(weekend), self.tail[2] - int(counted))
        shape = (-1, *([1] * (source.ndim - 1)))
        np.minimum(to, source[..., : stop[0], : stop[1], : stop[2]] + price.reshape(shape), out=to)

    def _rest(self, off: Numbers, before: Numbers, rested: Numbers, day: int) -> None:
        off[:, :-1] = rested[:, 1:]
        np.minimum(off[:, 0], rested[:, 0], out=off[:, 0])
        runs = self._enders(day)
        if runs:
            best = before[:, :, runs].min(axis=(0, 2))
            last = off.shape[1] - 1
            np.minimum(off[:, last], best, out=off[:, last])

    def _enders(self, day: int) -> list[int]:
        """Runs (as indexes) that may end on the day before: long enough, or begun before the horizon."""
        least = self.kind.shortest_run
        return [run for run in range(self.kind.longest_run) if run + 1 >= least or run + 1 == day]

    # Ends

    def ends(self) -> Numbers:
        """The cheapest end of each worker by minutes that the contract allows."""
        least, days = self.kind.least, self.table.instance.days
        work = self.work[days - 1].min(axis=(0, 2, 4, 5))
        off = self.off[days - 1].min(axis=(1, 3, 4))
        both: Numbers = np.minimum(work, off)
        return both[:, least:]

    def line(self, member: int, minutes: int) -> list[int]:
        """The cheapest line with these minutes (an index of `ends`), traced back from its end."""
        return _Trace(self, member).back(self.kind.least + minutes)


class _Trace:
    def __init__(self, walk: Walk, member: int) -> None:
        self.walk, self.member = walk, member

    def back(self, minutes: int) -> list[int]:
        walk, last = self.walk, self.walk.table.instance.days - 1
        work = walk.work[last][:, self.member, :, minutes]
        off = walk.off[last][self.member, :, minutes]
        line = [-1] * (last + 1)
        if work.min() <= off.min():
            shift, run, weekends, counted = (int(i) for i in np.unravel_index(work.argmin(), work.shape))
            state = (shift, run, minutes, weekends, counted)
        else:
            rest, weekends, counted = (int(i) for i in np.unravel_index(off.argmin(), off.shape))
            state = (-1, rest, minutes, weekends, counted)
        for day in range(last, 0, -1):
            line[day] = state[0]
            state = self._before(day, state)
        line[0] = state[0]
        return line

    def _before(self, day: int, state: tuple[int, int, int, int, int]) -> tuple[int, int, int, int, int]:
        shift, place, minutes, weekends, counted = state
        if shift < 0:
            return self._before_rest(day, place, minutes, weekends, counted)
        walk = self.walk
        minutes -= walk.lengths[shift]
        counted -= int(shift == walk.kind.counted)
        if place == 0:
            return -1, 0, minutes, weekends - int(day % 7 >= 5), counted
        weekends -= int(day % 7 == 5)
        before = walk.table.before[shift]
        costs = walk.work[day - 1][before, self.member, place - 1, minutes, weekends, counted]
        return before[int(costs.argmin())], place - 1, minutes, weekends, counted

    def _before_rest(
        self, day: int, rest: int, minutes: int, weekends: int, counted: int
    ) -> tuple[int, int, int, int, int]:
        walk = self.walk
        off = walk.off[day - 1][self.member, :, minutes, weekends, counted]
        choices = [rest + 1] if rest + 1 < len(off) else []
        choices += [0] if rest == 0 else []
        best = min(((float(off[choice]), choice) for choice in choices), default=(FAR * 2, 0))
        if rest == len(off) - 1:
            runs = walk._enders(day)
            work = walk.work[day - 1][:, self.member, runs, minutes, weekends, counted]
            if runs and float(work.min()) < best[0]:
                shift, run = (int(i) for i in np.unravel_index(work.argmin(), work.shape))
                return shift, runs[run], minutes, weekends, counted
        return -1, best[1], minutes, weekends, counted
