"""A first roster, person after person: each gets a good line for the needs that are still open. Pure.

For one person alone what a shift saves is a number for each slot, so the model is small and exact.
"""

import threading
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from scheduling.rostering.board import Board, Option
from scheduling.rostering.model import Roster, alone
from scheduling.rostering.plain import plain_line
from scheduling.rostering.shortage import Ints, Shortage

QUICK, PATIENT = 8.0, 10.0  # seconds: on a machine of one's own a line takes a fraction of one
MUST = 5_000  # for each half hour and head without which there is no roster
WIDEST = 10  # demands in a slot, up to which all their sets are kept


class OneByOne:
    def __init__(self, board: Board) -> None:
        self.board = board
        self.lock = threading.Lock()
        self.shortage = Shortage(list(self._rows()))
        self.masks = [self._masks(person) for person in range(len(board.people))]
        self.over = np.array([place.over(board.problem) for place in board.places], dtype=np.int64)

    @staticmethod
    def fits(board: Board) -> bool:
        return max((len(place.demands) for place in board.places), default=0) <= WIDEST

    def _rows(self) -> Iterable[tuple[int, int, list[int]]]:
        problem = self.board.problem
        for number, place in enumerate(self.board.places):
            prices = [place.under(problem, demand) for demand in place.demands]
            levels = sorted(set(prices), reverse=True)
            for level, below in zip(levels, [*levels[1:], -place.over(problem)], strict=True):
                heads = [
                    max(d.heads, d.must) if price >= level else 0
                    for d, price in zip(place.demands, prices, strict=True)
                ]
                yield number, level - below, heads
            if any(demand.must for demand in place.demands):
                yield number, MUST, [demand.must for demand in place.demands]

    def _masks(self, person: int) -> Ints:
        skills = self.board.people[person].skills
        return np.array(
            [
                sum(1 << n for n, d in enumerate(place.demands) if not d.skill or d.skill in skills)
                for place in self.board.places
            ],
            dtype=np.int64,
        )

    def put(self, line: list[Option], sign: int = 1) -> None:
        there = np.zeros(len(self.board.places), dtype=np.int64)
        for option in line:
            there[option.places] = self.masks[option.person][option.places]
        with self.lock:
            self.shortage.come(there, sign)

    def plain(self, person: int) -> list[Option] | None:
        """A lawful line of plain weeks, in a moment; None when there is none."""
        return plain_line(self.board, person, self._gains(person))

    def _gains(self, person: int) -> dict[int, int]:
        """What each shift would save, by id of option."""
        options = self.board.open_options(person)
        if not self.board.places:
            return {id(option): 0 for option in options}
        with self.lock:
            saved = self.shortage.savings(self.masks[person]) - self.over
        return {id(option): int(saved[option.places].sum()) for option in options}

    def line(self, person: int, solve: Callable[[Roster, float], Any]) -> list[Option] | None:
        """The best line of one person against all who have been put. None when there is none, or no time."""
        roster = alone(self.board, person)
        roster.add_rules()
        roster.add_wishes()
        gains = self._gains(person)
        for option in roster.lines[person]:
            if gains[id(option)]:
                roster.parts["under"].append(-gains[id(option)] * roster.lit(option))
        roster.minimise()
        solver = solve(roster, QUICK)
        if solver is None:
            # Any line that holds the rules: there was no time for a good one.
            roster = alone(self.board, person)
            roster.add_rules()
            solver = solve(roster, PATIENT)
        if solver is None:
            return None
        return [option for option in roster.chosen(solver) if option.person == person]
