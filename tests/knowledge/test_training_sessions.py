"""Sessions with a trainer: places, the waiting list under many hands, and who was there."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse

from knowledge.actions.training_reminding import remind_training
from knowledge.actions.training_sessions import (
    cancel_session,
    change_session,
    give_up,
    mark_attendance,
    plan_session,
    sign_up,
)
from knowledge.models import Certificate, Seat, Session
from lib import database_clock
from notices.models import Notice
from staff.actions import hire
from tests.knowledge.courses import make_course
from tests.knowledge.test_training import into

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def said(trainer, **given):
    start = database_clock.now() + 48 * HOUR
    return {
        "trainer": trainer, "starts_at": start, "ends_at": start + HOUR, "place": "Room 4", "places": 1,
        **given,
    }  # fmt: skip


@pytest.fixture
def course(mona):
    return make_course(mona, lessons=("In the room",), quiz=False)


@pytest.fixture
def session(course, cleo):
    key = course.current.lessons.get().key
    return plan_session(course, said(cleo, lesson_key=key), by=cleo)


def begun(session):
    """As if its time had come."""
    now = database_clock.now()
    Session.objects.filter(pk=session.pk).update(starts_at=now - HOUR, ends_at=now + HOUR)
    session.refresh_from_db()
    return session


def states(session):
    return list(session.seats.order_by("pk").values_list("person__full_name", "state"))


def told(user):
    return [one.words for one in Notice.objects.filter(recipient=user, kind="training").order_by("pk")]


def test_who_comes_first_has_the_place_and_who_waits_longest_the_next(session, amara, ben, cleo):
    for person in (amara, ben, cleo, amara):
        sign_up(session, by=person)
    assert states(session) == [
        ("Amara Kask", "going"), ("Ben Lepik", "waiting"), ("Cleo Mets", "waiting"),
    ]  # fmt: skip
    give_up(session, by=amara)
    assert [state for _name, state in states(session)] == ["left", "going", "waiting"]
    assert told(ben) == ["You have a place: “{title}”, {at}"]
    assert sign_up(session, by=amara).state == "waiting"
    change_session(session, said(cleo, places=3, place="Room 5"), by=cleo)
    assert {state for _name, state in states(session)} == {"going"}
    assert "another time or place" in told(ben)[-1]


@pytest.mark.django_db(transaction=True)
def test_six_at_once_take_two_places_and_four_wait(course, mona, billing):
    session = plan_session(course, said(mona, places=2), by=mona)
    crowd = [
        hire(email=f"a{n}@desk.example", full_name=f"A {n}", role="agent", teams=(billing,)) for n in range(6)
    ]

    def one(person):
        try:
            return sign_up(session, by=person).state
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as hands:
        assert sorted(hands.map(one, crowd)) == ["going"] * 2 + ["waiting"] * 4
    assert Seat.objects.count() == 6


def test_being_there_goes_through_the_lesson_and_the_trainer_marks_it(session, amara, ben, cleo):
    ways = {person: into(session.course, person) for person in (amara, ben)}
    for person in ways:
        sign_up(session, by=person)
    with pytest.raises(ValidationError, match="not begun yet"):
        mark_attendance(session, {amara.pk}, by=cleo)
    begun(session)
    with pytest.raises(PermissionDenied):
        mark_attendance(session, {amara.pk}, by=amara)
    for _turn in range(2):
        assert mark_attendance(session, {amara.pk}, by=cleo) == 1
    for way in ways.values():
        way.refresh_from_db()
    assert ways[amara].finished_at
    assert ways[amara].lessons_done.get().seen_by == cleo
    assert ways[ben].is_open
    assert Certificate.objects.get().person == amara


def test_what_was_marked_by_mistake_is_taken_back(mona, cleo, amara):
    course = make_course(mona, lessons=("In the room", "At home"))
    key = course.current.lessons.first().key
    session = plan_session(course, said(cleo, lesson_key=key), by=cleo)
    way = into(course, amara)
    sign_up(session, by=amara)
    begun(session)
    mark_attendance(session, {amara.pk}, by=cleo)
    assert way.lessons_done.count() == 1
    mark_attendance(session, set(), by=cleo)
    assert way.lessons_done.count() == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"place": " "}, "Say where it is"),
        ({"ends_at": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)}, "ends after it begins"),
        (
            {
                "starts_at": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC),
                "ends_at": datetime.datetime(2020, 1, 2, tzinfo=datetime.UTC),
            },
            "in the future",
        ),
    ],
)
def test_what_cannot_take_place_is_refused(course, cleo, given, words):
    with pytest.raises(ValidationError, match=words):
        plan_session(course, said(cleo, **given), by=cleo)
    assert not Session.objects.exists()


def test_an_agent_plans_nothing_and_nobody_comes_to_what_is_over_or_called_off(session, amara, ben, cleo):
    for act in (
        lambda: plan_session(session.course, said(amara), by=amara),
        lambda: change_session(session, said(amara), by=amara),
        lambda: cancel_session(session, by=amara),
        lambda: sign_up(session, by=amara, person=ben),
    ):
        with pytest.raises(PermissionDenied):
            act()
    sign_up(session, by=amara)
    cancel_session(session, by=cleo)
    assert "does not take place" in told(amara)[-1]
    with pytest.raises(ValidationError, match="does not take place"):
        sign_up(session, by=ben)
    Session.objects.update(cancelled_at=None)
    begun(session)
    for act in (lambda: sign_up(session, by=ben), lambda: give_up(session, by=amara)):
        with pytest.raises(ValidationError, match="begun already"):
            act()


def test_a_session_of_another_teams_course_is_nobody_elses(mona, nora, cleo, billing, client):
    course = make_course(mona, title="Of Billing", teams=[billing])
    session = plan_session(course, said(cleo), by=cleo)
    with pytest.raises(PermissionDenied):
        sign_up(session, by=nora)
    client.force_login(nora)
    for name, verb in [
        ("session", "get"), ("seat", "post"), ("attendance", "post"), ("session_edit", "get"),
        ("session_edit", "post"), ("session_cancel", "post"),
    ]:  # fmt: skip
        address = reverse(f"knowledge:{name}", args=[session.pk])
        assert getattr(client, verb)(address).status_code == 404
    assert client.get(reverse("knowledge:session_new")).status_code == 404
    assert "Of Billing" not in client.get(reverse("knowledge:sessions")).content.decode()


def test_the_day_before_everybody_who_comes_is_told_once(session, amara, ben, cleo):
    sign_up(session, by=amara)
    sign_up(session, by=ben)
    soon = session.starts_at - 20 * HOUR
    assert remind_training(soon - 10 * HOUR) == 0
    assert remind_training(soon) == 2  # Amara and the trainer; Ben waits
    assert remind_training(soon) == 0


def test_pages_of_a_session(client, session, amara, cleo):
    at = {
        name: reverse(f"knowledge:{name}", args=[session.pk])
        for name in ("session", "seat", "attendance", "session_edit", "session_cancel")
    }
    client.force_login(amara)
    assert "You have a place." in client.post(at["seat"], {"do": "come"}, follow=True).content.decode()
    for name in ("session_edit", "session_cancel", "attendance"):
        assert client.post(at[name]).status_code == 404
    client.force_login(cleo)
    waiting = client.post(at["seat"], {"do": "come"}, follow=True).content.decode()
    assert "on the waiting list" in waiting
    client.post(at["seat"], {"do": "leave"})
    form = {
        "starts_at": "2027-03-01T10:00", "ends_at": "2027-03-01T09:00", "place": "Room 9", "places": 4,
        "trainer": cleo.pk,
    }  # fmt: skip
    answer = client.post(at["session_edit"], form)
    assert answer.status_code == 422
    assert "ends after it begins" in answer.content.decode()
    client.post(at["session_edit"], {**form, "ends_at": "2027-03-01T12:00"})
    session.refresh_from_db()
    assert session.starts_at == datetime.datetime(2027, 3, 1, 8, tzinfo=datetime.UTC)
    begun(session)
    client.post(at["attendance"], {"there": [amara.pk, "x"]})
    assert session.seats.get(person=amara).attended is True
    sent = {**form, "course": session.course_id, "ends_at": "2027-03-01T12:00"}
    answer = client.post(reverse("knowledge:session_new"), {**sent, "lesson_key": "nothing"})
    assert answer.status_code == 422
    assert client.post(reverse("knowledge:session_new"), sent).status_code == 302
    client.post(at["session_cancel"])
    session.refresh_from_db()
    assert session.cancelled_at
