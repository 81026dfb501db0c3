"""What work asks of whoever does it: a skill, a language, or neither. Pure: no Django.

Heads that are needed are told by ask, each head once: those of ANYBODY are the rest. Somebody who can more
than was asked serves that as well, one at a time.
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Ask(NamedTuple):
    """A skill by number, and the code of a language other than the team's own."""

    skill: int | None = None
    language: str = ""

    @property
    def key(self) -> str:
        """`7`, `de`, `7+de`; empty for whom anybody will do."""
        return "+".join(str(one) for one in (self.skill, self.language) if one)


ANYBODY = Ask()


def read_key(key: str) -> Ask:
    parts = [one for one in key.split("+") if one]
    skill = next((int(one) for one in parts if one.isdigit()), None)
    return Ask(skill, next((one for one in parts if not one.isdigit()), ""))


def split(total: float, load: float, shares: Mapping[Ask, float]) -> dict[Ask, float]:
    """Heads of one line by what of it asks for whom: each share of the load, and of what is over, which is
    there because nobody knows what comes, by the root of its load: of few it takes more (R. Wallace & W.
    Whitt 2005). What is not asked for is ANYBODY's; together it stays the total.
    """
    asked = {ask: share for ask, share in shares.items() if share > 0}
    rest = max(1 - sum(asked.values()), 0.0)
    parts = {**asked, ANYBODY: rest} if rest > 0 else asked
    work = min(load, total)
    roots = {ask: math.sqrt(share) for ask, share in parts.items()}
    over = (total - work) / sum(roots.values())
    return {ask: work * share / sum(parts.values()) + over * roots[ask] for ask, share in parts.items()}


def whole(heads: Mapping[Ask, float], *, slack: float = 0.25) -> dict[Ask, int]:
    """Whole people. In all no more than the sum asks for, `slack` of a head being none: skills come before
    anybody, the one with the most work first, and each that has any gets one as long as there are people.
    """
    most = math.ceil(sum(heads.values()) - slack)
    found: dict[Ask, int] = {}
    asks = sorted((one for one in heads if one != ANYBODY), key=lambda one: (-heads[one], one.key))
    for ask in asks:
        found[ask] = min(max(math.ceil(heads[ask] - slack), 0), most - sum(found.values()))
    found[ANYBODY] = most - sum(found.values())
    return {ask: number for ask, number in found.items() if number > 0}


def missing(needs: Mapping[Ask, float], people: Sequence[frozenset[Ask]]) -> float:
    """Heads that are not served though everybody there does what they can: the most by which any set of
    asks is more than those who can serve one of them (P. Hall 1935). ANYBODY is served by all.
    """
    asks = [one for one in needs if one != ANYBODY]
    worst = sum(needs.values()) - len(people)
    for bits in range(1, 1 << len(asks)):
        some = {ask for n, ask in enumerate(asks) if bits >> n & 1}
        able = sum(not some.isdisjoint(one) for one in people)
        worst = max(worst, sum(needs[one] for one in some) - able)
    return max(worst, 0.0)
