"""Bars made of parts, each part a link, told apart by patterns."""

# ruff: noqa: S308  every text is escaped where it enters the markup

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from lib.charts.flags import Flag, flags, room_for
from lib.charts.frame import (
    FOOT,
    PLOT,
    TOP,
    Scale,
    foot,
    left_of,
    mark,
    nice,
    opening,
    rect,
    rule_words,
    rules,
)
from lib.charts.looks import SERIES, look_of, patterns


@dataclass(frozen=True, slots=True)
class Part:
    value: float
    says: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """Its parts from below, in every column the same number in the same order."""

    parts: Sequence[Part]
    label: str = ""


def stacked(
    key: str, columns: Sequence[Column], *, title: str, description: str, scale: Scale | None = None,
    flagged: Sequence[Flag] = (),
) -> SafeString:  # fmt: skip
    sums = [sum(part.value for part in column.parts) for column in columns]
    most = scale.most if scale else nice(max([*sums, 1]))
    left, below = left_of(scale), room_for(flagged, len(columns))
    step = (100 - left) / max(len(columns), 1)
    linked = bool(flagged) or any(part.link for column in columns for part in column.parts)
    count = max((len(column.parts) for column in columns), default=0)
    parts = [
        opening(key, title, description, linked=linked, height=TOP + PLOT + below + FOOT),
        patterns(key, count), *rules(most, scale), *flags(flagged, len(columns), left),
    ]  # fmt: skip
    for n, column in enumerate(columns):
        parts += _column(key, column, n, left + n * step, step, most)
        parts.append(foot(column.label, left + n * step, step, below))
    return mark_safe("".join([*parts, *rule_words(scale), "</svg>"]))


def _column(key: str, column: Column, number: int, x: float, step: float, most: float) -> list[str]:
    found, top = [], float(TOP + PLOT)
    for n, part in enumerate(column.parts):
        if part.value <= 0:
            continue
        height = PLOT * part.value / most
        top -= height
        fill = f' fill="url(#{key}-p{n % SERIES})"'
        drawn = rect(f"part {look_of(n)}", x + step * 0.14, step * 0.72, top, height, fill)
        # Upward is the next part, so that the arrow keys move as the eye does.
        found.append(mark(drawn, part.says, part.link, len(column.parts) - n, number))
    return found
