"""Weeks of topics say what their hours say, made or not, whatever hour is counted again."""

import datetime
import random
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.utils import timezone

from reports.models import TopicHour, TopicWeek
from reports.radar.coming import coming
from reports.radar.finding import scan
from reports.radar.topic_weeks import AT_ONCE, WEEK, by_week, close_weeks, monday_of
from tests.factories import make_ticket
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
TALLINN, NEW_YORK = ZoneInfo("Europe/Tallinn"), ZoneInfo("America/New_York")
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
TOPICS = ("tag:card", "type:3")


@pytest.fixture
def now():
    return timezone.now().replace(minute=0, second=0, microsecond=0)


@pytest.fixture
def hours(now):
    """Of fifteen weeks, more of them around the nights on which weeks end."""
    dice, found = random.Random(3), {}
    for _n in range(900):
        hour = now - dice.randrange(15 * 7 * 24) * HOUR
        hour += (7 - hour.weekday()) * DAY - hour.hour * HOUR - 3 * HOUR if dice.random() < 0.3 else 0 * HOUR
        found[dice.choice(TOPICS), min(hour, now)] = dice.randrange(1, 9)
    for hour in {hour for _topic, hour in found}:
        found["", hour] = 20
    rows = [TopicHour(topic=topic, hour=hour, n=n) for (topic, hour), n in found.items()]
    TopicHour.objects.bulk_create(rows)
    return found


def counted(hours, zone, now, weeks):
    """One by one."""
    monday, found = monday_of(now.astimezone(zone).date()), Counter()
    for (topic, hour), n in hours.items():
        week = monday_of(hour.astimezone(zone).date())
        if monday - weeks * WEEK <= week < monday:
            found[topic, week] += n
    return found


def made(now, zone):
    while close_weeks(now, zone):
        pass


@pytest.mark.parametrize("zone", [TALLINN, NEW_YORK])
@pytest.mark.parametrize("weeks", [3, 70])
def test_made_or_not_they_say_what_the_hours_say(hours, now, zone, weeks):
    monday, ought = monday_of(now.astimezone(zone).date()), counted(hours, zone, now, weeks)
    assert by_week(zone, monday, weeks) == ought
    assert close_weeks(now, zone) == AT_ONCE
    assert by_week(zone, monday, weeks) == ought
    made(now, zone)
    assert by_week(zone, monday, weeks) == ought
    some = by_week(zone, monday, weeks, TOPICS[:1])
    assert {key: n for key, n in some.items() if key[0]} == {
        key: n for key, n in ought.items() if key[0] == TOPICS[0]
    }


def test_made_weeks_are_what_is_read_in_one_statement(hours, now, django_assert_num_queries):
    made(now, TALLINN)
    TopicHour.objects.all().delete()
    monday = monday_of(now.astimezone(TALLINN).date())
    with django_assert_num_queries(1):
        assert by_week(TALLINN, monday, 9) == counted(hours, TALLINN, now, 9)


def test_another_zone_has_other_weeks(hours, now):
    made(now, TALLINN)
    made(now, NEW_YORK)
    assert {*TopicWeek.objects.values_list("zone", flat=True)} == {"America/New_York"}


def test_a_late_tag_is_in_the_weeks_of_its_topic(billing, dana, amara, now):
    """Prints and weeks are made, then a ticket of an hour ago gets a tag when its week is over."""
    for n in range(10):
        make_ticket(requester=dana, team=billing, at=now - n * WEEK - 2 * HOUR, tags=["card"])
    late = make_ticket(requester=dana, team=billing, at=now - HOUR)
    monday = now + (7 - now.weekday()) * DAY
    for at in (now, now):
        scan(at)
    made(monday, TALLINN)
    week = monday_of((now - HOUR).astimezone(TALLINN).date())
    before = by_week(TALLINN, week + WEEK, 1)["tag:card", week]
    Ticket.objects.filter(pk=late.pk).update(tags=["card"])
    scan(now)
    assert by_week(TALLINN, week + WEEK, 1)["tag:card", week] == before + 1


def test_what_may_come_is_told_the_same_from_weeks(hours, now):
    told = coming(now, TALLINN)
    made(now, TALLINN)
    assert told[1]
    cache.clear()
    assert coming(now, TALLINN) == told
