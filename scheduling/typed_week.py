"""A week of numbers as somebody types it, a line a day: `08:00-12:00 3, 12-18 4.5`. Pure: no Django."""

import re
from collections.abc import Sequence

from scheduling.weeks import A_DAY, clock

SPAN = re.compile(r"(\d{1,2})(?::([03]0))?\s*[-–]\s*(\d{1,2})(?::([03]0))?\s+(\d{1,5}(?:[.,]\d{1,2})?)")
MOST = 10_000.0
Week = list[list[float]]


class NotAWeek(ValueError):
    """`problem` is malformed, hours, overlap or big; `piece` the text that it is about."""

    def __init__(self, problem: str, piece: str) -> None:
        super().__init__(f"{problem}: {piece}")
        self.problem, self.piece = problem, piece


def read_day(text: str) -> list[float]:
    """48 half hours; what is not said is nothing. Past midnight is another day's line."""
    day: list[float | None] = [None] * A_DAY
    for piece in re.split(r"[,;]\s+|[;\n]|,(?=\s*\d{1,2}(?::[03]0)?\s*[-–])", text.strip()):
        if not piece.strip():
            continue
        found = SPAN.fullmatch(piece.strip())
        if found is None:
            raise NotAWeek("malformed", piece.strip())
        start, end = _slot(found[1], found[2]), _slot(found[3], found[4])
        if not 0 <= start < end <= A_DAY:
            raise NotAWeek("hours", piece.strip())
        value = float(found[5].replace(",", "."))
        if value > MOST:
            raise NotAWeek("big", piece.strip())
        if any(one is not None for one in day[start:end]):
            raise NotAWeek("overlap", piece.strip())
        day[start:end] = [value] * (end - start)
    return [one or 0.0 for one in day]


def _slot(hour: str, minute: str | None) -> int:
    return int(hour) * 2 + (minute == "30")


def write_day(day: Sequence[float]) -> str:
    """As `read_day` takes it, in as few pieces as can be."""
    pieces, start = [], 0
    for slot in range(1, A_DAY + 1):
        if slot == A_DAY or day[slot] != day[start]:
            if day[start]:
                pieces.append(f"{clock(start)}-{clock(slot)} {day[start]:g}")
            start = slot
    return ", ".join(pieces)
