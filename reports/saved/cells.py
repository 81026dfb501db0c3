"""What a saved report is made of: sections of lines of cells, each the text that stands on the page."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.safestring import SafeString

from lib.charts import Footnote


@dataclass(frozen=True, slots=True)
class Cell:
    """`unit` is that of `value`; words alone have none. `of` facts are in it; `few`: too few to be sure."""

    text: str
    value: float | None = None
    unit: str = ""
    of: int = 0
    link: str = ""
    few: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """`footnotes` are those of its days."""

    name: str
    cells: Sequence[Cell]
    whole: bool = False
    footnotes: Sequence[Footnote] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """`said` are the days and what it is of; `first_only`: the numbers are in the first column alone, beside
    which others only explain it.
    """

    key: str
    heading: str
    about: str
    said: Sequence[str]
    total: Cell
    corner: str
    heads: Sequence[str]
    lines: Sequence[Line]
    first_only: bool
    notes: Sequence[str] = ()
    chart: SafeString | str = ""
    legend: SafeString | str = ""
    footnotes: Sequence[Footnote] = ()


@dataclass(frozen=True, slots=True)
class ReportPage:
    """As of the end of `day`, or of now on that day, in the reader's zone."""

    name: str
    desk: str
    day: datetime.date
    zone: str
    sections: Sequence[Section] = field(default_factory=tuple)

    @property
    def as_of(self) -> str:
        return date_format(self.day, "j E Y")
