"""The life of a ticket: which moves exist, from where to where, who may, which key. Pure: no Django, no
database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NEW, OPEN, WAITING, HOLD, SOLVED, CLOSED = "new", "open", "waiting", "hold", "solved", "closed"
STATES = (NEW, OPEN, WAITING, HOLD, SOLVED, CLOSED)
# States in which the resolution clock may stand still; the promise says which of them really do.
RESTING = frozenset({WAITING, HOLD})
ENDED = frozenset({SOLVED, CLOSED})


@dataclass(frozen=True)
class Move:
    """`permission` is what staff need; None means that only the desk itself makes this move."""

    name: str
    sources: frozenset[str]
    target: str
    permission: str | None = "ticket.move"
    by_customer: bool = False


class MoveRefused(ValueError):
    """The move does not exist in this state. `move` and `state` say which."""

    def __init__(self, move: str, state: str) -> None:
        super().__init__(f"“{move}” is not possible while the ticket is {state}.")
        self.move = move
        self.state = state


class HeldOpen(MoveRefused):
    """It waits for its children, and these are open."""

    def __init__(self, move: str, state: str, children: Sequence[int]) -> None:
        super().__init__(move, state)
        self.children = tuple(children)

    def __str__(self) -> str:
        return f"Not solved while a child is open: {', '.join(f'#{number}' for number in self.children)}"


class NotReady(MoveRefused):
    """Something is missing: these fields are empty, these items of checklists are not done."""

    def __init__(
        self, move: str, state: str, *, fields: Sequence[str] = (), items: Sequence[str] = ()
    ) -> None:
        super().__init__(move, state)
        self.fields, self.items = tuple(fields), tuple(items)

    def __str__(self) -> str:
        return f"Not solved without: {', '.join((*self.fields, *self.items))}"


MOVES: Mapping[str, Move] = {
    move.name: move
    for move in (
        Move("open", frozenset({NEW}), OPEN),
        Move("wait", frozenset({NEW, OPEN, HOLD}), WAITING),
        Move("hold", frozenset({NEW, OPEN, WAITING}), HOLD),
        Move("resume", frozenset({WAITING, HOLD}), OPEN),
        Move("solve", frozenset({NEW, OPEN, WAITING, HOLD}), SOLVED),
        Move("reopen", ENDED, OPEN, by_customer=True),
        Move("close", frozenset({SOLVED}), CLOSED),
    )
}

# What a written message does by itself: (who wrote, state before) → move, or nothing.
ON_CUSTOMER_MESSAGE: Mapping[str, str] = {
    WAITING: "resume",
    HOLD: "resume",
    SOLVED: "reopen",
    CLOSED: "reopen",
}
ON_AGENT_ANSWER: Mapping[str, str] = {NEW: "open"}
# Nobody waits for a customer who never got the answer.
ON_ANSWER_FAILED: Mapping[str, str] = {WAITING: "resume", SOLVED: "reopen"}
# The answer came back: whoever gave it has to know, so the ticket rests no longer.
ON_FAILED_ANSWER: Mapping[str, str] = {WAITING: "resume", SOLVED: "reopen", CLOSED: "reopen"}


def check(name: str, state: str) -> Move:
    """The move, if it is possible in this state. MoveRefused if not; KeyError if there is no such move."""
    move = MOVES[name]
    if state not in move.sources:
        raise MoveRefused(name, state)
    return move


def open_moves(state: str) -> tuple[Move, ...]:
    """The moves possible now, in the order of the table."""
    return tuple(move for move in MOVES.values() if state in move.sources)
