"""Which step of a review is open to whom: the one table. No Django. A finding on tone is disputed by it too:
it is given when somebody confirms it, and whoever did is its reviewer.

begun → the reviewer gives it → given → the person acknowledges it, or disputes it within DISPUTE_DAYS →
a dispute is settled by the reviewer; passed up, or in its second round, by a manager who is neither of the
two. A settled dispute leaves the review given: the person may acknowledge it, or dispute it once more, at
most ROUNDS times.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

BEGUN, GIVEN, READ, DISPUTED, DROPPED = STATES = ("begun", "given", "read", "disputed", "dropped")
REVIEWER, PERSON, MANAGER = SIDES = ("reviewer", "person", "manager")
DISPUTE_DAYS = 7
ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    from_states: tuple[str, ...]
    sides: tuple[str, ...]


_STEPS = (
    Step("write", (BEGUN,), (REVIEWER,)),
    Step("give", (BEGUN,), (REVIEWER,)),
    Step("drop", (BEGUN,), (REVIEWER, MANAGER)),
    Step("read", (GIVEN,), (PERSON,)),
    Step("dispute", (GIVEN,), (PERSON,)),
    Step("settle", (DISPUTED,), (REVIEWER, MANAGER)),
    Step("pass_up", (DISPUTED,), (REVIEWER,)),
)
STEPS: Mapping[str, Step] = {step.name: step for step in _STEPS}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a review is. `since` is when it was given or its last dispute was settled; `rounds` how often it
    was disputed so far, the running one too; `passed_up`: the running one waits for a manager.
    """

    state: str
    since: datetime.datetime | None = None
    rounds: int = 0
    passed_up: bool = False


def sides_of(user: int, *, person: int, reviewer: int | None, manages: bool) -> frozenset[str]:
    """Nobody reviews themselves or settles what is about them; who reviewed is no manager of it."""
    if user == person:
        return frozenset({PERSON})
    if user == reviewer:
        return frozenset({REVIEWER})
    return frozenset({MANAGER}) if manages else frozenset()


def dispute_until(standing: Standing) -> datetime.datetime | None:
    """The moment from which it can be disputed no more; None where it cannot be anyway."""
    if standing.state != GIVEN or standing.since is None or standing.rounds >= ROUNDS:
        return None
    return standing.since + datetime.timedelta(days=DISPUTE_DAYS)


def refusal(name: str, standing: Standing, sides: frozenset[str], now: datetime.datetime) -> str:
    """Why not, in one word, or "" if the step is open."""
    step = STEPS[name]
    if not sides & {*step.sides}:
        return "side"
    if standing.state not in step.from_states:
        return "state"
    if name == "dispute":
        return _undisputable(standing, now)
    if name in ("settle", "pass_up") and REVIEWER in sides and is_managers(standing):
        return "passed_up"
    return ""


def is_managers(standing: Standing) -> bool:
    """Whether the running dispute is one that the reviewer settles no more."""
    return standing.state == DISPUTED and (standing.passed_up or standing.rounds >= ROUNDS)


def shut(standing: Standing, sides: frozenset[str], now: datetime.datetime) -> str:
    """To whom it is about: why it can be disputed no more though it was never acknowledged: "late" or
    "rounds". "" else.
    """
    word = refusal("dispute", standing, sides, now)
    return word if word in ("late", "rounds") else ""


def open_steps(standing: Standing, sides: frozenset[str], now: datetime.datetime) -> list[str]:
    return [step.name for step in _STEPS if not refusal(step.name, standing, sides, now)]


def _undisputable(standing: Standing, now: datetime.datetime) -> str:
    if standing.rounds >= ROUNDS:
        return "rounds"
    until = dispute_until(standing)
    return "late" if until is None or now >= until else ""
