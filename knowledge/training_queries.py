"""How far everybody is, who is to be told, and what is about to end."""

import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, Func, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from knowledge import quizzes
from knowledge.choices import RuleKind, SeatState
from knowledge.models import (
    Article,
    Attempt,
    Certificate,
    Course,
    Enrolment,
    EnrolmentRule,
    Lesson,
    LessonDone,
    Seat,
    Session,
)
from knowledge.queries import audience
from staff.models import HeldSkill, Membership, Skill, User


def mark_of(question: quizzes.Question) -> str:
    """Tells one wording of a question from another."""
    return sha256(repr(quizzes.written(question)).encode()).hexdigest()[:12]


def day_of(user: User, at: datetime.datetime) -> datetime.date:
    """Which day it is for them."""
    return at.astimezone(ZoneInfo(user.time_zone)).date()


# --- one way through a course


def not_begun(course: Course) -> QuerySet[Enrolment]:
    """Open ones in which nothing was done yet."""
    return course.enrolments.open().filter(
        ~Exists(LessonDone.objects.filter(enrolment=OuterRef("pk"))),
        ~Exists(Attempt.objects.filter(enrolment=OuterRef("pk"))),
    )


def lessons_left(enrolment: Enrolment) -> int:
    done = LessonDone.objects.filter(enrolment=enrolment, lesson=OuterRef("pk"))
    return Lesson.objects.filter(edition=enrolment.edition_id).exclude(Exists(done)).count()


def my_lessons(enrolment: Enrolment) -> list[Lesson]:
    """In order, with `done_at`."""
    done = LessonDone.objects.filter(enrolment=enrolment, lesson=OuterRef("pk"))
    found = Lesson.objects.filter(edition=enrolment.edition_id).select_related("article")
    return list(found.annotate(done_at=Subquery(done.values("done_at")[:1])))


def next_lesson(enrolment: Enrolment) -> Lesson | None:
    """The first that is not done."""
    return next((one for one in my_lessons(enrolment) if one.done_at is None), None)


def attempts_left(enrolment: Enrolment) -> int | None:
    """None where one may try as often as one likes."""
    most = enrolment.edition.attempts
    if most is None:
        return None
    made = enrolment.attempts.exclude(finished_at=None).count()
    return max(most + enrolment.more_attempts - made, 0)


def with_progress(found: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """With `lessons`, how many are `done`, how many questions are `asked`, the `best` percent and `tries`."""
    lessons = Lesson.objects.filter(edition=OuterRef("edition"))
    done = LessonDone.objects.filter(enrolment=OuterRef("pk"))
    tried = Attempt.objects.filter(enrolment=OuterRef("pk"), finished_at__isnull=False)
    return found.annotate(
        lessons=_how_many(lessons, "edition"),
        done=_how_many(done, "enrolment"),
        tries=_how_many(tried, "enrolment"),
        best=Subquery(tried.order_by().values("enrolment").annotate(n=Max("percent")).values("n")),
        asked=Func(F("edition__questions"), function="jsonb_array_length", output_field=IntegerField()),
    )


def _how_many(rows: QuerySet, of: str) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values(of).annotate(n=Count("pk")).values("n")), 0)


# --- who is to take what


def lacking(people: QuerySet[User], skill: Skill, level: int, day: datetime.date) -> QuerySet[User]:
    """Those who do not hold the skill at that level, or not that day any more."""
    held = HeldSkill.objects.on(day).filter(user=OuterRef("pk"), skill=skill, level__gte=level)
    return people.exclude(Exists(held))


def members(team_id: int) -> QuerySet[User]:
    inside = Membership.objects.filter(user=OuterRef("pk"), team=team_id)
    return User.objects.filter(Exists(inside), is_active=True)


def wanted_by(rule: EnrolmentRule, at: datetime.datetime) -> QuerySet[User]:
    """Whom it is to enrol now. What somebody took or left once, a rule of a team does not bring back; with a
    guideline that is so for each version, and whoever brought it into force knows it.
    """
    before = Enrolment.objects.filter(course=rule.course_id, person=OuterRef("pk"))
    if rule.kind == RuleKind.GUIDELINE:
        article = rule.article
        if article.current is None or article.archived_at or not article.is_guideline:
            return User.objects.none()
        people = audience(article).exclude(pk=article.current.published_by_id)
        before = before.filter(Q(version=article.current) | Q(finished_at=None, withdrawn_at=None))
        return people.exclude(Exists(before))
    people = members(rule.team_id).exclude(Exists(before))
    certified = Certificate.objects.filter(course=rule.course_id, person=OuterRef("pk"))
    people = people.exclude(Exists(certified.filter(Q(expires_on=None) | Q(expires_on__gte=at.date()))))
    if rule.kind == RuleKind.GAP:
        course = rule.course
        return lacking(people, course.skill, course.level, at.date()) if course.skill else people.none()
    return people


def trainers_of(person: User) -> list[User]:
    """Who leads them; the managers where nobody does."""
    teams = person.memberships.values("team")
    leads = User.objects.filter(is_active=True, memberships__leads=True, memberships__team__in=teams)
    found = list(leads.exclude(pk=person.pk).distinct())
    return found or list(User.objects.filter(is_active=True, role="manager").exclude(pk=person.pk))


def trained(people: QuerySet[User], today: datetime.date) -> QuerySet[User]:
    """With how many courses are `open`, how many of them are `late`, how many `done`, and the day on which
    the next certificate `ends`; whoever is late comes first.
    """
    ways = Enrolment.objects.filter(person=OuterRef("pk"))
    ending_next = latest(Certificate.objects.filter(person=OuterRef("pk"), expires_on__gte=today))
    return people.annotate(
        open=_how_many(ways.open(), "person"),
        late=_how_many(ways.open().filter(due_on__lt=today), "person"),
        done=_how_many(ways.exclude(finished_at=None), "person"),
        ends=Subquery(ending_next.order_by("expires_on").values("expires_on")[:1]),
    ).order_by("-late", "full_name", "pk")


def courses_on(article: Article) -> QuerySet[Course]:
    """In use, with a lesson on this guideline, for all its readers."""
    return (
        Course.objects.published()
        .filter(current__lessons__article=article, invited=False)
        .distinct()
        .order_by("title")
    )


def to_train_by_hand(article: Article) -> QuerySet[Course]:
    """Those of them that no rule gives to its readers with each version."""
    rules = EnrolmentRule.objects.filter(course=OuterRef("pk"), article=article, ended_at=None)
    return courses_on(article).exclude(Exists(rules))


# --- what ends


def latest(found: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Without those that a later one took the place of."""
    newer = Certificate.objects.filter(
        Q(issued_on__gt=OuterRef("issued_on")) | Q(issued_on=OuterRef("issued_on"), pk__gt=OuterRef("pk")),
        person=OuterRef("person"), course=OuterRef("course"),
    )  # fmt: skip
    return found.exclude(Exists(newer))


def ending(found: QuerySet[Certificate], until: datetime.date) -> QuerySet[Certificate]:
    """Of people still here, the soonest first; those that have ended too. With `renewed_by`, the open way."""
    way = Enrolment.objects.open().filter(course=OuterRef("course"), person=OuterRef("person"))
    return (
        latest(found.filter(person__is_active=True))
        .filter(expires_on__lte=until, course__archived_at=None)
        .annotate(renewed_by=Subquery(way.values("pk")[:1]))
        .order_by("expires_on", "pk")
    )


def to_renew(today: datetime.date, until: datetime.date) -> QuerySet[Certificate]:
    """About to end, of a course that can be taken, and that nobody was asked to renew."""
    asked = Enrolment.objects.filter(renews=OuterRef("pk"))
    found = Certificate.objects.filter(course__current__isnull=False, expires_on__gte=today)
    return ending(found, until).filter(renewed_by=None).exclude(Exists(asked))


# --- sessions


def with_seats(found: QuerySet[Session]) -> QuerySet[Session]:
    """With how many are `going` and `waiting`."""
    return found.annotate(
        going=Count("seats", filter=Q(seats__state=SeatState.GOING)),
        waiting=Count("seats", filter=Q(seats__state=SeatState.WAITING)),
    )


def my_seats(user: User, sessions: list[Session]) -> dict[int, Seat]:
    rows = Seat.objects.filter(person=user, session__in=[one.pk for one in sessions])
    return {row.session_id: row for row in rows}
