"""How values are spread: bars that touch, and signs where the median and others lie."""

# ruff: noqa: S308  every text is escaped where it enters the markup

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from lib.charts.frame import FOOT, PLOT, TOP, Scale, mark, opening, rect, rule_words, rules, words

NAMES = 14  # pixels from the name of one sign to the next
HEADROOM = 1.35


@dataclass(frozen=True, slots=True)
class Bin:
    """So many lie in it; `label` stands at its lower edge."""

    n: int
    says: str
    label: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """`at` so many bins from the left."""

    at: float
    name: str


def histogram(
    key: str, bins: Sequence[Bin], *, signs: Sequence[Sign] = (), title: str, description: str
) -> SafeString:
    # No bar reaches the names of the signs.
    scale = Scale.counts(one.n * (HEADROOM if signs else 1) for one in bins)
    step = 100 / max(len(bins), 1)
    parts = [
        opening(key, title, description, linked=any(one.link for one in bins), height=TOP + PLOT + FOOT),
        *rules(scale.most, scale),
        *(_bin(one, n, step, scale.most) for n, one in enumerate(bins)),
        *(_sign(one, n, step) for n, one in enumerate(signs)),
        *rule_words(scale),
    ]
    return mark_safe("".join([*parts, "</svg>"]))


def _bin(one: Bin, number: int, step: float, most: float) -> str:
    x, height = number * step, PLOT * one.n / most
    inside = rect("hit", x, step, TOP, PLOT)
    if one.n:
        inside += rect("mark full edge", x, step, TOP + PLOT - height, height)
    if one.label:
        anchor = "start" if number == 0 else "middle"
        inside += words("", one.label, x, TOP + PLOT + 16, anchor)
    return mark(inside, one.says, one.link if one.n else "", 0, number)


def _sign(one: Sign, number: int, step: float) -> str:
    x = min(max(one.at * step, 0.0), 100.0)
    anchor = "end" if x > 50 else "start"
    nudge = -4 if anchor == "end" else 4
    return f'<line class="sign" x1="{x:.2f}%" x2="{x:.2f}%" y1="{TOP - 8}" y2="{TOP + PLOT}"/>' + words(
        "name", one.name, x, TOP + number * NAMES + 4, anchor, nudge
    )
