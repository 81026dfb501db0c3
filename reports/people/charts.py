"""What the page of one person draws."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lib.charts import Across, Picture, Sheet, SheetCell, SheetRow, across
from lib.evidence import share
from reports.people.fair import FEW


@dataclass(frozen=True, slots=True)
class Shared:
    """So many of so many; or a `mean` in percent of so many, with its bounds where these can be told."""

    key: str
    name: str
    about: str
    value: int
    of: int
    link: str = ""
    mean: float | None = None
    bounds: tuple[float, float] | None = None

    def figures(self) -> tuple[float, float | None, float | None] | None:
        """In percent, with the ends of the interval."""
        if self.mean is not None:
            return (self.mean, *(self.bounds or (None, None)))
        found = share(self.value, self.of)
        return (found.percent, found.low, found.high) if found else None


def shares(rows: Sequence[Shared], title: str) -> Picture:
    """Each with the interval in which the truth lies."""
    heads = [_("Share"), _("Of"), _("Between")]
    sheet = Sheet(title, _("What"), heads, [_sheet_row(row) for row in rows])
    if not any(row.of for row in rows):
        return Picture("shares", title, "", sheet)
    about = _(
        "A line with ends is where the truth lies with 95 %. Where two overlap, a difference may be chance."
    )
    svg = across("shares", [_row(row) for row in rows], most=100, title=title, description=about)
    return Picture("shares", title, svg, sheet, notes=[about])


def percent(value: float) -> str:
    return _("%(n)s %%") % {"n": number_format(round(value), decimal_pos=0)}


def _of(row: Shared) -> str:
    n = number_format(row.of, force_grouping=True)
    if row.mean is not None:
        return ngettext("mean of %(n)s", "mean of %(n)s", row.of) % {"n": n}
    return ngettext("%(value)s of %(n)s", "%(value)s of %(n)s", row.of) % {"value": row.value, "n": n}


def _row(row: Shared) -> Across:
    found = row.figures()
    if found is None:
        return Across(row.name, None, _("none yet"), f"{row.name}: {_('none yet')}")
    value, low, high = found
    few = row.of < FEW
    text = f"{percent(value)} · {_of(row)}"
    says = f"{row.name}: {percent(value)}, {_of(row)}"
    if low is not None and high is not None:
        says += ", " + _("between %(low)s and %(high)s") % {"low": percent(low), "high": percent(high)}
    if few:
        text, says = f"{text} · {_('few')}", f"{says}, {_('too few to be sure')}"
    return Across(row.name, value, text, says, low, high, few, link=row.link)


def _sheet_row(row: Shared) -> SheetRow:
    found = row.figures()
    between = f"{percent(found[1])} – {percent(found[2] or 0)}" if found and found[1] is not None else "–"
    return SheetRow(
        row.name,
        [
            SheetCell(percent(found[0]) if found else "–"),
            SheetCell(number_format(row.of, force_grouping=True), row.link if row.of else ""),
            SheetCell(between),
        ],
    )
