"""Numbered flags at the axis: what happened on these days stands below the chart, under its number."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.charts.frame import PLOT, TOP, mark, rect

LANE = 18  # pixels of a row of numbers below the axis
WIDEST = 18  # steps' worth of room that a number needs where a hundred steps are as wide as a phone
BELOW_ALL = 99  # their row for the arrow keys: below every series


@dataclass(frozen=True, slots=True)
class Flag:
    """Over the steps from `first` to `last`, both within; `link` leads to its words."""

    number: int
    first: int
    last: int
    says: str
    link: str


@dataclass(frozen=True, slots=True)
class Footnote:
    """`when` and `words` are what the flag of this number stands for; `who` it is of, if not of all."""

    number: int
    when: str
    words: str
    who: str = ""
    link: str = ""


def lanes(some: Sequence[Flag], steps: int) -> list[int]:
    """In which row each stands, so that no number is over another, on a phone either."""
    apart = max(1.0, WIDEST * steps / 300)
    ends: list[float] = []
    found = []
    for one in some:
        free = next((n for n, end in enumerate(ends) if one.first >= end), len(ends))
        ends[free : free + 1] = [one.first + apart]
        found.append(free)
    return found


def room_for(some: Sequence[Flag], steps: int) -> int:
    """Pixels between the axis and the names of the steps."""
    return LANE * (max(lanes(some, steps)) + 1) if some else 0


def flags(some: Sequence[Flag], steps: int, left: float) -> list[str]:
    """`some` in the order of their first steps."""
    step = (100 - left) / max(steps, 1)
    return [
        _flag(one, n, lane, left, step)
        for n, (one, lane) in enumerate(zip(some, lanes(some, steps), strict=True))
    ]


def _flag(one: Flag, number: int, lane: int, left: float, step: float) -> str:
    x, width, foot = left + one.first * step, (one.last - one.first + 1) * step, TOP + PLOT
    middle, top = x + step / 2, foot + LANE * lane + 3
    parts = [
        rect("flag-days", x, width, TOP, PLOT), rect("flag-end", x, width, foot, 2),
        f'<line class="flag" x1="{middle:.2f}%" x2="{middle:.2f}%" y1="{TOP}" y2="{top}"/>',
        f'<svg x="{middle:.2f}%" y="{top}" width="1" height="1" overflow="visible" aria-hidden="true">'
        f'<rect class="hit" x="-12" y="-3" width="24" height="{LANE}"/>'
        f'<rect class="flag-box" x="-8" width="16" height="14" rx="2"/>'
        f'<text class="flag-no" y="11" text-anchor="middle">{one.number}</text></svg>',
    ]  # fmt: skip
    # Two of one day are still beside each other for the arrow keys.
    return mark("".join(parts), one.says, one.link, BELOW_ALL, one.first + number / 1000)
