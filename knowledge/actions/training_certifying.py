"""Certificates: what somebody has for a course, the skill that comes with it, and the course again before it
ends.
"""

import calendar
import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from knowledge.actions.training_enrolling import enrol_anew
from knowledge.choices import Reason
from knowledge.models import Certificate, Course, Enrolment
from knowledge.training_access import led_by
from knowledge.training_queries import day_of, to_renew
from lib import database_clock
from notices.actions import notify, settle
from notices.choices import Kind
from staff.actions import grant_skill
from staff.models import User

RENEW_BEFORE = datetime.timedelta(days=30)


@transaction.atomic
def certify(enrolment: Enrolment, *, percent: int | None, at: datetime.datetime) -> Certificate:
    """For a course just ended well; once for each."""
    course = enrolment.course
    day = day_of(enrolment.person, at)
    row, made = Certificate.objects.get_or_create(
        enrolment=enrolment,
        defaults={
            "person": enrolment.person, "course": course, "skill": course.skill, "level": course.level,
            "percent": percent, "issued_on": day, "expires_on": months_later(day, course.valid_months),
            "made_at": at,
        },
    )  # fmt: skip
    if made:
        _granted(row)
        _tell(row, at)
    return row


@transaction.atomic
def record_certificate(
    course: Course, person: User, *, by: User, issued_on: datetime.date, evidence: str,
    expires_on: datetime.date | None = None, at: datetime.datetime | None = None,
) -> Certificate:  # fmt: skip
    """Earned elsewhere, seen by whoever leads them. ValidationError if it would end before it began."""
    if not by.may("skill.grant") or by.pk == person.pk or not led_by(by).filter(pk=person.pk).exists():
        raise PermissionDenied("skill.grant")
    at = at or database_clock.now()
    evidence = " ".join(evidence.replace("\x00", "").split())[:300]
    if not evidence:
        raise ValidationError({"evidence": _("Say where it comes from: who gave it, and its number.")})
    if expires_on is not None and expires_on <= issued_on:
        raise ValidationError({"expires_on": _("A certificate ends after the day it was issued.")})
    if issued_on > day_of(by, at):
        raise ValidationError({"issued_on": _("A certificate is not issued in the future.")})
    row = Certificate.objects.create(
        person=person, course=course, skill=course.skill, level=course.level, issued_on=issued_on,
        expires_on=expires_on, evidence=evidence, issued_by=by, made_at=at,
    )  # fmt: skip
    if expires_on is None or expires_on >= day_of(person, at):
        _granted(row)
        _tell(row, at)
    return row


def _granted(row: Certificate) -> None:
    """A skill that nobody is granted any more takes nothing from the certificate."""
    if row.skill is None or not row.skill.active:
        return
    grant_skill(
        row.person, skill=row.skill, level=row.level, by=None, expires_on=row.expires_on,
        evidence=row.evidence or row.course.title, source=f"certificate:{row.pk}", at=row.made_at,
    )  # fmt: skip


def _tell(row: Certificate, at: datetime.datetime) -> None:
    earlier = Certificate.objects.filter(person=row.person, course=row.course).exclude(pk=row.pk)
    for number in earlier.values_list("pk", flat=True):
        settle(("certificate", number), by=row.person)
    notify(
        [row.person],
        key=f"certificate-{row.pk}",
        kind=Kind.TRAINING,
        words=gettext_noop("You have a certificate: “{title}”"),
        params={"title": row.course.title},
        page="knowledge:certificate",
        page_args=[row.pk],
        about=("certificate", row.pk),
        at=at,
    )


@transaction.atomic
def renew(certificate: Certificate, *, by: User | None = None, at: datetime.datetime | None = None) -> bool:
    """They take the course again, due when the certificate ends; whether that is news. Safe to do twice."""
    if by is not None and not led_by(by).filter(pk=certificate.person_id).exists():
        raise PermissionDenied("training.lead")
    at = at or database_clock.now()
    fresh = Certificate.objects.select_for_update(of=("self",)).select_related("course", "person")
    row = fresh.get(pk=certificate.pk)
    if Enrolment.objects.filter(renews=row).exists():
        return False
    due_on = max(row.expires_on or at.date(), at.date())
    rows = enrol_anew(row.course, [row.person], by=by, due_on=due_on, reason=Reason.RENEWAL, at=at)
    for one in rows:
        Enrolment.objects.filter(pk=one.pk).update(renews=row)
    return bool(rows)


def renew_all(*, at: datetime.datetime | None = None) -> int:
    """Every certificate that is about to end, and that nobody renews yet."""
    at = at or database_clock.now()
    return sum(renew(row, at=at) for row in to_renew(at.date(), at.date() + RENEW_BEFORE))


def months_later(day: datetime.date, months: int | None) -> datetime.date | None:
    """The same day so many months on, or the last of a shorter month."""
    if not months:
        return None
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))
