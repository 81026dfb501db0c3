"""A roster is drafted, published, changed and taken back."""

import datetime
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from notices.models import Notice
from outbox.models import Letter
from scheduling.actions import planning
from scheduling.actions.planning import StaleDraft, begin_draft, move, place, remove, undo
from scheduling.actions.publishing import Unlawful, last_of, publish, revert
from scheduling.actions.stepping import whose
from scheduling.models import Gap, OnCall, Publication, Shift, ShiftTemplate
from scheduling.weeks import same_clock, wall
from staff.actions import left_behind, let_go
from staff.models import Contract

MONDAY = datetime.date(2027, 3, 1)
TALLINN = "Europe/Tallinn"
BREAK = {"from": 240, "minutes": 30, "kind": "break"}


@pytest.fixture(autouse=True)
def contracts(amara, ben, cleo):
    for one in (amara, ben, cleo):
        Contract.objects.create(
            user=one, from_on=datetime.date(2026, 1, 1), weekly_hours=40, night_work=True, regime="EE"
        )


def template(name, starts, hours=8.5, parts=(BREAK,)):
    return ShiftTemplate.objects.create(
        name=name, letter=name[0], starts=datetime.time(starts), minutes=int(hours * 60), parts=list(parts)
    )


@pytest.fixture
def early(db):
    return template("Early", 7)


@pytest.fixture
def late(db):
    return template("Late", 15)


@pytest.fixture
def draft(billing, cleo):
    return begin_draft(billing, by=cleo, starts_on=MONDAY, weeks=1, zone=TALLINN)


def put(draft, cleo, template, user, *days):
    for day in days:
        draft.refresh_from_db()
        place(
            draft,
            by=cleo,
            seen=draft.edit,
            template=template,
            day=MONDAY + datetime.timedelta(day),
            user=user,
        )
    draft.refresh_from_db()


def test_a_template_on_a_day_is_by_the_wall_clock(draft, cleo, amara, early):
    shift = place(draft, by=cleo, seen=0, template=early, day=MONDAY, user=amara)
    assert shift.starts_at == datetime.datetime(2027, 3, 1, 5, tzinfo=datetime.UTC)
    assert shift.minutes == 510


def test_nobody_undoes_a_colleague_without_seeing_it(draft, cleo, amara, early):
    place(draft, by=cleo, seen=0, template=early, day=MONDAY, user=amara)
    with pytest.raises(StaleDraft) as stale:
        place(draft, by=cleo, seen=0, template=early, day=MONDAY, user=None)
    assert stale.value.draft.edit == 1


def test_each_step_is_taken_back(draft, cleo, amara, ben, early):
    put(draft, cleo, early, amara, 0)
    shift = draft.shifts.get()
    move(draft, by=cleo, seen=1, shift=shift.pk, day=MONDAY + datetime.timedelta(2), user=ben)
    remove(draft, by=cleo, seen=2, shift=shift.pk)
    assert not draft.shifts.exists()
    assert whose(undo(draft, by=cleo, seen=3)) == {ben.pk}
    assert draft.shifts.get().user == ben
    assert whose(undo(draft, by=cleo, seen=4)) == {amara.pk, ben.pk}
    assert draft.shifts.get().starts_at == shift.starts_at
    undo(draft, by=cleo, seen=5)
    assert not draft.shifts.exists()
    assert undo(draft, by=cleo, seen=6) is None


def test_over_the_change_of_clocks_a_shift_keeps_its_hour_or_its_length(billing, cleo, amara, late):
    """On 28 March 2027 the clocks of Tallinn go forward at three."""
    draft = begin_draft(billing, by=cleo, starts_on=datetime.date(2027, 3, 22), weeks=1, zone=TALLINN)
    night = template("Night", 22, 8)
    shift = place(draft, by=cleo, seen=0, template=night, day=datetime.date(2027, 3, 26), user=amara)
    moved = move(draft, by=cleo, seen=1, shift=shift.pk, day=datetime.date(2027, 3, 27), user=amara)
    zone = planning.ZoneInfo(TALLINN)
    assert moved.starts_at.astimezone(zone).hour == 22
    assert moved.minutes == 480
    assert moved.ends_at.astimezone(zone).hour == 7


def test_an_hour_that_is_left_out_and_one_that_comes_twice():
    zone = planning.ZoneInfo(TALLINN)
    assert wall(datetime.date(2027, 3, 28), datetime.time(3, 30), zone).astimezone(zone).hour == 4
    twice = wall(datetime.date(2026, 10, 25), datetime.time(3, 30), zone)
    assert twice == datetime.datetime(2026, 10, 25, 0, 30, tzinfo=datetime.UTC)
    assert same_clock(twice, 1, zone).astimezone(zone).hour == 3


@pytest.mark.parametrize(
    ("starts", "hours", "parts", "words"),
    [
        (0, 0, [], "ends after it starts"),
        (0, -1, [], "ends after it starts"),
        (0, 25, [], "24 hours"),
        (7 * 24, 8, [], "within the weeks"),
        (0, 8, [{"from": 470, "minutes": 20, "kind": "break"}], "lie within it"),
        (0, 8, [{"from": 0, "minutes": 60, "kind": "nap"}], "follow one another"),
    ],
)
def test_what_is_no_shift_is_refused(draft, cleo, amara, early, starts, hours, parts, words):
    put(draft, cleo, early, amara, 0)
    start = planning.weeks_of(draft).starts_at + datetime.timedelta(hours=starts)
    with pytest.raises(ValidationError, match=words):
        planning.change(
            draft, by=cleo, seen=1, shift=draft.shifts.get().pk, starts_at=start,
            ends_at=start + datetime.timedelta(hours=hours), user=amara, parts=parts,
        )  # fmt: skip


def test_published_it_holds_and_each_is_told_what_changes_for_them(draft, cleo, amara, ben, early, late):
    put(draft, cleo, early, amara, 0, 1)
    put(draft, cleo, late, ben, 0)
    publication = publish(draft, by=cleo, seen=draft.edit, note="As agreed")
    assert Shift.objects.count() == 3
    assert {letter.to[0].split("<")[1] for letter in Letter.objects.filter(kind="roster")} == {
        "amara@desk.example>",
        "ben@desk.example>",
    }
    (letter,) = Letter.objects.filter(key=f"roster-{publication.pk}-{amara.pk}")
    assert "Mon 1 Mar, 07:00–15:30" in letter.text
    assert "As agreed" in letter.text
    assert Notice.objects.filter(kind="roster").count() == 2


def test_published_again_only_what_changed_is_told_and_the_rest_keeps_its_number(
    draft, cleo, amara, ben, early, late
):
    put(draft, cleo, early, amara, 0, 1)
    put(draft, cleo, early, ben, 0)
    publish(draft, by=cleo, seen=draft.edit)
    numbers = {(one.user_id, one.starts_at): one.pk for one in Shift.objects.all()}
    Letter.objects.all().delete()
    again = begin_draft(draft.team, by=cleo, starts_on=MONDAY, weeks=1, zone=TALLINN, copies=MONDAY)
    bens = again.shifts.get(user=ben)
    start = bens.starts_at + datetime.timedelta(hours=1)
    planning.change(
        again, by=cleo, seen=0, shift=bens.pk, starts_at=start, user=ben, parts=bens.parts,
        ends_at=bens.ends_at + datetime.timedelta(hours=1),
    )  # fmt: skip
    publish(again, by=cleo, seen=1)
    moved = Shift.objects.get(user=ben)
    assert (moved.starts_at, moved.sequence) == (start, 1)
    assert moved.pk == numbers[ben.pk, bens.starts_at]
    assert {one.pk for one in Shift.objects.filter(user=amara)} <= set(numbers.values())
    assert [letter.key.split("-")[-1] for letter in Letter.objects.all()] == [str(ben.pk)]


def test_who_rests_too_little_is_named_and_nothing_is_published(draft, cleo, amara, early, late):
    put(draft, cleo, late, amara, 0)
    put(draft, cleo, early, amara, 1)
    with pytest.raises(Unlawful, match=r"Amara Kask: Mon 1 Mar: rests 7.5 h, at least 11 h are needed"):
        publish(draft, by=cleo, seen=draft.edit)
    draft.refresh_from_db()
    assert draft.state == "open"
    assert not Shift.objects.exists()


def test_rest_is_counted_into_the_weeks_around(billing, draft, cleo, amara, early, late):
    put(draft, cleo, early, amara, 0)
    sunday = MONDAY - datetime.timedelta(1)
    Shift.objects.create(
        user=amara, team=billing, starts_at=wall(sunday, late.starts, planning.ZoneInfo(TALLINN)),
        ends_at=wall(sunday, datetime.time(23, 30), planning.ZoneInfo(TALLINN)),
    )  # fmt: skip
    with pytest.raises(Unlawful, match="rests"):
        publish(draft, by=cleo, seen=draft.edit)


def test_without_a_contract_nobody_is_given_a_shift(draft, cleo, amara, early):
    amara.contracts.all().delete()
    put(draft, cleo, early, amara, 0)
    with pytest.raises(Unlawful, match="has no contract"):
        publish(draft, by=cleo, seen=draft.edit)


def test_two_places_at_once_are_refused(network, draft, cleo, amara, early):
    put(draft, cleo, early, amara, 0)
    start = wall(MONDAY, datetime.time(12), planning.ZoneInfo(TALLINN))
    Shift.objects.create(
        user=amara, team=network, starts_at=start, ends_at=start + datetime.timedelta(hours=2)
    )
    with pytest.raises(ValidationError, match="two shifts at once"):
        publish(draft, by=cleo, seen=draft.edit)
    assert Shift.objects.count() == 1


def test_published_twice_the_second_is_told(draft, cleo, amara, early):
    put(draft, cleo, early, amara, 0)
    publish(draft, by=cleo, seen=draft.edit)
    with pytest.raises(ValidationError, match="not open any more"):
        publish(draft, by=cleo, seen=draft.edit)
    assert Publication.objects.count() == 1


def test_taken_back_the_weeks_hold_what_they_held(draft, cleo, amara, ben, early):
    put(draft, cleo, early, amara, 0)
    publish(draft, by=cleo, seen=draft.edit)
    other = begin_draft(draft.team, by=cleo, starts_on=MONDAY, weeks=1, zone=TALLINN)
    put(other, cleo, early, ben, 0)
    second = publish(other, by=cleo, seen=other.edit)
    assert Shift.objects.get().user == ben
    third = revert(second, by=cleo)
    assert Shift.objects.get().user == amara
    assert (third.number, third.before) == (3, second.content)


def test_the_weeks_before_are_gone_on_with_by_the_wall_clock(draft, cleo, amara, early):
    put(draft, cleo, early, amara, 0, 2)
    publish(draft, by=cleo, seen=draft.edit)
    later = begin_draft(
        draft.team,
        by=cleo,
        starts_on=MONDAY + datetime.timedelta(weeks=4),
        weeks=1,
        zone=TALLINN,
        copies=MONDAY,
    )
    zone = planning.ZoneInfo(TALLINN)
    found = [one.starts_at.astimezone(zone) for one in later.shifts.all()]
    assert [(one.date().isoformat(), one.hour) for one in found] == [("2027-03-29", 7), ("2027-03-31", 7)]


def test_who_does_not_plan_for_the_team_changes_nothing(draft, cleo, amara, mona, network, early):
    for act in (
        partial(place, draft, seen=0, template=early, day=MONDAY, user=amara),
        partial(undo, draft, seen=0),
        partial(planning.drop, draft),
        partial(publish, draft, seen=0),
        partial(begin_draft, draft.team, starts_on=MONDAY, weeks=1, zone=TALLINN),
    ):
        with pytest.raises(PermissionDenied):
            act(by=amara)
    with pytest.raises(PermissionDenied):
        begin_draft(network, by=cleo, starts_on=MONDAY, weeks=1, zone=TALLINN)
    assert begin_draft(network, by=mona, starts_on=MONDAY, weeks=1, zone=TALLINN)


def test_a_roster_begins_on_a_monday(billing, cleo):
    with pytest.raises(ValidationError, match="Monday"):
        begin_draft(billing, by=cleo, starts_on=MONDAY + datetime.timedelta(1), weeks=1, zone=TALLINN)


def test_of_two_drafts_of_the_same_weeks_the_second_is_told_of_the_first(
    draft, cleo, mona, amara, ben, early
):
    """And published over it once they know."""
    put(draft, cleo, early, amara, 0)
    other = begin_draft(draft.team, by=mona, starts_on=MONDAY, weeks=1, zone=TALLINN)
    later = begin_draft(draft.team, by=mona, starts_on=MONDAY + datetime.timedelta(7), weeks=1, zone=TALLINN)
    last = last_of(draft.team)
    first = publish(draft, by=cleo, seen=draft.edit, last=last)
    with pytest.raises(ValidationError, match="Cleo Mets published these weeks meanwhile"):
        publish(other, by=mona, seen=0, last=last)
    publish(later, by=mona, seen=0, last=last)
    assert publish(other, by=mona, seen=0, last=last_of(draft.team))
    with pytest.raises(ValidationError, match="published since"):
        revert(first, by=cleo)


def test_who_left_is_published_no_shift(draft, cleo, mona, amara, early):
    """Their shifts became gaps, and a draft that still names them is refused."""
    put(draft, cleo, early, amara, 0)
    publish(draft, by=cleo, seen=draft.edit)
    again = begin_draft(draft.team, by=cleo, starts_on=MONDAY, weeks=1, zone=TALLINN, copies=MONDAY)
    called = OnCall.objects.create(
        user=amara, team=draft.team, starts_at=timezone.now(),
        ends_at=timezone.now() + datetime.timedelta(9),
    )  # fmt: skip
    assert ("shift needs somebody", 1) in left_behind(amara)
    let_go(amara, by=mona)
    assert not Shift.objects.exists()
    assert Gap.objects.get().was_of == amara
    called.refresh_from_db()
    assert called.ends_at <= timezone.now()
    with pytest.raises(Unlawful, match="does not work here any more"):
        publish(again, by=cleo, seen=0)


def test_a_template_that_no_law_allows_is_refused_wherever_it_is_published(draft, cleo, amara):
    """Twenty hours at once: it can be drawn, and says so; it cannot hold."""
    put(draft, cleo, template("Endless", 6, 20), amara, 0)
    with pytest.raises(Unlawful, match="a shift of 20 h, at most 13 h"):
        publish(draft, by=cleo, seen=draft.edit)


def test_a_contract_that_begins_within_the_weeks_holds_from_then_on(draft, cleo, mona, amara, early):
    """No nights from Thursday on: Tuesday's is lawful, Friday's is not."""
    night = template("Night", 22, 8)
    Contract.objects.create(user=amara, from_on=MONDAY + datetime.timedelta(3), weekly_hours=40, regime="EE")
    put(draft, cleo, night, amara, 1)
    publish(draft, by=cleo, seen=draft.edit)
    again = begin_draft(draft.team, by=cleo, starts_on=MONDAY, weeks=1, zone=TALLINN)
    put(again, cleo, night, amara, 4)
    with pytest.raises(Unlawful, match="may not work at night"):
        publish(again, by=cleo, seen=again.edit)
