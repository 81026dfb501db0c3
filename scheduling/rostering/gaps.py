"""Why heads are missing in a finished roster: why each person with the skill does not fill the gap. Pure."""

from collections import Counter

from scheduling.rostering.board import Board, Option
from scheduling.rostering.judging import line_breaks, lines_of, missing_heads
from scheduling.rostering.problem import Assignment, Candidate, Demand, Gap, Rule, Why

WHY = {
    Rule.ABSENT: Why.ABSENT,
    Rule.UNAVAILABLE: Why.UNAVAILABLE,
    Rule.NIGHTS: Why.NIGHTS,
    Rule.REST: Why.RESTING,
    Rule.DAY: Why.FULL,
    Rule.WEEK: Why.FULL,
    Rule.RUN: Why.FULL,
    Rule.WEEK_REST: Why.RESTING,
    Rule.MOST: Why.FULL,
}
# Of several shifts that would cover the slot, what is said is what stands least in the way.
ORDER = (Why.COSTLIER, Why.FULL, Why.RESTING, Why.NIGHTS, Why.UNAVAILABLE, Why.ABSENT)


def gaps_of(board: Board, assignments: tuple[Assignment, ...]) -> tuple[Gap, ...]:
    return Gaps(board, assignments).all()


class Gaps:
    def __init__(self, board: Board, assignments: tuple[Assignment, ...]) -> None:
        self.board, self.assignments = board, assignments
        self.lines = lines_of(board.problem, assignments)
        self.covering: dict[tuple[int, int], list[Option]] = {}
        for person, options in enumerate(board.options):
            for option in options:
                for number in option.places:
                    self.covering.setdefault((number, person), []).append(option)
        self.known: dict[int, Why] = {}

    def all(self) -> tuple[Gap, ...]:
        return tuple(
            self._gap(number, demand, short)
            for number, missing, _ in missing_heads(self.board, self.assignments)
            for demand, short in zip(self.board.places[number].demands, missing, strict=True)
            if short
        )

    def _gap(self, number: int, demand: Demand, short: int) -> Gap:
        people = {
            person.id: self._why(number, index, demand)
            for index, person in enumerate(self.board.people)
            if not demand.skill or demand.skill in person.skills
        }
        counts = Counter(people.values())
        reason = max(counts, key=lambda why: counts[why]) if counts else Why.UNSKILLED
        place = self.board.places[number]
        return Gap(demand.starts_at, place.minutes, demand.activity, demand.skill, short, reason, people)

    def _why(self, number: int, index: int, demand: Demand) -> Why:
        mine = self.lines[self.board.people[index].id]
        if any(s.starts_at < demand.ends_at and demand.starts_at < s.ends_at for s in mine):
            return Why.ELSEWHERE
        reasons = {self._bars(option, mine) for option in self.covering.get((number, index), ())}
        return next((why for why in ORDER if why in reasons), Why.NO_SHIFT)

    def _bars(self, option: Option, mine: list[Candidate]) -> Why:
        """What stands against giving them this shift as well."""
        if id(option) not in self.known:
            self.known[id(option)] = self._first_bar(option, mine)
        return self.known[id(option)]

    def _first_bar(self, option: Option, mine: list[Candidate]) -> Why:
        if option.barred:
            return WHY[option.barred[0].rule]
        person = self.board.people[option.person]
        line = sorted([*mine, option.shift], key=lambda shift: shift.starts_at)
        return next(
            (WHY[clause.rule] for clause in line_breaks(self.board, person, line) if clause.rule in WHY),
            Why.COSTLIER,
        )
