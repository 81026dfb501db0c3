"""What a chart shows as a table, and all that belongs to one chart: shown by templates/_parts/chart.html."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from lib.charts.flags import Footnote


@dataclass(frozen=True, slots=True)
class SheetCell:
    """`note` is what one should know of it: of how few it is, between what it lies."""

    text: str
    link: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """`footnotes` are those of its days."""

    name: str
    cells: Sequence[SheetCell]
    link: str = ""
    footnotes: Sequence[Footnote] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """`corner` is over the names of the rows, `heads` over the columns of numbers."""

    caption: str
    corner: str
    heads: Sequence[str]
    rows: Sequence[SheetRow]


@dataclass(frozen=True, slots=True)
class Picture:
    """`drawn` is "" where there is nothing to draw; then `nothing` says so. `footnotes` are of its flags."""

    key: str
    title: str
    drawn: SafeString | str
    sheet: Sheet
    legend: SafeString | str = ""
    about: str = ""
    nothing: str = ""
    notes: Sequence[str] = field(default_factory=tuple)
    footnotes: Sequence[Footnote] = ()
