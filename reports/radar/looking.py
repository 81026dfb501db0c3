"""One look at the last hour: what is more than usual, by known topics and by what the words have in common.
Pure."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from reports.radar.clusters import Seen, groups
from reports.radar.spikes import LEAST, Spike, Usual, lifted, spike

LEAST_PEOPLE = 3  # one who writes ten times is no outbreak
LIFT_HOURS = 3
BY_WORDS = 200  # topics that words could make, for the count of tests
SAME = 0.5  # of the smaller one's members: then two are one


@dataclass(frozen=True)
class Arrived:
    """A ticket of the last hours; `age` in hours, `topics` as keys, `who` asked."""

    key: int
    age: float
    who: int
    topics: frozenset[str]
    words: frozenset[str]


class Memory(Protocol):
    """What was usual."""

    topics: int
    seen: Seen
    desk: Usual

    def usual(self, topic: str) -> Usual: ...

    def usual_of_words(self, core: Sequence[str]) -> Usual: ...


@dataclass(frozen=True)
class Outbreak:
    """`topic` is the key, or "" if words alone make it: those of `core`."""

    topic: str
    core: tuple[str, ...]
    members: tuple[int, ...]
    spike: Spike


def outbreaks(tickets: Sequence[Arrived], memory: Memory, *, hour: int, past: float) -> list[Outbreak]:
    """Of the tickets of the last LIFT_HOURS, `past` of this `hour` of the week is over. The least
    likely first; what is mostly the same as one before it is left out.
    """
    last = [ticket for ticket in tickets if ticket.age <= 1]
    if len(last) < LEAST:
        return []
    by_key = {ticket.key: ticket for ticket in tickets}
    tests = memory.topics + BY_WORDS
    found = []

    def judge(topic: str, core: tuple[str, ...], members: Collection[int], usual: Usual) -> None:
        now = [key for key in members if by_key[key].age <= 1]
        if len({by_key[key].who for key in now}) < LEAST_PEOPLE:
            return
        mean = usual.over(hour, past)
        hours = [(hour - n, past) for n in range(LIFT_HOURS)]
        rest = sum(memory.desk.over(at, part) - usual.over(at, part) for at, part in hours)
        mean *= lifted(len(tickets) - len(members), max(rest, 0.0))
        if what := spike(len(now), mean, usual, topics=tests):
            found.append(Outbreak(topic, core, tuple(sorted(now)), what))

    for topic, members in _by_topic(tickets).items():
        if sum(by_key[key].age <= 1 for key in members) >= LEAST:
            judge(topic, (), members, memory.usual(topic))
    for group in groups({ticket.key: ticket.words for ticket in last}, memory.seen, least=LEAST):
        judge("", group.core, group.members, memory.usual_of_words(group.core))
    return _apart(found)


def _by_topic(tickets: Sequence[Arrived]) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for ticket in tickets:
        for topic in ticket.topics:
            found[topic].append(ticket.key)
    return found


def _apart(found: Sequence[Outbreak]) -> list[Outbreak]:
    kept: list[Outbreak] = []
    for one in sorted(found, key=lambda each: (each.spike.chance, each.topic, each.members)):
        if not any(same(one.members, other.members) for other in kept):
            kept.append(one)
    return kept


def same(members: Collection[int], others: Collection[int]) -> bool:
    return len({*members} & {*others}) >= SAME * min(len(members), len(others))
