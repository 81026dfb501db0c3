"""Who is to take a course: chosen by somebody, by themselves, or by a rule that stands."""

import datetime
from collections.abc import Collection, Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from knowledge.choices import Reason, RuleKind
from knowledge.models import Article, Course, Enrolment, EnrolmentRule, LessonDone, Version
from knowledge.queries import audience
from knowledge.training_access import courses_for, led_by, teams_led_by
from knowledge.training_queries import courses_on, wanted_by
from lib import database_clock
from notices.actions import notify, settle
from notices.choices import Kind
from staff.models import Team, User

MOST_DUE_DAYS = 366
MICRO_LESSON_WITHIN = datetime.timedelta(days=7)


@transaction.atomic
def enrol(
    course: Course,
    people: Iterable[User],
    *,
    by: User,
    due_on: datetime.date | None = None,
    reason: str = Reason.PERSON,
    version: Version | None = None,
    at: datetime.datetime | None = None,
) -> list[Enrolment]:
    """Those of them who are not in it already. PermissionDenied if one is not theirs to train, or if the
    course is not theirs; oneself one may always enrol. ValidationError if it cannot be taken.
    """
    people = list(people)
    if not courses_for(by).filter(pk=course.pk).exists():
        raise PermissionDenied("training.take")
    theirs = set(led_by(by).filter(pk__in=[one.pk for one in people]).values_list("pk", flat=True))
    if any(one.pk != by.pk and one.pk not in theirs for one in people):
        raise PermissionDenied("training.lead")
    at = at or database_clock.now()
    if due_on is not None and due_on < at.date():
        raise ValidationError(_("The day by which it is due has passed."))
    return enrol_anew(course, people, by=by, due_on=due_on, reason=reason, version=version, at=at)


def enrol_anew(
    course: Course, people: Collection[User], *, by: User | None, due_on: datetime.date | None, reason: str,
    at: datetime.datetime, version: Version | None = None,
) -> list[Enrolment]:  # fmt: skip
    """Each once; whoever is in it already is left as they are."""
    fresh = Course.objects.select_for_update(of=("self",)).select_related("current").get(pk=course.pk)
    if fresh.current is None or fresh.archived_at:
        raise ValidationError(_("This course cannot be taken now: it is not published, or put away."))
    inside = set(fresh.enrolments.open().filter(person__in=people).values_list("person", flat=True))
    rows = Enrolment.objects.bulk_create(
        [
            Enrolment(
                course=fresh, edition=fresh.current, person=one, reason=reason, version=version,
                enrolled_by=by, enrolled_at=at, due_on=due_on,
            )
            for one in people
            if one.pk not in inside and one.is_active
        ]
    )  # fmt: skip
    for row in rows:
        if by is None or row.person_id != by.pk:
            _tell(row, at)
    return rows


def _tell(row: Enrolment, at: datetime.datetime) -> None:
    notify(
        [row.person],
        key=f"training-{row.pk}",
        kind=Kind.TRAINING,
        words=gettext_noop("A course for you: “{title}”")
        if row.due_on is None
        else gettext_noop("A course for you: “{title}”, by {day}"),
        params={"title": row.course.title, "day": str(row.due_on)},
        page="knowledge:enrolment",
        page_args=[row.pk],
        about=("enrolment", row.pk),
        at=at,
    )


@transaction.atomic
def enrol_readers(
    article: Article, course: Course, *, by: User, at: datetime.datetime | None = None
) -> list[Enrolment]:
    """Whom the version in force is for takes the course on it, but for whoever brought it into force; a lead
    enrols their own of them.
    """
    at = at or database_clock.now()
    if article.current is None or not courses_on(article).filter(pk=course.pk).exists():
        raise ValidationError(_("This course has no lesson on the guideline."))
    known = Enrolment.objects.filter(course=course, version=article.current).values("person")
    people = audience(article).exclude(pk=article.current.published_by_id).exclude(pk__in=known)
    due_on = (at + MICRO_LESSON_WITHIN).date()
    return enrol(
        course, people.filter(pk__in=led_by(by)), by=by, due_on=due_on, reason=Reason.GUIDELINE,
        version=article.current, at=at,
    )  # fmt: skip


@transaction.atomic
def withdraw(enrolment: Enrolment, *, by: User) -> Enrolment:
    """They need not take it after all. What one chose oneself one may leave; else whoever leads does it."""
    fresh = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    own = fresh.person_id == by.pk
    chosen = fresh.reason == Reason.SELF or by.may("training.manage")
    if (own and not chosen) or (not own and not led_by(by).filter(pk=fresh.person_id).exists()):
        raise PermissionDenied("training.lead")
    if fresh.finished_at is not None:
        raise ValidationError(_("It is done already."))
    if fresh.withdrawn_at is None:
        fresh.withdrawn_at = database_clock.now()
        fresh.save(update_fields=["withdrawn_at"])
        settle(("enrolment", fresh.pk))
    return fresh


@transaction.atomic
def set_due_day(enrolment: Enrolment, *, by: User, due_on: datetime.date | None) -> Enrolment:
    fresh = _led(enrolment, by)
    if due_on is not None and due_on < database_clock.now().date():
        raise ValidationError(_("The day by which it is due has passed."))
    fresh.due_on = due_on
    fresh.save(update_fields=["due_on"])
    return fresh


@transaction.atomic
def allow_another_attempt(enrolment: Enrolment, *, by: User) -> Enrolment:
    """One try more than the course gives."""
    fresh = _led(enrolment, by)
    if fresh.person_id == by.pk and not by.may("training.manage"):
        raise PermissionDenied("training.lead")
    fresh.more_attempts += 1
    fresh.save(update_fields=["more_attempts"])
    notify(
        [fresh.person], key=f"training-{fresh.pk}-more-{fresh.more_attempts}", kind=Kind.TRAINING,
        words=gettext_noop("You may try once more: “{title}”"), params={"title": fresh.course.title},
        page="knowledge:enrolment", page_args=[fresh.pk], about=("enrolment", fresh.pk),
    )  # fmt: skip
    return fresh


def _led(enrolment: Enrolment, by: User) -> Enrolment:
    found = Enrolment.objects.select_for_update(of=("self",)).select_related("course", "person")
    fresh = found.get(pk=enrolment.pk)
    if not led_by(by).filter(pk=fresh.person_id).exists():
        raise PermissionDenied("training.lead")
    if not fresh.is_open:
        raise ValidationError(_("It is done already."))
    return fresh


@transaction.atomic
def save_rule(
    course: Course, *, kind: str, by: User, team: Team | None = None, article: Article | None = None,
    due_days: int = 14, at: datetime.datetime | None = None,
) -> EnrolmentRule:  # fmt: skip
    """From now on the course is for them by itself; those whom it is for already are enrolled at once. A lead
    makes rules for the teams they lead. ValidationError says what is wrong.
    """
    if kind == RuleKind.GUIDELINE:
        team = None
        if not by.may("training.manage"):
            raise PermissionDenied("training.manage")
        if article is None or not article.is_guideline:
            raise ValidationError(_("Choose the guideline."))
    else:
        article = None
        if team is None or not teams_led_by(by).filter(pk=team.pk).exists():
            raise PermissionDenied("training.lead")
    if kind == RuleKind.GAP and course.skill_id is None:
        raise ValidationError(_("This course gives no skill, so that nobody lacks it."))
    if not 1 <= due_days <= MOST_DUE_DAYS:
        raise ValidationError(_("Give between 1 and %(most)s days."), params={"most": MOST_DUE_DAYS})
    if not courses_for(by).filter(pk=course.pk).exists():
        raise PermissionDenied("training.take")
    if course.rules.filter(kind=kind, team=team, article=article, ended_at=None).exists():
        raise ValidationError(_("This rule is there already."))
    at = at or database_clock.now()
    rule = EnrolmentRule.objects.create(
        course=course, kind=kind, team=team, article=article, due_days=due_days, made_by=by, made_at=at
    )
    follow(rule, at=at)
    return rule


@transaction.atomic
def end_rule(rule: EnrolmentRule, *, by: User) -> None:
    """It enrols nobody more; who is in the course stays."""
    if not by.may("training.manage") and not teams_led_by(by).filter(pk=rule.team_id).exists():
        raise PermissionDenied("training.lead")
    EnrolmentRule.objects.filter(pk=rule.pk, ended_at=None).update(ended_at=database_clock.now())


@transaction.atomic
def follow(rule: EnrolmentRule, *, at: datetime.datetime | None = None) -> int:
    """Everybody is enrolled whom it is for and who was not yet; how many. Safe to do twice."""
    at = at or database_clock.now()
    fresh = EnrolmentRule.objects.select_for_update(of=("self",)).filter(pk=rule.pk, ended_at=None).first()
    if fresh is None:
        return 0
    course = Course.objects.published().filter(pk=fresh.course_id).first()
    if course is None:
        return 0
    version = fresh.article.current if fresh.article_id else None
    people = list(wanted_by(fresh, at))
    due_on = (at + datetime.timedelta(days=fresh.due_days)).date()
    rows = enrol_anew(course, people, by=None, due_on=due_on, reason=fresh.kind, version=version, at=at)
    return len(rows)


def follow_all(*, at: datetime.datetime | None = None) -> int:
    rules = EnrolmentRule.objects.filter(ended_at=None, course__archived_at=None)
    return sum(follow(rule, at=at) for rule in rules.exclude(course__current=None))


@transaction.atomic
def guideline_published(article: Article, *, at: datetime.datetime) -> int:
    """A new version is in force: who was on their way confirms it anew, and whom a rule names is enrolled."""
    LessonDone.objects.filter(lesson__article=article, enrolment__in=Enrolment.objects.open()).delete()
    rules = EnrolmentRule.objects.filter(kind=RuleKind.GUIDELINE, article=article, ended_at=None)
    return sum(follow(rule, at=at) for rule in rules)
