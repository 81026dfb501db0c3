"""What is open when its weeks are published anew."""

import datetime

import pytest
import time_machine

from scheduling.actions.giving import fill_gap, open_gap
from scheduling.actions.planning import begin_draft, move, place
from scheduling.actions.publishing import publish, revert
from scheduling.actions.remedying import Hole, offer_gap, offer_hours, take_back_remedy
from scheduling.choices import MoveWhy
from scheduling.models import DraftShift, Gap, RemedyTaken, Shift, ShiftMove, ShiftTemplate
from staff.models import Contract

MONDAY = datetime.date(2027, 3, 1)
TALLINN = "Europe/Tallinn"
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def contracts(amara, ben, cleo):
    for one in (amara, ben, cleo):
        Contract.objects.create(
            user=one, from_on=datetime.date(2026, 1, 1), weekly_hours=40, night_work=True, regime="EE"
        )


@pytest.fixture
def early(db):
    return ShiftTemplate.objects.create(name="Early", letter="E", starts=datetime.time(7), minutes=360)


@pytest.fixture
def published(billing, cleo, amara, early):
    """Amara works on Monday and Tuesday; she is ill on Monday."""
    draft = begun(billing, cleo)
    for day in (0, 1):
        put(draft, cleo, early, amara, day)
    publish(draft, by=cleo, seen=draft.edit)
    open_gap(Shift.objects.earliest("starts_at"), by=cleo, why=MoveWhy.SICK)
    return draft


def begun(team, by, **more):
    return begin_draft(team, by=by, starts_on=MONDAY, weeks=1, zone=TALLINN, **more)


def put(draft, by, template, user, day):
    place(draft, by=by, seen=draft.edit, template=template, day=MONDAY + day * DAY, user=user)
    draft.refresh_from_db()


def anew(draft, by):
    return publish(draft, by=by, seen=draft.edit)


def test_a_new_roster_closes_what_was_open_and_says_so(published, billing, cleo, ben, early):
    gap = Gap.objects.get()
    draft = begun(billing, cleo)
    put(draft, cleo, early, ben, 0)
    anew(draft, cleo)
    assert not Gap.objects.exists()
    assert [one.user for one in Shift.objects.all()] == [ben]
    written = ShiftMove.objects.filter(number=gap.number, why=MoveWhy.ROSTER).get()
    assert (written.before, written.after) == (None, None)


def test_a_draft_of_what_is_published_has_it_open_and_so_it_stays(published, billing, cleo, ben):
    gap = Gap.objects.get()
    draft = begun(billing, cleo, copies=MONDAY)
    assert sorted(draft.shifts.values_list("user", "starts_at"), key=str) == sorted(
        [(None, gap.starts_at), *Shift.objects.values_list("user", "starts_at")], key=str
    )
    anew(draft, cleo)
    assert fill_gap(Gap.objects.get(), user=ben, by=cleo).pk == gap.number


def test_given_to_somebody_in_the_draft_it_is_closed(published, billing, cleo, ben):
    draft = begun(billing, cleo, copies=MONDAY)
    hole = DraftShift.objects.get(draft=draft, user=None)
    move(draft, by=cleo, seen=0, shift=hole.pk, day=MONDAY, user=ben)
    draft.refresh_from_db()
    anew(draft, cleo)
    assert not Gap.objects.exists()
    assert Shift.objects.filter(starts_at=hole.starts_at).count() == 1


def test_of_two_alike_as_many_stay_as_the_draft_has_open(published, billing, cleo, amara, early):
    gap = Gap.objects.get()
    Gap.objects.create(
        team=billing, number=10**6, starts_at=gap.starts_at, ends_at=gap.ends_at, opened_at=gap.opened_at
    )
    draft = begun(billing, cleo)
    put(draft, cleo, early, None, 0)
    anew(draft, cleo)
    assert [one.number for one in Gap.objects.all()] == [gap.number]


def test_what_is_drawn_open_is_open_once_it_is_published(published, billing, cleo, ben, early):
    """With what was typed; published again as it is, it stays, and going back closes it."""
    first = Gap.objects.get()
    draft = begun(billing, cleo, copies=MONDAY)
    put(draft, cleo, early, None, 3)
    drawn = draft.shifts.get(user=None, starts_at__gt=first.starts_at)
    parts = [{"from": 60, "minutes": 30, "kind": "training"}]
    draft.shifts.filter(user=None).update(note="Two of you", parts=parts)
    anew(draft, cleo)
    assert [(one.note, one.parts, one.template) for one in Gap.objects.all()] == [
        ("Two of you", parts, early)
    ] * 2
    gap = Gap.objects.get(starts_at=drawn.starts_at)
    assert (gap.was_of, gap.ends_at) == (None, drawn.ends_at)
    assert Gap.objects.get(number=first.number).was_of == first.was_of
    third = anew(begun(billing, cleo, copies=MONDAY), cleo)
    assert set(Gap.objects.values_list("number", flat=True)) == {first.number, gap.number}
    revert(third, by=cleo)
    assert set(Gap.objects.values_list("number", flat=True)) == {first.number, gap.number}
    later = begin_draft(billing, by=cleo, starts_on=MONDAY + 7 * DAY, weeks=1, zone=TALLINN, copies=MONDAY)
    assert later.shifts.filter(user=None).count() == 2
    take_back_remedy(offer_gap(gap, by=cleo), by=cleo)
    assert fill_gap(Gap.objects.get(pk=gap.pk), user=ben, by=cleo).pk == gap.number
    anew(begun(billing, cleo), cleo)
    assert not Gap.objects.exists()


def test_what_is_closed_by_going_back_was_open_before_only_once(published, billing, cleo, early):
    number = Gap.objects.get().number
    draft = begun(billing, cleo)
    put(draft, cleo, early, None, 3)
    revert(anew(draft, cleo), by=cleo)
    assert [one.number for one in Gap.objects.all()] == [number]


def test_what_is_over_when_it_is_published_is_not_opened(billing, cleo, early, monkeypatch):
    now = datetime.datetime(2027, 3, 4, 7, tzinfo=datetime.UTC)
    monkeypatch.setattr("lib.database_clock.now", lambda: now)
    with time_machine.travel(now, tick=False):
        draft = begun(billing, cleo)
        for day in (0, 3, 4):
            put(draft, cleo, early, None, day)
        anew(draft, cleo)
    assert [one.starts_at.day for one in Gap.objects.all()] == [4, 5]


def test_going_back_opens_it_again(published, billing, cleo, amara, ben, early):
    gap = Gap.objects.get()
    draft = begun(billing, cleo)
    put(draft, cleo, early, ben, 0)
    second = anew(draft, cleo)
    revert(second, by=cleo)
    again = Gap.objects.get()
    assert (again.number, again.was_of, again.starts_at) == (gap.number, amara, gap.starts_at)
    assert [one.starts_at - gap.starts_at for one in Shift.objects.all()] == [DAY]
    assert fill_gap(again, user=ben, by=cleo).user == ben


def test_what_was_offered_of_it_is_over(published, billing, cleo, amara):
    start = Gap.objects.get().starts_at + 3 * DAY
    offer_hours(billing, Hole(start, start + datetime.timedelta(hours=3)), by=cleo)
    anew(begun(billing, cleo), cleo)
    assert not Gap.objects.exists()
    assert RemedyTaken.objects.get().undone_by == cleo


def test_other_weeks_and_what_is_over_stay_as_they_are(published, billing, cleo):
    gap = Gap.objects.get()
    for number, days in ((10**6, 7), (10**6 + 1, -1)):
        Gap.objects.create(
            team=billing, number=number, starts_at=gap.starts_at + days * DAY, opened_at=gap.opened_at,
            ends_at=gap.ends_at + days * DAY,
        )  # fmt: skip
    anew(begun(billing, cleo), cleo)
    assert set(Gap.objects.values_list("number", flat=True)) == {10**6, 10**6 + 1}


def test_hours_that_were_offered_for_one_day_are_not_copied_to_another(published, billing, cleo, amara):
    start = Gap.objects.get().starts_at + 3 * DAY
    offer_hours(billing, Hole(start, start + datetime.timedelta(hours=3)), by=cleo)
    later = begin_draft(billing, by=cleo, starts_on=MONDAY + 7 * DAY, weeks=1, zone=TALLINN, copies=MONDAY)
    assert later.shifts.filter(user=None).count() == 1
