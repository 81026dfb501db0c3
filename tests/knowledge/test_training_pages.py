"""Pages of training: what each reader finds, does, and is refused."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from knowledge import quizzes
from knowledge.actions import training_writing
from knowledge.actions.training_certifying import record_certificate
from knowledge.actions.training_enrolling import enrol, save_rule
from knowledge.models import Attempt, Certificate, Course, Enrolment
from tests.knowledge.courses import make_course, make_skill, right_answers
from tests.knowledge.test_guidelines import changed, published
from tests.knowledge.test_training import go_through, into, passed

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def at(name, *args, query=""):
    return reverse(f"knowledge:{name}", args=args) + query


def text(client, *where, **kwargs):
    return client.get(at(*where), **kwargs).content.decode()


@pytest.fixture
def course(mona):
    return make_course(mona)


# --- an agent


def test_an_agent_begins_goes_through_and_has_a_certificate(client, amara, mona, cleo, billing):
    article = published(cleo, teams=[billing])
    course = make_course(mona, lessons=("Read this",), article=article, skill=make_skill(), level=2)
    client.force_login(amara)
    assert course.title in text(client, "courses")
    answer = client.post(at("take", course.pk))
    way = Enrolment.objects.get(person=amara)
    assert answer.url == at("enrolment", way.pk)
    first, second = way.edition.lessons.all()
    answer = client.post(at("lesson_done", way.pk, first.pk))
    assert answer.url == at("lesson", way.pk, second.pk)
    assert "Money goes back in three days." in client.get(answer.url).content.decode()
    assert client.post(at("lesson_done", way.pk, second.pk)).url == at("lesson", way.pk, second.pk)
    assert client.post(at("lesson_done", way.pk, second.pk), {"version": 1}).url == at("enrolment", way.pk)
    attempt_page = client.post(at("quiz", way.pk)).url
    assert "What first?" in client.get(attempt_page).content.decode()
    sent = {key: given[0] for key, given in right_answers(Attempt.objects.get()).items()}
    result = client.post(attempt_page, sent, follow=True).content.decode()
    assert "Passed with 100 %" in result
    assert "Passed with 100 %" in client.post(attempt_page, {}, follow=True).content.decode()
    assert "Your certificate" in text(client, "enrolment", way.pk)
    assert course.title in client.get(at("training", query="?show=certificates")).content.decode()
    assert course.title in client.get(at("training", query="?show=done")).content.decode()
    assert "Nothing to learn is waiting" in text(client, "training")


def test_what_changed_since_one_confirmed_stands_in_the_lesson(client, amara, mona, cleo, billing):
    article = published(cleo, teams=[billing])
    way = into(make_course(mona, lessons=(), article=article), amara)
    go_through(way, amara)
    changed(article, cleo)
    client.force_login(amara)
    page = text(client, "lesson", way.pk, way.edition.lessons.get().pk)
    assert "<ins>two</ins>" in page
    assert "I have read it and follow it" in page


def test_an_order_that_is_none_is_asked_for_again_with_what_was_chosen(client, amara, mona):
    course = training_writing.start_course({"title": "Order"}, by=mona)
    training_writing.save_lesson(course, None, {"title": "One", "body": "One."}, by=mona)
    client.force_login(mona)
    for said in (
        {"kind": "order", "text": "Which comes first?", "lines": "Tell them\nLook\nMend it"},
        {"kind": "text", "text": "Whom?", "lines": "Võrk"},
    ):
        assert client.post(at("question_new", course.pk), said).status_code == 302
    training_writing.publish_course(course, by=mona, seen=course.editions.get().edit)
    way = into(Course.objects.get(), amara)
    go_through(way, amara)
    client.force_login(amara)
    page = client.post(at("quiz", way.pk)).url
    order, short = Attempt.objects.get().edition.quiz
    places = dict(quizzes.asked([order, short], Attempt.objects.get().pk))[order]
    assert f'name="{order.key}-0"' in client.get(page).content.decode()
    right = {f"{order.key}-{shown}": str(place + 1) for shown, place in enumerate(places)}
    sent = {**right, f"{order.key}-0": right[f"{order.key}-1"], short.key: " VORK "}
    answer = client.post(page, sent)
    assert answer.status_code == 422
    assert "place of its own" in answer.content.decode()
    assert "VORK" in answer.content.decode()
    answer = client.post(page, {**sent, **right}, follow=True)
    assert "Passed with 100 %" in answer.content.decode()


def test_what_is_right_is_told_only_once_nothing_hangs_on_it(client, amara, mona):
    way = into(make_course(mona, attempts=2), amara)
    go_through(way, amara)
    client.force_login(amara)
    first = client.post(client.post(at("quiz", way.pk)).url, {}, follow=True).content.decode()
    assert "Right is" not in first
    second = client.post(client.post(at("quiz", way.pk)).url, {}, follow=True).content.decode()
    assert "Right is" in second
    assert "No attempt is left" in text(client, "enrolment", way.pk)


def test_one_leaves_what_one_chose_oneself_and_nothing_else(client, amara, cleo, course):
    client.force_login(amara)
    client.post(at("take", course.pk))
    own = Enrolment.objects.get()
    client.post(at("leave", own.pk))
    assert client.get(at("enrolment", own.pk)).status_code == 404
    enrol(course, [amara], by=cleo)
    given = Enrolment.objects.open().get()
    assert client.post(at("leave", given.pk)).status_code == 403
    assert Enrolment.objects.open().exists()


# --- a lead


def test_a_lead_enrols_a_team_sees_progress_and_changes_the_plan(client, cleo, amara, ben, course, billing):
    client.force_login(cleo)
    due = timezone.localdate() + 5 * DAY
    assert client.post(at("enrol", course.pk), {}).status_code == 422
    past = {"team": billing.pk, "due_on": "2020-01-01"}
    assert client.post(at("enrol", course.pk), past).status_code == 422
    answer = client.post(at("enrol", course.pk), {"team": billing.pk, "due_on": due}, follow=True)
    assert "3 colleagues are enrolled" in answer.content.decode()
    assert amara.full_name in text(client, "trainees")
    way = course.enrolments.get(person=amara)
    assert "due on" in text(client, "trainee", amara.pk)
    later = due + DAY
    client.post(at("enrolment_act", way.pk), {"do": "due", "due_on": later})
    client.post(at("enrolment_act", way.pk), {"do": "more"})
    way.refresh_from_db()
    assert (way.due_on, way.more_attempts) == (later, 1)
    client.post(at("enrolment_act", way.pk), {"do": "withdraw"})
    assert not course.enrolments.open().filter(person=amara).exists()
    assert "Nobody is late" in client.get(at("trainees", query="?show=late")).content.decode()


def test_a_lead_makes_a_rule_and_ends_it(client, cleo, amara, course, billing, network):
    client.force_login(cleo)
    sent = {"do": "rule", "kind": "team", "team": billing.pk, "due_days": 7}
    answer = client.post(at("enrol", course.pk), sent, follow=True)
    assert "The rule holds from now on" in answer.content.decode()
    assert course.enrolments.filter(person=amara).exists()
    assert client.post(at("enrol", course.pk), sent).status_code == 422
    assert client.post(at("enrol", course.pk), {**sent, "team": network.pk}).status_code == 422
    client.post(at("rule_end", course.rules.get().pk))
    assert course.rules.get().ended_at


def test_a_certificate_from_elsewhere_is_kept_or_refused_with_a_reason(client, cleo, amara, course):
    client.force_login(cleo)
    today = timezone.localdate()
    said = {"course": course.pk, "issued_on": today, "expires_on": today, "evidence": "Vendor 77"}
    answer = client.post(at("record_certificate", amara.pk), said)
    assert answer.status_code == 422
    assert "ends after the day it was issued" in answer.content.decode()
    assert "Vendor 77" in answer.content.decode()
    client.post(at("record_certificate", amara.pk), {**said, "expires_on": today + DAY})
    assert "Renew" in text(client, "ending")
    certificate = Certificate.objects.get()
    client.post(at("renew", certificate.pk))
    again = client.post(at("renew", certificate.pk), follow=True).content.decode()
    assert "is in the course already" in again
    assert "takes it again" in again
    assert Enrolment.objects.get().renews == certificate


# --- writing


def test_a_manager_writes_a_course_without_any_script(client, mona, cleo, billing):
    article = published(mona, teams=[billing])
    client.force_login(mona)
    said = {"title": "Refunds", "owner": mona.pk, "pass_mark": 60, "attempts": "", "teams": [billing.pk]}
    assert client.post(at("course_new"), {**said, "title": ""}).status_code == 422
    skill = {"skill": make_skill().pk}
    assert client.post(at("course_new"), {**said, **skill}).status_code == 422
    assert client.post(at("course_new"), said).status_code == 302
    course = Course.objects.get()
    assert client.post(at("lesson_new", course.pk), {"title": "One", "body": ""}).status_code == 422
    client.post(at("lesson_new", course.pk), {"title": "One", "article": article.pk})
    client.post(at("lesson_new", course.pk), {"title": "Two", "body": "Two.", "do": "stay"})
    one, two = course.editions.get().lessons.all()
    client.post(at("lesson_act", course.pk, two.key), {"do": "up"})
    file = SimpleUploadedFile("plan.txt", b"the plan")
    client.post(at("lesson_act", course.pk, two.key), {"do": "file", "file": file})
    assert client.post(at("lesson_edit", course.pk, one.key), {"title": "x", "body": "x"}).status_code == 409
    bad = client.post(at("question_new", course.pk), {"kind": "single", "text": "What?", "lines": "a\nb"})
    assert bad.status_code == 422
    assert "No answer is right" in bad.content.decode()
    client.post(at("question_new", course.pk), {"kind": "single", "text": "What?", "lines": "* a\nb"})
    key = course.editions.get().quiz[0].key
    page = text(client, "question_edit", course.pk, key)
    assert "* a\nb" in page
    assert "plan.txt" in text(client, "course_edit", course.pk)
    seen = course.editions.get().edit
    answer = client.post(at("course_act", course.pk), {"do": "publish", "seen": seen - 1}, follow=True)
    assert "Look at it once more" in answer.content.decode()
    answer = client.post(at("course_act", course.pk), {"do": "publish", "seen": seen}, follow=True)
    assert "Edition 1 is in use" in answer.content.decode()
    client.post(at("course_details", course.pk), {**said, "title": "Money back"})
    course.refresh_from_db()
    assert (course.title, course.editions.count()) == ("Money back", 1)
    client.post(at("course_act", course.pk), {"do": "archive"})
    client.force_login(cleo)
    assert client.get(at("course", course.pk)).status_code == 404


def test_a_micro_lesson_is_begun_from_its_guideline(client, mona, cleo, amara, billing):
    article = published(cleo, teams=[billing])
    client.force_login(mona)
    answer = client.post(at("micro_lesson", article.pk))
    course = Course.objects.get()
    assert answer.url == at("course_edit", course.pk)
    assert course.rules.get().article == article


def test_publishing_enrols_its_readers_if_so_wished(client, mona, cleo, amara, ben, nora, billing):
    article = published(cleo, teams=[billing])
    course = make_course(mona, lessons=(), article=article, quiz=False, teams=[billing])
    client.force_login(cleo)
    sent = {
        "title": article.title, "body": "Two days.", "change_note": "Two days.", "seen": 0, "owner": cleo.pk,
        "teams": [billing.pk],
    }  # fmt: skip
    assert "Everybody it is for takes" in text(client, "edit", article.pk)
    answer = client.post(
        at("edit", article.pk), {**sent, "do": "publish", "train": [course.pk, "x"]}, follow=True
    )
    assert "2 colleagues are enrolled" in answer.content.decode()
    article.refresh_from_db()
    ways = course.enrolments.open()
    assert {one.person for one in ways} == {amara, ben}
    assert {one.version for one in ways} == {article.current}
    save_rule(course, kind="guideline", article=article, by=mona)
    assert "Everybody it is for takes" not in text(client, "edit", article.pk)


def test_progress_is_taken_away_as_a_table_of_ones_own_people(client, cleo, amara, nora, mona, course):
    enrol(course, [amara, nora], by=mona)
    client.force_login(cleo)
    answer = client.get(at("trainees", query="?as=csv"))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("Amara Kask,Refunds,")
    client.force_login(amara)
    assert client.get(at("trainees", query="?as=csv")).status_code == 404


def test_a_file_of_a_lesson_is_theirs_whose_the_course_is(client, mona, amara, nora, billing):
    course = make_course(mona, teams=[billing])
    key = course.current.lessons.first().key
    file = training_writing.add_file(course, key, by=mona, name="plan.pdf", content=b"the plan")
    client.force_login(amara)
    assert client.get(at("lesson_file", file.pk)).status_code == 404  # of a draft
    training_writing.publish_course(course, by=mona, seen=course.editions.first().edit)
    answer = client.get(at("lesson_file", file.pk))
    assert b"".join(answer.streaming_content) == b"the plan"
    assert "attachment" in answer["Content-Disposition"]
    client.force_login(nora)
    assert client.get(at("lesson_file", file.pk)).status_code == 404


# --- refused

LEADING = [
    ("trainees", "get"), ("trainee", "get"), ("record_certificate", "post"), ("enrolment_act", "post"),
    ("enrol", "get"), ("enrol", "post"), ("rule_end", "post"), ("course_people", "get"), ("ending", "get"),
    ("renew", "post"),
]  # fmt: skip
WRITING = [
    ("course_new", "get"), ("course_new", "post"), ("course_edit", "get"), ("course_details", "post"),
    ("course_act", "post"), ("lesson_new", "get"), ("lesson_edit", "post"), ("lesson_act", "post"),
    ("question_new", "post"), ("question_edit", "get"), ("question_act", "post"), ("micro_lesson", "post"),
]  # fmt: skip
OWN = [
    ("enrolment", "get"), ("leave", "post"), ("lesson", "get"), ("lesson_done", "post"), ("quiz", "post"),
    ("attempt", "get"), ("attempt", "post"), ("certificate", "get"),
]  # fmt: skip


@pytest.fixture
def things(mona, cleo, amara, billing):
    """Arguments of every address, of Amara's training in Billing."""
    article = published(cleo, teams=[billing])
    course = make_course(mona, teams=[billing])
    way = passed(into(course, amara), amara)
    rule = save_rule(course, kind="team", team=billing, by=cleo)
    lesson, certificate = way.edition.lessons.first(), Certificate.objects.get()
    one, key = [course.pk], [course.pk, lesson.key]
    return {
        "trainees": [], "ending": [], "course_new": [], "trainee": [amara.pk],
        "record_certificate": [amara.pk],
        "enrolment_act": [way.pk], "enrol": one, "rule_end": [rule.pk], "course_people": one,
        "renew": [certificate.pk], "course_edit": one, "course_details": one, "course_act": one,
        "lesson_new": one, "lesson_edit": key, "lesson_act": key, "question_new": one,
        "question_edit": [course.pk, course.current.quiz[0].key],
        "question_act": [course.pk, course.current.quiz[0].key], "micro_lesson": [article.pk],
        "enrolment": [way.pk], "leave": [way.pk], "lesson": [way.pk, lesson.pk],
        "lesson_done": [way.pk, lesson.pk], "quiz": [way.pk], "attempt": [way.attempts.get().pk],
        "certificate": [certificate.pk], "course": one, "take": one,
    }  # fmt: skip


def refused(client, things, name, verb):
    sent = {"do": "withdraw", "title": "x", "body": "x", "seen": 1} if verb == "post" else {}
    return getattr(client, verb)(at(name, *things[name]), sent).status_code == 404


def test_an_agent_neither_leads_nor_writes(client, ben, things):
    client.force_login(ben)
    for name, verb in LEADING + WRITING + OWN:
        assert refused(client, things, name, verb), name


def test_a_lead_writes_no_course_and_takes_nobodys_course_for_them(client, cleo, things):
    client.force_login(cleo)
    for name, verb in [*WRITING, *OWN[:-1]]:
        assert refused(client, things, name, verb), name
    assert client.get(at("certificate", *things["certificate"])).status_code == 200


def test_a_lead_of_another_team_finds_nothing_of_it(client, things, network):
    from staff.actions import hire

    other = hire(email="olev@desk.example", full_name="Olev Aun", role="lead", teams=(network,))
    client.force_login(other)
    for name, verb in [*OWN, *WRITING, ("course", "get"), ("take", "post")]:
        assert refused(client, things, name, verb), name
    for name, verb in LEADING:
        if things[name]:
            assert refused(client, things, name, verb), name
    for name in ("trainees", "ending", "courses", "training"):
        page = text(client, name)
        assert "Amara" not in page
        assert "Refunds" not in page


def test_whoever_is_not_signed_in_is_asked_to(client, things):
    for name in ("enrolment", "certificate", "trainees", "course_edit", "attempt"):
        assert client.get(at(name, *things[name])).status_code == 302


def test_what_is_typed_is_shown_and_not_run(client, mona, amara):
    course = make_course(
        mona, title="<script>alert(1)</script>", lessons=("<b>x</b> [x](javascript:alert(1))",)
    )
    way = into(course, amara)
    client.force_login(amara)
    page = text(client, "lesson", way.pk, way.edition.lessons.get().pk)
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


# --- as many questions for one as for three


@pytest.mark.parametrize("many", [1, 3])
def test_as_many_questions_for_one_as_for_three(client, mona, cleo, amara, ben, billing, many):
    today = timezone.localdate()
    for number in range(many):
        course = make_course(mona, title=f"Course {number}", skill=make_skill(), level=1, teams=[billing])
        enrol(course, [amara, ben][: min(many, 2)], by=cleo)
        record_certificate(course, amara, by=cleo, issued_on=today, expires_on=today + DAY, evidence="Vendor")
    client.force_login(amara)
    pages = [("training",), ("courses",), ("training", "?show=certificates")]
    _pinned(client, pages, 14)
    client.force_login(cleo)
    _pinned(client, [("trainees",), ("ending",)], 14)
    _pinned(client, [("course_people", course.pk), ("trainee", amara.pk)], 17)


def _pinned(client, pages, most):
    for name, *rest in pages:
        query = rest[0] if rest and isinstance(rest[0], str) else ""
        address = at(name, *([] if query else rest), query=query)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        assert len(asked) <= most, name
