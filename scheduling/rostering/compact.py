"""The benchmark as a CP-SAT model over worker, day and shift: whole, or a part of a known roster. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from ortools.sat.python import cp_model

from scheduling.rostering.diving import Lines, standing_heads
from scheduling.rostering.published import Worker
from scheduling.rostering.table import Table

Expr = Any
Free = Callable[[int, int], bool]


class Compact:
    """`lit(worker, day, shift)` is a variable where worker and day are free, else as it stands in `now`."""

    def __init__(
        self,
        table: Table,
        workers: Iterable[int],
        *,
        free: Free = lambda worker, day: True,
        now: Lines | None = None,
        priced: bool = True,
    ) -> None:
        self.table, self.now = table, now or {}
        self.model = cp_model.CpModel()
        self.vars: dict[tuple[int, int, int], Any] = {}
        self.by_day: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.workers = list(workers)
        self.days = range(table.instance.days)
        for worker in self.workers:
            for day in self.days:
                if free(worker, day):
                    for shift in range(len(table.shifts)):
                        if table.allowed[worker, day, shift]:
                            self.vars[worker, day, shift] = self.model.new_bool_var("")
                            self.by_day[worker, day].append(shift)
        shifts = range(len(table.shifts))
        self.barred = [[p for p in shifts if s in table.classes[table.class_of[p]]] for s in shifts]
        self.free_days = {worker: {d for d in self.days if free(worker, d)} for worker in self.workers}
        for worker in self.workers:
            if self.free_days[worker]:
                self._rules(worker)
        if priced:
            self.model.minimize(sum(self._wishes()) + sum(self._cover()))

    def lit(self, worker: int, day: int, shift: int) -> Expr:
        if day in self.free_days[worker]:
            return self.vars.get((worker, day, shift), 0)
        return int(self.now[worker][day] == shift)

    def _rules(self, worker: int) -> None:
        rules = list(self.table.instance.workers.values())[worker]
        near = self._near(worker, rules)
        works = {day: self._works(worker, day) for day in near}
        self._succession(worker)
        self._runs(rules, works)
        self._sums(worker, rules)
        self._weekends(worker, rules, works)

    def _near(self, worker: int, rules: Worker) -> range:
        """The free days, and those before and after that may be in one run or rest with them."""
        reach = max(rules.longest_run, rules.shortest_run, rules.shortest_rest) + 1
        first, last = min(self.free_days[worker]), max(self.free_days[worker])
        return range(max(0, first - reach), min(self.days.stop, last + reach + 1))

    def _weekends(self, worker: int, rules: Worker, works: dict[int, Expr]) -> None:
        weekends: list[Expr] = []
        for saturday in range(5, self.table.instance.days - 1, 7):
            pair = [works.get(day, self._stands(worker, day)) for day in (saturday, saturday + 1)]
            if all(isinstance(day, int) for day in pair):
                weekends.append(int(any(pair)))
                continue
            weekend = self.model.new_bool_var("")
            for day in pair:
                self._say(weekend >= day)
            weekends.append(weekend)
        self._say(sum(weekends) <= rules.most_weekends)

    def _say(self, statement: Any) -> None:
        if not isinstance(statement, bool):
            self.model.add(statement)

    def _stands(self, worker: int, day: int) -> int:
        return int(worker in self.now and self.now[worker][day] >= 0)

    def _works(self, worker: int, day: int) -> Expr:
        if day not in self.free_days[worker]:
            return self._stands(worker, day)
        literals = [self.vars[worker, day, shift] for shift in self.by_day[worker, day]]
        if not literals:
            return 0
        works = self.model.new_bool_var("")
        self.model.add_exactly_one([*literals, ~works])
        return works

    def _succession(self, worker: int) -> None:
        free = self.free_days[worker]
        for day in sorted(free | {day + 1 for day in free if day + 1 in self.days}):
            for shift, barred in enumerate(self.barred):
                if day and barred:
                    terms = [self.lit(worker, day - 1, p) for p in barred] + [self.lit(worker, day, shift)]
                    if not isinstance(terms[-1], int) or (
                        terms[-1] and any(not isinstance(term, int) for term in terms)
                    ):
                        self._say(sum(terms) <= 1)

    def _runs(self, rules: Worker, works: dict[int, Expr]) -> None:
        """As far as `works` goes: further away nothing is free."""
        first, last = min(works), max(works)
        for day in range(first, last - rules.longest_run + 1):
            self._some([1 - works[at] for at in range(day, day + rules.longest_run + 1)])
        for length in range(1, rules.shortest_run):
            for day in range(first + 1, last - length + 1):
                inside = [1 - works[at] for at in range(day, day + length)]
                self._some([works[day - 1], *inside, works[day + length]])
        for length in range(1, rules.shortest_rest):
            for day in range(first + 1, last - length + 1):
                inside = [works[at] for at in range(day, day + length)]
                self._some([1 - works[day - 1], *inside, 1 - works[day + length]])

    def _some(self, terms: list[Expr]) -> None:
        """At least one of these holds."""
        if not any(isinstance(term, int) and term for term in terms):
            self._say(sum(terms) >= 1)

    def _sums(self, worker: int, rules: Worker) -> None:
        totals: list[Expr] = [0 for _ in self.table.shifts]
        for day in self.days:
            if day in self.free_days[worker]:
                for shift in self.by_day[worker, day]:
                    totals[shift] += self.vars[worker, day, shift]
            elif self.now[worker][day] >= 0:
                totals[self.now[worker][day]] += 1
        minutes = sum(length * total for length, total in zip(self.table.minutes, totals, strict=True))
        if not isinstance(minutes, int):
            self.model.add_linear_constraint(minutes, rules.least_minutes, rules.most_minutes)
        for shift, total in enumerate(totals):
            cap = int(self.table.caps[worker, shift])
            if not isinstance(total, int) and cap < self.table.instance.days:
                self.model.add(total <= cap)

    def _wishes(self) -> list[Expr]:
        return [
            int(self.table.wishes[key]) * variable
            for key, variable in self.vars.items()
            if self.table.wishes[key]
        ]

    def _cover(self) -> list[Expr]:
        table, terms = self.table, []
        standing = standing_heads(table, self.now)
        for worker in self.workers:
            for day in self.free_days[worker] if worker in self.now else ():
                if self.now[worker][day] >= 0:
                    standing[day, self.now[worker][day]] -= 1
        at: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for (_, day, shift), variable in self.vars.items():
            at[day, shift].append(variable)
        for (day, shift), variables in at.items():
            under_weight, over_weight = int(table.under[day, shift]), int(table.over[day, shift])
            heads = int(table.heads[day, shift] - standing[day, shift])
            under = self.model.new_int_var(0, max(0, heads), "")
            over = self.model.new_int_var(0, len(variables) + max(0, -heads), "")
            self.model.add(sum(variables) + under - over == heads)
            terms += [under_weight * under, over_weight * over]
        return terms

    def hint(self, lines: Lines) -> None:
        for (worker, day, shift), variable in self.vars.items():
            if worker in lines:
                self.model.add_hint(variable, int(lines[worker][day] == shift))

    def lines(self, solver: Any) -> Lines:
        found: Lines = {}
        for worker in self.workers:
            line = list(self.now.get(worker, (-1,) * len(self.days)))
            for day in self.free_days[worker]:
                chosen = [s for s in self.by_day[worker, day] if solver.value(self.vars[worker, day, s])]
                line[day] = chosen[0] if chosen else -1
            found[worker] = tuple(line)
        return found
