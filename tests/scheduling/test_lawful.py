"""Whether a shift may come to somebody: everything that is around it counts."""

import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from notices.models import Notice
from scheduling import unlawful
from scheduling.choices import OffKind, OffState
from scheduling.lawful import breaches, span_of
from scheduling.models import Availability, DraftShift, LoadCaps, TimeOff
from staff.actions import set_contract
from tests.factories import make_shift

pytestmark = pytest.mark.django_db
TALLINN = ZoneInfo("Europe/Tallinn")
MONDAY = datetime.datetime(2026, 6, 1, tzinfo=TALLINN)
DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
BREAK = [{"from": 240, "minutes": 30, "kind": "break"}]


@pytest.fixture
def amara(amara, mona):
    terms = {"max_day_hours": Decimal(10), "night_work": True, "regime": "EE"}
    set_contract(amara, by=mona, from_on=datetime.date(2026, 1, 1), weekly_hours=Decimal(40), **terms)
    return amara


def at(day, hour):
    return datetime.datetime.combine((MONDAY + day * DAY).date(), datetime.time(hour), TALLINN)


def planned(day, hour, hours=8.5):
    begins = at(day, hour).astimezone(datetime.UTC)
    return span_of(DraftShift(starts_at=begins, ends_at=begins + hours * HOUR, parts=BREAK))


def found(user, *spans, zone=TALLINN, **more):
    of = breaches({user.pk: spans}, start=at(0, 0), end=at(28, 0), zone=zone, **more)
    return [one.kind.value for one in of[user.pk]]


def test_what_is_published_around_counts_and_what_is_replaced_does_not(amara, billing):
    late = make_shift(amara, billing, at(-1, 16))
    assert found(amara, planned(0, 8)) == ["daily_rest"]
    assert found(amara, planned(0, 8), instead_of=[late.pk]) == []
    assert found(amara, planned(0, 11)) == []


def test_law_and_contract_hold_together(amara, mona):
    assert found(amara, planned(0, 8, 10.5)) == []
    assert found(amara, planned(0, 8, 10.75)) == ["max_day"]
    terms = {"weekly_hours": Decimal(40), "night_work": False, "regime": "ES"}
    set_contract(amara, by=mona, from_on=datetime.date(2026, 5, 1), **terms)
    assert found(amara, planned(0, 8)) == []
    assert found(amara, planned(0, 22, 8)) == ["night_work"]
    assert found(amara, planned(0, 12), planned(1, 8)) == ["daily_rest"]


def test_the_average_looks_months_back_and_leave_is_neutral(amara, billing, mona):
    terms = {"weekly_hours": Decimal(48), "max_day_hours": Decimal(13), "max_week_hours": Decimal(60)}
    set_contract(amara, by=mona, from_on=datetime.date(2026, 1, 2), regime="EE", **terms)
    for day in range(-16 * 7, -21):
        if (MONDAY + day * DAY).weekday() < 5:
            make_shift(amara, billing, at(day, 8), 11.5)
    assert found(amara, planned(0, 8)) == []
    more = [planned(day, 8, 11) for day in (0, 1, 2, 3)]
    assert found(amara, *more) == []
    _off(amara, mona, -20, -5)
    assert "week_average" in found(amara, *more)


def _off(user, by, first, last, state=OffState.APPROVED):
    return TimeOff.objects.create(
        user=user, kind=OffKind.choices[0][0], first_on=at(first, 0).date(), last_on=at(last, 0).date(),
        starts_at=at(first, 0), ends_at=at(last + 1, 0), days=1, state=state, asked_by=user, asked_at=MONDAY,
        decided_by=by if state == OffState.APPROVED else None,
    )  # fmt: skip


def test_time_off_that_was_approved_is_in_the_way(amara, mona):
    row = _off(amara, mona, 2, 2, OffState.ASKED)
    assert found(amara, planned(2, 8)) == []
    row.delete()
    _off(amara, mona, 2, 2)
    assert found(amara, planned(2, 8), planned(3, 8)) == ["time_off"]
    assert found(amara, planned(1, 20)) == ["time_off"], "past midnight it reaches into the day off"


def test_outside_what_somebody_said_they_can_they_are_given_nothing(amara):
    Availability.objects.create(user=amara, weekday=0, starts=datetime.time(9), ends=datetime.time(18))
    Availability.objects.create(user=amara, weekday=1, never=True)
    said = breaches({amara.pk: [planned(0, 8), planned(1, 9)]}, start=at(0, 0), end=at(7, 0), zone=TALLINN)
    assert [(one.kind.value, one.hard) for one in said[amara.pk]] == [("unavailable", True)] * 2
    assert found(amara, planned(0, 9), planned(2, 8)) == []


def test_the_hard_cap_of_a_team_holds(amara, billing):
    week = [planned(day, 8) for day in range(5)]
    assert found(amara, *week) == []
    LoadCaps.objects.create(team=billing, worked_soft=30 * 60, worked_hard=40 * 60)
    assert found(amara, *week) == ["cap_worked"]


def test_without_a_contract_there_is_no_shift(ben):
    assert found(ben, planned(0, 8)) == ["no_contract"]


def test_it_costs_the_same_for_three_as_for_one(amara, ben, cleo, mona, django_assert_num_queries):
    for one in (ben, cleo):
        set_contract(one, by=mona, from_on=datetime.date(2026, 1, 1), weekly_hours=Decimal(40))
    for people in ([amara], [amara, ben, cleo]):
        spans = {one.pk: [planned(0, 8)] for one in people}
        with django_assert_num_queries(3):
            breaches(spans, start=at(0, 0), end=at(7, 0), zone=TALLINN)


def test_who_begins_in_the_weeks_that_are_planned_has_a_contract_from_then_on(ben, mona):
    assert found(ben, planned(2, 8)) == ["no_contract"]
    set_contract(ben, by=mona, from_on=(MONDAY + 2 * DAY).date(), weekly_hours=Decimal(40))
    assert found(ben, planned(2, 8)) == []
    assert found(ben, planned(1, 8), planned(2, 8)) == ["no_contract"]


def test_what_a_new_contract_forbids_stays_published_and_whoever_leads_is_told(
    amara, ben, cleo, mona, nora, billing
):
    """Once a week, and once for all nights of it; who said that they cannot is no matter of a rule."""
    billing.memberships.filter(user=cleo).update(leads=True)
    set_contract(ben, by=mona, from_on=datetime.date(2026, 1, 1), weekly_hours=Decimal(40))
    nights = [make_shift(amara, billing, at(day, 22), parts=BREAK) for day in (7, 9, 11)]
    make_shift(ben, billing, at(8, 9), parts=BREAK)
    Availability.objects.create(user=ben, weekday=1, never=True)
    assert unlawful.tell(at(0, 8)) == 0
    terms = {"weekly_hours": Decimal(40), "max_day_hours": Decimal(10), "regime": "EE"}
    set_contract(amara, by=mona, from_on=at(9, 0).date(), night_work=False, **terms)
    assert [unlawful.tell(at(0, 8)) for _ in range(2)] == [1, 0]
    notice = Notice.objects.get()
    assert notice.recipient == cleo
    assert "Wed 10 Jun: may not work at night" in notice.params["breach"]
    assert amara.shifts.count() == len(nights)
    assert list(unlawful.unlawful(billing, at(10, 8))) == [amara.pk]
    assert unlawful.unlawful(billing, at(12, 8)) == {}


def test_the_fourth_sunday_is_seen_across_three_weeks_on_either_side(amara, mona, billing):
    """In Poland one Sunday of four is free, whichever of them is planned last."""
    set_contract(amara, by=mona, from_on=datetime.date(2026, 2, 1), weekly_hours=Decimal(40), regime="PL")
    for day in (13, 20, 27):
        make_shift(amara, billing, at(day, 9), parts=BREAK)
    spans = {amara.pk: [planned(6, 9, 8)]}
    first = breaches(spans, start=at(0, 0), end=at(7, 0), zone=TALLINN)
    assert [one.kind.value for one in first[amara.pk]] == ["sundays"]
