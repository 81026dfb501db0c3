"""Bars from left to right, one below the other, each with the interval in which the truth lies."""

# ruff: noqa: S308  every text is escaped where it enters the markup

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from lib.charts.frame import mark, opening, rect, words

LINE, BAR = 38, 10  # pixels of a row, and of the bar in it


@dataclass(frozen=True, slots=True)
class Across:
    """`text` is the value as words, at the right; `few`: too few to be sure of anything; `usual` is what it
    is compared with. A value of None is a row with no bar.
    """

    name: str
    value: float | None
    text: str
    says: str
    low: float | None = None
    high: float | None = None
    few: bool = False
    usual: float | None = None
    link: str = ""


def across(key: str, rows: Sequence[Across], *, most: float, title: str, description: str) -> SafeString:
    """`most` is the whole width. Names stand above the bars: there is room for them on a phone too."""
    linked = any(row.link for row in rows)
    parts = [opening(key, title, description, linked=linked, height=LINE * len(rows) + 4)]
    parts += [_row(row, n, most or 1) for n, row in enumerate(rows)]
    return mark_safe("".join([*parts, "</svg>"]))


def _row(row: Across, number: int, most: float) -> str:
    top = number * LINE
    middle = top + 18 + BAR / 2

    def at(value: float) -> float:
        return 100 * min(max(value / most, 0.0), 1.0)

    parts = [
        rect("hit", 0, 100, top, LINE),
        words("say", row.name, 0, top + 13, "start"), words("say", row.text, 100, top + 13, "end"),
        rect("rail", 0, 100, top + 18, BAR),
    ]  # fmt: skip
    if row.value is not None:
        parts.append(rect("mark few" if row.few else "mark", 0, at(row.value), top + 18, BAR))
    if row.usual is not None:
        x = at(row.usual)
        parts.append(f'<line class="need" x1="{x:.2f}%" x2="{x:.2f}%" y1="{top + 15}" y2="{top + 31}"/>')
    if row.low is not None and row.high is not None:
        low, high = at(row.low), at(row.high)
        parts.append(
            f'<line class="whisker" x1="{low:.2f}%" x2="{high:.2f}%" y1="{middle}" y2="{middle}"/>'
            f'<line class="whisker" x1="{low:.2f}%" x2="{low:.2f}%" y1="{middle - 4}" y2="{middle + 4}"/>'
            f'<line class="whisker" x1="{high:.2f}%" x2="{high:.2f}%" y1="{middle - 4}" y2="{middle + 4}"/>'
        )
    return mark("".join(parts), row.says, row.link, number, 0)
