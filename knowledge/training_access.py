"""Whose training it is: one's own, and theirs who lead one; courses are those of one's teams."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from knowledge.models import Attempt, Certificate, Course, Enrolment, Lesson, LessonFile, Seat, Session
from staff.models import Membership, Team, User
from staff.queries import teams_of


def led_by(user: User) -> QuerySet[User]:
    """Active colleagues whose training this person looks after: of the teams they lead, or all."""
    people = User.objects.filter(is_active=True)
    if user.may("training.manage"):
        return people
    if not user.may("training.lead"):
        return people.none()
    led = user.memberships.filter(leads=True).values("team")
    return people.filter(Exists(Membership.objects.filter(user=OuterRef("pk"), team__in=led)))


def teams_led_by(user: User) -> QuerySet[Team]:
    """The active teams whose training this person looks after."""
    teams = Team.objects.filter(active=True)
    if user.may("training.manage"):
        return teams
    if not user.may("training.lead"):
        return teams.none()
    return teams.filter(memberships__user=user, memberships__leads=True)


def courses_for(user: User) -> QuerySet[Course]:
    """Those that this person may begin: published, of their teams or everybody's, without those that one is
    enrolled in. Whoever writes them sees
    every one in use.
    """
    found = Course.objects.in_use().select_related("current", "skill", "owner")
    if user.may("training.manage"):
        return found
    if not user.may("training.take"):
        return found.none()
    of_teams = Course.teams.through.objects.filter(course_id=OuterRef("pk"))
    mine = of_teams.filter(team_id__in=teams_of(user).values("pk"))
    return found.exclude(current=None).filter(invited=False).filter(Exists(mine) | ~Exists(of_teams))


def course_for(user: User, course_id: int) -> Course:
    """Http404 if it is not theirs; what somebody is or was enrolled in stays theirs to look at."""
    found = courses_for(user).filter(pk=course_id).first()
    if found is None and user.may("training.take"):
        entered = Enrolment.objects.filter(course=OuterRef("pk"), person=user)
        found = Course.objects.exclude(current=None).filter(Exists(entered), pk=course_id).first()
    if found is None and user.may("training.manage"):
        found = Course.objects.filter(pk=course_id).first()
    if found is None:
        raise Http404(f"no course {course_id} for this person")
    return found


def writable_course(user: User, course_id: int) -> Course:
    """Http404 unless this person writes courses."""
    found = Course.objects.filter(pk=course_id).first() if user.may("training.manage") else None
    if found is None:
        raise Http404(f"course {course_id} is not this person's to write")
    return found


def enrolments_for(user: User) -> QuerySet[Enrolment]:
    """Their own."""
    if not user.may("training.take"):
        return Enrolment.objects.none()
    return Enrolment.objects.filter(person=user).select_related("course__skill", "edition")


def enrolment_for(user: User, enrolment_id: int) -> Enrolment:
    """Their own; Http404 else, and for one that was withdrawn."""
    found = enrolments_for(user).filter(pk=enrolment_id, withdrawn_at=None).first()
    if found is None:
        raise Http404(f"no enrolment {enrolment_id} of this person")
    return found


def enrolments_led_by(user: User) -> QuerySet[Enrolment]:
    """Of the colleagues whose training this person looks after."""
    return Enrolment.objects.filter(person__in=led_by(user)).select_related("course", "person", "edition")


def enrolment_led_by(user: User, enrolment_id: int) -> Enrolment:
    found = enrolments_led_by(user).filter(pk=enrolment_id).first()
    if found is None:
        raise Http404(f"enrolment {enrolment_id} is not this person's to look after")
    return found


def lesson_for(enrolment: Enrolment, lesson_id: int) -> Lesson:
    found = (
        Lesson.objects.filter(edition=enrolment.edition_id, pk=lesson_id).select_related("article").first()
    )
    if found is None:
        raise Http404(f"no lesson {lesson_id} on this way")
    return found


def attempt_for(user: User, attempt_id: int) -> Attempt:
    found = Attempt.objects.filter(pk=attempt_id, enrolment__in=enrolments_for(user)).first()
    if found is None:
        raise Http404(f"no attempt {attempt_id} of this person")
    return found


def file_for(user: User, file_id: int) -> LessonFile:
    """Of a lesson of a course that is theirs; of a draft only for those who write it. Http404 else."""
    file = LessonFile.objects.filter(pk=file_id).select_related("lesson__edition", "blob").first()
    if file is None:
        raise Http404("no such file")
    edition = file.lesson.edition
    if edition.published_at is None:
        writable_course(user, edition.course_id)
    else:
        course_for(user, edition.course_id)
    return file


def certificates_for(user: User) -> QuerySet[Certificate]:
    """Their own, and those of the colleagues they look after."""
    found = Certificate.objects.select_related("course", "person", "skill")
    if not user.may("training.take"):
        return found.none()
    return found.filter(Q(person=user) | Q(person__in=led_by(user)))


def certificate_for(user: User, certificate_id: int) -> Certificate:
    found = certificates_for(user).filter(pk=certificate_id).first()
    if found is None:
        raise Http404(f"no certificate {certificate_id} for this person")
    return found


def sessions_for(user: User) -> QuerySet[Session]:
    """Of courses that are theirs, and those they hold or have a place in."""
    if not user.may("training.take"):
        return Session.objects.none()
    seated = Seat.objects.filter(session=OuterRef("pk"), person=user)
    entered = Enrolment.objects.filter(course=OuterRef("course"), person=user)
    theirs = Q(course__in=courses_for(user)) | Q(trainer=user)
    return Session.objects.filter(theirs | Exists(seated) | Exists(entered)).select_related(
        "course", "trainer"
    )


def session_for(user: User, session_id: int) -> Session:
    found = sessions_for(user).filter(pk=session_id).first()
    if found is None:
        raise Http404(f"no session {session_id} for this person")
    return found


def may_hold(user: User, session: Session) -> bool:
    """Whoever is the trainer marks who was there, or whoever looks after all training."""
    return user.may("training.manage") or (user.may("training.take") and session.trainer_id == user.pk)


def may_plan(user: User, session: Session | None = None) -> bool:
    """Leads plan sessions; each changes their own, those who look after all training every one."""
    if session is None or user.may("training.manage"):
        return user.may("training.lead")
    return user.may("training.lead") and session.made_by_id == user.pk


def enrolment_numbers(user: User, numbers: Collection[int]) -> set[int]:
    """Those of the enrolments that are this person's, or of somebody they look after."""
    found = Enrolment.objects.filter(Q(person=user) | Q(person__in=led_by(user)), pk__in=numbers)
    return set(found.values_list("pk", flat=True))


def certificate_numbers(user: User, numbers: Collection[int]) -> set[int]:
    return set(certificates_for(user).filter(pk__in=numbers).values_list("pk", flat=True))


def session_numbers(user: User, numbers: Collection[int]) -> set[int]:
    return set(sessions_for(user).filter(pk__in=numbers).values_list("pk", flat=True))
