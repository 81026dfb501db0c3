"""Who is asked to back somebody up, and why. Pure: no Django, no database.

First whoever is on duty with the skill and has the least in hand; then who leads the team, then a manager,
if they are on duty; then who is on call by the roster; then all who lead or manage, on duty or not. As long
as there is another colleague who may see the ticket, somebody is asked.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    SKILLED = "skilled"
    LEAD = "lead"
    MANAGER = "manager"
    CALLED = "called"
    ON_CALL = "on_call"
    ANYBODY = "anybody"


# Those of whom everybody is asked at once: whoever comes first has it.
TOGETHER = frozenset({Rule.ON_CALL, Rule.ANYBODY})


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody active who may see the ticket. `level` is of the skill that is needed, 0 if they lack it;
    `load` what they have in hand, tickets and backups. `on_call`: called outside shifts, by the roster.
    """

    id: int
    on_duty: bool
    level: int = 0
    load: int = 0
    leads: bool = False
    manages: bool = False
    on_call: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """`level` 0: no skill in particular. `asked` were asked before, `declined` said no."""

    asker: int
    level: int = 0
    asked: frozenset[int] = frozenset()
    declined: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Chosen:
    """`passed` says which rules found nobody before this one."""

    people: tuple[int, ...]
    rule: Rule
    load: int = 0
    passed: tuple[Rule, ...] = ()


def choose(people: Iterable[Colleague], wanted: Wanted) -> Chosen | None:
    """The same people always give the same answer. None only if there is no other colleague at all."""
    others = sorted((one for one in people if one.id != wanted.asker), key=lambda one: (one.load, one.id))
    passed: list[Rule] = []
    for rule, fits in _ONE.items():
        there = [one for one in others if one.on_duty or (rule is Rule.CALLED and one.on_call)]
        found = [one for one in there if one.id not in wanted.asked and fits(one, wanted)]
        if found:
            first = min(found, key=lambda one: (one.load, -one.level, one.id))
            return Chosen((first.id,), rule, first.load, tuple(passed))
        passed.append(rule)
    for rule, group in ((Rule.ON_CALL, [one for one in others if _answers(one)]), (Rule.ANYBODY, others)):
        if group:
            return Chosen(_willing(group, wanted.declined), rule, 0, tuple(passed))
        passed.append(rule)
    return None


def _answers(one: Colleague) -> bool:
    """Whether it is theirs to see that somebody helps."""
    return one.leads or one.manages


_ONE: dict[Rule, Callable[[Colleague, Wanted], bool]] = {
    Rule.SKILLED: lambda one, wanted: one.level >= wanted.level,
    Rule.LEAD: lambda one, wanted: one.leads,
    Rule.MANAGER: lambda one, wanted: one.manages,
    Rule.CALLED: lambda one, wanted: one.on_call,
}


def _willing(group: Sequence[Colleague], declined: Collection[int]) -> tuple[int, ...]:
    """Those who have not declined; if all have, all of them once more."""
    left = [one.id for one in group if one.id not in declined]
    return tuple(left or [one.id for one in group])


# What tells that somebody may be out of their depth.
REOPENED, LONG = 3, 45


def would_help(*, reopened: int = 0, minutes: int = 0, lacks: bool = False) -> str:
    """Why backup might help: reopened, lacks, long; empty if nothing tells so."""
    if reopened >= REOPENED:
        return "reopened"
    if lacks:
        return "lacks"
    return "long" if minutes >= LONG else ""
