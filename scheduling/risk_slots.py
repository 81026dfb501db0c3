"""A quarter of an hour of a team: who is needed and there, what comes, and how much of it will be late."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from scheduling.asking import ANYBODY, Ask, missing

Of = tuple[str, Ask]


@dataclass
class Part:
    """Of what comes for one kind of work what asks for something: `there` is who can do it."""

    need: float = 0.0
    there: int = 0
    expected: float = 0.0
    late: float = 0.0

    def as_json(self, ask: Ask) -> dict[str, Any]:
        return {
            "skill": ask.skill, "language": ask.language, "need": round(self.need, 2), "there": self.there,
            "expected": round(self.expected, 2), "late": round(self.late, 3),
        }  # fmt: skip


@dataclass
class Slot:
    """By kind of work: `people` who are on shift for it, `heads` how many they are (or would be), `need`,
    `expected` and `late`; `by_hand` is what of the need somebody set, `foretold` has a forecast; `parts` by
    what is asked for.
    """

    starts_at: datetime.datetime
    people: Mapping[str, Sequence[int]] = field(default_factory=dict)
    heads: dict[str, float] = field(default_factory=dict)
    need: dict[str, Decimal] = field(default_factory=dict)
    by_hand: dict[str, Decimal] = field(default_factory=dict)
    foretold: set[str] = field(default_factory=set)
    expected: dict[str, float] = field(default_factory=dict)
    late: dict[str, float] = field(default_factory=dict)
    parts: dict[Of, Part] = field(default_factory=dict)

    @property
    def required(self) -> Decimal:
        return sum(self.need.values(), Decimal(0))

    @property
    def rostered(self) -> float:
        return sum(self.heads.values())

    @property
    def p_breach(self) -> float:
        """Of all that comes then. Where nothing does: the share that lacks of those who were asked for by
        hand, or for work of which nobody knows what comes.
        """
        come = sum(self.expected.get(work, 0.0) for work in self.late)
        if come > 0:
            return min(sum(self.expected[work] * self.late_of(work) for work in self.late) / come, 1.0)
        asked = float(
            sum(
                self.by_hand.get(work, 0) if work in self.foretold else heads
                for work, heads in self.need.items()
            )
        )
        return max(min((asked - self.rostered) / asked, 1.0), 0.0) if asked else 0.0

    def late_of(self, work: str) -> float:
        """What asks for a skill is late at least as often as all is, and as there are too few who have it."""
        late, come = self.late[work], self.expected.get(work, 0.0)
        parts = [one for (of, _ask), one in self.parts.items() if of == work]
        more = sum(one.expected * max(one.late - late, 0.0) for one in parts)
        return min(late + more / come, 1.0) if come else late

    def missing(self, can: Mapping[int, frozenset[Ask]]) -> float:
        """Heads that lack, also because the wrong people are there; whoever is at one kind of work can be
        lent to another.
        """
        needs: dict[Ask, float] = {ANYBODY: float(self.required)}
        for (_work, ask), one in self.parts.items():
            needs[ask] = needs.get(ask, 0.0) + one.need
            needs[ANYBODY] -= one.need
        there = [can.get(one, frozenset()) for people in self.people.values() for one in people]
        return missing(needs, there)

    def why(self) -> dict[str, Any]:
        works = sorted({*self.need, *self.expected, *self.heads})
        return {work: self._why(work) for work in works}

    def _why(self, work: str) -> dict[str, Any]:
        parts = [one.as_json(ask) for (of, ask), one in self.parts.items() if of == work]
        return {
            "need": float(self.need.get(work, 0)), "there": round(self.heads.get(work, 0.0), 2),
            "expected": round(self.expected.get(work, 0.0), 2),
            "late": round(self.late_of(work) if work in self.late else 0.0, 3),
        } | ({"parts": parts} if parts else {})  # fmt: skip
