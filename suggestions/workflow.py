"""How a suggestion goes from state to state: the one table. No Django."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """`words`: whether whoever makes it has to say why, or what came of it."""

    name: str
    from_states: tuple[str, ...]
    to: str
    words: bool = False


_MOVES = (
    Move("consider", ("new",), "considered"),
    Move("accept", ("new", "considered"), "accepted", words=True),
    Move("decline", ("new", "considered"), "declined", words=True),
    Move("finish", ("accepted",), "done", words=True),
    Move("reopen", ("accepted", "declined", "done"), "considered", words=True),
)
MOVES: Mapping[str, Move] = {move.name: move for move in _MOVES}
STATES = ("new", "considered", "accepted", "declined", "done")


def moves_from(state: str) -> list[Move]:
    """Those that are open, in the order in which they are offered."""
    return [move for move in _MOVES if state in move.from_states]


def is_open(state: str, name: str) -> bool:
    move = MOVES.get(name)
    return move is not None and state in move.from_states
