"""The mean score week by week, as a line."""

import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lib.charts import Line, Step, lines
from qa import figures
from qa.models import Review

# The Monday of each week, how many reviews were given, and their mean.
Weeks = list[tuple[datetime.date, int, float | None]]


def weeks_of(reviews: QuerySet[Review], days: int) -> Weeks:
    """Every week of the span by its Monday, from the first that has a review on; some may have none."""
    known = {week: (n, mean) for week, n, mean in figures.by_week(reviews)}
    first = timezone.localdate() - datetime.timedelta(days=days)
    first -= datetime.timedelta(days=first.weekday())
    weeks = [first + datetime.timedelta(weeks=n) for n in range(days // 7 + 1)]
    weeks = [week for week in weeks if week >= min(known, default=first)]
    return [(week, *known.get(week, (0, None))) for week in weeks]


def chart_of(weeks: Weeks) -> SafeString | str:
    """The mean of each week in percent, with gaps. Nothing where one week alone has reviews."""
    if sum(1 for _week, n, _mean in weeks if n) < 2:
        return ""
    values = [None if mean is None else 100 * mean for _week, _n, mean in weeks]
    every = -(-len(weeks) // 4)  # four labels have room on a phone
    steps = [
        Step(_said(week, n, mean), date_format(week, "j M") if number % every == 0 else "")
        for number, (week, n, mean) in enumerate(weeks)
    ]
    said = _("Each point is the mean of the reviews that were given in a week.")
    return lines(
        "quality", [Line(values)], steps, title=_("Mean score by week, in percent"), description=said
    )


def _said(week: datetime.date, n: int, mean: float | None) -> str:
    said = {
        "day": date_format(week, "j E"),
        "n": n,
        "mean": "–" if mean is None else f"{round(100 * mean)} %",
    }
    return _("Week of %(day)s: %(mean)s, %(n)s reviews") % said
