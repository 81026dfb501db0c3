"""Which ticket to take next: least time left first, moved a little by who asks. Pure: no Django, no database.

Every ticket has a score in minutes: what is left of its promise, less what speaks for this person, more what
speaks against. The least is next, and what moved it is told as reasons.
"""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

# Without a promise, a ticket stands behind whatever is due within this time.
UNPROMISED = 7 * 24 * 60.0
# Minutes that a reason is worth.
LANGUAGE, FOREIGN, OWN = 30.0, 60.0, 20.0
PRIORITY = {"urgent": 240.0, "high": 60.0, "low": -60.0}
# For each ticket that somebody has more than their colleagues do, those of nobody wait so much longer.
LOAD, MOST_LOAD = 10.0, 120.0
# Of those without a promise the oldest comes first; a day of waiting is worth so many minutes.
AGE = 60.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """`due_at` is empty where nothing is promised."""

    number: int
    due_at: datetime.datetime | None
    language: str
    priority: str
    is_own: bool
    opened_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Person:
    """`load` is how many tickets they have in hand, `usual` how many a colleague of theirs has."""

    languages: Collection[str]
    load: int = 0
    usual: float = 0.0


@dataclass(frozen=True, slots=True)
class Reason:
    """`kind`: late, due, unpromised, language, foreign, own, priority, load. `value`: minutes, or a word."""

    kind: str
    value: float | str = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    candidate: Candidate
    score: float
    reasons: tuple[Reason, ...]


def rank(candidates: Iterable[Candidate], person: Person, now: datetime.datetime) -> list[Ranked]:
    """Best first; of two that are equal the older one, so that the order is always the same."""
    ranked = [_ranked(one, person, now) for one in candidates]
    return sorted(ranked, key=lambda one: (one.score, one.candidate.opened_at, one.candidate.number))


def _ranked(one: Candidate, person: Person, now: datetime.datetime) -> Ranked:
    score, first = _slack(one, now)
    reasons = [first]
    if one.is_own:
        score -= OWN
        reasons.append(Reason("own"))
    if worth := PRIORITY.get(one.priority, 0.0):
        score -= worth
        reasons.append(Reason("priority", one.priority))
    if one.language in person.languages:
        score -= LANGUAGE
        reasons.append(Reason("language", one.language))
    else:
        score += FOREIGN
        reasons.append(Reason("foreign", one.language))
    over = person.load - person.usual
    if not one.is_own and over > 1:
        score += min(over * LOAD, MOST_LOAD)
        reasons.append(Reason("load", float(person.load)))
    return Ranked(one, score, tuple(reasons))


def _slack(one: Candidate, now: datetime.datetime) -> tuple[float, Reason]:
    if one.due_at is None:
        days = max((now - one.opened_at).total_seconds(), 0) / 86400
        return UNPROMISED - min(days * AGE, UNPROMISED / 2), Reason("unpromised")
    left = (one.due_at - now).total_seconds() / 60
    # However late, what is late is late: another thing that is due now may come first.
    return max(left, -UNPROMISED), Reason("late" if left < 0 else "due", abs(left))
