"""Which of the tickets of the last hours are about one thing, by their words. Pure, in any language.

A ticket is the set of the beginnings of its words (five letters: truncation serves inflected languages
about as
well as a stemmer, McNamee & Mayfield 2004, Inf. Retr. 7:73), without greetings, quotes, addresses and
numbers.
Each beginning weighs by how rare it is among all tickets (idf: Spärck Jones 1972, J. Doc. 28:11). Two
tickets are about one thing if what they share weighs at least ALIKE of what both hold (cosine of sets).
Groups grow from
the ticket with most neighbours, so that no chain joins what has nothing in common; what they share is their
core, and whoever holds half of its weight is a member. Only tickets that share a rare beginning are compared.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reports.radar.plain_words import PLAIN

LETTERS = 5
MOST_WORDS = 40  # of one ticket: the subject and the first words
MOST_SIGNS = 600
ALIKE = 0.3
LEAST_SHARED = 2  # rare beginnings
RARE = 0.05  # of all tickets: what more of them hold says nothing alone
SELDOM = 30  # tickets in twelve weeks: rare however small the desk is
MOST_AT_ONCE = 600  # tickets of a look
CORE = 6  # beginnings that stand for a group
HELD_BY = 0.5  # of the members
MEMBER = 0.5  # of the weight of the core
_SHORTEST = 3
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*")
_WROTE = r"wrote|escribió|kirjutas|napisał(?:\(a\))?|пишет|написал\(а\)"
_QUOTED = re.compile(rf"^\s*(?:[>|]|-{{2,}}|_{{5,}}|\S.{{0,200}}(?:{_WROTE}):\s*$)")
_REPLY = re.compile(r"^(?:\s*(?:re|fw|fwd|aw|vs|odp|pd|rv|на)\s*:)+", re.IGNORECASE)


def beginnings(subject: str, text: str) -> frozenset[str]:
    """What a ticket is compared by; what follows a line of quotation is not read."""
    words = _words(_REPLY.sub("", subject)) + _words(_own(text))
    return frozenset(word[:LETTERS] for word in words[:MOST_WORDS])


def _own(text: str) -> str:
    lines = []
    for line in text[: 2 * MOST_SIGNS].splitlines():
        if _QUOTED.match(line):
            break
        lines.append(line)
    return "\n".join(lines)[:MOST_SIGNS]


def _words(text: str) -> list[str]:
    bare = _ADDRESS.sub(" ", text).casefold()
    if not bare.isascii():
        bare = "".join(
            sign for sign in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(sign)
        )
    return [word for word in _WORD.findall(bare) if len(word) >= _SHORTEST and word[:LETTERS] not in PLAIN]


@dataclass(frozen=True)
class Seen:
    """How many tickets hold each beginning, of `total`."""

    counts: Mapping[str, int]
    total: int

    def weight(self, word: str) -> float:
        return math.log((1 + self.total) / (1 + self.counts.get(word, 0)))

    def rare(self, word: str) -> bool:
        return self.counts.get(word, 0) <= max(RARE * self.total, SELDOM)


@dataclass(frozen=True)
class Group:
    """`members` are keys; `core` the beginnings that stand for them, the weightiest first."""

    members: tuple[int, ...]
    core: tuple[str, ...]


def groups(tickets: Mapping[int, frozenset[str]], seen: Seen, *, least: int) -> list[Group]:
    """Those of at least so many, the largest first; no ticket is in two. The newest keys are looked at."""
    keys = sorted(tickets)[-MOST_AT_ONCE:]
    near = _near({key: tickets[key] for key in keys}, seen)
    found: list[Group] = []
    free = set(keys)
    while free:
        middle = max(free, key=lambda key: (len(near[key] & free), -key))
        members = (near[middle] & free) | {middle}
        if len(members) < least:
            break
        # Whoever belongs by the rule that counts later tickets and those long past: like against like.
        core: tuple[str, ...] = ()
        held = members
        for _round in range(2):
            core = core_of([tickets[key] for key in sorted(held)], seen)
            held = {key for key in free if belongs(tickets[key], core, seen)}
        free -= members | held
        if len(core) >= LEAST_SHARED and len(held) >= least:
            found.append(Group(tuple(sorted(held)), core))
    return found


def _near(tickets: Mapping[int, frozenset[str]], seen: Seen) -> dict[int, set[int]]:
    weights = {word: seen.weight(word) for words in tickets.values() for word in words}
    sizes = {key: math.sqrt(sum(weights[word] ** 2 for word in words)) for key, words in tickets.items()}
    holders: dict[str, list[int]] = defaultdict(list)
    for key, words in tickets.items():
        for word in words:
            if seen.rare(word):
                holders[word].append(key)
    near: dict[int, set[int]] = defaultdict(set)
    for key, words in tickets.items():
        shared: Counter[int] = Counter()
        for word in words:
            for other in holders.get(word, ()):
                if other < key:
                    shared[other] += 1
        for other, rare in shared.items():
            if rare >= LEAST_SHARED and sizes[key] and sizes[other]:
                both = sum(weights[word] ** 2 for word in words & tickets[other])
                if both / (sizes[key] * sizes[other]) >= ALIKE:
                    near[key].add(other)
                    near[other].add(key)
    return near


def core_of(members: Sequence[frozenset[str]], seen: Seen) -> tuple[str, ...]:
    held = Counter(word for words in members for word in words)
    most = [word for word, n in held.items() if n >= HELD_BY * len(members)]
    return tuple(sorted(most, key=lambda word: (-held[word] * seen.weight(word), word))[:CORE])


def belongs(words: Collection[str], core: Sequence[str], seen: Seen) -> bool:
    """Would a ticket with these words be one of the group? Asked of later ones, and of those long past."""
    there = [word for word in core if word in words]
    whole = sum(seen.weight(word) for word in core)
    return len(there) >= LEAST_SHARED and sum(seen.weight(word) for word in there) >= MEMBER * whole


def name_of(core: Sequence[str], texts: Iterable[str]) -> str:
    """The words as they were written, for people: of each beginning the form that came most."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for word in re.findall(r"[^\W\d_]+", text):
            bare = "".join(_words(word))[:LETTERS]
            if bare in core:
                forms[bare][word.lower()] += 1
    return " ".join(
        max(sorted(forms[word]), key=lambda form: forms[word][form]) for word in core if forms[word]
    )
