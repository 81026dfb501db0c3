"""Lines over a band of what is likely, with or without marks that are links."""

# ruff: noqa: S308  every text is escaped where it enters the markup

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
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
    now_line,
    opening,
    rule_words,
    rules,
    words,
)
from lib.charts.looks import look_of, point

CROWDED = 45  # steps from which on points show only where one looks
LEAST_GAP = 13.0  # pixels between two names


@dataclass(frozen=True)
class Line:
    """`values` by step; None where nothing is known: the line has a gap there. With `name` it is one of
    several and has a shape and a dash; `links` and `says` are of its points.
    """

    values: Sequence[float | None]
    look: str = ""
    name: str = ""
    links: Sequence[str] = ()
    says: Sequence[str] = ()
    few: Sequence[bool] = ()


@dataclass(frozen=True)
class Step:
    """`says` is read out and shown on hover."""

    says: str
    label: str = ""


Band = Sequence[tuple[float, float] | None]


def lines(
    key: str,
    drawn: Sequence[Line],
    steps: Sequence[Step],
    *,
    band: Band = (),
    title: str,
    description: str,
    now: float | None = None,
    scale: Scale | None = None,
    flagged: Sequence[Flag] = (),
) -> SafeString:
    """Lines over a band of what is likely; each value stands in the middle of its step."""
    known = [value for line in drawn for value in line.values if value is not None]
    most = scale.most if scale else nice(max([*known, *(pair[1] for pair in band if pair), 1]))
    left, below = left_of(scale), room_for(flagged, len(steps))
    width = 100 - left
    step = width / max(len(steps), 1)
    inner = (
        f'<svg x="{left}%" y="{TOP}" width="{width}%" height="{PLOT}"'
        f' viewBox="0 0 {max(len(steps), 1)} {most:g}" preserveAspectRatio="none">'
    )
    looks = [_look(line, number) for number, line in enumerate(drawn)]
    parts = [
        opening(
            key, title, description, linked=bool(flagged) or any(line.links for line in drawn),
            height=TOP + PLOT + below + FOOT,
        ),
        *rules(most, scale), *flags(flagged, len(steps), left), inner,
        *(_band(piece, most) for piece in _pieces(band)),
        *(
            f'<path class="line {escape(look)}" d="{_path(line.values, most)}"/>'
            for line, look in zip(drawn, looks, strict=True)
        ),
        "</svg>",
    ]  # fmt: skip
    parts += [_step(one, left + n * step, step, below) for n, one in enumerate(steps)]
    if now is not None:
        parts.append(now_line(left + now * step))
    for number, line in enumerate(drawn):
        parts += _points(line, number, left, step, most)
    parts += [*_names(drawn, left, step, most), *rule_words(scale)]
    return mark_safe("".join([*parts, "</svg>"]))


def _look(line: Line, number: int) -> str:
    return line.look or (look_of(number) if line.name else "")


def _pieces(band: Band) -> list[list[tuple[int, float, float]]]:
    """Without the gaps: steps in a row, with low and high."""
    found: list[list[tuple[int, float, float]]] = [[]]
    for n, pair in enumerate(band):
        if pair is None:
            found.append([])
        else:
            found[-1].append((n, *pair))
    return [piece for piece in found if piece]


def _band(piece: Sequence[tuple[int, float, float]], most: float) -> str:
    over = [f"{n + 0.5:g} {most - high:.2f}" for n, _low, high in piece]
    under = [f"{n + 0.5:g} {most - low:.2f}" for n, low, _high in reversed(piece)]
    return f'<path class="band" d="M{" L".join(over + under)}Z"/>'


def _path(values: Sequence[float | None], most: float) -> str:
    parts, pen = [], "M"
    for n, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        alone = pen == "M" and (n + 1 == len(values) or values[n + 1] is None)
        parts.append(f"{pen}{n + 0.5:g} {most - value:.2f}{'h0' if alone else ''}")  # one alone is a dot
        pen = "L"
    return " ".join(parts)


def _step(step: Step, x: float, width: float, below: int) -> str:
    hit = f'<rect class="hit" x="{x:.2f}%" y="{TOP}" width="{width:.2f}%" height="{PLOT}"/>'
    return mark(hit + foot(step.label, x, width, below), step.says, "")


def _points(line: Line, number: int, left: float, step: float, most: float) -> list[str]:
    if not line.links:
        return []
    look, found = _look(line, number), []
    if len(line.values) > CROWDED:
        look += " crowded"
    for n, (value, link, says) in enumerate(zip(line.values, line.links, line.says, strict=True)):
        if value is None:
            continue
        x, y = left + (n + 0.5) * step, TOP + PLOT * (1 - min(value, most) / most)
        few = " few" if line.few and line.few[n] else ""
        hit = f'<circle class="hit" cx="{x:.2f}%" cy="{y:.1f}" r="9"/>'
        found.append(mark(hit + point(number, x, y, look + few), says, link, number, n))
    return found


def _names(drawn: Sequence[Line], left: float, step: float, most: float) -> list[str]:
    """The name of each at its last value, none over another."""
    ends = []
    for number, line in enumerate(drawn):
        last = next((n for n in reversed(range(len(line.values))) if line.values[n] is not None), None)
        if line.name and last is not None:
            value = line.values[last] or 0.0
            ends.append((TOP + PLOT * (1 - min(value, most) / most) - 7, number, line.name))
    if len(ends) < 2:
        return []
    return [words(f"name end {look_of(number)}", name, 100, y, "end") for y, number, name in apart(ends)]


def apart(ends: Sequence[tuple[float, int, str]]) -> list[tuple[float, int, str]]:
    """From the top down, each at least a line below the one before; then up again from the axis."""
    found, floor = [], TOP + PLOT - 3.0
    for y, number, name in sorted(ends):
        found.append((max(y, found[-1][0] + LEAST_GAP if found else 10.0), number, name))
    for n in reversed(range(len(found))):
        y, number, name = found[n]
        found[n] = (min(y, floor), number, name)
        floor = found[n][0] - LEAST_GAP
    return found
