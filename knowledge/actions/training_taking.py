"""Going through a course: lesson by lesson, then the quiz, then it is done."""

import datetime
from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from knowledge import quizzes
from knowledge.access import mine
from knowledge.actions.reading import acknowledge
from knowledge.actions.training_certifying import certify
from knowledge.models import Attempt, Enrolment, Lesson, LessonDone
from knowledge.training_queries import attempts_left, lessons_left, trainers_of
from lib import database_clock
from notices.actions import notify, settle
from notices.choices import Kind
from staff.models import User


@transaction.atomic
def complete_lesson(
    enrolment: Enrolment, lesson: Lesson, *, by: User, version: int | None = None,
    at: datetime.datetime | None = None,
) -> Enrolment:  # fmt: skip
    """They have been through it; twice is once. Its guideline, if it has one that is theirs, is confirmed
    with it: `version` is the number that was on the screen, ValidationError if another is in force by now.
    """
    fresh = _own(enrolment, by)
    at = at or database_clock.now()
    _confirm(lesson, by, version, at)
    LessonDone.objects.get_or_create(enrolment=fresh, lesson=lesson, defaults={"done_at": at})
    return finish_if_done(fresh, at=at)


def _confirm(lesson: Lesson, by: User, version: int | None, at: datetime.datetime) -> None:
    article = lesson.article
    if article is None or article.current is None or not mine(by).published().filter(pk=article.pk).exists():
        return
    if version != article.current.number:
        raise ValidationError(_("This is not the version in force. Open the guideline again."))
    acknowledge(article.current, by=by, at=at)


@transaction.atomic
def begin_attempt(enrolment: Enrolment, *, by: User, at: datetime.datetime | None = None) -> Attempt:
    """The one that is open, or the next. ValidationError if lessons are left, or no attempt is."""
    fresh = _own(enrolment, by)
    open_one = fresh.attempts.filter(finished_at=None).first()
    if open_one is not None:
        return open_one
    if not fresh.edition.questions:
        raise ValidationError(_("This course asks no questions."))
    if lessons_left(fresh):
        raise ValidationError(_("First go through the lessons."))
    if attempts_left(fresh) == 0:
        raise ValidationError(_("No attempt is left. Ask whoever leads your team for another."))
    return Attempt.objects.create(
        enrolment=fresh, edition=fresh.edition, number=fresh.attempts.count() + 1,
        begun_at=at or database_clock.now(),
    )  # fmt: skip


@transaction.atomic
def finish_attempt(
    attempt: Attempt, answers: Mapping[str, Sequence[str]], *, by: User, at: datetime.datetime | None = None
) -> Attempt:
    """Judged and kept. Sent twice it stays as it was judged first."""
    fresh = _own(attempt.enrolment, by, open_only=False)
    row = Attempt.objects.select_for_update(of=("self",)).select_related("edition").get(pk=attempt.pk)
    if row.finished_at is not None:
        return row
    if not fresh.is_open:
        raise ValidationError(_("It is done already."))
    known = {one.key for one in row.edition.quiz}
    kept = {
        key: [text[: quizzes.MOST_TEXT] for text in given] for key, given in answers.items() if key in known
    }
    result = quizzes.judged(row.edition.quiz, kept)
    row.answers, row.percent = kept, result.percent
    row.passed = result.percent >= row.edition.pass_mark
    row.finished_at = at or database_clock.now()
    row.save(update_fields=["answers", "percent", "passed", "finished_at"])
    finish_if_done(fresh, at=row.finished_at)
    if not row.passed and attempts_left(fresh) == 0:
        _tell_trainers(fresh, row.finished_at)
    return row


def finish_if_done(enrolment: Enrolment, *, at: datetime.datetime) -> Enrolment:
    """Every lesson gone through and the quiz, if there is one, passed: it is done, with a certificate. The
    caller holds the row.
    """
    if not enrolment.is_open or lessons_left(enrolment):
        return enrolment
    passed = enrolment.attempts.filter(passed=True).order_by("-percent").first()
    if enrolment.edition.questions and passed is None:
        return enrolment
    enrolment.finished_at = at
    enrolment.save(update_fields=["finished_at"])
    settle(("enrolment", enrolment.pk), by=enrolment.person)
    certify(enrolment, percent=passed.percent if passed else None, at=at)
    return enrolment


def _tell_trainers(enrolment: Enrolment, at: datetime.datetime) -> None:
    """Somebody must look at it: they cannot go on by themselves."""
    notify(
        trainers_of(enrolment.person),
        key=f"training-{enrolment.pk}-stuck-{enrolment.more_attempts}",
        kind=Kind.TRAINING,
        words=gettext_noop("{name} has no attempt left: “{title}”"),
        params={"name": enrolment.person.full_name, "title": enrolment.course.title},
        page="knowledge:trainee",
        page_args=[enrolment.person_id],
        about=("enrolment", enrolment.pk),
        at=at,
    )


def locked(found: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """With what ending it needs to know; whoever else would change them waits."""
    return found.select_for_update(of=("self",)).select_related("course__skill", "edition", "person")


def _own(enrolment: Enrolment, by: User, *, open_only: bool = True) -> Enrolment:
    """Their own, locked."""
    fresh = locked(Enrolment.objects.all()).get(pk=enrolment.pk)
    if fresh.person_id != by.pk or not by.may("training.take"):
        raise PermissionDenied("training.take")
    if open_only and not fresh.is_open:
        raise ValidationError(_("It is done already."))
    return fresh
