"""Weeks of a small desk, rostered by the real solver and published: what nobody wants is shared.

Six weeks with every run of the tests; `FAIR_WEEKS=26` half a year, and `FAIR_PEOPLE=7 FAIR_SECONDS=30` a desk
of early, late and night shifts for as many people, searching so long for each roster of two weeks.
"""

import datetime
import os
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from scheduling.actions import set_hours, time_off
from scheduling.actions.planning import begin_draft, replace_all
from scheduling.actions.publishing import publish
from scheduling.ledgers import Presence, carried, ledger_of
from scheduling.models import LoadCaps, Need, Shift
from scheduling.rostering.board import unpopular
from scheduling.solver import solve
from scheduling.solving import problem_of, shifts_of
from scheduling.weeks import midnight, wall
from staff.actions import hire
from staff.models import Contract
from tests.factories import OFFICE_HOURS
from tests.scheduling.test_planning import template

pytestmark = pytest.mark.django_db
TALLINN = ZoneInfo("Europe/Tallinn")
DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(weeks=1)
WEEKS = int(os.environ.get("FAIR_WEEKS", "6"))
# To the end of October: the clocks go back on the last day.
END = datetime.date(2027, 11, 1)
MONDAY = END - WEEKS * WEEK
LEAVE, JOINS = MONDAY + 2 * (WEEKS // 6) * WEEK, MONDAY + 2 * ((WEEKS + 2) // 4) * WEEK
HOLIDAYS = ["2027-06-23", "2027-06-24", "2027-08-20"]
PEOPLE = int(os.environ.get("FAIR_PEOPLE", "0"))
SECONDS = float(os.environ.get("FAIR_SECONDS", "60"))


@pytest.fixture
def desk(billing, cleo):
    """A night every day, weekends and holidays too."""
    set_hours("Office", {**OFFICE_HOURS, "holidays": HOLIDAYS}, teams=(billing,))
    billing.memberships.filter(user=cleo).update(leads=True)
    # The cap of nights in any seven days is none that the search knows.
    LoadCaps.objects.create(team=billing, nights_soft=7, nights_hard=7)
    shifts = [(template("Night", 22, 8), 1, 1)]
    if PEOPLE:
        shifts += [(template("Early", 7), 2, 1), (template("Late", 14), 1, 1)]
    for day in (MONDAY + n * DAY for n in range(WEEKS * 7)):
        for one, weekday, weekend in shifts:
            _need(billing, day, one, weekend if day.weekday() >= 5 else weekday)
    return billing


def _need(team, day, template, heads):
    start = wall(day, template.starts, TALLINN)
    Need.objects.bulk_create(
        Need(team=team, activity="tickets", heads=Decimal(heads), starts_at=start + n * DAY / 48)
        for n in range(template.minutes // 30)
    )  # fmt: skip


def _hire(number, team, from_on=MONDAY - 52 * WEEK, hours=40):
    user = hire(email=f"p{number}@desk.example", full_name=f"P{number}", role="agent", teams=(team,))
    Contract.objects.create(user=user, from_on=from_on, weekly_hours=hours, night_work=True, regime="EE")
    return user


def _roster(team, cleo, monday, weeks):
    draft = begin_draft(team, by=cleo, starts_on=monday, weeks=weeks, zone="Europe/Tallinn")
    problem = problem_of(draft)
    ear = Ear(draft, problem, 7 * weeks)
    solution = solve(problem, seconds=SECONDS, on_progress=ear.tell, stop=ear.stopped)
    found = solution.assignments if PEOPLE else ear.good or solution.assignments
    replace_all(draft, by=cleo, seen=0, shifts=shifts_of(draft, found))
    publish(draft, by=cleo, seen=1)


class Ear:
    """Stops the search when everything is covered and shared: how quick the machine is does not matter."""

    def __init__(self, draft, problem, shifts):
        self.draft, self.problem, self.shifts, self.good = draft, problem, shifts, ()

    def tell(self, progress):
        counts = {one.id: one.ledger.unpopular for one in self.problem.people}
        for one in progress.assignments:
            counts[one.person] += unpopular(one.shift, TALLINN, self.problem.holidays)
        covered = {one.shift.starts_at for one in progress.assignments}
        if self.good or len(covered) < self.shifts or _spread(counts.values()) > 2:
            return
        if all(one.user_id for one in shifts_of(self.draft, progress.assignments)):
            self.good = progress.assignments

    def stopped(self):
        return bool(self.good) and not PEOPLE


def _spread(numbers):
    return max(numbers) - min(numbers)


def test_in_weeks_of_rosters_equals_carry_the_same_but_for_two(desk, cleo):
    """At the end of every roster, not only of the last. One joins in the middle and does not catch up; one is
    on leave for three weeks and does not make up for it.
    """
    equals = [_hire(n, desk) for n in range(max(PEOPLE - 2, 2))]
    away = _hire(98, desk)
    late = _hire(99, desk, from_on=JOINS)
    time_off.ask_time_off(away, by=cleo, kind="holiday", first_on=LEAVE, last_on=LEAVE + 3 * WEEK - DAY)
    monday = MONDAY
    while monday < END:
        _roster(desk, cleo, monday, 2)
        monday += 2 * WEEK
        until = midnight(monday, TALLINN)
        had, all_in_all = ledger_of(desk, until), carried(desk, until)
        assert _spread([had[one.pk].unpopular for one in equals]) <= 2, monday
        there = [one.pk for one in (*equals, away, late) if one != late or monday > JOINS]
        if PEOPLE:
            print(monday, {pk: (had[pk].unpopular, round(all_in_all[pk]["unpopular"], 1)) for pk in there})
        assert _spread([all_in_all[pk]["unpopular"] for pk in there]) <= 3, monday
    assert Shift.objects.count() >= 0.9 * WEEKS * 7  # a crowded machine may leave a gap
    assert had[late.pk].unpopular < had[away.pk].unpopular < had[equals[0].pk].unpopular
    assert all(one.nights and one.weekends for one in (had[each.pk] for each in equals))
    hours = Presence([one.pk for one in (*equals, away, late)], MONDAY, END).hours(MONDAY, END)
    assert [hours[one.pk] for one in (equals[0], away, late)] == pytest.approx(
        [40 * WEEKS, 40 * (WEEKS - 3), 40 * ((END - JOINS).days // 7)]
    )
