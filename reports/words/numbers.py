"""What stands beside numbers: of how many they are, and how they changed. The numbers: showing."""

from collections.abc import Iterable
from functools import partial

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lib.charts import Scale
from reports.choices import Statistic, Unit
from reports.measures import Measure
from reports.words.showing import said

FEW = 10  # of fewer, a median or a share says little
PLAIN = frozenset({Statistic.COUNT, Statistic.LEVEL})  # the number is how many there are
SURE = PLAIN | {Statistic.TOTAL}  # however few it is of


def scale(unit: str, values: Iterable[float]) -> Scale:
    """Shares up to all of it, unless some are more."""
    known, text = [*values], partial(said, unit=unit)
    if unit == Unit.SECONDS:
        return Scale.spans(known, text)
    if unit == Unit.PERCENT and max(known, default=0) <= 100:
        return Scale.percent(_whole_percent)
    if unit == Unit.POINTS:
        return Scale(5, text)
    return Scale(Scale.counts(known).most, text)


def of_how_many(measure: Measure, n: int) -> str:
    """What stands beside a number that is no count."""
    if measure.statistic in PLAIN:
        return ""
    return ngettext("of %(n)s", "of %(n)s", n) % {"n": said(n, Unit.COUNT)}


def too_few(measure: Measure, n: int) -> bool:
    return measure.statistic not in SURE and 0 < n < FEW


def change(unit: str, now: float | None, then: float | None) -> str:
    """Against a time before, signed: shares in points, all else in per cent."""
    if now is None or then is None:
        return ""
    if unit == Unit.PERCENT:
        points = round(now - then)
        return (
            ngettext("%(n)s point", "%(n)s points", abs(points)) % {"n": _signed(points)}
            if points
            else _same()
        )
    if not then:
        return ""
    percent = round(100 * (now - then) / then)
    return _("%(n)s %%") % {"n": _signed(percent)} if percent else _same()


def _same() -> str:
    return _("the same")


def _signed(number: int) -> str:
    return f"{'+' if number > 0 else '−'}{number_format(abs(number), force_grouping=True)}"


def _whole_percent(value: float) -> str:
    return _("%(n)s %%") % {"n": number_format(value, decimal_pos=0)}
