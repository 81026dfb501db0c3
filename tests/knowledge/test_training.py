"""Training: courses written, taken, passed; who is enrolled by whom; certificates; and who is refused."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from knowledge import evidence
from knowledge.actions import acknowledge, training_questions, training_writing
from knowledge.actions.stale import StaleDraft
from knowledge.actions.training_certifying import months_later, record_certificate, renew_all
from knowledge.actions.training_enrolling import (
    allow_another_attempt,
    enrol,
    follow,
    follow_all,
    save_rule,
    withdraw,
)
from knowledge.actions.training_reminding import remind_training
from knowledge.actions.training_taking import begin_attempt, complete_lesson, finish_attempt
from knowledge.models import Certificate, Course, Enrolment, Lesson
from knowledge.queries import has_confirmed
from knowledge.training_access import courses_for
from knowledge.training_queries import attempts_left, ending, with_progress
from lib import database_clock
from notices.models import Notice
from staff.actions import join_team
from staff.models import HeldSkill
from tests.knowledge.courses import make_course, make_skill, right_answers
from tests.knowledge.test_guidelines import changed, published

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def told(user):
    return [one.words for one in Notice.objects.filter(recipient=user, kind="training").order_by("pk")]


def into(course, person, **given):
    enrol(course, [person], by=person, **given)
    return course.enrolments.open().get(person=person)


def hold(user, skill, level, **given):
    HeldSkill.objects.create(user=user, skill=skill, level=level, granted_at=database_clock.now(), **given)


def go_through(way, by, at=None):
    """Every lesson, each guideline confirmed as it reads now."""
    for lesson in Lesson.objects.filter(edition=way.edition_id).select_related("article__current"):
        version = lesson.article.current.number if lesson.article else None
        complete_lesson(way, lesson, by=by, version=version, at=at)
    way.refresh_from_db()


def passed(way, by, at=None):
    go_through(way, by, at)
    attempt = begin_attempt(way, by=by, at=at)
    finish_attempt(attempt, right_answers(attempt), by=by, at=at)
    way.refresh_from_db()
    return way


# --- writing


def test_a_draft_is_nobodys_to_take_and_what_is_published_stays_as_it_was(mona, amara):
    course = training_writing.start_course({"title": "Refunds"}, by=mona)
    assert course in courses_for(mona)
    assert not courses_for(amara).exists()
    with pytest.raises(PermissionDenied):
        enrol(course, [amara], by=amara)
    with pytest.raises(ValidationError, match="at least one lesson"):
        training_writing.publish_course(course, by=mona, seen=1)
    lesson = training_writing.save_lesson(course, None, {"title": "One", "body": "Old."}, by=mona)
    training_writing.publish_course(course, by=mona, seen=2)
    way = into(course, amara)
    complete_lesson(way, lesson, by=amara)  # one lesson and no question: that was all
    training_writing.save_lesson(course, lesson.key, {"title": "One", "body": "New."}, by=mona)
    assert list(course.editions.values_list("number", "lessons__body")) == [(2, "New."), (1, "Old.")]
    assert way.edition.number == 1


def test_who_has_not_begun_takes_the_new_edition_and_who_has_ends_the_old(mona, amara, ben):
    course = make_course(mona)
    begun, waiting = into(course, amara), into(course, ben)
    complete_lesson(begun, begun.edition.lessons.first(), by=amara)
    training_writing.save_lesson(course, None, {"title": "More", "body": "More."}, by=mona)
    training_writing.publish_course(course, by=mona, seen=course.editions.first().edit)
    for way in (begun, waiting):
        way.refresh_from_db()
    assert (begun.edition.number, waiting.edition.number) == (1, 2)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"kind": "single", "lines": "One\nTwo"}, "No answer is right"),
        ({"kind": "multi", "lines": "One\nTwo"}, "No answer is right"),
        ({"kind": "text", "lines": " \n"}, "No answer is right"),
        ({"kind": "single", "lines": "* One\n* Two"}, "Several answers are right"),
        ({"kind": "order", "lines": "One"}, "at least two"),
        ({"kind": "single", "lines": "* One\nTwo", "text": " "}, "Write what is asked"),
        ({"kind": "essay", "lines": "* One"}, "no such choice"),
    ],
)
def test_a_question_that_nobody_could_answer_is_refused_and_nothing_is_lost(mona, said, words):
    course = make_course(mona)
    with pytest.raises(ValidationError, match=words):
        training_questions.save_question(course, None, {"text": "What?", **said}, by=mona)
    assert len(Course.objects.get().current.questions) == 2


def test_two_writers_do_not_overwrite_each_other(mona):
    course = training_writing.start_course({"title": "Refunds"}, by=mona)
    lesson = training_writing.save_lesson(course, None, {"title": "One", "body": "Mine."}, by=mona)
    said = {"title": "One", "body": "Theirs."}
    training_writing.save_lesson(course, lesson.key, said, by=mona, seen=1)
    with pytest.raises(StaleDraft):
        training_writing.save_lesson(course, lesson.key, said, by=mona, seen=1)
    with pytest.raises(StaleDraft):
        training_writing.publish_course(course, by=mona, seen=2)
    asked = {"kind": "text", "text": "?", "lines": "x"}
    question = training_questions.save_question(course, None, asked, by=mona)
    with pytest.raises(StaleDraft):
        training_questions.save_question(course, question.key, asked, by=mona, seen="other")


def test_lessons_and_questions_move_and_go(mona):
    course = make_course(mona, lessons=("A", "B", "C"))
    keys = [lesson.key for lesson in course.current.lessons.all()]
    training_writing.move_lesson(course, keys[2], by=mona, up=True)
    training_writing.remove_lesson(course, keys[0], by=mona)
    training_questions.move_question(course, course.current.quiz[0].key, by=mona, up=False)
    draft = course.editions.first()
    assert [one.title for one in draft.lessons.all()] == ["C", "B"]
    assert [one.kind for one in draft.quiz] == ["text", "single"]
    assert [one.title for one in course.current.lessons.all()] == ["A", "B", "C"]


def test_files_stay_with_the_edition_that_had_them(mona):
    course = make_course(mona, lessons=("A",))
    key = course.current.lessons.get().key
    training_writing.add_file(course, key, by=mona, name="../a/plan.pdf", content=b"plan")
    training_writing.publish_course(course, by=mona, seen=course.editions.first().edit)
    training_writing.remove_file(course, key, by=mona, name=".. a plan.pdf")
    counts = [edition.lessons.get().files.count() for edition in course.editions.all()]
    assert counts == [0, 1, 0]
    with pytest.raises(ValidationError, match="empty"):
        training_writing.add_file(course, key, by=mona, name="x", content=b"")


@pytest.mark.parametrize("who", ["amara", "cleo"])
def test_only_who_writes_courses_writes_them(request, mona, who):
    by, course = request.getfixturevalue(who), make_course(mona)
    key, asked = course.current.lessons.first().key, course.current.quiz[0].key
    for act in (
        lambda: training_writing.start_course({"title": "x"}, by=by),
        lambda: training_writing.describe_course(course, {"title": "x"}, by=by),
        lambda: training_writing.save_lesson(course, None, {"title": "x", "body": "x"}, by=by),
        lambda: training_writing.move_lesson(course, key, by=by, up=True),
        lambda: training_writing.remove_lesson(course, key, by=by),
        lambda: training_writing.add_file(course, key, by=by, name="x", content=b"x"),
        lambda: training_writing.publish_course(course, by=by, seen=1),
        lambda: training_writing.drop_course_draft(course, by=by, seen=1),
        lambda: training_writing.archive_course(course, by=by),
        lambda: training_questions.save_question(course, None, {}, by=by),
        lambda: training_questions.remove_question(course, asked, by=by),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert Course.objects.get().title == "Refunds"


# --- taking


def test_lessons_then_the_quiz_then_the_skill(mona, amara):
    skill = make_skill()
    course = make_course(mona, skill=skill, level=2, valid_months=12)
    way = into(course, amara)
    with pytest.raises(ValidationError, match="First go through the lessons"):
        begin_attempt(way, by=amara)
    passed(way, amara)
    certificate = Certificate.objects.get(person=amara)
    assert way.finished_at
    assert (certificate.percent, certificate.level) == (100, 2)
    assert certificate.expires_on == months_later(certificate.issued_on, 12)
    held = HeldSkill.objects.get(user=amara, skill=skill)
    assert (held.level, held.expires_on) == (2, certificate.expires_on)
    assert held.source == f"certificate:{certificate.pk}"
    row = evidence.training(amara, way.enrolled_at, database_clock.now() + DAY)[0]
    assert (row["title"], row["score"], row["certificate"]) == ("Refunds", 100, certificate.pk)
    assert evidence.training(amara, way.enrolled_at - DAY, way.enrolled_at) == []


def test_who_fails_tries_again_until_no_attempt_is_left_and_the_lead_gives_another(mona, cleo, amara):
    course = make_course(mona, attempts=2)
    way = into(course, amara)
    go_through(way, amara)
    for _turn in range(2):
        attempt = finish_attempt(begin_attempt(way, by=amara), {}, by=amara)
        assert (attempt.percent, attempt.passed) == (0, False)
    assert attempts_left(way) == 0
    with pytest.raises(ValidationError, match="No attempt is left"):
        begin_attempt(way, by=amara)
    assert any("has no attempt left" in words for words in told(cleo))
    with pytest.raises(PermissionDenied):
        allow_another_attempt(way, by=amara)
    allow_another_attempt(way, by=cleo)
    way.refresh_from_db()
    attempt = begin_attempt(way, by=amara)
    finish_attempt(attempt, right_answers(attempt), by=amara)
    way.refresh_from_db()
    assert way.finished_at


def test_an_attempt_is_true_to_what_was_asked_and_its_answers_are_kept(mona, amara):
    course = make_course(mona)
    way = into(course, amara)
    go_through(way, amara)
    attempt = begin_attempt(way, by=amara)
    key = attempt.edition.quiz[0].key
    other = {"kind": "single", "text": "What first?", "lines": "Tell them\n* Look"}
    training_questions.save_question(course, key, other, by=mona)
    training_writing.publish_course(course, by=mona, seen=course.editions.first().edit)
    attempt = finish_attempt(attempt, right_answers(attempt), by=amara)
    assert attempt.passed
    assert attempt.answers[key] == ["0"]


def test_handed_in_twice_it_stays_as_it_was_judged_first(mona, amara):
    course = make_course(mona, pass_mark=50)
    way = into(course, amara)
    go_through(way, amara)
    attempt = begin_attempt(way, by=amara)
    assert begin_attempt(way, by=amara) == attempt
    finish_attempt(attempt, right_answers(attempt), by=amara)
    again = finish_attempt(attempt, {}, by=amara)
    assert (again.percent, again.passed) == (100, True)
    assert Certificate.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_handed_in_twice_at_once_there_is_one_certificate(mona, amara):
    way = into(make_course(mona), amara)
    go_through(way, amara)
    attempt = begin_attempt(way, by=amara)
    answers = right_answers(attempt)

    def one(_turn):
        try:
            return finish_attempt(attempt, answers, by=amara).percent
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as crowd:
        assert list(crowd.map(one, range(2))) == [100, 100]
    assert Certificate.objects.count() == 1


def test_nobody_takes_somebody_elses_course_for_them(mona, cleo, amara):
    way = into(make_course(mona), amara)
    with pytest.raises(PermissionDenied):
        complete_lesson(way, way.edition.lessons.first(), by=cleo)
    go_through(way, amara)
    attempt = begin_attempt(way, by=amara)
    for act in (lambda: begin_attempt(way, by=mona), lambda: finish_attempt(attempt, {}, by=cleo)):
        with pytest.raises(PermissionDenied):
            act()


# --- a guideline in a lesson


def test_a_lesson_with_a_guideline_is_done_once_the_version_in_force_is_confirmed(mona, cleo, amara, billing):
    article = published(cleo, teams=[billing])
    way = into(make_course(mona, lessons=(), article=article, quiz=False), amara)
    lesson = way.edition.lessons.get()
    changed(article, cleo)
    with pytest.raises(ValidationError, match="not the version in force"):
        complete_lesson(way, lesson, by=amara, version=1)
    complete_lesson(way, lesson, by=amara, version=2)
    way.refresh_from_db()
    assert way.finished_at
    assert has_confirmed([amara.pk], [article.pk]) == {(amara.pk, article.pk)}


def test_a_new_version_brings_the_micro_lesson_back_to_whom_it_is_for(mona, cleo, amara, ben, nora, billing):
    article = published(cleo, teams=[billing])
    course = training_writing.micro_lesson(article, by=mona)
    training_writing.publish_course(course, by=mona, seen=course.editions.get().edit)
    assert follow_all() == 2  # Amara and Ben; Cleo wrote it, Nora is in another team
    way = course.enrolments.get(person=amara)
    go_through(way, amara)
    waiting = course.enrolments.get(person=ben)
    changed(article, cleo)
    again = course.enrolments.open().get(person=amara)
    assert again != way
    assert (again.reason, again.version) == ("guideline", article.current)
    assert course.enrolments.open().get(person=ben) == waiting
    assert follow_all() == 0
    assert not course.enrolments.filter(person__in=[nora, cleo]).exists()
    assert "A course for you" in told(amara)[-1]


def test_who_is_on_the_way_confirms_the_new_version_anew(mona, cleo, amara, billing):
    article = published(cleo, teams=[billing])
    way = into(make_course(mona, article=article), amara)
    go_through(way, amara)
    changed(article, cleo)
    with pytest.raises(ValidationError, match="First go through"):
        begin_attempt(way, by=amara)
    passed(way, amara)
    assert way.finished_at


def test_a_guideline_of_other_teams_keeps_nobody_from_ending(mona, amara, network):
    article = published(mona, teams=[network])
    way = into(make_course(mona, lessons=(), article=article, quiz=False), amara)
    complete_lesson(way, way.edition.lessons.get(), by=amara)
    way.refresh_from_db()
    assert way.finished_at
    assert not has_confirmed([amara.pk], [article.pk])


# --- who is enrolled


def test_each_is_enrolled_once_and_told_once(mona, cleo, amara, ben):
    course = make_course(mona)
    assert len(enrol(course, [amara, ben], by=cleo)) == 2
    assert enrol(course, [amara, ben], by=cleo) == []
    assert told(amara) == ["A course for you: “{title}”"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(
            course=course, edition=course.current, person=amara, reason="self", enrolled_at=course.made_at
        )
    withdraw(course.enrolments.get(person=amara), by=cleo)
    assert Notice.objects.get(recipient=amara, kind="training").settled_at
    assert len(enrol(course, [amara], by=cleo)) == 1


def test_a_lead_enrols_their_own_and_an_agent_oneself(mona, cleo, amara, nora, network):
    course, theirs = make_course(mona), make_course(mona, title="Nodes", teams=[network])
    with pytest.raises(PermissionDenied):
        enrol(course, [nora], by=cleo)
    with pytest.raises(PermissionDenied):
        enrol(course, [cleo], by=amara)
    with pytest.raises(PermissionDenied):
        enrol(theirs, [amara], by=amara)
    enrol(theirs, [nora], by=nora, reason="self")
    with pytest.raises(PermissionDenied):
        withdraw(Enrolment.objects.get(), by=amara)
    withdraw(Enrolment.objects.get(), by=nora)
    with pytest.raises(ValidationError, match="has passed"):
        enrol(course, [amara], by=cleo, due_on=datetime.date(2020, 1, 1))


def test_a_rule_enrols_the_team_and_whoever_joins_it_later(mona, cleo, amara, ben, nora, billing):
    course = make_course(mona)
    rule = save_rule(course, kind="team", team=billing, due_days=10, by=cleo)
    assert course.enrolments.count() == 3
    due = course.enrolments.get(person=amara).due_on
    assert due == (rule.made_at + 10 * DAY).date()
    withdraw(course.enrolments.get(person=ben), by=cleo)
    join_team(nora, billing)
    assert follow(rule) == 1
    assert follow(rule) == 0
    with pytest.raises(ValidationError, match="there already"):
        save_rule(course, kind="team", team=billing, by=cleo)


def test_a_rule_for_a_gap_enrols_only_who_lacks_the_skill(mona, cleo, amara, ben, billing):
    skill = make_skill()
    course = make_course(mona, skill=skill, level=2)
    today = database_clock.now().date()
    hold(amara, skill, 2)
    hold(ben, skill, 3, expires_on=today - DAY)
    hold(cleo, skill, 1)
    save_rule(course, kind="gap", team=billing, by=cleo)
    assert {one.person for one in course.enrolments.all()} == {ben, cleo}
    with pytest.raises(ValidationError, match="gives no skill"):
        save_rule(make_course(mona, title="Other"), kind="gap", team=billing, by=cleo)


def test_a_lead_makes_no_rule_for_another_team_or_for_a_guideline(mona, cleo, amara, billing, network):
    course, article = make_course(mona), published(cleo, teams=[billing])
    for by, given in [
        (cleo, {"kind": "team", "team": network}),
        (cleo, {"kind": "guideline", "article": article}),
        (amara, {"kind": "team", "team": billing}),
    ]:
        with pytest.raises(PermissionDenied):
            save_rule(course, by=by, **given)


# --- certificates


def test_a_certificate_that_ends_before_it_began_is_refused(mona, cleo, amara, nora):
    course = make_course(mona, skill=make_skill(), level=1)
    day = database_clock.now().date()
    said = {"issued_on": day, "evidence": "Vendor 77"}
    with pytest.raises(ValidationError, match="ends after"):
        record_certificate(course, amara, by=cleo, expires_on=day, **said)
    with pytest.raises(ValidationError, match="future"):
        record_certificate(course, amara, by=cleo, issued_on=day + 2 * DAY, evidence="x")
    with pytest.raises(ValidationError, match="where it comes from"):
        record_certificate(course, amara, by=cleo, issued_on=day, evidence=" ")
    for by, person in [(cleo, nora), (amara, amara), (amara, cleo), (cleo, cleo)]:
        with pytest.raises(PermissionDenied):
            record_certificate(course, person, by=by, **said)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(
            person=amara, course=course, issued_on=day, expires_on=day - DAY, made_at=database_clock.now()
        )
    assert not Certificate.objects.exists()
    record_certificate(course, amara, by=cleo, expires_on=day + DAY, **said)
    assert HeldSkill.objects.get(user=amara).expires_on == day + DAY


def test_what_is_about_to_end_is_told_and_taken_again(mona, cleo, amara):
    course = make_course(mona, skill=make_skill(), level=1, valid_months=1)
    begun = database_clock.now()
    passed(into(course, amara), amara, at=begun)
    first = Certificate.objects.get()
    soon = datetime.datetime.combine(first.expires_on, datetime.time(8), datetime.UTC) - 7 * DAY
    assert list(ending(Certificate.objects.all(), soon.date() + 30 * DAY)) == [first]
    assert remind_training(soon) >= 2
    assert remind_training(soon) == 0
    assert "ends on" in told(amara)[-1]
    assert "ends on" in told(cleo)[-1]
    assert renew_all(at=soon) == 1
    assert renew_all(at=soon) == 0
    way = Enrolment.objects.open().get(person=amara)
    assert (way.reason, way.due_on, way.renews) == ("renewal", first.expires_on, first)
    passed(way, amara, at=soon + DAY)
    second = Certificate.objects.exclude(pk=first.pk).get()
    assert not ending(Certificate.objects.all(), first.expires_on).exists()
    assert HeldSkill.objects.get(user=amara).expires_on == second.expires_on


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [("2026-01-31", 1, "2026-02-28"), ("2026-11-29", 12, "2027-11-29"), ("2024-02-29", 12, "2025-02-28")],
)
def test_months_later(day, months, expected):
    assert months_later(datetime.date.fromisoformat(day), months) == datetime.date.fromisoformat(expected)


# --- reminders


def test_told_before_it_is_due_when_it_is_and_then_the_lead(mona, cleo, amara):
    course = make_course(mona)
    start = database_clock.now()
    due = (start + 10 * DAY).date()
    enrol(course, [amara], by=cleo, due_on=due)
    noon = datetime.datetime.combine(due, datetime.time(12), datetime.UTC)
    steps = []
    for days in (-4, -3, 0, 2, 3, 3):
        remind_training(noon + days * DAY)
        steps.append((days, len(told(amara)), len(told(cleo))))
    assert steps == [(-4, 1, 0), (-3, 2, 0), (0, 3, 0), (2, 3, 0), (3, 3, 1), (3, 3, 1)]
    assert "has not done" in told(cleo)[0]


def test_progress_is_counted(mona, amara):
    way = into(make_course(mona), amara)
    complete_lesson(way, way.edition.lessons.first(), by=amara)
    complete_lesson(way, way.edition.lessons.first(), by=amara)
    row = with_progress(Enrolment.objects.all()).get()
    assert (row.lessons, row.done, row.asked, row.tries, row.best) == (2, 1, 2, 0, None)


def test_confirming_elsewhere_is_not_going_through_the_lesson(mona, cleo, amara, billing):
    article = published(cleo, teams=[billing])
    way = into(make_course(mona, lessons=(), article=article, quiz=False), amara)
    acknowledge(article.current, by=amara)
    way.refresh_from_db()
    assert way.is_open
