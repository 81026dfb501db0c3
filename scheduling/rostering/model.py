"""The desk's problem as a CP-SAT model: hard rules of each line, needs and wishes. Pure.

The same builder serves the whole problem, a neighbourhood of a known roster (only `free` options are
variables, the others stand as they are) and the search for a conflict (every clause hangs on a literal of
its own).
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from ortools.sat.python import cp_model

from scheduling.rostering.board import Board, Option, Place, minute_of, minutes_between
from scheduling.rostering.judging import mostly_in
from scheduling.rostering.problem import Clause, Demand, Rule, Window, Wish
from scheduling.rostering.shortage import excesses

Free = Callable[[Option], bool]
Expr = Any  # a literal, a sum of them, or a plain number

DAY, WEEK = 24 * 60, 7 * 24 * 60


def everything(option: Option) -> bool:
    """Nothing is held fast."""
    return True


class Roster:
    """`lit(option)` is a variable where the option is free, else 0 or 1 as it is now.

    With `days` only the needs of these count, and no least minutes: what contradicts itself there does so
    anyhow. With `alone` only the rules of this person count.
    """

    def __init__(
        self,
        board: Board,
        *,
        free: Free = everything,
        now: Iterable[Option] = (),
        explain: bool = False,
        rough: bool = False,
        days: range | None = None,
        alone: int | None = None,
    ) -> None:
        self.board = board
        self.model = cp_model.CpModel()
        self.explain, self.rough, self.days = explain, rough, days
        self.counts: dict[frozenset[int], Any] = {}
        self.clauses: dict[Clause, Any] = {}
        self.now = {id(option) for option in now}
        self.vars: dict[int, Any] = {}
        self.option_of: dict[int, Option] = {}
        self.costs: list[Expr] = []
        self.parts: dict[str, list[Expr]] = defaultdict(list)
        self.lines: list[list[Option]] = []
        for person in range(len(board.people)):
            options = board.options[person] if explain else board.open_options(person)
            self.lines.append(options)
            for option in options:
                if free(option) and not (option.fixed and not explain):
                    variable = self.model.new_bool_var("")
                    self.vars[id(option)] = variable
                    self.option_of[variable.index] = option
        self.whole = free is everything or explain
        everybody = set(range(len(board.people)))
        self.touched = everybody if self.whole else {o.person for o in self.option_of.values()}
        if alone is not None:
            self.touched = {alone}

    def lit(self, option: Option) -> Expr:
        found = self.vars.get(id(option))
        if found is not None:
            return found
        return 1 if option.fixed or id(option) in self.now else 0

    def clause(self, clause: Clause) -> Any:
        """The literal on which a rule hangs; None where rules always hold."""
        if not self.explain:
            return None
        if clause not in self.clauses:
            self.clauses[clause] = self.model.new_bool_var("")
        return self.clauses[clause]

    def hold(self, constraint: Any, clause: Clause) -> None:
        literal = self.clause(clause)
        if literal is not None:
            constraint.only_enforce_if(literal)

    # Hard rules

    def add_rules(self) -> None:
        for person in sorted(self.touched):
            self._barred(person)
            self._rest(person)
            self._weeks(person)
            self._run(person)
            self._week_rest(person)
            self._sums(person)

    def _barred(self, person: int) -> None:
        if not self.explain:
            return
        for option in self.lines[person]:
            for clause in option.barred:
                self.model.add_implication(self.clause(clause), ~self.lit(option))
            if option.fixed:
                shift = option.shift
                clause = Clause(Rule.FIXED, self.board.people[person].id, shift.starts_at, shift.ends_at)
                self.model.add_implication(self.clause(clause), self.lit(option))

    def _rest(self, person: int) -> None:
        """Shifts stretched by the rest may not meet: one clique for every moment at which one begins."""
        whose = self.board.people[person]
        by_day: dict[int, list[Option]] = defaultdict(list)
        for option in self.lines[person]:
            by_day[option.day].append(option)
        for options in by_day.values():
            self._at_most_one(options)
        if self.explain:
            self._cliques(person, 0, None)
        self._cliques(person, whose.rest_minutes, Clause(Rule.REST, whose.id, limit=whose.rest_minutes))

    def _cliques(self, person: int, rest: int, clause: Clause | None) -> None:
        options = sorted(self.lines[person], key=lambda option: option.start)
        last: frozenset[int] = frozenset()
        begin = 0
        for number in {option.start: n for n, option in enumerate(options)}.values():
            at = options[number].start
            while begin < len(options) and options[begin].start < at - 2 * 1440 - rest:
                begin += 1
            clique = [o for o in options[begin : number + 1] if o.end + rest > at]
            key = frozenset(id(option) for option in clique)
            if len(clique) > 1 and not key <= last:
                self._at_most_one(clique, clause)
                last = key

    def _at_most_one(self, options: list[Option], clause: Clause | None = None) -> None:
        literals = [self.lit(option) for option in options]
        variables = [literal for literal in literals if not isinstance(literal, int)]
        if not variables:
            return
        if any(isinstance(literal, int) and literal for literal in literals):
            for variable in variables:
                self.model.add(variable == 0)
        elif len(variables) > 1:
            if clause is not None and self.explain:
                self.hold(self.model.add(sum(variables) <= 1), clause)
            else:
                self.model.add_at_most_one(variables)

    def _weeks(self, person: int) -> None:
        whose = self.board.people[person]
        if whose.most_week_minutes is None:
            return
        sums: dict[int, list[Expr]] = defaultdict(list)
        for option in self.lines[person]:
            sums[option.week].append(option.minutes * self.lit(option))
        for window in whose.worked:
            week = self.board.week_of(self.board.day_of(window.starts_at))
            if week in sums:
                sums[week].append(minutes_between(window.starts_at, window.ends_at))
        for week, terms in sums.items():
            monday = week * 7 - self.board.problem.starts_on.weekday()
            clause = Clause(
                Rule.WEEK,
                whose.id,
                self.board.midnight(monday),
                self.board.midnight(monday + 7),
                limit=whose.most_week_minutes,
            )
            self._limit(sum(terms), whose.most_week_minutes, clause)

    def _limit(self, total: Expr, most: int, clause: Clause) -> None:
        if not isinstance(total, int):
            self.hold(self.model.add(total <= most), clause)

    def _run(self, person: int) -> None:
        whose = self.board.people[person]
        most = whose.most_days_in_a_row
        if most is None:
            return
        days: dict[int, list[Expr]] = defaultdict(list)
        for option in self.lines[person]:
            days[option.day].append(self.lit(option))
        for window in whose.worked:
            day = self.board.day_of(window.starts_at)
            if day not in days:
                days[day].append(1)
        clause = Clause(Rule.RUN, whose.id, limit=most)
        for first in range(min(days, default=0), max(days, default=0) - most + 1):
            terms = [term for day in range(first, first + most + 1) for term in days.get(day, ())]
            self._limit(sum(terms), most, clause)

    def _week_rest(self, person: int) -> None:
        """After each start of work there is, within a week, a stretch of rest that meets no shift."""
        whose = self.board.people[person]
        rest = whose.week_rest_minutes
        if rest is None:
            return
        clause = Clause(Rule.WEEK_REST, whose.id, limit=rest)
        spans = [(option.start, option.end, self.lit(option)) for option in self.lines[person]]
        spans += [(minute_of(w.starts_at), minute_of(w.ends_at), 1) for w in whose.worked]
        spans = sorted((span for span in spans if not _never(span[2])), key=lambda span: span[:2])
        stretches = self._stretches(spans, rest)
        starts: dict[int, list[Expr]] = defaultdict(list)
        for start, _, literal in spans:
            starts[start].append(literal)
        ends = [end for end, _ in stretches]
        for start, literals in starts.items():
            within = stretches[bisect_left(ends, start) : bisect_right(ends, start + WEEK - rest)]
            found = [free for _, free in within]
            if any(isinstance(free, int) and free for free in found):
                continue
            for literal in [lit for lit in literals if not isinstance(lit, int)] or literals[:1]:
                statement = sum(found) >= literal
                if not isinstance(statement, bool):
                    self.hold(self.model.add(statement), clause)

    def _stretches(self, spans: list[tuple[int, int, Expr]], rest: int) -> list[tuple[int, Expr]]:
        """For each end of a shift whether the stretch after it is free: decided, or a literal."""
        found: list[tuple[int, Expr]] = []
        begins = [start for start, _, _ in spans]
        for end in sorted({end for _, end, _ in spans}):
            first, last = bisect_left(begins, end - DAY), bisect_left(begins, end + rest)
            inside = [literal for _, until, literal in spans[first:last] if until > end]
            if any(isinstance(literal, int) for literal in inside):
                continue
            if not inside:
                found.append((end, 1))
                continue
            free = self.model.new_bool_var("")
            for literal in inside:
                self.model.add_implication(literal, ~free)
            found.append((end, free))
        return found

    def _sums(self, person: int) -> None:
        whose = self.board.people[person]
        total = sum(option.minutes * self.lit(option) for option in self.lines[person])
        if isinstance(total, int) and not whose.least_minutes:
            return
        if whose.least_minutes and self.days is None:
            clause = Clause(Rule.LEAST, whose.id, limit=whose.least_minutes)
            self.hold(self.model.add(total >= whose.least_minutes), clause)
        if whose.most_minutes is not None:
            self._limit(total, whose.most_minutes, Clause(Rule.MOST, whose.id, limit=whose.most_minutes))

    # Needs

    def add_needs(self, *, priced: bool = True, hard: bool = True, must_price: int = 0) -> None:
        """Heads per slot. Not hard: what must be is only dear (`must_price`), so a first roster can grow."""
        serving: dict[int, list[Option]] = defaultdict(list)
        for line in self.lines:
            for option in line:
                if id(option) in self.vars or self.lit(option):
                    for number in option.places:
                        serving[number].append(option)
        for number, place in enumerate(self.board.places):
            options = serving[number]
            if self.days is not None and self.board.day_of(place.demands[0].starts_at) not in self.days:
                continue
            if self.whole or any(id(option) in self.vars for option in options):
                self._place(place, options, priced, hard, must_price)

    def _place(self, place: Place, options: list[Option], priced: bool, hard: bool, must_price: int) -> None:
        if hard and any(demand.must for demand in place.demands):
            self._must(place, options)
        if must_price and any(demand.must for demand in place.demands):
            missing = self._missing(place, options, [d.must for d in place.demands])
            self.parts["must"].append(must_price * missing)
        if priced:
            self._shortage(place, options)

    def _streams(self, place: Place, options: list[Option]) -> tuple[dict[int, int], dict[int, Expr]]:
        """Who is decided to be there and how many may be, by the demands (as bits) that they can serve."""
        standing: dict[int, int] = defaultdict(int)
        undecided: dict[int, list[Any]] = defaultdict(list)
        for option in options:
            mask, literal = self.mask(place, option.person), self.lit(option)
            if isinstance(literal, int):
                standing[mask] += literal
            else:
                undecided[mask].append(literal)
        return standing, {mask: self._count(literals) for mask, literals in undecided.items()}

    def _count(self, literals: list[Any]) -> Expr:
        """How many of these are chosen, as a number that slots with the same shifts share."""
        if len(literals) == 1:
            return literals[0]
        key = frozenset(literal.index for literal in literals)
        if key not in self.counts:
            people = len({self.option_of[literal.index].person for literal in literals})
            self.counts[key] = self.model.new_int_var(0, people, "")
            self.model.add(self.counts[key] == sum(literals))
        return self.counts[key]

    def mask(self, place: Place, person: int) -> int:
        skills = self.board.people[person].skills
        return sum(1 << n for n, d in enumerate(place.demands) if not d.skill or d.skill in skills)

    def _must(self, place: Place, options: list[Option]) -> None:
        standing, undecided = self._streams(place, options)
        masks = list(undecided)
        heads = [demand.must for demand in place.demands]
        if self.explain:
            self._must_by_clause(place, undecided)
            return
        for _, who, excess in excesses(heads, standing, masks):
            self.model.add(_staff(undecided, masks, who) >= excess)

    def _must_by_clause(self, place: Place, undecided: dict[int, Expr]) -> None:
        """Each set of needs on its own, since any of them may be the one to give way."""
        needs = [number for number, demand in enumerate(place.demands) if demand.must]
        for chosen in range(1, 1 << len(needs)):
            group = [number for at, number in enumerate(needs) if chosen >> at & 1]
            bits = sum(1 << number for number in group)
            able = [count for mask, count in undecided.items() if mask & bits]
            constraint = self.model.add(sum(able) >= sum(place.demands[number].must for number in group))
            constraint.only_enforce_if([self.clause(need_clause(place.demands[number])) for number in group])

    def _shortage(self, place: Place, options: list[Option]) -> None:
        """What is missing by price: the dearest are served first, so each level adds its difference."""
        problem = self.board.problem
        prices = [place.under(problem, demand) for demand in place.demands]
        over = place.over(problem)
        levels = sorted(set(prices), reverse=True)
        for level, next_level in zip(levels, [*levels[1:], -over], strict=True):
            heads = [
                max(d.heads, d.must) if price >= level else 0
                for d, price in zip(place.demands, prices, strict=True)
            ]
            missing = self._missing(place, options, heads)
            self.parts["under"].append((level - next_level) * missing)
        whole = sum(max(d.heads, d.must) for d in place.demands)
        standing, undecided = self._streams(place, options)
        staffed = sum(standing.values()) + sum(undecided.values())
        self.parts["over"].append(over * (staffed - whole))

    def _missing(self, place: Place, options: list[Option], heads: list[int]) -> Expr:
        standing, undecided = self._streams(place, options)
        masks = list(undecided)
        rows = excesses(heads, standing, masks, rough=self.rough)
        least = max((excess for _, who, excess in rows if not who), default=0)
        missing = self.model.new_int_var(least, sum(heads), "")
        for _, who, excess in rows:
            if excess > least:
                self.model.add(missing + _staff(undecided, masks, who) >= excess)
        return missing

    # Wishes

    def add_wishes(self) -> None:
        for person in sorted(self.touched):
            self._wishes(person)
            self._carried(person)
            self._pattern(person)
            self._continuity(person)

    def _wishes(self, person: int) -> None:
        problem, whose = self.board.problem, self.board.people[person]
        least = min(p.ledger.refused for p in problem.people)
        for wish in self.board.wishes[person]:
            literals = [self.lit(option) for option in self.lines[person] if _answers(wish, option)]
            broken = self.model.new_bool_var("")
            if wish.wanted:
                self.model.add(broken + sum(literals) >= 1)
            else:
                for literal in literals:
                    self.model.add(broken >= literal)
            self.parts["wish"].append(problem.weights.wish * wish.weight * broken)
            more = problem.weights.refused * (whose.ledger.refused - least)
            if more:
                self.parts["refused"].append(more * broken)

    def _carried(self, person: int) -> None:
        """Squares: the next night of somebody who has had many is dearer than the first of another."""
        options = self.lines[person]
        weekends: dict[int, list[Expr]] = defaultdict(list)
        for option in options:
            if option.weekend is not None:
                weekends[option.weekend].append(self.lit(option))
        worked = []
        for literals in weekends.values():
            any_day = self.model.new_bool_var("")
            for literal in literals:
                self.model.add(any_day >= literal)
            worked.append(any_day)
        self._square(person, "weekends", worked)
        self._square(person, "nights", [self.lit(option) for option in options if option.night])
        self._square(person, "holidays", [self.lit(option) for option in options if option.holiday])
        self._square(person, "unpopular", [o.unpopular * self.lit(o) for o in options if o.unpopular], 4)

    def _square(self, person: int, kind: str, literals: list[Expr], a_day: int = 1) -> None:
        problem = self.board.problem
        weight = getattr(problem.weights, kind)
        if not weight or not literals:
            return
        least = min(getattr(p.ledger, kind) for p in problem.people)
        before = getattr(self.board.people[person].ledger, kind) - least
        count = sum(literals)
        most = min(len(literals), self.board.problem.days) * a_day
        cost = self.model.new_int_var(0, (before + most) ** 2, "")
        for step in range(most):
            # The line through the squares of step and step + 1.
            slope = 2 * (before + step) + 1
            self.model.add(cost >= slope * (count - step) + (before + step) ** 2 - before**2)
        self.parts[kind].append(weight * cost)

    def _pattern(self, person: int) -> None:
        weight = self.board.problem.weights.pattern
        by_day: dict[int, dict[int, list[Expr]]] = defaultdict(lambda: defaultdict(list))
        for option in self.lines[person]:
            if id(option) in self.vars or self.lit(option):
                by_day[option.day][option.start_of_day].append(self.lit(option))
        for day in sorted(by_day) if weight else ():
            if day + 1 not in by_day or len({*by_day[day], *by_day[day + 1]}) < 2:
                continue
            change = self.model.new_bool_var("")
            for start, literals in by_day[day].items():
                others = [lit for at, lits in by_day[day + 1].items() if at != start for lit in lits]
                if others:
                    self.model.add(change >= sum(literals) + sum(others) - 1)
            self.parts["pattern"].append(weight * change)

    def _continuity(self, person: int) -> None:
        problem, whose = self.board.problem, self.board.people[person]
        if not problem.weights.continuity or not any(a.person == whose.id for a in problem.published):
            return
        known = sum(1 for a in problem.published if a.person == whose.id)
        kept = sum(self.lit(option) for option in self.lines[person] if option.published)
        new = sum(self.lit(option) for option in self.lines[person] if not option.published)
        self.parts["continuity"].append(problem.weights.continuity * (known - kept + new))

    # Solving

    def minimise(self) -> None:
        self.model.minimize(sum(term for terms in self.parts.values() for term in terms))

    def hint(self, options: Iterable[Option]) -> None:
        chosen = {id(option) for option in options}
        for key, variable in self.vars.items():
            self.model.add_hint(variable, key in chosen)

    def chosen(self, solver: Any) -> list[Option]:
        """The whole roster: what was decided and what stood."""
        found = []
        for line in self.lines:
            for option in line:
                variable = self.vars.get(id(option))
                if solver.value(variable) if variable is not None else self.lit(option):
                    found.append(option)
        return found


def alone(board: Board, person: int) -> Roster:
    """What is asked of one person, whatever the others do."""
    return Roster(board, free=lambda option: option.person == person, alone=person)


def _never(literal: Expr) -> bool:
    return isinstance(literal, int) and not literal


def need_clause(demand: Demand) -> Clause:
    return Clause(
        Rule.NEED, None, demand.starts_at, demand.ends_at, demand.activity, demand.skill, demand.must
    )


def _staff(undecided: dict[int, Expr], masks: list[int], who: int) -> Expr:
    return sum(undecided[mask] for at, mask in enumerate(masks) if who >> at & 1)


def _answers(wish: Wish, option: Option) -> bool:
    window = Window(wish.starts_at, wish.ends_at)
    if wish.wanted:
        return mostly_in(window, option.shift)
    return window.meets(option.shift.starts_at, option.shift.ends_at)
