"""Overtime: what is worked in a week beyond the contract, and for whom it counts."""

import datetime
from zoneinfo import ZoneInfo

from scheduling.overtime import Over, Stretch, beyond, on_days, worked

MONDAY = datetime.datetime(2026, 3, 2, 8, tzinfo=datetime.UTC)
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


def stretch(day, hours=8.0, *, user=1, team=1, start=0):
    begin = MONDAY + day * DAY + start * HOUR
    end = begin + hours * HOUR
    return Stretch(user, team, begin, end, int(hours * 3600), begin.date())


def forty(_user, _monday):
    return 40 * 3600


def hours(found):
    return [(one.stretch.day.day, one.stretch.team, one.seconds / 3600) for one in found]


def test_what_comes_last_in_the_week_is_the_overtime():
    week = [stretch(day, 9, team=1 + day // 4) for day in range(5)]
    assert hours(beyond(week, forty)) == [(6, 2, 5.0)]
    assert hours(beyond([*week, stretch(5, 3)], forty)) == [(6, 2, 5.0), (7, 1, 3.0)]
    [last] = beyond(week, forty)
    assert (last.worked, last.owed) == (45 * 3600, 40 * 3600)


def test_each_week_is_its_own_and_each_person_too():
    assert not beyond([stretch(day) for day in (0, 1, 2, 3, 4, 7, 8)], forty)
    assert not beyond([stretch(day, user=user) for user in (1, 2) for day in range(5)], forty)
    assert hours(beyond([stretch(day, 12, user=3) for day in range(4)], forty)) == [(5, 1, 8.0)]


def test_without_a_contract_nothing_is_overtime():
    assert not beyond([stretch(day, 20) for day in range(7)], lambda _user, _monday: None)
    assert hours(beyond([stretch(0, 2)], lambda _user, _monday: 0)) == [(2, 1, 2.0)]


def test_the_clock_says_what_was_worked_where_it_is_used():
    plan = [stretch(0), stretch(1), stretch(2)]
    clock = [stretch(0, 9.5)]
    found = worked(plan, clock)
    assert [(one.seconds / 3600, one.clocked) for one in found] == [(9.5, True)]  # else they were not there
    late = [stretch(40)]
    assert len(worked(late, clock)) == 2  # who has not used it for so long does without
    assert worked(plan, []) == plan


def test_what_is_clocked_is_for_the_team_of_its_shift_else_for_its_own():
    plan = [stretch(0, 4, team=2), stretch(0, 4, team=3, start=4)]
    assert [one.team for one in worked(plan, [stretch(0, 5)])] == [2]
    assert [one.team for one in worked(plan, [stretch(0, 7, start=2)])] == [3]
    assert worked(plan, [stretch(1, team=9)])[0].team == 9


def test_of_overtime_a_day_has_what_lies_between_its_midnights():
    """In the zone of the desk; the overtime is the end of what was worked."""
    day, zone = datetime.date(2026, 3, 6), ZoneInfo("Europe/Tallinn")
    night = stretch(3, 8, start=12)  # 20:00 to 4:00 by UTC, midnight in Tallinn is at 22:00
    for seconds, expected in ((3600, {day: 3600}), (7 * 3600, {day: 6 * 3600}), (8 * 3600, {day: 6 * 3600})):
        assert on_days(Over(night, seconds, 0, 0), {day, day + DAY}, zone) == expected
    both = {day: 6 * 3600, day - DAY: 3600}
    assert on_days(Over(night, 7 * 3600, 0, 0), {day - DAY, day}, zone) == both
    assert on_days(Over(night, 7 * 3600, 0, 0), {day + 9 * DAY}, zone) == {}


def test_a_day_on_which_clocks_change_has_its_own_length():
    day, zone = datetime.date(2026, 10, 25), ZoneInfo("Europe/Tallinn")
    start = datetime.datetime(2026, 10, 24, 12, tzinfo=datetime.UTC)
    long = Stretch(1, 1, start, start + 48 * HOUR, 48 * 3600, start.date())
    assert on_days(Over(long, 48 * 3600, 0, 0), {day}, zone) == {day: 25 * 3600}
