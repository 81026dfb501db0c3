"""From nothing (or from the roster there is) to the best one that the time allows. Pure.

A first roster that holds every hard rule; then everybody once against the needs that are still open; then
neighbourhoods, freed and solved anew by threads that share the best roster. The solver runs outside the
interpreter's lock, so two threads are two cores.
"""

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from scheduling.rostering.board import Board, Option
from scheduling.rostering.first import OneByOne
from scheduling.rostering.judging import broken_rules, costs_of
from scheduling.rostering.model import Roster, alone, everything
from scheduling.rostering.neighbourhoods import Neighbourhoods, Region, assignments_of
from scheduling.rostering.problem import Progress, Rule
from scheduling.rostering.serving import unserved

Options = tuple[Option, ...]
WHOLE = 2500  # up to so many options the whole problem is given to the solver at once
GLANCE = 0.25
TOLD = 10  # lines, after which a roster that becomes better is looked at
# What fixed shifts alone may still lack.
OPEN = {Rule.NEED, Rule.LEAST}
TELL = 0.5


@dataclass(slots=True)
class Found:
    options: Options | None = None
    cost: int = 0
    bound: int = 0
    proven: bool = False
    impossible: bool = False
    without_line: int | None = None  # somebody for whom alone there is no lawful line
    stopped: bool = False
    seconds: float = 0.0


class Search:
    def __init__(
        self,
        board: Board,
        *,
        seconds: float,
        workers: int,
        seed: int,
        on_progress: Callable[[Progress], None] | None,
        stop: Callable[[], bool] | None,
    ) -> None:
        self.board = board
        self.began = time.monotonic()
        self.until = self.began + seconds
        self.workers, self.seed = max(1, workers), seed
        self.on_progress, self.stop = on_progress, stop
        self.found = Found(bound=least_cost(board))
        self.lock = threading.Lock()
        self.over = threading.Event()
        self.running: set[cp_model.CpSolver] = set()
        self.faults: list[BaseException] = []
        self.size = sum(len(board.open_options(p)) for p in range(len(board.people)))

    def run(self) -> Found:
        worker = threading.Thread(target=self._guarded, args=(self._work,), daemon=True)
        worker.start()
        told, last = (0, 0), 0.0
        while worker.is_alive():
            worker.join(GLANCE)
            told, last = self._tell(told, last)
            if self.stop is not None and not self.over.is_set() and self.stop():
                self.found.stopped = True
                self._end()
            if time.monotonic() > self.until:
                self._end()
        if self.faults:
            raise self.faults[0]
        self._tell(told, 0.0)
        self.found.seconds = time.monotonic() - self.began
        return self.found

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as fault:
            self.faults.append(fault)
            self._end()

    def _tell(self, told: tuple[int, int], last: float) -> tuple[tuple[int, int], float]:
        with self.lock:
            options, cost, bound = self.found.options, self.found.cost, self.found.bound
        now = time.monotonic()
        if options is None or self.on_progress is None or (cost, bound) == told or now - last < TELL:
            return told, last
        self.on_progress(
            Progress(cost, min(bound, cost), now - self.began, assignments_of(self.board, options))
        )
        return (cost, bound), now

    def _end(self) -> None:
        self.over.set()
        with self.lock:
            for solver in self.running:
                solver.stop_search()

    def left(self) -> float:
        return 0.0 if self.over.is_set() else max(0.0, self.until - time.monotonic())

    # The work

    def _work(self) -> None:
        first = self._as_it_is()
        if first is None and self._fixed_fault():
            self.found.impossible = True
            return
        if first is None and self.size > WHOLE:
            first = self._one_by_one()
        if first is None and not self.found.impossible:
            first = self._first()
        if first is None:
            return
        self._keep(first)
        if self.size <= WHOLE:
            self._all_at_once()
        else:
            self._neighbourhoods()

    def _as_it_is(self) -> Options | None:
        """The current roster, if it holds every rule: the search only makes it better."""
        options = tuple(
            o for p in range(len(self.board.people)) for o in self.board.options[p] if o.current or o.fixed
        )
        wanted = any(option.current for option in options)
        clean = wanted and not broken_rules(self.board.problem, assignments_of(self.board, options))
        return options if clean else None

    def _first(self) -> Options | None:
        roster = Roster(self.board)
        roster.add_rules()
        roster.add_needs(priced=False)
        for key, variable in roster.vars.items():
            option = roster.option_of[variable.index]
            if option.current:
                roster.model.add_hint(variable, 1)
            del key
        solver = self._solver(self.left(), self.workers)
        status = self._solve(solver, roster)
        if status == cp_model.INFEASIBLE:
            self.found.impossible = True
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return tuple(roster.chosen(solver))

    def _fixed_fault(self) -> bool:
        broken = broken_rules(self.board.problem, self.board.problem.fixed, self.board)
        return any(clause.rule not in OPEN for clause in broken)

    def _all_at_once(self) -> None:
        roster = self._priced(everything)
        roster.hint(self.found.options or ())
        solver = self._solver(self.left(), self.workers)
        status = self._solve(solver, roster, _Better(self, roster))
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self._keep(tuple(roster.chosen(solver)))
            self._raise_bound(int(solver.best_objective_bound))
        if status == cp_model.OPTIMAL:
            self.found.proven = True

    def _one_by_one(self) -> Options | None:
        """Each in turn; those with few skills first. None if somebody has no line, or a need that must be
        is not.
        """
        if not OneByOne.fits(self.board):
            return None
        people = OneByOne(self.board)
        lines: dict[int, list[Option]] = {}
        order = sorted(range(len(self.board.people)), key=lambda p: len(self.board.people[p].skills))

        def give(person: int) -> None:
            line = people.plain(person) or people.line(person, self._line_solved)
            if line is not None:
                lines[person] = line
                people.put(line)

        self._for_each(order, give)
        if len(lines) < len(order):
            self._look_at([person for person in order if person not in lines])
            return None
        self._keep_lines(lines)
        self._settle(people, lines, order)
        return self.found.options

    def _look_at(self, people: list[int]) -> None:
        """Is there no line for one of these, or was there no time for it?"""
        for person in people:
            roster = alone(self.board, person)
            roster.add_rules()
            if self._solve(self._solver(self.left(), 1), roster) == cp_model.INFEASIBLE:
                self.found.impossible, self.found.without_line = True, person
                return

    def _keep_lines(self, lines: dict[int, list[Option]]) -> None:
        self._keep(tuple(option for line in list(lines.values()) for option in line))

    def _settle(self, people: OneByOne, lines: dict[int, list[Option]], order: list[int]) -> None:
        """Everybody once more, now against all the others."""
        done = iter(range(1, len(order) + 1))

        def improve(person: int) -> None:
            people.put(lines[person], -1)
            better = people.line(person, self._line_solved)
            lines[person] = lines[person] if better is None else better
            people.put(lines[person])
            if next(done) % TOLD == 0:
                self._keep_lines(lines)

        self._for_each(order, improve)
        self._keep_lines(lines)

    def _for_each(self, people: list[int], work: Callable[[int], None]) -> None:
        def unless_over(person: int) -> None:
            if self.left():
                work(person)

        with ThreadPoolExecutor(self.workers) as threads:
            list(threads.map(unless_over, people))

    def _line_solved(self, roster: Roster, seconds: float) -> Any:
        solver = self._solver(min(seconds, self.left()), 1)
        _for_a_part(solver.parameters)
        solver.parameters.relative_gap_limit = 0.02
        solver.parameters.linearization_level = 1
        solver.parameters.max_presolve_iterations = 1
        return solver if self._solve(solver, roster) in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None

    def _neighbourhoods(self) -> None:
        shared = Neighbourhoods(self.board)
        threads = [
            threading.Thread(
                target=self._guarded,
                args=(lambda number=number: self._wander(shared, number),),
                daemon=True,
            )
            for number in range(self.workers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _wander(self, shared: Neighbourhoods, number: int) -> None:
        rng = random.Random(self.seed * 1000 + number)  # noqa: S311
        while self.left():
            with self.lock:
                now = self.found.options or ()
            region = shared.draw(rng, now)
            began = time.monotonic()
            saved, proven = self._improve(region, 4.0, rng.randrange(2**30))
            if self.left():
                shared.kinds[region.kind].learn(saved, time.monotonic() - began, proven)

    def _improve(self, region: Region, seconds: float, seed: int) -> tuple[int, bool]:
        """What was saved by solving the region anew, and whether it is proven that there is no more in it."""
        with self.lock:
            now = self.found.options or ()
        roster = self._priced(region.holds, now)
        if not roster.vars:
            return 0, True
        roster.hint(now)
        solver = self._solver(min(seconds, self.left()), 1, seed)
        _for_a_part(solver.parameters)
        status = self._solve(solver, roster)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return 0, False
        return self._merge(region, tuple(roster.chosen(solver))), status == cp_model.OPTIMAL

    def _merge(self, region: Region, chosen: Options) -> int:
        """Takes the region over into the best roster by now, which another thread may have changed."""
        with self.lock:
            now = self.found.options or ()
        merged = (
            *(option for option in now if not region.holds(option)),
            *(option for option in chosen if region.holds(option)),
        )
        if {id(o) for o in merged} == {id(o) for o in now}:
            return 0
        return self._keep(merged)

    def _keep(self, options: Options) -> int:
        """Keeps a roster that is lawful and better; says what it saves."""
        assignments = assignments_of(self.board, options)
        cost = sum(costs_of(self.board.problem, assignments, self.board).values())
        with self.lock:
            if self.found.options is not None and cost >= self.found.cost:
                return 0
        if broken_rules(self.board.problem, assignments, self.board):
            return 0
        with self.lock:
            before = self.found.cost if self.found.options is not None else cost
            if self.found.options is None or cost < before:
                self.found.options, self.found.cost = options, cost
            return max(0, before - cost)

    def _raise_bound(self, bound: int) -> None:
        with self.lock:
            self.found.bound = max(self.found.bound, bound)

    def _priced(self, free: Callable[[Option], bool], now: Options = ()) -> Roster:
        roster = Roster(self.board, free=free, now=now, rough=free is not everything)
        roster.add_rules()
        roster.add_needs()
        roster.add_wishes()
        roster.minimise()
        return roster

    def _solver(self, seconds: float, workers: int, seed: int | None = None) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.01, seconds)
        solver.parameters.num_workers = workers
        solver.parameters.random_seed = self.seed if seed is None else seed
        return solver

    def _solve(self, solver: cp_model.CpSolver, roster: Roster, callback: "_Better | None" = None) -> Any:
        with self.lock:
            self.running.add(solver)
        try:
            if self.over.is_set():
                return cp_model.UNKNOWN
            return solver.solve(roster.model, callback)
        finally:
            with self.lock:
                self.running.discard(solver)


def _for_a_part(parameters: Any) -> None:
    """Small models with sums in them: their linear relaxation leads, and long looks beforehand do not pay."""
    parameters.cp_model_probing_level = 0
    parameters.symmetry_level = 0
    parameters.linearization_level = 2


class _Better(cp_model.CpSolverSolutionCallback):
    """Tells of each better roster while the whole problem is being solved."""

    def __init__(self, search: Search, roster: Roster) -> None:
        super().__init__()
        self.search, self.roster = search, roster

    def on_solution_callback(self) -> None:
        self.search._keep(tuple(self.roster.chosen(self)))
        self.search._raise_bound(int(self.best_objective_bound))


def least_cost(board: Board) -> int:
    """Heads that nobody could ever give are missing in every roster."""
    able: dict[int, set[int]] = {}
    for person in range(len(board.people)):
        for option in board.open_options(person):
            for number in option.places:
                able.setdefault(number, set()).add(person)
    total = 0
    for number, place in enumerate(board.places):
        demands = [(d.skill, max(d.heads, d.must), place.under(board.problem, d)) for d in place.demands]
        missing, _ = unserved(demands, [board.people[p].skills for p in able.get(number, ())])
        total += sum(short * demand[2] for short, demand in zip(missing, demands, strict=True))
    return total
