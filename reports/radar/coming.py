"""The coming weeks of the topics that came most, from the counts by week."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lib.remembering import remembered
from reports.radar.naming import topic_names
from reports.radar.topic_weeks import WEEKS_BEHIND, Counted, by_week, monday_of
from reports.radar.weeks import Ahead, ahead

WEEKS_AHEAD = 4
LATELY = 8  # weeks
SHOWN = 10
REMEMBERED = 1800  # seconds; weeks that are over change with a late tag alone


@dataclass(frozen=True)
class TopicAhead:
    name: str
    last: int
    weeks: Sequence[Ahead]


def coming(now: datetime.datetime, zone: datetime.tzinfo) -> tuple[list[datetime.date], list[TopicAhead]]:
    """The Mondays of the coming weeks, and what may come of each topic then."""
    monday = monday_of(now.astimezone(zone).date())
    topics, counted = remembered(
        f"topic-weeks-{monday}-{zone}", REMEMBERED, lambda: _weeks_of_topics(monday, zone)
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


def _weeks_of_topics(monday: datetime.date, zone: datetime.tzinfo) -> tuple[list[str], Counted]:
    """The topics that came most lately, and how many of each came by week."""
    lately: Counter[str] = Counter()
    for (topic, _week), n in by_week(zone, monday, LATELY).items():
        lately[topic] += n
    del lately[""]
    topics = sorted(lately, key=lambda topic: (-lately[topic], topic))[:SHOWN]
    counted = by_week(zone, monday, WEEKS_BEHIND, topics)
    return topics, Counter({(topic, week): n for (topic, week), n in counted.items() if topic})
