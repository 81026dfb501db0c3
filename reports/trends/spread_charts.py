"""How long it took: so many within a minute, an hour, a day, each bar with the list of exactly these."""

from collections.abc import Mapping, Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from lib.charts import Bin, Picture, Sheet, SheetCell, SheetRow, Sign, histogram
from lib.marks import span
from reports.choices import Unit
from reports.counted.sketch import quantile
from reports.cuts import Cut, link_to
from reports.measures import Measure
from reports.trends.spreading import Stretch, place_of, stretches
from reports.words.showing import said

LABELS = 6  # names of edges that have room on a phone


def by_length(measure: Measure, cut: Cut, zone: str, sketch: Mapping[str, int]) -> Picture:
    """`cut` is of the whole time, not taken apart."""
    found = stretches(sketch)
    links = [
        link_to(cut, cut.since, cut.until, zone, least=str(one.least), most=str(one.most)) for one in found
    ]
    sheet, title = _sheet(measure, found, links), _("How long it took")
    if not found:
        return Picture("spread", title, "", sheet)
    every = -(-len(found) // LABELS)
    bins = [
        Bin(one.n, _says(one), _short(one.since) if n % every == 0 else "", link)
        for n, (one, link) in enumerate(zip(found, links, strict=True))
    ]
    svg = histogram("spread", bins, signs=_signs(sketch, found), title=title, description=_told(sketch))
    notes = [_("Each edge is within 1 % of the time that it says.")]
    return Picture("spread", title, svg, sheet, notes=notes)


def _signs(sketch: Mapping[str, int], among: Sequence[Stretch]) -> list[Sign]:
    names = ((0.5, _("half: %(time)s")), (0.9, _("nine of ten: %(time)s")))
    known = [(quantile(sketch, q), name) for q, name in names]
    return [
        Sign(place_of(value, among), name % {"time": span(value)})
        for value, name in known
        if value is not None
    ]


def _told(sketch: Mapping[str, int]) -> str:
    half, most = quantile(sketch, 0.5), quantile(sketch, 0.9)
    return _("Half took at most %(half)s, nine of ten at most %(most)s.") % {
        "half": said(half, Unit.SECONDS), "most": said(most, Unit.SECONDS),
    }  # fmt: skip


def _sheet(measure: Measure, among: Sequence[Stretch], links: Sequence[str]) -> Sheet:
    """Each with its share, and what share took no longer than that."""
    total, seen, rows = sum(one.n for one in among), 0, []
    for one, link in zip(among, links, strict=True):
        seen += one.n
        shares = {
            "share": said(100 * one.n / total, Unit.PERCENT),
            "sum": said(100 * seen / total, Unit.PERCENT),
        }
        note = _("%(share)s · up to here %(sum)s") % shares
        rows.append(
            SheetRow(_between(one), [SheetCell(said(one.n, Unit.COUNT), link if one.n else "", note)])
        )
    return Sheet(f"{measure.name}: {_('How long it took')}", _("Time"), [_("Number")], rows)


def _between(one: Stretch) -> str:
    if not one.since:
        return _("up to %(time)s") % {"time": _short(one.until)}
    return f"{_short(one.since)} – {_short(one.until)}"


def _says(one: Stretch) -> str:
    return f"{_between(one)}: {said(one.n, Unit.COUNT)}"


def _short(seconds: int) -> str:
    return str(span(seconds)) if seconds else number_format(0)
