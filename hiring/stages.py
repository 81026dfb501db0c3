"""From which stage a candidate goes to which. No Django.

A desk names its stages and puts them in order; what each means is one of MEANINGS. Among those that are open
a candidate goes wherever the work asks for; only the ends have rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass

OPEN, OFFER, HIRED, DECLINED = "open", "offer", "hired", "declined"
MEANINGS = (OPEN, OFFER, HIRED, DECLINED)
ENDS = frozenset({HIRED, DECLINED})


@dataclass(frozen=True, slots=True)
class Stage:
    key: int
    meaning: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class Refusal:
    """`why`: same, gone, end, offer, reason."""

    why: str


def refusal(now: Stage, to: Stage, *, offer_accepted: bool, reason: str) -> Refusal | None:
    """What speaks against the move, or None. Who was hired stays hired; who was declined may come back."""
    if now.key == to.key:
        return Refusal("same")
    if not to.active:
        return Refusal("gone")
    if now.meaning == HIRED:
        return Refusal("end")
    if to.meaning == HIRED and not offer_accepted:
        return Refusal("offer")
    if to.meaning == DECLINED and not reason.strip():
        return Refusal("reason")
    return None


def moves_from(now: Stage, stages: Sequence[Stage], *, offer_accepted: bool) -> list[Stage]:
    """Those that are open from here, in their order."""
    given = "given"
    return [to for to in stages if refusal(now, to, offer_accepted=offer_accepted, reason=given) is None]


def faults_of(stages: Sequence[Stage]) -> list[str]:
    """What is missing of a set of stages: the meanings that one active stage at least must have, and the ends
    that there is more than one of.
    """
    used = [stage.meaning for stage in stages if stage.active]
    missing = [meaning for meaning in MEANINGS if meaning not in used]
    return missing + [f"two_{end}" for end in sorted(ENDS) if used.count(end) > 1]
