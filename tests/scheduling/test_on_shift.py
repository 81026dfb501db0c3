"""Who is on shift, at work, on call; and on duty, as the roster says."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from scheduling.models import DraftShift, OnCall, RosterDraft, Shift
from scheduling.queries import has_roster, on_call, on_shift, shifts_of, working
from staff.duty import note_here, on_duty
from staff.models import Skill
from tests.factories import make_shift, publish_weeks

MONDAY = datetime.datetime(2026, 11, 2, tzinfo=datetime.UTC)
BREAK = {"from": 240, "minutes": 30, "kind": "break"}


def at(hour, minute=0, day=0):
    return MONDAY + datetime.timedelta(days=day, hours=hour, minutes=minute)


def test_on_shift_from_its_first_moment_to_before_its_last(billing, amara, ben):
    make_shift(amara, billing, at(8), 8, (BREAK,))
    assert on_shift([amara, ben], at(8)) == {amara.pk}
    assert on_shift([amara, ben], at(7, 59)) == on_shift([amara, ben], at(16)) == set()


def test_in_a_break_somebody_is_on_shift_and_not_working(billing, amara):
    make_shift(amara, billing, at(8), 8, (BREAK,))
    assert on_shift([amara], at(12, 10)) == {amara.pk}
    assert working([amara], at(12, 10)) == set()
    assert working([amara], at(12, 30)) == {amara.pk}


def test_a_night_shift_belongs_to_both_days(billing, amara):
    night = make_shift(amara, billing, at(22), 8)
    for start in (at(0), at(0, day=1)):
        assert list(shifts_of([amara], start, start + datetime.timedelta(days=1))) == [night]
    assert not shifts_of([amara], at(6, day=1), at(7, day=1))


def test_one_place_at_a_time(billing, network, amara):
    make_shift(amara, billing, at(8), 8)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_shift(amara, network, at(15, 59), 4)
    make_shift(amara, network, at(16), 4)


@pytest.mark.parametrize("hours", [0, -1, 24.1])
def test_a_shift_has_a_length_of_a_day_at_most(billing, amara, hours):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_shift(amara, billing, at(8), hours)


def test_a_draft_is_no_shift(billing, amara, cleo):
    draft = RosterDraft.objects.create(
        team=billing, name="Next", starts_on=MONDAY.date(), weeks=1, zone="UTC", made_by=cleo, made_at=at(0)
    )
    DraftShift.objects.create(draft=draft, user=amara, starts_at=at(8), ends_at=at(16))
    assert on_shift([amara], at(9)) == set()
    assert not Shift.objects.exists()


def test_who_is_called_for_just_that_skill_comes_first(billing, amara, ben, cleo):
    fibre = Skill.objects.create(name="Fibre", kind="craft")
    for user, skill, order in ((amara, None, 1), (ben, fibre, 2), (cleo, None, 2)):
        OnCall.objects.create(
            user=user, team=billing, skill=skill, order=order, starts_at=at(18), ends_at=at(30)
        )
    assert [one.user for one in on_call(billing, at(27), [fibre.pk])] == [ben, amara, cleo]
    assert [one.user for one in on_call(billing, at(27))] == [amara, cleo]
    assert on_call(billing, at(12)) == []


def test_where_a_roster_is_published_it_says_who_is_on_duty(billing, amara, ben):
    for one in (amara, ben):
        note_here(one)
    make_shift(amara, billing, at(8), 8)
    assert on_duty([amara, ben], at(9)) == {amara.pk, ben.pk}
    publish_weeks(billing, MONDAY)
    assert has_roster(billing, at(9))
    assert on_duty([amara, ben], at(9)) == {amara.pk}
    assert on_duty([amara, ben], at(20)) == set()
    assert on_duty([amara, ben], at(9, day=7)) == {amara.pk, ben.pk}


def test_who_is_away_is_not_on_duty_whatever_the_roster_says(billing, amara):
    publish_weeks(billing, MONDAY)
    make_shift(amara, billing, at(8), 8)
    amara.away_until = at(10)
    assert on_duty([amara], at(9)) == set()
    assert on_duty([amara], at(11)) == {amara.pk}
