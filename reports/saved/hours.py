"""The hours of the week in a saved report: a line for each hour, a column for each day."""

from collections.abc import Sequence

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from reports.choices import Unit
from reports.cuts import Cut
from reports.figures import by_hour_of_week
from reports.saved.cells import Cell, Line
from reports.saved.charts import Drawn
from reports.trends.asked import first_weekday
from reports.trends.charts import by_hour
from reports.words.showing import said
from staff.models import User


def hours_of(user: User, key: str, cut: Cut, zone: str) -> tuple[list[str], list[Line], Drawn]:
    """Heads, lines and the picture: how many there were, whatever the figure says of them."""
    week, first = by_hour_of_week(user, cut, zone), first_weekday()
    days = [(first + n) % 7 for n in range(7)]
    lines = [
        Line(f"{hour:02}:00", [_cell(week[day][hour].n, week[day][hour].link) for day in days])
        for hour in range(24)
    ]
    sums = [_cell(sum(number.n for number in week[day])) for day in days]
    picture = by_hour(cut.told, week, first, key) if any(cell.value for cell in sums) else ""
    return _heads(days), [*lines, Line(_("Altogether"), sums, whole=True)], (picture, "")


def _heads(days: Sequence[int]) -> list[str]:
    return [str(WEEKDAYS_ABBR[day]) for day in days]


def _cell(n: int, link: str = "") -> Cell:
    return Cell(said(n, Unit.COUNT), n, Unit.COUNT, n, link if n else "")
