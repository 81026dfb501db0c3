"""The benchmark solved by searches that share the best roster: whole lines by price, and parts by CP-SAT.
Pure.

One process prices whole lines, proves a bound and dives; the other builds a first roster, tries the whole
for a while and frees parts of the best one. Where lines are too long to be priced exactly, both free parts.
"""

import contextlib
import multiprocessing
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from scheduling.rostering.columns import Generator, Line, Master, Pricing, Stuck
from scheduling.rostering.diving import Diver, Lines, Pool, cost_of_lines, standing_heads
from scheduling.rostering.parts import Parts
from scheduling.rostering.published import Instance, Roster, line_faults
from scheduling.rostering.settling import Settling
from scheduling.rostering.table import MOST_CELLS, Table

PRICEABLE = 9_000_000  # cells of all lines together
SWIFT = 3_000_000  # cells a second for a first roster, on a machine that is busy with other things
SHORTEST = 300_000  # cells that a line may have however little time there is
GLANCE = 0.1
GRACE = 3.0
LATE = 60.0
WHOLE_EVERY = 12
PARTS_EVERY = 5
SWIFTLY = 2  # rounds of prices after each decision of a dive through the whole
PATIENCE = 4  # failures, before the bound is looked for
FORGOTTEN = 20.0  # seconds after which what a way has saved says little of what it will
TELL = 0.5

Stop = Callable[[], bool]
Tell = Callable[[int, int, float], None]


@dataclass(slots=True)
class Answer:
    status: str
    cost: int | None
    bound: int
    seconds: float
    roster: Roster | None


@dataclass(slots=True)
class Best:
    """What the searches share. Only lawful rosters are kept, and only better ones."""

    table: Table
    until: float
    lock: threading.Lock = field(default_factory=threading.Lock)
    over: threading.Event = field(default_factory=threading.Event)
    lines: Lines | None = None
    cost: float = float("inf")
    bound: int = 0
    enough: float = float("-inf")
    ended: float = 0.0
    stoppers: set[Callable[[], None]] = field(default_factory=set)
    links: "list[Link]" = field(default_factory=list)

    def tell(self, what: str, said: Any) -> None:
        for link in self.links:
            link.tell(what, said)

    def keep(self, lines: Lines, *, tell: bool = True) -> bool:
        cost = cost_of_lines(self.table, lines)
        with self.lock:
            if cost >= self.cost or not self._is_lawful(lines):
                return False
            self.lines, self.cost = dict(lines), cost
        if tell:
            self.tell("lines", dict(lines))
        self._proven()
        return True

    def _is_lawful(self, lines: Lines) -> bool:
        """All hard rules are about one line: those that are there already have been looked at."""
        known, table = self.lines or {}, self.table
        for worker, line in lines.items():
            if line != known.get(worker):
                rules = table.instance.workers[table.names[worker]]
                if line_faults(table.instance, rules, names_of(table, line)):
                    return False
        return len(lines) == len(table.names)

    def now(self) -> Lines:
        with self.lock:
            return dict(self.lines or {})

    def raise_bound(self, bound: float, *, tell: bool = True) -> None:
        higher = ceil(bound - 1e-5)
        with self.lock:
            if higher <= self.bound:
                return
            self.bound = higher
        if tell:
            self.tell("bound", higher)
        self._proven()

    def _proven(self) -> None:
        if self.cost <= max(self.bound, self.enough):
            self.end()

    def end(self) -> None:
        if not self.over.is_set():
            self.ended = time.monotonic()
        self.over.set()
        with self.lock:
            for stop in self.stoppers:
                stop()

    def left(self) -> float:
        return 0.0 if self.over.is_set() else max(0.0, self.until - time.monotonic())


def roster_of(table: Table, lines: Lines) -> Roster:
    return {table.names[worker]: names_of(table, line) for worker, line in sorted(lines.items())}


def names_of(table: Table, line: Line) -> list[str]:
    return [table.shifts[shift] if shift >= 0 else "" for shift in line]


def solve_published(
    instance: Instance,
    *,
    seconds: float,
    workers: int = 2,
    seed: int = 0,
    enough: int | None = None,
    on_progress: Tell | None = None,
    stop: Stop | None = None,
) -> Answer:
    """Workers beyond the first are processes of their own: pricing holds the interpreter's lock. A roster of
    which the cost is `enough` ends the search.
    """
    began = time.monotonic()
    each = round(seconds * SWIFT / max(1, len(instance.workers)))
    table = Table(instance, line_cells=min(MOST_CELLS, max(SHORTEST, each)))
    best = Best(table, began + seconds, enough=float("-inf") if enough is None else enough)
    priced = table.cells_of_all() <= PRICEABLE
    links = [_companion(table, best.until, seed * 100 + n, n, priced) for n in range(1, max(1, workers))]
    for link in links:
        link.listen(best)
    lead = Lead(table, best, seed, priced=priced, alone=not links)
    faults: list[BaseException] = []
    thread = threading.Thread(target=_guarded, args=(lead.run, best, faults), daemon=True)
    thread.start()
    _watch(best, thread, began, on_progress, stop)
    for link in links:
        link.close()
    if faults:
        raise faults[0]
    return _answer(best, began)


def _watch(
    best: Best, thread: threading.Thread, began: float, on_progress: Tell | None, stop: Stop | None
) -> None:
    told, last = (float("inf"), 0), 0.0
    while thread.is_alive() and not (best.over.is_set() and time.monotonic() > best.ended + GRACE):
        thread.join(GLANCE)
        now = time.monotonic()
        # A lawful roster that is late is better than none.
        until = best.until + (LATE if best.lines is None else 0.0)
        if not best.over.is_set() and (now > until or (stop is not None and stop())):
            best.end()
        state = (best.cost, best.bound)
        if on_progress is not None and best.lines and state != told and now - last > TELL:
            on_progress(int(best.cost), best.bound, now - began)
            told, last = state, now


def _companion(table: Table, until: float, seed: int, number: int, priced: bool) -> "Link":
    fork = multiprocessing.get_context("fork")
    here, there = fork.Pipe()
    process = fork.Process(target=_accompany, args=(table, until, there, seed, number, priced), daemon=True)
    process.start()
    there.close()
    return Link(here, process)


def _accompany(table: Table, until: float, connection: Any, seed: int, number: int, priced: bool) -> None:
    best = Best(table, until)
    link = Link(connection)
    companion = Companion(table, best, seed, first=number == 1, priced=priced)
    link.listen(best, companion.columns.take)
    companion.run()
    best.over.wait(max(0.0, until - time.monotonic()))


class Link:
    """The other process: what is better there is told here, and the other way round."""

    def __init__(self, connection: Any, process: Any = None) -> None:
        self.connection, self.process = connection, process
        self.sending = threading.Lock()

    def listen(self, best: Best, take: Callable[[dict[int, list[Line]]], None] | None = None) -> None:
        best.links.append(self)
        threading.Thread(target=self._listen, args=(best, take), daemon=True).start()

    def _listen(self, best: Best, take: Callable[[dict[int, list[Line]]], None] | None) -> None:
        while True:
            try:
                what, said = self.connection.recv()
            except (EOFError, OSError):
                return
            if what == "lines":
                best.keep(said, tell=False)
            elif what == "bound":
                best.raise_bound(said, tell=False)
            elif what == "pool" and take is not None:
                take(said)
            elif what == "end":
                best.end()

    def tell(self, what: str, said: Any) -> None:
        with self.sending, contextlib.suppress(OSError, ValueError):
            self.connection.send((what, said))

    def close(self) -> None:
        self.tell("end", None)
        if self.process is not None:
            self.process.join(0.2)
            if self.process.is_alive():
                self.process.kill()
                self.process.join()
        self.connection.close()


def _answer(best: Best, began: float) -> Answer:
    seconds = time.monotonic() - began
    with best.lock:
        if best.lines is None:
            return Answer("unknown", None, best.bound, seconds, None)
        status = "optimal" if best.cost <= best.bound else "feasible"
        bound = min(best.bound, int(best.cost))
        return Answer(status, int(best.cost), bound, seconds, roster_of(best.table, best.lines))


def _guarded(search: Callable[[], None], best: Best, faults: list[BaseException]) -> None:
    try:
        search()
    except BaseException as fault:
        faults.append(fault)
        best.end()


class Lead:
    """The first process: the relaxation of the whole, and dives. Alone, or where lines are too long for a
    relaxation, a first roster and whatever pays.
    """

    def __init__(self, table: Table, best: Best, seed: int, *, priced: bool, alone: bool) -> None:
        self.best, self.priced, self.alone = best, priced, alone
        self.columns = Columns(table, best, seed)
        self.parts = Parts(table, best, seed)
        self.settling = Settling(table, best, seed)

    def run(self) -> None:
        if self.alone or not self.priced:
            self.settling.first()
        if self.alone:
            self.parts.whole()
            self.settling.settle()
        if not self.priced:
            Mixture(self.best, self.settling, self.parts).run()
            return
        self.columns.root()
        while self.best.left():
            self.columns.step()


class Companion:
    """Another process: a first roster at once, the whole for a while if it is small, then what is there to
    do.
    """

    def __init__(self, table: Table, best: Best, seed: int, *, first: bool, priced: bool) -> None:
        self.best, self.first, self.priced = best, first, priced
        self.columns = Columns(table, best, seed)
        self.parts = Parts(table, best, seed)
        self.settling = Settling(table, best, seed)

    def run(self) -> None:
        if self.first and self.priced:
            self.settling.first()
            self.parts.whole()
            self.settling.settle()
        while self.best.lines is None and self.best.left():
            self.best.over.wait(GLANCE)
        if not self.priced:
            Mixture(self.best, self.settling, self.parts).run()
            return
        turn = 0
        while self.best.left():
            turn += 1
            if self.columns.pool.lines and turn % PARTS_EVERY:
                self.columns.step()
            else:
                self.parts.step()


class Mixture:
    """Everybody's best answer once, then whatever has saved most for its time of late."""

    def __init__(self, best: Best, settling: Settling, parts: Parts) -> None:
        self.best, self.rng, self.settling = best, settling.rng, settling
        self.ways: dict[str, Callable[[], object]] = {
            "some": settling.some,
            "again": settling.again,
            "parts": parts.step,
        }
        self.worth = dict.fromkeys(self.ways, 0.0)
        self.seconds = dict.fromkeys(self.ways, 0.0)

    def run(self) -> None:
        self.settling.sweep()
        while self.best.left():
            way = self._next()
            before, began = self.best.cost, time.monotonic()
            self.ways[way]()
            seconds = time.monotonic() - began
            saved = (before - self.best.cost) / max(seconds, 0.01)
            fresh = min(1.0, 0.1 + seconds / FORGOTTEN)
            self.worth[way] += fresh * (saved - self.worth[way])
            self.seconds[way] += seconds

    def _next(self) -> str:
        least = min(self.seconds.values())
        if least < 0.1 * sum(self.seconds.values()):
            return min(self.seconds, key=lambda way: self.seconds[way])
        return max(self.worth, key=lambda way: self.worth[way])


class Columns:
    """The relaxation, dives, and dives around the best roster."""

    def __init__(self, table: Table, best: Best, seed: int) -> None:
        self.table, self.best = table, best
        self.seconds = best.left()
        self.rng = random.Random(seed)  # noqa: S311
        self.pool = Pool()
        self.pricing = Pricing(table)
        self.size = max(3.0, min(10.0, len(table.names) / 2))
        self.failed = 0

    def take(self, lines: dict[int, list[Line]]) -> None:
        """Begins with the lines that another has found good."""
        pool = Pool()
        for worker, mine in lines.items():
            pool.lines[worker] = dict.fromkeys(mine, 1)
        self.pool = pool

    def step(self) -> None:
        whole = self.best.lines is None or self.failed % WHOLE_EVERY == WHOLE_EVERY - 1
        try:
            better = self._whole() if whole else self._around()
        except Stuck:
            better = False
        self.failed = 0 if better else self.failed + 1

    def root(self) -> None:
        """Nearly to the end and a dive; what can be had about that; then to the end, for the bound."""
        self._relax(near=0.004, share=0.6, rounds=SWIFTLY)
        patience = time.monotonic() + self.best.left() * 0.3
        while self.best.lines is not None and self.failed < PATIENCE and time.monotonic() < patience:
            if not self.best.left():
                return
            self.step()
        self._relax(near=0.0, share=0.4, rounds=SWIFTLY)

    def _over(self) -> bool:
        return not self.best.left()

    def _relax(self, *, near: float, share: float, rounds: int) -> None:
        everybody = range(len(self.table.names))
        until = time.monotonic() + self.best.left() * share
        generator = Generator(self.table, self.pricing, self._over_at(until), on_bound=self.best.raise_bound)
        with contextlib.suppress(Stuck):
            master = self.pool.master(self.table, everybody, standing_heads(self.table, {}))
            generator.generate(master, everybody, 10_000, near=near)
            master.solve()
            self.pool.remember(master)
            self.best.tell("pool", {worker: list(lines) for worker, lines in self.pool.lines.items()})
            self._dive(master, {}, rounds)

    def _over_at(self, until: float) -> Stop:
        return lambda: self._over() or time.monotonic() > until

    def _whole(self) -> bool:
        everybody = range(len(self.table.names))
        master = self.pool.master(self.table, everybody, standing_heads(self.table, {}))
        return self._dive(master, {}, self.rng.choice((1, 3, 6)))

    def _around(self) -> bool:
        """Some workers are free, the others have the line that they have in the best roster."""
        now = self.best.now()
        free = self.rng.sample(sorted(now), min(len(now), round(self.size)))
        standing = {worker: line for worker, line in now.items() if worker not in set(free)}
        self.pool.keep({worker: now[worker] for worker in free})
        master = self.pool.master(self.table, free, standing_heads(self.table, standing))
        wishes = sum(self.table.price(worker, line) for worker, line in standing.items())
        generator = Generator(self.table, self.pricing, self._over)
        began = time.monotonic()
        value, bound = generator.generate(master, free, 40, enough=self.best.cost - wishes)
        hopeless = ceil(bound + wishes - 1e-6) >= self.best.cost
        if hopeless or ceil(value + wishes - 1e-6) >= self.best.cost:
            if time.monotonic() - began < self.seconds / 40:
                self.size = min(len(now), self.size * 1.1)
            self.pool.remember(master)
            return False
        better = self._dive(master, standing, 6)
        if not better:
            self.size = max(3.0, self.size * 0.97)
        return better

    def _dive(self, master: Master, standing: Lines, rounds: int) -> bool:
        wishes = sum(self.table.price(worker, line) for worker, line in standing.items())
        generator = Generator(self.table, self.pricing, self._over)
        diver = Diver(self.table, generator, self.rng, lambda: self.best.cost - wishes)
        found = diver.dive(master, rounds=rounds)
        self.pool.remember(master)
        return found is not None and self.best.keep({**standing, **found})
