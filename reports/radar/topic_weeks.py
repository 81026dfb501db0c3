"""How many tickets of a topic came in each week that is over, in one zone: rows made from the counts by hour.

A week that has none, because nobody made them yet or an hour of it was counted again, is read from its hours.
"""

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from django.db import connection
from django.db.models import Min, Sum
from django.db.models.functions import TruncWeek

from reports.models import TopicHour, TopicWeek

WEEK = datetime.timedelta(weeks=1)
WEEKS_BEHIND = 70
AT_ONCE = 10
Counted = Counter[tuple[str, datetime.date]]
_MAKE = """
INSERT INTO reports_topicweek (zone, topic, week, n)
SELECT %s, topic, %s, sum(n) FROM reports_topichour WHERE hour >= %s AND hour < %s GROUP BY topic
ON CONFLICT (zone, topic, week) DO UPDATE SET n = EXCLUDED.n"""


def monday_of(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


def by_week(
    zone: datetime.tzinfo, monday: datetime.date, weeks: int, topics: Collection[str] | None = None
) -> Counted:
    """In so many weeks before this Monday; topic "" is the whole desk. In one statement if all are made."""
    wanted = [monday - n * WEEK for n in range(1, weeks + 1)]
    rows = TopicWeek.objects.filter(zone=str(zone), week__in=wanted)
    if topics is not None:
        rows = rows.filter(topic__in=[*topics, ""])
    found = Counter({(topic, week): n for topic, week, n in rows.values_list("topic", "week", "n")})
    if unmade := _with_hours([week for week in wanted if ("", week) not in found], zone):
        found += _from_hours(zone, unmade, topics)
    return found


def close_weeks(now: datetime.datetime, zone: datetime.tzinfo) -> int:
    """Some of the weeks that are over and not made, the latest first; how many. In the caller's
    transaction.
    """
    TopicWeek.objects.exclude(zone=str(zone)).delete()
    monday = monday_of(now.astimezone(zone).date())
    made = {*TopicWeek.objects.filter(zone=str(zone), topic="").values_list("week", flat=True)}
    over = (monday - n * WEEK for n in range(1, WEEKS_BEHIND + 1))
    unmade = _with_hours([week for week in over if week not in made], zone)[:AT_ONCE]
    for week in unmade:
        with connection.cursor() as cursor:
            cursor.execute(_MAKE, [str(zone), week, *_bounds(week, week, zone)])
    return len(unmade)


def open_again(hours: Iterable[datetime.datetime]) -> None:
    """The weeks that may hold these, whatever the zone."""
    half = datetime.timedelta(hours=14)
    weeks = {monday_of((hour + by).date()) for hour in hours for by in (-half, half)}
    TopicWeek.objects.filter(week__in=weeks).delete()


def _with_hours(weeks: Sequence[datetime.date], zone: datetime.tzinfo) -> list[datetime.date]:
    """Those in which anything may have come."""
    first = TopicHour.objects.aggregate(first=Min("hour"))["first"] if weeks else None
    return [week for week in weeks if first and week >= monday_of(first.astimezone(zone).date())]


def _from_hours(
    zone: datetime.tzinfo, weeks: Sequence[datetime.date], topics: Collection[str] | None
) -> Counted:
    since, until = _bounds(min(weeks), max(weeks), zone)
    rows = TopicHour.objects.filter(hour__gte=since, hour__lt=until).order_by()
    if topics is not None:
        rows = rows.filter(topic__in=topics)
    rows = rows.annotate(week=TruncWeek("hour", tzinfo=zone)).values_list("topic", "week")
    counted = ((topic, week.date(), n) for topic, week, n in rows.annotate(n=Sum("n")))
    return Counter({(topic, week): n for topic, week, n in counted if week in weeks})


def _bounds(
    first: datetime.date, last: datetime.date, zone: datetime.tzinfo
) -> tuple[datetime.datetime, datetime.datetime]:
    since, until = (datetime.datetime.combine(day, datetime.time(), zone) for day in (first, last + WEEK))
    return since, until
