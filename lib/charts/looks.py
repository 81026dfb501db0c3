"""What tells series apart without colour: a dash and a shape for lines, a pattern for what is filled, and the
name beside them. Six at most; what is more belongs together as "others".
"""

# ruff: noqa: S308  every text is escaped where it enters the markup

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

SERIES = 6
# Around 0, 0: circle, square, triangle, diamond, cross, bar.
SHAPES = (
    "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z", "M-3.5 -3.5h7v7h-7Z", "M0 -4.6L4.4 3.4H-4.4Z",
    "M0 -5L5 0L0 5L-5 0Z", "M-1.5 -4.5h3v3h3v3h-3v3h-3v-3h-3v-3h3Z", "M-4.5 -2h9v4h-9Z",
)  # fmt: skip
# In a square of 8: nothing, slanted, dots, level, crossed, upright.
HATCHES = (
    "", "M-2 10L10 -2M-2 2L2 -2M6 10L10 6", "M2 2h.01M6 6h.01", "M0 2H8M0 6H8", "M0 0L8 8M8 0L0 8",
    "M2 0V8M6 0V8",
)  # fmt: skip


def look_of(number: int) -> str:
    return f"s{number % SERIES + 1}"


def point(number: int, x: float, y: float, look: str = "") -> str:
    """The shape of this series; `x` in per cent, `y` in pixels."""
    return (
        f'<svg x="{x:.2f}%" y="{y:.1f}" width="1" height="1" overflow="visible">'
        f'<path class="point {look}" d="{SHAPES[number % SERIES]}"/></svg>'
    )


def patterns(key: str, count: int) -> str:
    """`fill="url(#key-p0)"` and so on. A pattern with no lines in it is plain."""
    parts = []
    for number in range(min(count, SERIES)):
        hatch = f'<path class="hatch" d="{HATCHES[number]}"/>' if HATCHES[number] else ""
        parts.append(
            f'<pattern id="{key}-p{number}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<g class="{look_of(number)}"><rect class="ground" width="8" height="8"/>{hatch}</g></pattern>'
        )
    return f"<defs>{''.join(parts)}</defs>"


@dataclass(frozen=True, slots=True)
class Legend:
    """`look` is for what is no series: a band, a line of before."""

    name: str
    number: int = 0
    look: str = ""
    link: str = ""


def legend(key: str, names: Sequence[Legend], *, filled: bool = False) -> SafeString:
    """`key` is that of the chart, whose patterns are shown."""
    parts = ['<ul class="legend">']
    for one in names:
        name = f'<a href="{escape(one.link)}">{escape(one.name)}</a>' if one.link else escape(one.name)
        parts.append(f'<li>{_sample(key, one, filled)}<span class="cut">{name}</span></li>')
    return mark_safe("".join([*parts, "</ul>"]))


def _sample(key: str, one: Legend, filled: bool) -> str:
    look = look_of(one.number)
    if one.look == "band":
        inside = '<rect class="band" width="28" height="12"/>'
    elif one.look:
        inside = f'<path class="line {escape(one.look)}" d="M0 6H28"/>'
    elif filled:
        inside = f'<rect class="part {look}" width="28" height="12" fill="url(#{key}-p{one.number})"/>'
    else:
        inside = f'<path class="line {look}" d="M0 6H28"/>{point(one.number, 50, 6, look)}'
    return f'<svg class="chart" viewBox="0 0 28 12" aria-hidden="true">{inside}</svg>'
