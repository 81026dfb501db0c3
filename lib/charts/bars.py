"""Bars beside each other, each with a mark where it usually ends."""

# ruff: noqa: S308  every text is escaped where it enters the markup

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from lib.charts.frame import (
    PLOT,
    TOP,
    Scale,
    foot,
    left_of,
    mark,
    nice,
    now_line,
    opening,
    rect,
    rule_words,
    rules,
)


@dataclass(frozen=True)
class Bar:
    """`usual` is what it is compared with; `says` is read out and shown on hover; `look` adds a class;
    `link` leads to what it counts.
    """

    value: float
    usual: float
    says: str
    label: str = ""
    look: str = "full"
    link: str = ""


def bars(
    key: str,
    bars: Sequence[Bar],
    *,
    title: str,
    description: str,
    now: float | None = None,
    scale: Scale | None = None,
) -> SafeString:
    """Bars with a mark where each usually ends. `now` draws a line so many bars from the left.

    `key` makes the ids of title and description; unique on the page.
    """
    most = scale.most if scale else nice(max([b.value for b in bars] + [b.usual for b in bars] + [1]))
    left = left_of(scale)
    step = (100 - left) / max(len(bars), 1)
    parts = [opening(key, title, description, linked=any(bar.link for bar in bars)), *rules(most, scale)]
    parts += [_bar(bar, n, left + n * step, step, most) for n, bar in enumerate(bars)]
    if now is not None:
        parts.append(now_line(left + now * step))
    return mark_safe("".join([*parts, *rule_words(scale), "</svg>"]))


def _bar(bar: Bar, number: int, x: float, step: float, most: float) -> str:
    # The whole column answers to the pointer, not only what is filled.
    parts = [_filled("hit", x, step, most, most)]
    if bar.usual:
        parts.append(_filled("band", x + step * 0.08, step * 0.84, bar.usual, most))
    if bar.value:
        parts.append(_filled(f"mark {bar.look}", x + step * 0.24, step * 0.52, bar.value, most))
    return mark("".join(parts) + foot(bar.label, x, step), bar.says, bar.link, 0, number)


def _filled(look: str, x: float, width: float, value: float, most: float) -> str:
    height = PLOT * value / most
    return rect(look, x, width, TOP + PLOT - height, height)
