"""Which part of a roster is freed next: some people for some days. Pure.

Each kind of neighbourhood has a size of its own that grows while its models are proven at once and shrinks
when they run out of time, and is chosen the oftener the more it has saved per second.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from scheduling.rostering.board import Board, Option
from scheduling.rostering.judging import missing_heads
from scheduling.rostering.problem import Assignment

LEAST, MOST = 150.0, 4000.0


@dataclass(frozen=True, slots=True)
class Region:
    people: frozenset[int]
    first: int
    last: int
    kind: str = ""

    def holds(self, option: Option) -> bool:
        return option.person in self.people and self.first <= option.day <= self.last


@dataclass(slots=True)
class Kind:
    """`size` is the number of options freed; `worth` the cost saved by second, fading."""

    draw: Callable[[random.Random, "Kind", tuple[Option, ...]], Region]
    size: float = 600.0
    worth: float = 1.0

    def learn(self, saved: int, seconds: float, proven: bool) -> None:
        self.worth = 0.8 * self.worth + 0.2 * saved / max(seconds, 0.05)
        if not proven:
            self.size = max(LEAST, self.size * 0.85)
        elif not saved:
            self.size = min(MOST, self.size * 1.15)


@dataclass(slots=True)
class Neighbourhoods:
    board: Board
    kinds: dict[str, Kind] = field(default_factory=dict)
    per_cell: float = 1.0

    def __post_init__(self) -> None:
        options = sum(len(self.board.open_options(p)) for p in range(len(self.board.people)))
        self.per_cell = max(1.0, options / max(1, len(self.board.people) * self.board.problem.days))
        self.kinds = {"days": Kind(self._days), "people": Kind(self._people), "gap": Kind(self._gap)}

    def draw(self, rng: random.Random, now: tuple[Option, ...]) -> Region:
        names = list(self.kinds)
        total = sum(kind.worth for kind in self.kinds.values())
        weights = [self.kinds[name].worth + 0.15 * total + 0.01 for name in names]
        return self._drawn(rng.choices(names, weights)[0], rng, now)

    def _drawn(self, name: str, rng: random.Random, now: tuple[Option, ...]) -> Region:
        region = self.kinds[name].draw(rng, self.kinds[name], now)
        return Region(region.people, region.first, region.last, name)

    def _days(self, rng: random.Random, kind: Kind, now: tuple[Option, ...]) -> Region:
        """Everybody, few days."""
        people = len(self.board.people)
        days = max(1, round(kind.size / (people * self.per_cell)))
        return self._window(rng, frozenset(range(people)), days)

    def _people(self, rng: random.Random, kind: Kind, now: tuple[Option, ...]) -> Region:
        """A few people, a week or more."""
        days = min(self.board.problem.days, rng.choice((7, 14, 28)))
        count = max(2, round(kind.size / (days * self.per_cell)))
        everybody = range(len(self.board.people))
        return self._window(rng, frozenset(rng.sample(everybody, min(len(everybody), count))), days)

    def _gap(self, rng: random.Random, kind: Kind, now: tuple[Option, ...]) -> Region:
        """Those who could fill a gap, around it."""
        gaps = [
            (number, demand)
            for number, missing, _ in missing_heads(self.board, assignments_of(self.board, now))
            for demand, short in enumerate(missing)
            if short
        ]
        if not gaps:
            return self._people(rng, kind, now)
        number, demand = rng.choice(gaps)
        place = self.board.places[number]
        skill = place.demands[demand].skill
        able = [n for n, p in enumerate(self.board.people) if not skill or skill in p.skills]
        others = [n for n in range(len(self.board.people)) if n not in set(able)]
        days = rng.choice((3, 5, 7))
        count = max(2, round(kind.size / (days * self.per_cell)))
        rng.shuffle(able)
        rng.shuffle(others)
        chosen = frozenset((able[: max(1, count * 3 // 4)] + others)[:count])
        middle = self.board.day_of(place.demands[demand].starts_at)
        first = max(0, min(self.board.problem.days - days, middle - rng.randrange(days)))
        return Region(chosen, first, first + days - 1)

    def _window(self, rng: random.Random, people: frozenset[int], days: int) -> Region:
        days = min(days, self.board.problem.days)
        first = rng.randint(0, self.board.problem.days - days)
        return Region(people, first, first + days - 1)


def assignments_of(board: Board, options: tuple[Option, ...]) -> tuple[Assignment, ...]:
    return tuple(Assignment(board.people[option.person].id, option.shift) for option in options)
