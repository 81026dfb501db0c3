"""Overtime read from the clock, the rosters, the contracts and time off."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from scheduling.models import Attendance, Pause
from scheduling.overtimes import overtime
from staff.models import Contract
from tests.factories import make_off, make_shift

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Tallinn")
MONDAY = datetime.date(2026, 3, 2)
NOW = datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC)
LUNCH = ({"from": 240, "minutes": 60, "kind": "break"}, {"from": 60, "minutes": 30, "kind": "meeting"})


def at(day, hour=8):
    return datetime.datetime.combine(MONDAY + datetime.timedelta(days=day), datetime.time(hour), ZONE)


def week(user, team, length=9, days=range(5), parts=()):
    for day in days:
        make_shift(user, team, at(day), hours=length, parts=parts)


def found(since=MONDAY, days=28):
    until = since + datetime.timedelta(days=days)
    return [(one.stretch.day, one.seconds / 3600) for one in overtime(since, until, NOW)]


@pytest.fixture
def hired(amara):
    Contract.objects.create(user=amara, from_on="2025-01-01", weekly_hours=40)
    return amara


FRIDAY = MONDAY + datetime.timedelta(days=4)


def test_breaks_are_no_work_meetings_are(hired, billing):
    week(hired, billing, parts=LUNCH)
    assert found() == []
    make_shift(hired, billing, at(5), hours=2)
    assert found() == [(FRIDAY + datetime.timedelta(days=1), 2.0)]


def test_breaks_are_work_where_the_law_says_so(hired, billing):
    from scheduling.regimes import REGIMES

    code = next(code for code, regime in REGIMES.items() if regime.rules.breaks_are_work)
    hired.contracts.update(regime=code)
    week(hired, billing, parts=LUNCH)
    assert found() == [(FRIDAY, 5.0)]


def test_a_day_off_asks_for_nothing(hired, billing):
    make_off(hired, MONDAY)
    week(hired, billing, days=range(5))  # the Monday was planned before it was let off
    [(_day, hours)] = found()
    assert round(hours, 2) == round(36 - 40 * 6 / 7, 2)


def test_the_clock_is_what_was_worked_without_its_breaks(hired, billing):
    week(hired, billing, 8)
    for day in range(5):
        row = Attendance.objects.create(user=hired, starts_at=at(day), ends_at=at(day, 18))
        Pause.objects.create(attendance=row, starts_at=at(day, 12), ends_at=at(day, 13))
    Attendance.objects.create(user=hired, starts_at=at(5))  # still lasts
    assert found() == [(FRIDAY, 5.0)]
    [one] = overtime(MONDAY, MONDAY + datetime.timedelta(days=28), NOW)
    assert (one.stretch.clocked, one.stretch.team) == (True, billing.pk)


def test_a_week_that_began_before_counts_from_its_monday(hired, billing):
    week(hired, billing, 9)
    assert found(FRIDAY, 7) == [(FRIDAY, 5.0)]
    assert found(FRIDAY + datetime.timedelta(days=1), 7) == []


def test_what_is_to_come_and_who_has_no_contract_is_left_out(hired, ben, billing):
    week(ben, billing, 12)
    week(hired, billing, 12)
    assert len(overtime(MONDAY, MONDAY + datetime.timedelta(days=28), at(3, 23))) == 1
    hired.contracts.update(weekly_hours=0)
    assert found() == []


def test_it_asks_as_often_for_three_as_for_one(hired, ben, cleo, billing, django_assert_num_queries):
    for n, user in enumerate((hired, ben, cleo)):
        week(user, billing, 10)
        Attendance.objects.create(user=user, starts_at=at(8), ends_at=at(8, 9 + n))
        with django_assert_num_queries(5):
            found()
