"""From figures of days to those of months that are over, so that a long time is a few rows to add up."""

import datetime
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Min

from reports.counted.months import month_after, month_of
from reports.models import DayFigure, FigureZone, MonthFigure

KEY = "kind, team_id, dimension, key"
SKETCH = f"""SELECT {KEY}, jsonb_object_agg(bucket, n) AS sketch FROM (
        SELECT {KEY}, b.bucket, sum(b.n::int) AS n FROM days, jsonb_each_text({{0}}) AS b (bucket, n)
        GROUP BY {KEY}, b.bucket
    ) b GROUP BY {KEY}"""  # noqa: S608  constants alone
ROLLUP = f"""
WITH days AS (
    SELECT {KEY}, n, kept, score, at_minutes, seconds, sketch, working_sketch FROM reports_dayfigure
    WHERE zone = %(zone)s AND day >= %(month)s AND day < %(until)s
), sums AS (
    SELECT {KEY}, sum(n) AS n, sum(kept) AS kept, sum(score) AS score, sum(at_minutes) AS at_minutes,
        sum(seconds) AS seconds
    FROM days GROUP BY {KEY}
), sketches AS ({SKETCH.format("sketch")}), working AS ({SKETCH.format("working_sketch")})
INSERT INTO reports_monthfigure
    (zone, day, {KEY}, n, kept, score, at_minutes, seconds, sketch, working_sketch)
SELECT %(zone)s, %(month)s, {KEY}, s.n, s.kept, s.score, s.at_minutes, s.seconds,
    COALESCE(c.sketch, '{{}}'), COALESCE(w.sketch, '{{}}')
FROM sums s LEFT JOIN sketches c USING ({KEY}) LEFT JOIN working w USING ({KEY})"""  # noqa: S608


def close_a_month(now: datetime.datetime) -> bool:
    """The figures of the next month that is over and has none, in any zone; whether there was one. In the
    caller's transaction, when no day is stale.
    """
    for zone in FigureZone.objects.order_by("name"):
        month = zone.months_until or _first_month(zone.name)
        if month and month_after(month) <= now.astimezone(ZoneInfo(zone.name)).date():
            _roll_month(zone.name, month)
            zone.months_until = month_after(month)
            zone.save(update_fields=["months_until"])
            return True
    return False


def roll_months(zone: str, days: Iterable[datetime.date]) -> None:
    """The months of these days made anew, of those that have figures. In the caller's transaction."""
    until = FigureZone.objects.filter(name=zone).values_list("months_until", flat=True).first()
    for month in sorted(set(map(month_of, days))):
        if until and month < until:
            _roll_month(zone, month)


def _first_month(zone: str) -> datetime.date | None:
    first = DayFigure.objects.filter(zone=zone).aggregate(first=Min("day"))["first"]
    return month_of(first) if first else None


def _roll_month(zone: str, month: datetime.date) -> None:
    MonthFigure.objects.filter(zone=zone, day=month).delete()
    with connection.cursor() as cursor:
        cursor.execute(ROLLUP, {"zone": zone, "month": month, "until": month_after(month)})
