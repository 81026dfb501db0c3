"""The coming weeks of the topics that came most, from the counts by hour."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum
from django.db.models.functions import TruncWeek

from lib.remembering import remembered
from reports.models import TopicHour
from reports.radar.naming import topic_names
from reports.radar.weeks import Ahead, ahead

WEEKS_AHEAD = 4
WEEKS_BEHIND = 70
LATELY = datetime.timedelta(weeks=8)
SHOWN = 10
REMEMBERED = 1800  # seconds; weeks that are over change with a late tag alone

Counted = dict[tuple[str, datetime.date], int]


@dataclass(frozen=True)
class TopicAhead:
    name: str
    last: int
    weeks: Sequence[Ahead]


def coming(now: datetime.datetime, zone: datetime.tzinfo) -> tuple[list[datetime.date], list[TopicAhead]]:
    """The Mondays of the coming weeks, and what may come of each topic then."""
    monday = (now.astimezone(zone) - datetime.timedelta(days=now.astimezone(zone).weekday())).date()
    # For everybody: a year of hours is much to add up for a page.
    topics, counted = remembered(
        f"topic-weeks-{monday}-{zone}", REMEMBERED, lambda: _weeks_of_topics(now, monday, zone)
    )
    first = min((week for _topic, week in counted), default=monday)
    # The first week is rarely whole; this one is not over.
    weeks = [first + datetime.timedelta(weeks=n) for n in range(1, (monday - first).days // 7)]
    names = topic_names(topics)
    found = []
    for topic in topics:
        came = [counted.get((topic, week), 0) for week in weeks]
        if told := ahead(came, WEEKS_AHEAD):
            found.append(TopicAhead(names[topic], came[-1], told))
    return [monday + datetime.timedelta(weeks=n) for n in range(1, WEEKS_AHEAD + 1)], found


def _weeks_of_topics(
    now: datetime.datetime, monday: datetime.date, zone: datetime.tzinfo
) -> tuple[list[str], Counted]:
    """The topics that came most lately, and how many of each came by week."""
    lately = TopicHour.objects.filter(hour__gt=now - LATELY).exclude(topic="")
    most = lately.order_by().values_list("topic").annotate(n=Sum("n")).order_by("-n", "topic")[:SHOWN]
    topics = [topic for topic, _n in most]
    since = datetime.datetime.combine(
        monday - datetime.timedelta(weeks=WEEKS_BEHIND), datetime.time(), tzinfo=zone
    )
    rows = (
        TopicHour.objects.filter(topic__in=topics, hour__gte=since)
        .order_by()
        .annotate(week=TruncWeek("hour", tzinfo=zone))
        .values_list("topic", "week")
        .annotate(n=Sum("n"))
    )
    return topics, {(topic, week.date()): n for topic, week, n in rows}
