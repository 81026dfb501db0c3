"""A published instance as arrays, and what workers of one contract have in common. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from math import gcd

import numpy as np
from numpy.typing import NDArray

from scheduling.rostering.bands import Band, whole_band
from scheduling.rostering.published import Instance, Worker

Numbers = NDArray[np.float64]
FAR = 1e12
MOST_CELLS = 12_000_000  # of all days together, in one batch
WIDEST, NARROWEST = 40, 4  # shifts above and below an even spread


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
    widened: int = 0  # how often the band about a long line was found to be too narrow


@dataclass(slots=True)
class Table:
    """The instance as arrays. `wishes[w, d, s]` is the price of wishes; `allowed` is False for what is
    barred. A class of shifts bars the same the day after; `before[s]` are the classes that may precede s.
    """

    instance: Instance
    line_cells: int = MOST_CELLS  # a longer line is looked for in a band that is narrow enough
    names: list[str] = field(init=False)
    shifts: list[str] = field(init=False)
    minutes: list[int] = field(init=False)
    classes: list[frozenset[int]] = field(init=False)
    class_of: list[int] = field(init=False)
    before: list[list[int]] = field(init=False)
    alike: list[list[int]] = field(init=False)
    wishes: Numbers = field(init=False)
    base: Numbers = field(init=False)
    allowed: NDArray[np.bool_] = field(init=False)
    caps: NDArray[np.int64] = field(init=False)
    kinds: list[Kind] = field(init=False)
    bands: dict[Kind, Band] = field(init=False, default_factory=dict)
    heads: NDArray[np.int64] = field(init=False)
    under: Numbers = field(init=False)
    over: Numbers = field(init=False)

    def __post_init__(self) -> None:
        given = self.instance
        self.names, self.shifts = list(given.workers), list(given.shifts)
        self.minutes = [given.shifts[name].minutes for name in self.shifts]
        self._classify()
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
        self._read_cover(of)
        self.kinds = [self._kind(number, worker) for number, worker in enumerate(given.workers.values())]

    def _read_cover(self, of: dict[str, int]) -> None:
        shape = (self.instance.days, len(self.shifts))
        self.heads, self.under, self.over = np.zeros(shape, dtype=np.int64), np.zeros(shape), np.zeros(shape)
        for (day, shift), cover in self.instance.cover.items():
            at = day, of[shift]
            self.heads[at], self.under[at], self.over[at] = cover.heads, cover.under, cover.over

    def _classify(self) -> None:
        """Shifts before which and after which the same may be are one class: only that is remembered."""
        given = self.instance.shifts
        bars = [frozenset(self.shifts.index(t) for t in given[one].not_before if t in given) for one in given]
        self.classes = list(dict.fromkeys(bars))
        self.class_of = [self.classes.index(barred) for barred in bars]
        self.before = [
            [number for number, barred in enumerate(self.classes) if shift not in barred]
            for shift in range(len(self.shifts))
        ]
        kinds = list(zip(self.class_of, map(tuple, self.before), self.minutes, strict=True))
        self.alike = [
            [o for o, kind in enumerate(kinds) if kind == mine and o != s] for s, mine in enumerate(kinds)
        ]

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
        shifts = np.asarray(line)
        days = np.flatnonzero(shifts >= 0)
        return float(self.base[worker] + self.wishes[worker, days, shifts[days]].sum())

    def batches(
        self, workers: Sequence[int], counted: dict[int, int], widened: dict[int, int]
    ) -> Iterator[tuple[Kind, list[int]]]:
        """Workers who can be counted together; `counted` names the shift that is counted for some of them."""
        groups: dict[Kind, list[int]] = defaultdict(list)
        for worker in workers:
            kind = replace(self.kinds[worker], widened=widened.get(worker, 0))
            if worker in counted:
                shift = counted[worker]
                kind = replace(kind, counted=shift, most_counted=int(self.caps[worker, shift]))
            groups[kind].append(worker)
        for kind, members in groups.items():
            size = max(1, MOST_CELLS // self.cells(kind))
            for begin in range(0, len(members), size):
                yield kind, members[begin : begin + size]

    def cells(self, kind: Kind, band: Band | None = None) -> int:
        """What one line of the kind takes, of all days together."""
        states = (band or self.band(kind)).states() * (kind.most_counted + 1)
        return states * (len(self.classes) * kind.longest_run + max(1, kind.shortest_rest))

    def cells_of_all(self) -> int:
        return sum(self.cells(kind) for kind in self.kinds)

    def band(self, kind: Kind) -> Band:
        if kind not in self.bands:
            most = self.line_cells * 4**kind.widened
            whole = self._whole(kind)
            fits = self.cells(kind, whole) <= most
            self.bands[kind] = whole if fits else self._narrowed(kind, whole, most)
        return self.bands[kind]

    def is_whole(self, kind: Kind) -> bool:
        """Whether every line of the kind is counted, so that a cheapest one is a floor."""
        return self.band(kind) is self._whole(kind)

    def _whole(self, kind: Kind) -> Band:
        return whole_band(kind, self.instance.days, max(self.minutes) // kind.unit)

    def _narrowed(self, kind: Kind, whole: Band, most: int) -> Band:
        """About work that is spread evenly: as wide as the cells allow, but for some shifts at least."""
        days, longest = self.instance.days, max(self.minutes) // kind.unit
        done = np.arange(1, days + 1) / days
        minutes = np.rint((kind.least + kind.most) / 2 * done).astype(np.int64)
        weekends = np.rint(kind.most_weekends * done).astype(np.int64)
        slack = WIDEST
        while True:
            band = whole.near(minutes, weekends, slack * longest, 3 + slack // 4)
            if slack <= NARROWEST or self.cells(kind, band) <= most:
                return band
            slack -= 2
