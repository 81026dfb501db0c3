"""What is being typed where the cursor stands, for completions. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from tickets.search.fields import NAMES, Field
from tickets.search.parsing import FIELD, MOST_LENGTH, QUOTES, RUN


@dataclass(frozen=True, slots=True)
class Spot:
    """What is being typed at the cursor: a field's name, or a value of `field`. It is text[at:end]."""

    at: int
    end: int
    typed: str
    field: Field | None = None
    sign: str = ""


def spot(text: str, cursor: int) -> Spot | None:
    """Where in the text somebody types; None inside of a phrase. For completions."""
    text = text[:MOST_LENGTH].translate(QUOTES)
    cursor = max(0, min(cursor, len(text)))
    at = 0
    while at < cursor:
        char = text[at]
        if char.isspace() or char in "()-":
            at += 1
            continue
        end, opened = _run_end(text, at)
        if cursor <= end:
            return _spot(text, at, end, cursor, opened)
        at = end
    return Spot(cursor, cursor, "")


def _run_end(text: str, at: int) -> tuple[int, int]:
    """Where the run that begins at `at` ends, and where its quotation mark stands (or -1)."""
    found = RUN.match(text, at)
    end = found.end() if found else at
    if text[end : end + 1] != '"' or (end > at and text[end - 1] not in ":<>="):
        return max(end, at + 1), -1
    closing = text.find('"', end + 1)
    return (len(text) if closing < 0 else closing + 1), end


def _spot(text: str, at: int, end: int, cursor: int, opened: int) -> Spot | None:
    run = text[at:end]
    named = FIELD.fullmatch(run)
    if not named:
        return None if opened == at else Spot(at, end, text[at:cursor])
    about = NAMES.get(named[1].lower())
    value_at = at + len(named[1]) + len(named[2])
    if about is None or cursor < value_at:
        return None if about is None else Spot(at, value_at, text[at:cursor].rstrip(":<>="))
    if opened >= 0:
        return Spot(value_at, end, text[value_at + 1 : cursor].rstrip('"'), about, named[2])
    comma = text.rfind(",", value_at, cursor) + 1
    start = max(comma, value_at)
    behind = text.find(",", cursor, end)
    return Spot(start, end if behind < 0 else behind, text[start:cursor], about, named[2])
