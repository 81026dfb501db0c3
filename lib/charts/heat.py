"""Heat strips: days by the hour as a table of links. Colour is never alone: each cell says its number.

Built as strings: a week of half hours is three hundred cells.
"""

# ruff: noqa: S308  every text is escaped where it enters the markup

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

SHADES = 9


@dataclass(frozen=True, slots=True)
class Cell:
    """`says` is its name for who cannot see it; without a `link` it is only shown."""

    text: str
    look: str
    says: str
    link: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    cells: Sequence[Cell]
    link: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """Over so many columns."""

    text: str
    columns: int = 1


def shade(value: float, most: float) -> str:
    """`h0` for nothing to `h9` for the most."""
    if value <= 0 or most <= 0:
        return "h0"
    return f"h{max(1, min(SHADES, round(SHADES * value / most)))}"


def strip(
    rows: Sequence[Row], heads: Sequence[Head], *, caption: str, key: str, target: str = "", look: str = ""
) -> SafeString:
    """`target`: where htmx puts what a cell opens."""
    return mark_safe("".join(_parts(rows, heads, caption, key, target, look)))


def _parts(
    rows: Sequence[Row], heads: Sequence[Head], caption: str, key: str, target: str, look: str
) -> list[str]:
    opens = f' hx-target="{escape(target)}" hx-push-url="true"' if target else ""
    parts = [
        f'<table class="strip {escape(look)}" data-strip id="{escape(key)}"{opens}>'
        f'<caption class="visually-hidden">{escape(caption)}</caption><thead><tr><td></td>'
    ]
    parts += [
        f'<th scope="{"colgroup" if head.columns > 1 else "col"}" colspan="{head.columns}">'
        f"{escape(head.text)}</th>"
        for head in heads
    ]
    parts.append("</tr></thead><tbody>")
    for row in rows:
        name = f'<a href="{escape(row.link)}">{escape(row.name)}</a>' if row.link else escape(row.name)
        parts.append(f'<tr><th scope="row">{name}</th>')
        parts += [_cell(cell, bool(target)) for cell in row.cells]
        parts.append("</tr>")
    parts.append("</tbody></table>")
    return parts


def _cell(cell: Cell, htmx: bool) -> str:
    says = escape(cell.says)
    if not cell.link:
        return f'<td class="{cell.look}" title="{says}"><span>{escape(cell.text)}</span></td>'
    link = escape(cell.link)
    now = ' aria-current="true"' if cell.current else ""
    fetch = f' hx-get="{link}"' if htmx else ""
    return (
        f'<td class="{cell.look}"><a href="{link}"{fetch}{now} title="{says}" aria-label="{says}">'
        f"{escape(cell.text)}</a></td>"
    )
