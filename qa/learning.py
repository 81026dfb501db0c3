"""Whether those who learned something do better than before, and than who did not. Pure.

Before: answers of the thirty days before the guideline came into force. After: those of the thirty days from
each person's own completion, and of their colleagues who took no lesson in the same time. People learn
because they were found wanting, and who was unlucky is luckier next time, whatever they learn. So an answer's
own finding never decides to whom it counts before: it counts to the learners only if its person has another
one. Then each mean is true to its people, and what nobody changed shows no effect (docs/decisions/0021).
"""

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as default

from qa.effect import Effect, effect, verdict_of

SPAN = datetime.timedelta(days=30)
NOTHING: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """One that was drawn and reviewed, or heard; `value` from 0 to 1. `number` is that by which findings name
    it. `of_team`: of a team that findings came from.
    """

    number: int
    person: int
    of_team: bool
    at: datetime.datetime
    value: float


@dataclass(frozen=True, slots=True)
class Groups:
    """Values before and after of those who learned, and of the others."""

    before: list[float] = default(default_factory=list)
    after: list[float] = default(default_factory=list)
    others_before: list[float] = default(default_factory=list)
    others_after: list[float] = default(default_factory=list)

    @property
    def effect(self) -> Effect:
        return effect(
            self.before, self.after, others_before=self.others_before, others_after=self.others_after
        )


def grouped(
    answers: Sequence[Answer], *, published_at: datetime.datetime, done: Mapping[int, datetime.datetime],
    found: Mapping[int, frozenset[int]],
) -> Groups:  # fmt: skip
    """`done`: when who has learned; `found`: by person the answers through which they were to learn."""
    groups = Groups()
    for one in answers:
        if one.at < published_at - SPAN:
            continue
        if one.at < published_at:
            if one.person in done and found.get(one.person, NOTHING) - {one.number}:
                groups.before.append(one.value)
            elif one.of_team:
                groups.others_before.append(one.value)
        elif one.person in done:
            if _within(one.at, done[one.person]):
                groups.after.append(one.value)
        elif one.of_team and _within(one.at, *done.values()):
            groups.others_after.append(one.value)
    return groups


def bounded(known: Groups, worst: Groups) -> Effect:
    """Where somebody has still to judge some: `known` takes these as harmless, `worst` as found. The interval
    reaches from the least that can come of it to the most, so that nothing is claimed that a judgement may
    still undo.
    """
    found = known.effect
    if found.value is None:
        return found
    low = effect(
        known.before, worst.after, others_before=worst.others_before, others_after=known.others_after
    ).low
    high = effect(
        worst.before, known.after, others_before=known.others_before, others_after=worst.others_after
    ).high
    assert low is not None
    assert high is not None
    return replace(found, verdict=verdict_of(low, high), low=low, high=high)


def mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None


def _within(at: datetime.datetime, *since: datetime.datetime) -> bool:
    """From the first of these to thirty days after the last."""
    return bool(since) and min(since) <= at < max(since) + SPAN
