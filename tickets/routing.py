"""Who gets a ticket, and why they and not somebody else. Pure: no Django, no database.

Nobody who is not there, has reached the hard cap or is kept out by a gate is ever chosen, whatever else
holds. Among those who are left come first the members of the team on shift who have all that is needed; once
the ticket has waited for the fallback time, or is pressing, those without the skill too. What is pressing and
finds nobody climbs: who leads on shift, who is on call, a manager on shift. Everything else waits, and it is
said for what.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Strategy(StrEnum):
    MANUAL = "manual"
    ROUND_ROBIN = "round_robin"
    LOAD = "load"
    SKILL = "skill"


class Standing(StrEnum):
    """Of somebody's load, as the overwork guard judges it."""

    FREE = "free"
    HIGH = "high"
    OVER = "over"


class Rule(StrEnum):
    """How the choice came about."""

    TEAM = "team"
    RELAXED = "relaxed"
    LEAD = "lead"
    ON_CALL = "on_call"
    MANAGER = "manager"
    WAITS = "waits"
    BY_HAND = "by_hand"


# The ladder, from its first step on.
LADDER = (Rule.LEAD, Rule.ON_CALL, Rule.MANAGER)


class Not(StrEnum):
    """Why somebody does not get it. The first five nobody and nothing passes."""

    ABSENT = "absent"
    CAPPED = "capped"
    GATED = "gated"
    HAD_IT = "had_it"
    OUTSIDER = "outsider"
    SHARE = "share"
    BREAK = "break"
    HIGH = "high"
    FULL = "full"
    ENDING = "ending"
    SKILL = "skill"
    LANGUAGE = "language"


class For(StrEnum):
    """What speaks for somebody, or against, in points."""

    TURN = "turn"
    LOAD = "load"
    KNOWS = "knows"
    LEVEL = "level"
    SPEAKS = "speaks"
    LEAVES = "leaves"


# Minutes before the end of a shift in which nothing new is given that can wait.
ENDING = 20.0
# Points. Least load wins, in percent of what somebody can hold; these move it.
KNOWS, LEVEL, SPEAKS, LEAVES = 25.0, 10.0, 15.0, 20.0


@dataclass(frozen=True, slots=True)
class Need:
    """A skill (a craft, a product, a language as a skill) at this level or above."""

    skill: int
    level: int = 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """One ticket. `slack` is how many minutes are left of its promise, `waited` how many open minutes it has
    been nobody's; `knows` says for how many of this customer's tickets somebody cared lately; `not_again` had
    it and must not get it back.
    """

    ticket: int
    needs: tuple[Need, ...] = ()
    language: str = ""
    urgent: bool = False
    slack: float | None = None
    waited: float = 0.0
    effort: float = 15.0
    knows: Mapping[int, int] = field(default_factory=dict)
    not_again: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody active who may see the ticket. `left` are the minutes until their shift ends, unknown without
    a roster; `working` is whether they are in a part of it in which tickets are done. Of those on call the
    least `order` comes first. `load` is what presses most, in percent of the hard cap; `allowed` says that
    somebody let them pass the soft one. `held` and `capacity` are minutes of work in open tickets; of the
    latter they have their `share`. `last` orders by who got something last, 0 never.
    """

    id: int
    member: bool = True
    share: float = 1.0
    on_shift: bool = True
    working: bool = True
    left: float | None = None
    on_call: bool = False
    order: int = 0
    leads: bool = False
    manages: bool = False
    skills: Mapping[int, int] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()
    gated: bool = False
    standing: Standing = Standing.FREE
    load: int = 0
    allowed: bool = False
    held: float = 0.0
    capacity: float = 240.0
    last: float = 0.0

    @property
    def room(self) -> float:
        """What they can hold by their share; on the ladder what anybody can."""
        return self.capacity * (self.share if self.share > 0 else 1)

    @property
    def there(self) -> bool:
        return self.on_shift or self.on_call


@dataclass(frozen=True, slots=True)
class Terms:
    """What the team decided. `fallback` and `climbs` are minutes: waited so long without the skill at hand,
    and so little left of the promise that the ladder is climbed. `on_call_for_all`: outside shifts whoever is
    on call gets everything, not only what is pressing.
    """

    strategy: Strategy = Strategy.MANUAL
    fallback: float = 30.0
    climbs: float = 60.0
    on_call_for_all: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """Of one candidate: what keeps them out, else what they weigh and by what. `chosen` is one of them."""

    person: int
    nots: tuple[Not, ...] = ()
    points: tuple[tuple[For, float], ...] = ()
    chosen: bool = False

    @property
    def score(self) -> float:
        return sum(worth for _kind, worth in self.points)


@dataclass(frozen=True, slots=True)
class Choice:
    """`person` is nobody when it waits or is taken by hand. `passed` are the rules that found nobody."""

    person: int | None
    rule: Rule
    said: tuple[Said, ...]
    passed: tuple[Rule, ...] = ()


# What no rule overlooks, what the fallback overlooks, what pressing work overlooks besides.
NEVER = frozenset({Not.ABSENT, Not.CAPPED, Not.GATED, Not.HAD_IT, Not.HIGH})
SKILLED = frozenset({Not.SKILL, Not.LANGUAGE})
PRESSED = frozenset({Not.FULL, Not.ENDING, Not.BREAK})


def choose(people: Iterable[Candidate], wanted: Wanted, terms: Terms) -> Choice:
    """The same people and the same ticket always give the same answer, whatever the order."""
    others = sorted(people, key=lambda one: one.id)
    nots = {one.id: _nots(one, wanted) for one in others}
    if terms.strategy is Strategy.MANUAL:
        return _nobody(Rule.BY_HAND, others, nots, wanted, terms, ())
    passed: list[Rule] = []
    for rule, overlooked, group in _rules(others, wanted, terms):
        fits = [one for one in group if not set(nots[one.id]) - overlooked]
        if fits:
            called = rule is Rule.ON_CALL
            first = min(fits, key=lambda one: (one.order * called, *_order(one, wanted, terms, nots[one.id])))
            return Choice(first.id, rule, _said(others, nots, wanted, terms, first.id), tuple(passed))
        passed.append(rule)
    return _nobody(Rule.WAITS, others, nots, wanted, terms, tuple(passed))


def is_pressing(wanted: Wanted, terms: Terms) -> bool:
    return wanted.urgent or (wanted.slack is not None and wanted.slack <= terms.climbs)


def _rules(
    people: Sequence[Candidate], wanted: Wanted, terms: Terms
) -> Iterable[tuple[Rule, frozenset[Not], list[Candidate]]]:
    """Each with what it overlooks and who is asked, in order."""
    members = [one for one in people if one.member and one.on_shift]
    pressing = is_pressing(wanted, terms)
    yield Rule.TEAM, frozenset(), members
    if pressing:
        yield Rule.TEAM, PRESSED, members
    if pressing or wanted.waited >= terms.fallback:
        yield Rule.RELAXED, SKILLED | PRESSED if pressing else SKILLED, members
    climbing = SKILLED | PRESSED | {Not.OUTSIDER, Not.SHARE}
    if pressing:
        yield Rule.LEAD, climbing, [one for one in people if one.leads and one.on_shift]
    if pressing or (terms.on_call_for_all and not members):
        yield Rule.ON_CALL, climbing, [one for one in people if one.on_call]
    if pressing:
        yield Rule.MANAGER, climbing, [one for one in people if one.manages and one.on_shift]


def _nots(one: Candidate, wanted: Wanted) -> tuple[Not, ...]:
    """All that speaks against, the weightiest first."""
    found = [
        (Not.ABSENT, not one.there),
        (Not.CAPPED, one.standing is Standing.OVER),
        (Not.GATED, one.gated),
        (Not.HAD_IT, one.id in wanted.not_again),
        (Not.OUTSIDER, not one.member),
        (Not.SHARE, one.member and one.share <= 0),
        (Not.BREAK, one.there and not one.working),
        (Not.HIGH, one.standing is Standing.HIGH and not one.allowed),
        (Not.FULL, one.held + wanted.effort > one.room),
        (Not.ENDING, one.on_shift and one.left is not None and one.left < ENDING),
        (Not.SKILL, any(one.skills.get(need.skill, 0) < need.level for need in wanted.needs)),
        (Not.LANGUAGE, bool(wanted.language) and wanted.language not in one.languages),
    ]
    return tuple(word for word, holds in found if holds)


def _points(one: Candidate, wanted: Wanted, terms: Terms) -> tuple[tuple[For, float], ...]:
    """Less is better."""
    if terms.strategy is Strategy.ROUND_ROBIN:
        return ((For.TURN, one.last),)
    points = [(For.LOAD, max(_filled(one, wanted), float(one.load)))]
    if wanted.knows.get(one.id, 0) > 0:
        points.append((For.KNOWS, -KNOWS))
    if one.left is not None and one.left < wanted.effort + ENDING:
        points.append((For.LEAVES, LEAVES))
    if terms.strategy is Strategy.SKILL:
        above = sum(max(one.skills.get(need.skill, 0) - need.level, 0) for need in wanted.needs)
        if above:
            points.append((For.LEVEL, -LEVEL * above))
        if wanted.language and wanted.language in one.languages:
            points.append((For.SPEAKS, -SPEAKS))
    return tuple(points)


def _filled(one: Candidate, wanted: Wanted) -> float:
    """How full their hands would be, in percent of what they can hold."""
    return round(100 * (one.held + wanted.effort) / one.room, 1) if one.room > 0 else 999.0


def _order(one: Candidate, wanted: Wanted, terms: Terms, nots: Sequence[Not]) -> tuple[float, ...]:
    """Who has most of what is needed, then fewest points, then whose turn it is, then by number."""
    points = sum(worth for _kind, worth in _points(one, wanted, terms))
    return (float(len(SKILLED & set(nots))), points, one.last, float(one.id))


def _said(
    people: Sequence[Candidate],
    nots: Mapping[int, tuple[Not, ...]],
    wanted: Wanted,
    terms: Terms,
    chosen: int | None,
) -> tuple[Said, ...]:
    """The chosen one first, then those who would fit, then the others; each with a reason."""
    said = [Said(one.id, nots[one.id], _points(one, wanted, terms), one.id == chosen) for one in people]
    return tuple(sorted(said, key=lambda one: (not one.chosen, len(one.nots), one.score, one.person)))


def _nobody(
    rule: Rule,
    people: Sequence[Candidate],
    nots: Mapping[int, tuple[Not, ...]],
    wanted: Wanted,
    terms: Terms,
    passed: tuple[Rule, ...],
) -> Choice:
    return Choice(None, rule, _said(people, nots, wanted, terms, None), passed)
