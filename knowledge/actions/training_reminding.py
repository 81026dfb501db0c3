"""Told of training: before it is due, when it is, and then whoever leads them; of certificates about to end,
and of tomorrow's sessions.
"""

import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from knowledge.choices import SeatState
from knowledge.models import Certificate, Enrolment, Session
from knowledge.training_queries import ending, trainers_of
from lib import database_clock
from notices.actions import notify
from notices.choices import Kind

BEFORE_DUE = 3  # days
LEADS_AFTER = 3
NOBODY_LATER_THAN = 60
CERTIFICATE_BEFORE = (30, 7)
SESSION_BEFORE = datetime.timedelta(hours=24)


def remind_training(now: datetime.datetime | None = None) -> int:
    """How many were told. Safe to run at any time and twice: a notice has a key, and is given once."""
    now = now or database_clock.now()
    return _due(now) + _certificates(now) + _sessions(now)


def _due(now: datetime.datetime) -> int:
    """A day is over when it is over where the person is."""
    soon = now.date() + datetime.timedelta(days=BEFORE_DUE + 1)
    found: QuerySet[Enrolment] = Enrolment.objects.open().filter(
        due_on__lte=soon, due_on__gte=now.date() - datetime.timedelta(days=NOBODY_LATER_THAN),
        person__is_active=True,
    )  # fmt: skip
    return sum(_remind(row, now) for row in found.select_related("course", "person"))


def _remind(row: Enrolment, now: datetime.datetime) -> int:
    days = (now.astimezone(ZoneInfo(row.person.time_zone)).date() - row.due_on).days
    if days < -BEFORE_DUE:
        return 0
    if days < 0:
        return _told(row, now, "soon", gettext_noop("Due on {day}: “{title}”"))
    told = _told(row, now, "due", gettext_noop("Due: “{title}”"))
    return told + (_leads_told(row, now) if days >= LEADS_AFTER else 0)


def _told(row: Enrolment, now: datetime.datetime, step: str, words: str) -> int:
    return notify(
        [row.person],
        key=f"training-{row.pk}-{row.due_on}-{step}",
        kind=Kind.TRAINING,
        words=words,
        params={"title": row.course.title, "day": str(row.due_on)},
        page="knowledge:enrolment",
        page_args=[row.pk],
        about=("enrolment", row.pk),
        at=now,
    )


def _leads_told(row: Enrolment, now: datetime.datetime) -> int:
    return notify(
        trainers_of(row.person),
        key=f"training-{row.pk}-{row.due_on}-lead",
        kind=Kind.TRAINING,
        words=gettext_noop("{name} has not done “{title}”; it was due on {day}"),
        params={"name": row.person.full_name, "title": row.course.title, "day": str(row.due_on)},
        page="knowledge:trainee",
        page_args=[row.person_id],
        about=("enrolment", row.pk),
        at=now,
    )


def _certificates(now: datetime.datetime) -> int:
    until = now.date() + datetime.timedelta(days=CERTIFICATE_BEFORE[0])
    found = ending(Certificate.objects.filter(expires_on__gte=now.date()), until)
    return sum(_ends(row, now) for row in found.select_related("course", "person"))


def _ends(row: Certificate, now: datetime.datetime) -> int:
    left = (row.expires_on - now.date()).days
    step = min(step for step in CERTIFICATE_BEFORE if left <= step)
    people = [row.person] if step != CERTIFICATE_BEFORE[-1] else [row.person, *trainers_of(row.person)]
    return notify(
        people,
        key=f"certificate-{row.pk}-{step}",
        kind=Kind.TRAINING,
        words=gettext_noop("The certificate of {name} ends on {day}: “{title}”"),
        params={"title": row.course.title, "day": str(row.expires_on), "name": row.person.full_name},
        page="knowledge:certificate",
        page_args=[row.pk],
        about=("certificate", row.pk),
        at=now,
    )


def _sessions(now: datetime.datetime) -> int:
    found = Session.objects.filter(
        cancelled_at=None, starts_at__gt=now, starts_at__lte=now + SESSION_BEFORE
    ).select_related("course", "trainer")
    return sum(_tomorrow(session, now) for session in found)


def _tomorrow(session: Session, now: datetime.datetime) -> int:
    seats = session.seats.filter(state=SeatState.GOING).select_related("person")
    people = {seat.person for seat in seats} | {session.trainer}
    return notify(
        [one for one in people if one.is_active],
        key=f"session-{session.pk}-{session.starts_at.isoformat()}-soon",
        kind=Kind.TRAINING,
        words=gettext_noop("Soon: “{title}”, {at}"),
        detail="{place}",
        params={
            "title": session.course.title, "place": session.place,
            "at": {"at": session.starts_at.isoformat()},
        },
        page="knowledge:session",
        page_args=[session.pk],
        about=("session", session.pk),
        at=now,
    )  # fmt: skip
