"""The cheapest lawful line of every worker, exactly, by dynamic programming. Pure.

Workers with the same contract are counted together, as one array over (class of shift, worker, run,
minutes, weekends, counted). Days go forward; the best end is traced back. Prices are by worker, day and
shift: wishes, and whatever the caller adds for the cover. The last axis counts one kind of shift of which a
worker may have only few; with `counted` none it has length one.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import reduce

import numpy as np

from scheduling.rostering.bands import Band
from scheduling.rostering.table import FAR, Kind, Numbers, Table

Parts = tuple[slice, slice]
State = tuple[int, int, int, int, int]  # class (-1: off), run or rest to come, minutes, weekends, counted


@dataclass(frozen=True, slots=True)
class Group:
    """Shifts among which only the price decides."""

    kind: int  # its class
    before: tuple[int, ...]  # the classes it may follow
    length: int
    counted: int
    shifts: tuple[int, ...]


class Walk:
    """All lines of a batch of workers. `work[d]` is (class, worker, run, minutes, weekends, counted), run -
    1 being the index; `off[d]` is (worker, days still to rest, minutes, weekends, counted). `prices` are of
    these workers alone.
    """

    def __init__(
        self, table: Table, kind: Kind, workers: list[int], prices: Numbers, band: Band | None = None
    ) -> None:
        self.table, self.kind, self.workers = table, kind, workers
        self.band = band or table.band(kind)
        self.groups = self._groups()
        self._price(np.where(table.allowed[workers], prices, FAR))
        self.work: list[Numbers] = []
        self.off: list[Numbers] = []
        self._first()
        for day in range(1, table.instance.days):
            self._day(day)

    def _groups(self) -> list[Group]:
        found: dict[tuple[int, tuple[int, ...], int, int], list[int]] = defaultdict(list)
        for shift, minutes in enumerate(self.table.minutes):
            if any(self.table.caps[worker, shift] for worker in self.workers):
                counted = int(shift == self.kind.counted)
                before = tuple(self.table.before[shift])
                found[self.table.class_of[shift], before, minutes // self.kind.unit, counted].append(shift)
        return [Group(*key, tuple(shifts)) for key, shifts in found.items()]

    def _price(self, prices: Numbers) -> None:
        """By group the cheapest shift of each worker and day, and what it costs."""
        parts = [prices[:, :, list(group.shifts)] for group in self.groups]
        self.cheapest = [part.argmin(axis=2) for part in parts]
        self.prices = [part.min(axis=2) for part in parts]

    def _empty(self, day: int) -> tuple[Numbers, Numbers]:
        count, kind, band = len(self.workers), self.kind, self.band
        minutes = max(0, int(band.minutes_to[day] - band.minutes_from[day]) + 1)
        weekends = max(0, int(band.weekends_to[day] - band.weekends_from[day]) + 1)
        tail = (minutes, weekends, kind.most_counted + 1)
        work = np.full((len(self.table.classes), count, kind.longest_run, *tail), FAR)
        off = np.full((count, max(1, kind.shortest_rest), *tail), FAR)
        return work, off

    def _first(self) -> None:
        work, off = self._empty(0)
        band, none = self.band, np.zeros((len(self.workers), 1, 1, 1))
        weekends = fit(0, 1, 0, int(band.weekends_from[0]), off.shape[3])
        low = int(band.minutes_from[0])
        _less(off[:, 0], none, fit(0, 1, 0, low, off.shape[2]), weekends, 0)
        for group, prices in zip(self.groups, self.prices, strict=True):
            price = prices[:, 0].reshape(-1, 1, 1, 1)
            minutes = fit(0, 1, group.length, low, off.shape[2])
            _less(work[group.kind, :, 0], none + price, minutes, weekends, group.counted)
        self.work.append(work)
        self.off.append(off)

    def _day(self, day: int) -> None:
        work, off = self._empty(day)
        worked, rested = self.work[-1], self.off[-1]
        same, more = self._merged(day, worked), self._merged(day, rested)
        begins, goes_on = day % 7 >= 5, day % 7 == 5
        best = self._best_before(worked if goes_on else same)
        for group, prices in zip(self.groups, self.prices, strict=True):
            price, into = prices[:, day], work[group.kind]
            minutes = self._minutes(day, group.length, off.shape[2])
            source = (rested if begins else more)[:, 0] + price.reshape(-1, 1, 1, 1)
            _less(into[:, 0], source, minutes, self._weekends(day, begins, off.shape[3]), group.counted)
            if self.kind.longest_run > 1 and group.before:
                source = best[group.before][:, :-1] + price.reshape(-1, 1, 1, 1, 1)
                weekends = self._weekends(day, goes_on, off.shape[3])
                _less(into[:, 1:], source, minutes, weekends, group.counted)
        self._rest(day, off, same, more)
        self.work.append(work)
        self.off.append(off)

    def _minutes(self, day: int, length: int, size: int) -> Parts:
        band = self.band
        before = int(band.minutes_from[day - 1])
        return fit(before, self.off[day - 1].shape[2], length, int(band.minutes_from[day]), size)

    def _weekends(self, day: int, one_more: bool, size: int) -> Parts:
        """Without one more the source has been merged already."""
        before, now = int(self.band.weekends_from[day - 1]), int(self.band.weekends_from[day])
        merged = 0 if one_more else self._fewer(day)
        return fit(before + merged, self.off[day - 1].shape[3] - merged, int(one_more), now, size)

    def _fewer(self, day: int) -> int:
        """How many numbers of weekends become one, as fewer make no difference from now on."""
        rise = int(self.band.weekends_from[day] - self.band.weekends_from[day - 1])
        return max(0, min(rise, int(self.off[day - 1].shape[3]) - 1))

    def _merged(self, day: int, cells: Numbers) -> Numbers:
        fewer = self._fewer(day)
        if not fewer:
            return cells
        merged = cells[..., fewer:, :].copy()
        merged[..., 0, :] = cells[..., : fewer + 1, :].min(axis=-2)
        return merged

    def _best_before(self, worked: Numbers) -> dict[tuple[int, ...], Numbers]:
        """The cheapest of the classes that may go before; what is known of fewer is used for more."""
        best: dict[tuple[int, ...], Numbers] = {}
        for classes in sorted({group.before for group in self.groups if group.before}, key=len):
            known = max((c for c in best if set(c) <= set(classes)), key=len, default=classes[:1])
            start = best.get(known, worked[known[0]])
            rest = [worked[one] for one in classes if one not in known]
            best[classes] = reduce(np.minimum, rest, start)
        return best

    def _rest(self, day: int, off: Numbers, worked: Numbers, rested: Numbers) -> None:
        minutes, weekends = self._minutes(day, 0, off.shape[2]), self._weekends(day, False, off.shape[3])
        _less(off[:, :-1], rested[:, 1:], minutes, weekends, 0)
        _less(off[:, 0], rested[:, 0], minutes, weekends, 0)
        runs = self.enders(day)
        if runs:
            every = worked if len(runs) == worked.shape[2] else worked[:, :, runs]
            _less(off[:, off.shape[1] - 1], every.min(axis=(0, 2)), minutes, weekends, 0)

    def enders(self, day: int) -> list[int]:
        """Runs (as indexes) that may end on the day before: long enough, or begun before the horizon."""
        least = self.kind.shortest_run
        return [run for run in range(self.kind.longest_run) if run + 1 >= least or run + 1 == day]

    # Ends

    def ends(self) -> Numbers:
        """The cheapest end of each worker by minutes that the contract allows."""
        work = self.work[-1].min(axis=(0, 2, 4, 5), initial=FAR)
        both: Numbers = np.minimum(work, self.off[-1].min(axis=(1, 3, 4), initial=FAR))
        return both

    def line(self, member: int, end: int) -> list[int]:
        """The cheapest line with the minutes of this end, traced back."""
        return Trace(self, member).back(end)


def fit(low: int, size: int, add: int, to_low: int, to_size: int) -> Parts:
    """Which part of an axis that begins with `low` goes to which part of one that begins with `to_low`."""
    shift = low + add - to_low
    begin, end = max(0, -shift), min(size, to_size - shift)
    if end <= begin:
        return slice(0, 0), slice(0, 0)
    return slice(begin, end), slice(begin + shift, end + shift)


def _less(into: Numbers, source: Numbers, minutes: Parts, weekends: Parts, counted: int) -> None:
    """Puts the source, so many minutes and weekends on, where it is cheaper."""
    most = into.shape[-1] - counted
    to = into[..., minutes[1], weekends[1], counted:]
    np.minimum(to, source[..., minutes[0], weekends[0], :most], out=to)


class Trace:
    """One line backwards, from its end; minutes and weekends are absolute here."""

    def __init__(self, walk: Walk, member: int) -> None:
        self.walk, self.member, self.band = walk, member, walk.band
        self.minutes_from, self.minutes_to = walk.band.minutes_from.tolist(), walk.band.minutes_to.tolist()
        self.weekends_from, self.weekends_to = (
            walk.band.weekends_from.tolist(),
            walk.band.weekends_to.tolist(),
        )

    def back(self, end: int) -> list[int]:
        walk, last = self.walk, self.walk.table.instance.days - 1
        work = walk.work[last][:, self.member, :, end]
        off = walk.off[last][self.member, :, end]
        minutes, low = int(self.band.minutes_from[last]) + end, int(self.band.weekends_from[last])
        line = [-1] * (last + 1)
        if work.min() <= off.min():
            kind, run, weekends, counted = (int(i) for i in np.unravel_index(work.argmin(), work.shape))
            state = (kind, run, minutes, weekends + low, counted)
        else:
            rest, weekends, counted = (int(i) for i in np.unravel_index(off.argmin(), off.shape))
            state = (-1, rest, minutes, weekends + low, counted)
        for day in range(last, -1, -1):
            line[day], state = self._step(day, state)
        return line

    def _step(self, day: int, state: State) -> tuple[int, State]:
        """The shift of the day (-1: none), and where the line was the day before."""
        kind, place, minutes, weekends, counted = state
        if kind < 0:
            return -1, self._before_rest(day, place, minutes, weekends, counted) if day else state
        best: tuple[float, int, State] = (FAR * 4, 0, state)
        for number, group in enumerate(self.walk.groups):
            if group.kind == kind and group.counted <= counted:
                price = float(self.walk.prices[number][self.member, day])
                cost, before = self._before_work(day, group, state)
                if price + cost < best[0]:
                    best = (price + cost, number, before)
        cheapest = int(self.walk.cheapest[best[1]][self.member, day])
        return self.walk.groups[best[1]].shifts[cheapest], best[2]

    def _before_work(self, day: int, group: Group, state: State) -> tuple[float, State]:
        _, place, minutes, weekends, counted = state
        minutes, counted = minutes - group.length, counted - group.counted
        if day == 0:
            return (0.0 if minutes == counted == 0 else FAR * 2), state
        if place == 0:
            found = self._cheapest(day, (-1,), 0, minutes, weekends, int(day % 7 >= 5), counted)
        else:
            more = int(day % 7 == 5)
            found = self._cheapest(day, group.before, place - 1, minutes, weekends, more, counted)
        return found

    def _before_rest(self, day: int, rest: int, minutes: int, weekends: int, counted: int) -> State:
        off = self.walk.off[day - 1].shape[1]
        found = [
            self._cheapest(day, (-1,), choice, minutes, weekends, 0, counted)
            for choice in {rest + 1, 0 if rest == 0 else rest + 1}
            if choice < off
        ]
        if rest == off - 1:
            classes = tuple(range(len(self.walk.table.classes)))
            found += [
                self._cheapest(day, classes, run, minutes, weekends, 0, counted)
                for run in self.walk.enders(day)
            ]
        return min(found)[1]

    def _cheapest(
        self,
        day: int,
        classes: tuple[int, ...],
        place: int,
        minutes: int,
        weekends: int,
        more: int,
        counted: int,
    ) -> tuple[float, State]:
        """The cheapest state of the day before with these minutes, and weekends that became these."""
        low, high = self.weekends_from[day - 1], self.weekends_to[day - 1]
        exact = weekends - more
        merged = weekends == self.weekends_from[day] and not more
        at = minutes - self.minutes_from[day - 1]
        begin, end = (0 if merged else max(0, exact - low)), min(exact, high) - low + 1
        best = (FAR * 2, (classes[0] if classes else -1, place, minutes, exact, counted))
        if at < 0 or minutes > self.minutes_to[day - 1] or end <= begin:
            return best
        work, off = self.walk.work[day - 1].item, self.walk.off[day - 1].item
        for kind in classes:
            for on in range(begin, end):
                where = (self.member, place, at, on, counted)
                cost = off(*where) if kind < 0 else work(kind, *where)
                if cost < best[0]:
                    best = (cost, (kind, place, minutes, low + on, counted))
        return best
