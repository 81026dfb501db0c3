"""Pages of training."""

import datetime

from django.utils import timezone

from knowledge.actions import publish, start, training_questions, training_writing
from knowledge.actions.training_certifying import record_certificate
from knowledge.actions.training_enrolling import enrol, save_rule
from knowledge.actions.training_sessions import plan_session, sign_up
from knowledge.actions.training_taking import begin_attempt, complete_lesson, finish_attempt
from knowledge.models import Course
from staff.models import Skill

PAGES: dict[str, str | None] = {
    "knowledge:training": "amara",
    "knowledge:courses": "mona",
    "knowledge:course": "amara",
    "knowledge:enrolment": "amara",
    "knowledge:lesson": "amara",
    "knowledge:attempt": "amara",
    "knowledge:certificate": "amara",
    "knowledge:trainees": "cleo",
    "knowledge:trainee": "cleo",
    "knowledge:course_people": "cleo",
    "knowledge:enrol": "mona",
    "knowledge:ending": "cleo",
    "knowledge:sessions": "amara",
    "knowledge:session": "amara",
    "knowledge:session_new": "cleo",
    "knowledge:session_edit": "mona",
    "knowledge:course_new": "mona",
    "knowledge:course_details": "mona",
    "knowledge:course_edit": "mona",
    "knowledge:lesson_new": "mona",
    "knowledge:lesson_edit": "mona",
    "knowledge:question_new": "mona",
    "knowledge:question_edit": "mona",
}
SHOWS: dict[str, str] = {
    "knowledge:training": "Go on",
    "knowledge:attempt": "Hand in",
    "knowledge:ending": "Renew",
    "knowledge:session": "You have a place",
}
NO_PAGES: set[str] = {
    *("knowledge:take", "knowledge:leave", "knowledge:lesson_done", "knowledge:quiz", "knowledge:renew"),
    *("knowledge:enrolment_act", "knowledge:record_certificate", "knowledge:rule_end", "knowledge:seat"),
    *("knowledge:session_cancel", "knowledge:attendance", "knowledge:lesson_file", "knowledge:micro_lesson"),
    *("knowledge:course_act", "knowledge:lesson_act", "knowledge:question_act"),
}


def arguments(cast) -> dict[str, list]:
    course = _course(cast)
    rule = save_rule(course, kind="team", team=cast.billing, by=cast.cleo)
    way = course.enrolments.get(person=cast.amara)
    lessons = list(way.edition.lessons.all())
    for lesson in lessons:
        complete_lesson(way, lesson, by=cast.amara, version=lesson.article_id and 1)
    finish_attempt(begin_attempt(way, by=cast.amara), {}, by=cast.amara)
    attempt = begin_attempt(way, by=cast.amara)
    day = timezone.localdate()
    certificate = record_certificate(
        course, cast.amara, by=cast.cleo, issued_on=day, expires_on=day + datetime.timedelta(days=9),
        evidence=cast.nasty[:200],
    )  # fmt: skip
    session = _session(course, cast, lessons[0].key)
    training_writing.save_lesson(course, None, {"title": "More", "body": "More."}, by=cast.mona)
    enrol(course, [cast.mona], by=cast.mona, reason="self")
    courses = [course.pk]
    return {
        "knowledge:course": courses,
        "knowledge:enrolment": [way.pk],
        "knowledge:lesson": [way.pk, lessons[-1].pk],
        "knowledge:attempt": [attempt.pk],
        "knowledge:certificate": [certificate.pk],
        "knowledge:trainee": [cast.amara.pk],
        "knowledge:course_people": courses,
        "knowledge:enrol": [rule.course_id],
        "knowledge:session": [session.pk],
        "knowledge:session_edit": [session.pk],
        "knowledge:course_details": courses,
        "knowledge:course_edit": courses,
        "knowledge:lesson_new": courses,
        "knowledge:lesson_edit": [course.pk, lessons[0].key],
        "knowledge:question_new": courses,
        "knowledge:question_edit": [course.pk, course.current.quiz[0].key],
    }


def _course(cast) -> Course:
    skill, _made = Skill.objects.get_or_create(name=cast.nasty[:60])
    said = {"title": cast.nasty[:160], "about": cast.nasty[:300], "skill": skill, "level": 2}
    course = training_writing.start_course({**said, "valid_months": 12}, by=cast.mona)
    own = start({"title": "Of the lesson", "body": cast.nasty}, kind="guideline", by=cast.mona)
    publish(own, by=cast.mona, seen=1)
    for title, article in ((cast.nasty[:150], None), ("Guideline", own)):
        lesson = {"title": title, "body": cast.nasty * 2, "article": article}
        made = training_writing.save_lesson(course, None, lesson, by=cast.mona)
    training_writing.add_file(course, made.key, by=cast.mona, name=f"{cast.nasty[:40]}.pdf", content=b"x")
    for kind, lines in (
        ("single", f"* {cast.nasty[:80]}\nLook"),
        ("multi", "* Tell\nLook\n* Write"),
        ("order", "First\nSecond\nThird"),
        ("text", "112"),
    ):
        asked = {"kind": kind, "text": cast.nasty[:200], "lines": lines, "why": cast.nasty[:90]}
        training_questions.save_question(course, None, asked, by=cast.mona)
    training_writing.publish_course(course, by=cast.mona, seen=course.editions.get().edit)
    return Course.objects.get(pk=course.pk)


def _session(course, cast, key):
    start = timezone.now() + datetime.timedelta(days=3)
    said = {
        "lesson_key": key, "trainer": cast.cleo, "starts_at": start,
        "ends_at": start + datetime.timedelta(hours=1), "place": cast.nasty[:150], "places": 1,
        "about": cast.nasty[:200],
    }  # fmt: skip
    session = plan_session(course, said, by=cast.mona)
    sign_up(session, by=cast.amara)
    sign_up(session, by=cast.cleo)
    return session
