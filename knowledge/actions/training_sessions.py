"""Sessions with a trainer: planned, filled in the order of asking, held, and who was there."""

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from knowledge.actions.training_taking import finish_if_done, locked
from knowledge.choices import SeatState
from knowledge.models import Course, Enrolment, Lesson, LessonDone, Seat, Session
from knowledge.training_access import courses_for, led_by, may_hold, may_plan, sessions_for
from lib import database_clock
from notices.actions import notify, settle
from notices.choices import Kind
from staff.models import User

MOVED = gettext_noop("A session is at another time or place: “{title}”, {at}")
FIELDS = ("lesson_key", "trainer", "starts_at", "ends_at", "place", "places", "about")


@transaction.atomic
def plan_session(
    course: Course, said: Mapping[str, Any], *, by: User, at: datetime.datetime | None = None
) -> Session:
    """ValidationError says what is wrong."""
    if not may_plan(by) or not courses_for(by).filter(pk=course.pk).exists():
        raise PermissionDenied("training.lead")
    session = Session(course=course, made_by=by, made_at=at or database_clock.now())
    _describe(session, said)
    if session.starts_at <= session.made_at:
        raise ValidationError({"starts_at": _("A session is in the future.")})
    session.save()
    if session.trainer_id != by.pk:
        _tell([session.trainer], session, "trainer", gettext_noop("You hold a session of “{title}”, {at}"))
    return session


@transaction.atomic
def change_session(session: Session, said: Mapping[str, Any], *, by: User) -> Session:
    """Whoever comes hears of another time or place; more places go to those who wait."""
    fresh = _locked(session)
    if not may_plan(by, fresh):
        raise PermissionDenied("training.lead")
    _require_open(fresh)
    before = (fresh.starts_at, fresh.ends_at, fresh.place)
    _describe(fresh, said)
    fresh.save(update_fields=FIELDS)
    _move_up(fresh)
    if before != (fresh.starts_at, fresh.ends_at, fresh.place):
        stamp = f"moved-{fresh.starts_at.isoformat()}-{fresh.place}"[:60]
        _tell(
            _coming(fresh),
            fresh,
            stamp,
            MOVED,
        )
    return fresh


@transaction.atomic
def cancel_session(session: Session, *, by: User) -> Session:
    fresh = _locked(session)
    if not may_plan(by, fresh):
        raise PermissionDenied("training.lead")
    if fresh.cancelled_at is None:
        fresh.cancelled_at = database_clock.now()
        fresh.save(update_fields=["cancelled_at"])
        settle(("session", fresh.pk))
        people = [seat.person for seat in fresh.seats.exclude(state=SeatState.LEFT).select_related("person")]
        _tell(people, fresh, "cancelled", gettext_noop("A session does not take place: “{title}”, {at}"))
    return fresh


@transaction.atomic
def sign_up(
    session: Session, *, by: User, person: User | None = None, at: datetime.datetime | None = None
) -> Seat:
    """A place, or the end of the waiting list if none is left; who has one keeps it. `person` is somebody
    that `by` leads. The row of the session is held, so that a place is never given twice.
    """
    who = person or by
    fresh = _locked(session)
    if who.pk != by.pk and not led_by(by).filter(pk=who.pk).exists():
        raise PermissionDenied("training.lead")
    if not sessions_for(by).filter(pk=fresh.pk).exists():
        raise PermissionDenied("training.take")
    _require_open(fresh)
    now = at or database_clock.now()
    if fresh.starts_at <= now:
        raise ValidationError(_("The session has begun already."))
    seat = fresh.seats.filter(person=who).first()
    if seat is not None and seat.state != SeatState.LEFT:
        return seat
    state = SeatState.GOING if _free(fresh) > 0 else SeatState.WAITING
    seat, _made = Seat.objects.update_or_create(
        session=fresh, person=who, defaults={"state": state, "asked_at": now}
    )
    if who.pk != by.pk:
        _tell([who], fresh, f"seat-{seat.pk}", gettext_noop("A session for you: “{title}”, {at}"))
    return seat


@transaction.atomic
def give_up(session: Session, *, by: User) -> None:
    """They do not come; who waits longest has the place."""
    fresh = _locked(session)
    if fresh.starts_at <= database_clock.now():
        raise ValidationError(_("The session has begun already."))
    fresh.seats.filter(person=by).update(state=SeatState.LEFT)
    _move_up(fresh)


@transaction.atomic
def mark_attendance(
    session: Session, there: Collection[int], *, by: User, at: datetime.datetime | None = None
) -> int:
    """Of those who were to come, who was there; how many. Being there goes through the lesson it stands for;
    what was marked by mistake is taken back as long as the course is not ended. The trainer marks it.
    """
    fresh = _locked(session)
    if not may_hold(by, fresh):
        raise PermissionDenied("training.lead")
    _require_open(fresh)
    at = at or database_clock.now()
    if fresh.starts_at > at:
        raise ValidationError(_("The session has not begun yet."))
    seats = list(fresh.seats.exclude(state=SeatState.LEFT).select_related("person"))
    for seat in seats:
        seat.attended, seat.marked_by, seat.marked_at = seat.person_id in there, by, at
    Seat.objects.bulk_update(seats, ["attended", "marked_by", "marked_at"])
    for seat in seats:
        _lesson_of(seat, fresh, by, at)
    return sum(bool(seat.attended) for seat in seats)


def _lesson_of(seat: Seat, session: Session, by: User, at: datetime.datetime) -> None:
    if not session.lesson_key:
        return
    open_ones = Enrolment.objects.open().filter(course=session.course_id, person=seat.person)
    way = locked(open_ones).first()
    lesson = Lesson.objects.filter(edition=way.edition_id, key=session.lesson_key).first() if way else None
    if lesson is None:
        return
    if not seat.attended:
        LessonDone.objects.filter(enrolment=way, lesson=lesson, seen_by__isnull=False).delete()
        return
    LessonDone.objects.get_or_create(enrolment=way, lesson=lesson, defaults={"done_at": at, "seen_by": by})
    finish_if_done(way, at=at)


def _move_up(session: Session) -> None:
    """Free places go to those who wait, the longest first."""
    free = _free(session)
    if free <= 0:
        return
    for seat in session.seats.filter(state=SeatState.WAITING).select_related("person")[:free]:
        Seat.objects.filter(pk=seat.pk).update(state=SeatState.GOING)
        stamp = f"seat-{seat.pk}-{seat.asked_at.timestamp():.0f}"
        _tell([seat.person], session, stamp, gettext_noop("You have a place: “{title}”, {at}"))


def _free(session: Session) -> int:
    return session.places - session.seats.filter(state=SeatState.GOING).count()


def _coming(session: Session) -> list[User]:
    return [seat.person for seat in session.seats.exclude(state=SeatState.LEFT).select_related("person")]


def _tell(people: list[User], session: Session, what: str, words: str) -> None:
    notify(
        [one for one in people if one.is_active],
        key=f"session-{session.pk}-{what}",
        kind=Kind.TRAINING,
        words=words,
        detail="{place}",
        params={
            "title": session.course.title, "at": {"at": session.starts_at.isoformat()},
            "place": session.place,
        },
        page="knowledge:session",
        page_args=[session.pk],
        about=("session", session.pk),
    )  # fmt: skip


def _describe(session: Session, said: Mapping[str, Any]) -> None:
    for name in FIELDS:
        if name in said:
            setattr(session, name, said[name])
    session.place = " ".join((session.place or "").split())
    session.about = " ".join((session.about or "").split())
    if not session.place:
        raise ValidationError({"place": _("Say where it is: a room, or a link.")})
    if session.ends_at <= session.starts_at:
        raise ValidationError({"ends_at": _("It ends after it begins.")})
    if not session.trainer.is_active:
        raise ValidationError({"trainer": _("There is no such choice.")})


def _locked(session: Session) -> Session:
    found = Session.objects.select_for_update(of=("self",)).select_related("course", "trainer")
    return found.get(pk=session.pk)


def _require_open(session: Session) -> None:
    if session.cancelled_at is not None:
        raise ValidationError(_("This session does not take place."))
