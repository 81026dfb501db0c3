"""People take turns at being called."""

import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from scheduling.call_turns import Pattern, turns, uncovered

TALLINN = ZoneInfo("Europe/Tallinn")
MONDAY, DAY = datetime.date(2026, 12, 7), datetime.timedelta(days=1)
NINE, TEN, SEVEN = datetime.time(9), datetime.time(22), datetime.time(7)


def weekly(days=21, weekday=0, **more):
    return Pattern(MONDAY, MONDAY + (days - 1) * DAY, weekday, NINE, TALLINN, **more)


def said(found):
    return [(one.person, f"{one.starts_at.astimezone(TALLINN):%d %H}") for one in found]


def test_each_has_a_week_and_then_the_first_again():
    found = turns([1, 2], weekly())
    assert said(found) == [(1, "07 09"), (2, "14 09"), (1, "21 09")]
    assert all(one.ends_at == other.starts_at for one, other in pairwise(found))
    assert found[-1].ends_at.astimezone(TALLINN).date() == MONDAY + 21 * DAY


def test_it_may_begin_in_the_middle_of_a_week_and_change_on_another_day():
    assert said(turns([1, 2], weekly(10, weekday=3))) == [(1, "07 09"), (2, "10 09")]
    assert said(turns([1, 2], weekly(3, weekday=None))) == [(1, "07 09"), (2, "08 09"), (1, "09 09")]


def test_nights_alone_and_the_second_to_be_called_is_who_comes_next():
    nights = weekly(9, nightly=(TEN, SEVEN))
    assert [one.person for one in turns([1, 2, 3], nights)] == [1] * 7 + [2] * 2
    assert [one.person for one in turns([1, 2, 3], nights, ahead=1)] == [2] * 7 + [3] * 2
    first = turns([1], nights)[0]
    assert (first.ends_at - first.starts_at) == datetime.timedelta(hours=9)


def test_who_cannot_is_passed_over_and_if_none_can_it_is_nobodys():
    found = turns([1, 2], weekly(14), cannot=lambda person, start, end: person == 1)
    assert [(one.person, one.instead_of) for one in found] == [(2, 1), (2, None)]
    assert turns([1], weekly(7), cannot=lambda person, start, end: True)[0].person is None
    assert turns([], weekly()) == []


def test_over_the_change_of_clocks_a_turn_keeps_its_hour():
    spring = Pattern(datetime.date(2027, 3, 22), datetime.date(2027, 3, 28), 0, NINE, TALLINN)
    [one] = turns([1], spring)
    assert one.ends_at.astimezone(TALLINN).hour == 9
    assert one.ends_at - one.starts_at == datetime.timedelta(days=7, hours=-1)


def test_when_nobody_would_be_called():
    at = [datetime.datetime(2026, 12, 7, hour, tzinfo=datetime.UTC) for hour in range(12)]
    assert uncovered([(at[2], at[4]), (at[3], at[5]), (at[7], at[8])], at[1], at[9]) == [
        (at[1], at[2]), (at[5], at[7]), (at[8], at[9]),
    ]  # fmt: skip
    assert uncovered([(at[0], at[11])], at[1], at[9]) == []
    assert uncovered([(at[10], at[11])], at[1], at[9]) == [(at[1], at[9])]
