"""Charts as accessible SVG strings: geometry is attributes, colour is classes, words are titles.

Widths are percentages of whatever room there is, so letters keep their size; heights are pixels.
"""

# ruff: noqa: S308  every text is escaped where it enters the markup

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

TOP, PLOT, FOOT = 14, 132, 22  # pixels above, of, and below the bars
LEFT = 5.0  # per cent of the width for the numbers of the scale


@dataclass(frozen=True)
class Bar:
    """`usual` is what it is compared with; `says` is read out and shown on hover; `look` adds a class."""

    value: float
    usual: float
    says: str
    label: str = ""
    look: str = "full"


def bars(
    key: str, bars: Sequence[Bar], *, title: str, description: str, now: float | None = None
) -> SafeString:
    """Bars with a mark where each usually ends. `now` draws a line so many bars from the left.

    `key` makes the ids of title and description; unique on the page.
    """
    most = nice(max([bar.value for bar in bars] + [bar.usual for bar in bars] + [1]))
    step = (100 - LEFT) / len(bars)
    parts = [
        f'<svg class="chart" height="{TOP + PLOT + FOOT}" role="img" aria-labelledby="{key}-t {key}-d">',
        f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(description)}</desc>',
        *(_rule(share, most) for share in (1, 0.5)),
        f'<line class="axis" x1="{LEFT}%" x2="100%" y1="{TOP + PLOT}" y2="{TOP + PLOT}"/>',
    ]
    parts += [_bar(bar, LEFT + n * step, step, most) for n, bar in enumerate(bars)]
    if now is not None:
        x = round(LEFT + now * step, 2)
        parts.append(f'<line class="now" x1="{x}%" x2="{x}%" y1="{TOP - 6}" y2="{TOP + PLOT}"/>')
    return mark_safe("".join([*parts, "</svg>"]))


def nice(value: float) -> int:
    """The next even number that is easy to read a half of."""
    for size in (2, 4, 6, 8, 10, 16, 20, 30, 40, 60, 80, 100):
        if value <= size:
            return size
    return ceil(value / 100) * 100


def _rule(share: float, most: int) -> str:
    y = round(TOP + PLOT * (1 - share), 1)
    return (
        f'<line class="grid" x1="{LEFT}%" x2="100%" y1="{y}" y2="{y}"/>'
        f'<text x="{LEFT - 1}%" y="{y + 4}" text-anchor="end" aria-hidden="true">{most * share:g}</text>'
    )


def _bar(bar: Bar, x: float, step: float, most: int) -> str:
    # The whole column answers to the pointer, not only what is filled.
    parts = [f"<g><title>{escape(bar.says)}</title>", _rect("hit", x, step, most, most)]
    if bar.usual:
        parts.append(_rect("band", x + step * 0.08, step * 0.84, bar.usual, most))
    if bar.value:
        parts.append(_rect(f"mark {escape(bar.look)}", x + step * 0.24, step * 0.52, bar.value, most))
    if bar.label:
        place = f'x="{x + step / 2:.2f}%" y="{TOP + PLOT + 16}" text-anchor="middle"'
        parts.append(f'<text {place} aria-hidden="true">{escape(bar.label)}</text>')
    return "".join([*parts, "</g>"])


def _rect(look: str, x: float, width: float, value: float, most: int) -> str:
    height = PLOT * value / most
    place = f'x="{x:.2f}%" y="{TOP + PLOT - height:.1f}" width="{width:.2f}%" height="{height:.1f}"'
    return f'<rect class="{look.strip()}" {place}/>'


@dataclass(frozen=True)
class Line:
    """`values` by step; None where nothing is known: the line has a gap there."""

    values: Sequence[float | None]
    look: str = ""


@dataclass(frozen=True)
class Step:
    """`says` is read out and shown on hover."""

    says: str
    label: str = ""


def lines(
    key: str,
    drawn: Sequence[Line],
    steps: Sequence[Step],
    *,
    band: Sequence[tuple[float, float] | None] = (),
    title: str,
    description: str,
    now: float | None = None,
) -> SafeString:
    """Lines over a band of what is likely; each value stands in the middle of its step."""
    known = [value for line in drawn for value in line.values if value is not None]
    most = nice(max([*known, *(pair[1] for pair in band if pair), 1]))
    width = 100 - LEFT
    step = width / len(steps)
    inner = (
        f'<svg x="{LEFT}%" y="{TOP}" width="{width}%" height="{PLOT}" viewBox="0 0 {len(steps)} {most}"'
        ' preserveAspectRatio="none">'
    )
    parts = [
        f'<svg class="chart" height="{TOP + PLOT + FOOT}" role="img" aria-labelledby="{key}-t {key}-d">',
        f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(description)}</desc>',
        *(_rule(share, most) for share in (1, 0.5)),
        f'<line class="axis" x1="{LEFT}%" x2="100%" y1="{TOP + PLOT}" y2="{TOP + PLOT}"/>',
        inner, *(_band(piece, most) for piece in _pieces(band)),
        *(f'<path class="line {escape(line.look)}" d="{_path(line.values, most)}"/>' for line in drawn),
        "</svg>",
    ]  # fmt: skip
    parts += [_step(one, LEFT + n * step, step) for n, one in enumerate(steps)]
    if now is not None:
        x = round(LEFT + now * step, 2)
        parts.append(f'<line class="now" x1="{x}%" x2="{x}%" y1="{TOP - 6}" y2="{TOP + PLOT}"/>')
    return mark_safe("".join([*parts, "</svg>"]))


def _pieces(
    band: Sequence[tuple[float, float] | None],
) -> list[list[tuple[int, float, float]]]:
    """Without the gaps: steps in a row, with low and high."""
    found: list[list[tuple[int, float, float]]] = [[]]
    for n, pair in enumerate(band):
        if pair is None:
            found.append([])
        else:
            found[-1].append((n, *pair))
    return [piece for piece in found if piece]


def _band(piece: Sequence[tuple[int, float, float]], most: int) -> str:
    over = [f"{n + 0.5:g} {most - high:.2f}" for n, _low, high in piece]
    under = [f"{n + 0.5:g} {most - low:.2f}" for n, low, _high in reversed(piece)]
    return f'<path class="band" d="M{" L".join(over + under)}Z"/>'


def _path(values: Sequence[float | None], most: int) -> str:
    parts, pen = [], "M"
    for n, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        alone = pen == "M" and (n + 1 == len(values) or values[n + 1] is None)
        parts.append(f"{pen}{n + 0.5:g} {most - value:.2f}{'h0' if alone else ''}")  # one alone is a dot
        pen = "L"
    return " ".join(parts)


def _step(step: Step, x: float, width: float) -> str:
    text = f"<g><title>{escape(step.says)}</title>"
    text += f'<rect class="hit" x="{x:.2f}%" y="{TOP}" width="{width:.2f}%" height="{PLOT}"/>'
    if step.label:
        place = f'x="{x + width / 2:.2f}%" y="{TOP + PLOT + 16}" text-anchor="middle"'
        text += f'<text {place} aria-hidden="true">{escape(step.label)}</text>'
    return text + "</g>"
