"""How recommendations and offers go from state to state: two tables. No Django."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """`who` makes it: author or second (who approves). `words`: whether they have to say why."""

    name: str
    from_states: tuple[str, ...]
    to: str
    who: str = "author"
    words: bool = False


RECOMMENDATION: Mapping[str, Move] = {
    move.name: move
    for move in (
        Move("propose", ("drafted",), "proposed"),
        Move("approve", ("proposed",), "approved", who="second"),
        Move("decline", ("proposed",), "declined", who="second", words=True),
        Move("redraft", ("declined", "proposed"), "drafted"),
        Move("carry_out", ("approved",), "carried_out"),
    )
}
OFFER: Mapping[str, Move] = {
    move.name: move
    for move in (
        Move("approve", ("drafted",), "approved", who="second"),
        Move("make", ("approved",), "made"),
        Move("accept", ("made",), "accepted"),
        Move("refuse", ("made",), "declined"),
        Move("withdraw", ("drafted", "approved", "made"), "withdrawn", words=True),
    )
}
OVER = frozenset({"declined", "carried_out"})  # a recommendation whose file may be forgotten one day
OFFER_OVER = frozenset({"declined", "withdrawn"})


def moves_from(table: Mapping[str, Move], state: str, parts: frozenset[str]) -> list[Move]:
    """Those open now to somebody who is that: author, second."""
    return [move for move in table.values() if state in move.from_states and move.who in parts]


def faults_of(
    *, author: int, second: int | None, subject: int | None, kind: str, alternatives: Mapping[str, str]
) -> list[str]:
    """What keeps a recommendation from being proposed: second, self, about_second, about_author,
    alternatives. Whoever would end somebody's work says what was tried instead.
    """
    found = []
    if second is None:
        found.append("second")
    elif second == author:
        found.append("self")
    if subject is not None and subject == second:
        found.append("about_second")
    if subject is not None and subject == author:
        found.append("about_author")
    if kind == "termination" and not all(alternatives.get(one, "").strip() for one in ("training", "plan")):
        found.append("alternatives")
    return found
