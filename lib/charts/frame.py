"""What every chart has: its size, its names, the lines of its scale, and marks that are links."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil, log10

from django.utils.formats import number_format
from django.utils.html import escape

TOP, PLOT, FOOT = 14, 132, 22  # pixels above, of, and below the bars
LEFT = 5.0  # per cent of the width for the numbers of the scale

# Seconds that are easy to read a half of: a minute, ten minutes, an hour, a day …
SPANS = (
    60, 120, 240, 600, 1200, 2400, 3600, 2 * 3600, 4 * 3600, 8 * 3600, 12 * 3600, 86400, 2 * 86400, 4 * 86400,
    8 * 86400, 14 * 86400, 28 * 86400, 56 * 86400,
)  # fmt: skip


def nice(value: float) -> int:
    """The next even number that is easy to read a half of."""
    for size in (2, 4, 6, 8, 10, 16, 20, 30, 40, 60, 80, 100):
        if value <= size:
            return size
    if value <= 1000:
        return ceil(value / 100) * 100
    step = 2 * 10 ** int(log10(value) - 1)
    return int(ceil(value / step) * step)


def plain(value: float) -> str:
    return number_format(round(value, 2), decimal_pos=None if value != int(value) else 0, force_grouping=True)


@dataclass(frozen=True, slots=True)
class Scale:
    """From nothing to `most`, and how a number of it is written. Its numbers stand on its lines, not beside
    them, so that the chart has the whole width.
    """

    most: float
    text: Callable[[float], str] = plain

    @classmethod
    def counts(cls, values: Iterable[float]) -> "Scale":
        return cls(nice(max([*values, 1])))

    @classmethod
    def spans(cls, values: Iterable[float], text: Callable[[float], str]) -> "Scale":
        """Seconds."""
        top = max([*values, 1])
        return cls(next((size for size in SPANS if top <= size), nice(top / 604800) * 604800), text)

    @classmethod
    def percent(cls, text: Callable[[float], str]) -> "Scale":
        return cls(100, text)


def opening(key: str, title: str, description: str, *, linked: bool, height: int = TOP + PLOT + FOOT) -> str:
    """A picture, or where its marks are links a group of them: what is in a picture nobody can reach."""
    role = 'role="group" data-chart=""' if linked else 'role="img"'
    return (
        f'<svg class="chart" height="{height}" {role} aria-labelledby="{key}-t {key}-d">'
        f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(description)}</desc>'
    )


def rules(most: float, scale: Scale | None) -> list[str]:
    """The axis, and lines at all and at half of it."""
    left = left_of(scale)
    found = [_rule(share, most, left, scale) for share in (1, 0.5)]
    found.append(f'<line class="axis" x1="{left}%" x2="100%" y1="{TOP + PLOT}" y2="{TOP + PLOT}"/>')
    return found


def rule_words(scale: Scale | None) -> list[str]:
    """What the lines stand for, drawn last: no mark lies over it."""
    if not scale:
        return []
    heights = [(share, TOP + PLOT * (1 - share)) for share in (1, 0.5)]
    return [words("over", scale.text(scale.most * share), 0, y - 3, "start") for share, y in heights]


def left_of(scale: Scale | None) -> float:
    return 0.0 if scale else LEFT


def _rule(share: float, most: float, left: float, scale: Scale | None) -> str:
    y = round(TOP + PLOT * (1 - share), 1)
    line = f'<line class="grid" x1="{left}%" x2="100%" y1="{y}" y2="{y}"/>'
    if scale:
        return line
    said = plain(most * share)
    return f'{line}<text x="{left - 1}%" y="{y + 4}" text-anchor="end" aria-hidden="true">{said}</text>'


def foot(label: str, x: float, width: float, below: int = 0) -> str:
    """The name of a step, below it and what else stands there."""
    if not label:
        return ""
    place = f'x="{x + width / 2:.2f}%" y="{TOP + PLOT + below + 16}" text-anchor="middle"'
    return f'<text {place} aria-hidden="true">{escape(label)}</text>'


def now_line(x: float) -> str:
    return f'<line class="now" x1="{round(x, 2)}%" x2="{round(x, 2)}%" y1="{TOP - 6}" y2="{TOP + PLOT}"/>'


def mark(inside: str, says: str, link: str, row: int = 0, column: int = 0) -> str:
    """A link to the list, at its place for the arrow keys; without one a group that tells itself on hover."""
    title = f"<title>{escape(says)}</title>"
    if not link:
        return f"<g>{title}{inside}</g>"
    return (
        f'<a href="{escape(link)}" aria-label="{escape(says)}" data-at="{row},{column}">{title}{inside}</a>'
    )


def words(look: str, text: str, x: float, y: float, anchor: str, dx: int = 0) -> str:
    """Letters in the picture: what they say is said by the marks as well, so nobody has them read out."""
    nudge = f' dx="{dx}"' if dx else ""
    place = f'x="{x:.2f}%" y="{y:.1f}"{nudge} text-anchor="{anchor}"'
    return f'<text class="{look}" {place} aria-hidden="true">{escape(text)}</text>'


def rect(look: str, x: float, width: float, top: float, height: float, more: str = "") -> str:
    place = f'x="{x:.2f}%" y="{top:.1f}" width="{width:.2f}%" height="{height:.1f}"'
    return f'<rect class="{escape(look.strip())}" {place}{more}/>'
