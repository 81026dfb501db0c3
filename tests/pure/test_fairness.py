"""What somebody carried, and what is fair to hold against it."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from scheduling.fairness import Ledger, Spell, Wanted, Worked, at_night, compared, ledgers, marks, means

TALLINN, UTC = ZoneInfo("Europe/Tallinn"), datetime.UTC
HOUR = datetime.timedelta(hours=1)
HOLIDAY = datetime.date(2026, 2, 24)  # a Tuesday
AMARA, BEN, CLEO = 1, 2, 3


def worked(text, hours, user=AMARA, zone=TALLINN):
    start = datetime.datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)
    return Worked(user, start, start + hours * HOUR)


@pytest.mark.parametrize(
    ("starts", "hours", "found"),
    [
        ("2026-02-23T08:00", 8, set()),
        ("2026-02-23T12:00", 8, set()),
        ("2026-02-23T12:30", 8, {"late"}),
        ("2026-02-25T17:00", 7, {"late"}),
        ("2026-02-25T17:00", 8, {"nights"}),
        ("2026-02-25T22:00", 8, {"nights"}),
        ("2026-02-25T03:00", 8, {"nights"}),
        ("2026-02-25T04:00", 8, set()),
        ("2026-02-20T22:00", 8, {"nights", "weekends"}),
        ("2026-02-20T16:00", 8, {"late"}),
        ("2026-02-22T22:00", 8, {"nights", "weekends"}),
        ("2026-02-28T09:00", 8, {"weekends"}),
        ("2026-02-23T22:00", 8, {"nights", "holidays"}),
        ("2026-02-24T08:00", 8, {"holidays"}),
    ],
)
def test_what_nobody_wants(starts, hours, found):
    """By the clock on the wall: until midnight belongs to the day that ends with it."""
    assert marks(worked(starts, hours), TALLINN, {HOLIDAY}) == found


def test_a_night_on_which_clocks_change_has_the_hours_it_has():
    spring, autumn = worked("2026-03-28T22:00", 7), worked("2026-10-24T22:00", 9)
    assert at_night(spring.starts_at, spring.ends_at, TALLINN) == 7 * HOUR
    assert at_night(autumn.starts_at, autumn.ends_at, TALLINN) == 9 * HOUR
    early = worked("2026-03-29T01:00", 2)  # until four: three does not exist
    assert at_night(early.starts_at, early.ends_at + HOUR, TALLINN) == 3 * HOUR


def test_by_the_clock_of_each_who_works_them():
    """22:00 in Madrid is 23:00 in Tallinn; and who worked it has it, whoever was to."""
    zones = {AMARA: TALLINN, BEN: ZoneInfo("Europe/Madrid")}
    shifts = [worked("2026-03-02T11:30", 9, user, ZoneInfo("Europe/Madrid")) for user in (AMARA, BEN)]
    found = ledgers([AMARA, BEN], [*shifts, worked("2026-03-02T08:00", 8, CLEO)], zones)
    assert found == {AMARA: Ledger(late=1), BEN: Ledger(late=1)}
    earlier = [worked("2026-03-02T10:30", 9, user, ZoneInfo("Europe/Madrid")) for user in (AMARA, BEN)]
    assert ledgers([AMARA, BEN], earlier, zones) == {AMARA: Ledger(late=1), BEN: Ledger()}


def test_a_wish_is_refused_once_a_shift_is_worked_that_it_did_not_want():
    wishes = [
        Wanted(AMARA, False, weekday=0),
        Wanted(AMARA, False, on=HOLIDAY),
        Wanted(AMARA, True, weekday=2),
    ]
    days = [worked(f"2026-02-{day}T08:00", 8) for day in (23, 24, 25)]
    assert ledgers([AMARA], days, {AMARA: TALLINN}, wishes=wishes)[AMARA] == Ledger(refused=2)


def test_the_average_of_a_team_and_of_nobody():
    assert means({AMARA: Ledger(nights=1), BEN: Ledger(nights=2)})["nights"] == 1.5
    assert means({}) == {}


def test_who_joins_midway_has_nothing_to_catch_up():
    weeks = [Spell({AMARA: Ledger(nights=3), BEN: Ledger(nights=3)}, {AMARA: 40, BEN: 40, CLEO: 0})] * 5
    weeks += [
        Spell(dict.fromkeys((AMARA, BEN, CLEO), Ledger(nights=2)), dict.fromkeys((AMARA, BEN, CLEO), 40))
    ]
    found = compared([AMARA, BEN, CLEO], weeks)
    assert found[AMARA] == found[BEN]
    assert found[CLEO]["nights"] == found[CLEO]["unpopular"] == pytest.approx(5 * 3 + 2)
    assert found[AMARA]["nights"] == 17


def test_who_was_on_leave_has_nothing_to_make_up_for_nor_beforehand():
    all_there, away = {AMARA: 40, BEN: 40}, {AMARA: 40, BEN: 0}
    weeks = [
        Spell({AMARA: Ledger(late=2), BEN: Ledger(late=2)}, all_there),
        Spell({AMARA: Ledger(late=4)}, away),
    ]
    assert [one["unpopular"] for one in compared([AMARA, BEN], weeks).values()] == [6, 6]
    ahead = compared([AMARA, BEN], weeks, {AMARA: 80, BEN: 40})
    # So far there were six late ones in a hundred and twenty hours, by week a twentieth and a tenth.
    assert ahead[BEN]["late"] - ahead[AMARA]["late"] == pytest.approx(40 * (0.05 + 0.1) / 2)


def test_who_works_half_the_hours_carries_half():
    weeks = [Spell({AMARA: Ledger(weekends=4), BEN: Ledger(weekends=2)}, {AMARA: 40, BEN: 20})]
    assert [one["weekends"] for one in compared([AMARA, BEN], weeks).values()] == [4, 4]


def test_where_nothing_was_carried_all_are_equal():
    nothing = compared([AMARA, BEN], [], {AMARA: 40, BEN: 0})
    assert nothing[AMARA] == nothing[BEN] == dict.fromkeys(Ledger().named, 0)
