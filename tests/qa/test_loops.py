"""From findings to one proposal, a guideline, a lesson for exactly the people it is about."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from knowledge import actions as articles
from knowledge.actions.training_taking import complete_lesson
from knowledge.choices import ArticleKind
from knowledge.models import Article, Course, Enrolment, LessonDone
from knowledge.training_access import courses_for
from notices.models import Notice
from qa import actions, tasks
from qa.choices import LoopState
from qa.looped import measured
from qa.models import Finding, Loop, Review
from staff.actions import hire
from tests.pure.said_alike import BY_NAME, NO_DAY, NOISE
from tests.qa.ground import ALL, DAY, NOW, a_scorecard, given
from tests.qa.loops import HOUR, a_guideline, finding, findings, in_force, publish
from tests.scheduling.test_races import at_once
from tickets.actions import reply

pytestmark = pytest.mark.django_db
SOON = NOW + 2 * DAY


@pytest.fixture
def opened(ticket, card, amara, ben, cleo) -> Loop:
    """Eight findings about Amara and Ben."""
    findings(ticket, card, [amara, ben], cleo, 8)
    assert actions.propose(at=SOON) == 1
    return Loop.objects.get()


def test_forty_findings_open_exactly_one_proposal(ticket, card, amara, ben, nora, cleo, mona):
    findings(ticket, card, [amara, ben, cleo], mona, 40, at=NOW - 3 * DAY)
    assert (actions.propose(at=SOON), actions.propose(at=SOON + HOUR)) == (1, 0)
    one = Loop.objects.get()
    assert (one.state, one.criterion, one.title) == (LoopState.OPEN, "c3", "Every question answered")
    assert one.findings.count() == 40
    assert "which" in one.telling
    assert [each.recipient for each in Notice.objects.filter(about="loop")] == [mona]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_open_one(ticket, card, amara, ben, cleo):
    findings(ticket, card, [amara, ben], cleo, 8)
    assert sorted(at_once(*[lambda: actions.propose(at=SOON)] * 2)) == [0, 1]
    assert Loop.objects.get().findings.count() == 8


def test_two_themes_on_one_criterion_open_two_and_noise_opens_nothing(ticket, card, amara, ben, cleo):
    findings(ticket, card, [amara, ben], cleo, 10, words=NOISE)
    assert actions.propose(at=SOON) == 0
    findings(ticket, card, [amara, ben], cleo, 8, at=NOW + HOUR)
    findings(ticket, card, [amara, ben], cleo, 8, words=BY_NAME, at=NOW + HOUR)
    assert actions.propose(at=SOON) == 2
    assert sorted(one.findings.count() for one in Loop.objects.all()) == [8, 8]


@pytest.mark.parametrize("case", ["seven", "one person", "another criterion", "long ago", "another card"])
def test_below_the_threshold_nothing_opens(ticket, card, amara, ben, cleo, mona, case):
    findings(ticket, card, [amara, ben] if case != "one person" else [amara], cleo, 7)
    rest = {
        "seven": {}, "one person": {"person": amara}, "another criterion": {"key": "c1"},
        "long ago": {"at": NOW - 70 * DAY}, "another card": {"card": a_scorecard(mona, "Others")},
    }[case]  # fmt: skip
    if case != "seven":
        said = {"person": ben, "card": card, "at": NOW + 9 * HOUR, **rest}
        finding(ticket, said.pop("card"), said.pop("person"), cleo, NO_DAY[0], **said)
    assert actions.propose(at=SOON) == 0


def test_later_findings_that_say_the_same_join_the_running_one(ticket, card, opened, nora, amara, ben, cleo):
    findings(ticket, card, [amara, ben], cleo, 8, at=NOW + 3 * DAY)
    findings(ticket, card, [amara, ben], cleo, 4, words=NOISE, at=NOW + 3 * DAY)
    assert actions.propose(at=NOW + 5 * DAY) == 0
    assert opened.findings.count() == 16


def test_declined_the_same_open_nothing_again_but_new_ones_do(ticket, card, opened, amara, ben, cleo, mona):
    with pytest.raises(ValidationError, match="why nothing changes"):
        actions.decline(opened, by=mona, reason=" ")
    actions.decline(opened, by=mona, reason="The new form asks for the day.", at=SOON)
    findings(ticket, card, [amara, ben], cleo, 7, at=NOW + 3 * DAY)
    assert actions.propose(at=NOW + 5 * DAY) == 0
    finding(ticket, card, ben, cleo, NO_DAY[3], at=NOW + 4 * DAY)
    assert actions.propose(at=NOW + 5 * DAY) == 1
    assert Loop.objects.get(state=LoopState.OPEN).findings.count() == 8
    with pytest.raises(ValidationError, match="decided already"):
        actions.take_up(opened, by=mona)


def test_a_finding_is_in_one_loop(opened):
    one = opened.findings.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.create(loop=opened, review=one.review, criterion=one.criterion, found_at=NOW)


def test_publishing_makes_the_lesson_for_exactly_the_affected(
    ticket, card, billing, amara, ben, nora, cleo, mona
):
    """Who left, whose finding was settled upwards, and who had none, learn nothing; who joined later does."""
    gone, right, late = (
        hire(email=f"{name}@desk.example", full_name=name.title(), role="agent", teams=(billing,))
        for name in ("gone", "right", "late")
    )
    found = findings(ticket, card, [amara, ben, gone, right], cleo, 8)
    given(found[0].message, card, mona, ALL, at=NOW + HOUR)  # another reviewer saw nothing
    actions.propose(at=SOON)
    one = Loop.objects.get()
    finding(ticket, card, late, cleo, NO_DAY[2], at=SOON)
    actions.propose(at=SOON + HOUR)
    guideline = a_guideline(mona)
    actions.take_up(one, by=mona, article=guideline, at=SOON)
    for review in Review.objects.filter(person=right):
        actions.dispute(review, criteria=["c3"], words="All is answered.", by=right, at=SOON)
        actions.settle(review, verdict="accepted", answer="Yes.", answers={"c3": 3}, by=cleo, at=SOON)
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    one = publish(one, mona, SOON + DAY)
    ways = Enrolment.objects.filter(course=one.course).select_related("person")
    assert {way.person for way in ways} == {amara, ben, late}
    assert {way.due_on for way in ways} == {(SOON + 8 * DAY).date()}
    assert one.state == LoopState.PUBLISHED
    assert one.version == Article.objects.get(pk=guideline.pk).current
    assert one.findings.filter(stood=False).count() == 2
    assert {each.recipient for each in Notice.objects.filter(about="enrolment")} == {amara, ben, late}
    lesson = one.course.current.lessons.get()
    assert "What is new" in lesson.body
    assert "Be kind." not in lesson.body
    for who in (amara, right, nora, cleo):
        assert one.course not in courses_for(who)
    complete_lesson(ways.get(person=amara), lesson, by=amara, version=one.version.number, at=SOON + 2 * DAY)
    assert ways.get(person=amara).finished_at
    assert one.version.readings.filter(reader=amara, acknowledged_at__isnull=False).exists()
    assert LessonDone.objects.count() == 1


def test_heard_twice_and_with_a_later_version_it_stays_one_lesson(opened, mona):
    one = in_force(opened, mona, SOON)
    assert actions.follow_guideline(one.version, at=SOON + HOUR) == 0
    articles.write(one.article, {"title": "Days", "body": "Another.", "change_note": "All."}, by=mona)
    article = Article.objects.get(pk=one.article_id)
    articles.publish(article, by=mona, seen=1)
    assert Course.objects.count() == 1
    assert Loop.objects.get().version.number == 1


def test_published_by_a_lead_who_may_write_no_course(opened, billing, cleo, mona):
    actions.take_up(opened, by=mona, at=SOON)
    assert {*Loop.objects.get().article.teams.all()} == {billing}
    assert not cleo.may("training.manage")
    one = publish(opened, cleo, SOON + DAY)
    assert one.course.enrolments.count() == 2


def test_a_new_guideline_begins_with_what_was_found_and_no_name(opened, mona, amara):
    article = actions.take_up(opened, by=mona, at=SOON).article
    draft = article.versions.get()
    assert draft.title == "Every question answered"
    assert "which" in draft.body
    assert "Amara" not in draft.body
    with pytest.raises(ValidationError, match="being written"):
        actions.take_up(opened, by=mona)
    articles.drop_draft(article, by=mona, seen=1)
    assert Loop.objects.get().state == LoopState.WRITING
    again = actions.take_up(opened, by=mona, article=a_guideline(mona)).article
    assert "Be kind." in again.versions.get(published_at=None).body


def test_what_is_being_written_already_stays(opened, mona):
    guideline = a_guideline(mona)
    articles.write(guideline, {"title": "Mine", "body": "Half of it."}, by=mona)
    actions.take_up(opened, by=mona, article=guideline)
    assert guideline.versions.get(published_at=None).body == "Half of it."


def test_nobody_left_to_learn_makes_no_course(ticket, card, opened, amara, ben, mona):
    for who in (amara, ben):
        who.is_active = False
        who.save(update_fields=["is_active"])
    one = in_force(opened, mona, SOON)
    assert (one.state, one.course) == (LoopState.PUBLISHED, None)


def test_a_question_is_asked_after_the_lesson(opened, mona, amara):
    with pytest.raises(ValidationError, match="No answer is right"):
        actions.ask_with(opened, by=mona, text="By when?", lines="Soon\nOn Friday")
    actions.ask_with(opened, by=mona, text="By when?", lines="Soon\n* On Friday")
    one = in_force(opened, mona, SOON)
    way = one.course.enrolments.get(person=amara)
    complete_lesson(way, one.course.current.lessons.get(), by=amara, version=1)
    assert Enrolment.objects.get(pk=way.pk).finished_at is None
    assert [each.text for each in one.course.current.quiz] == ["By when?"]


def test_only_who_looks_after_reviews_decides(opened, amara, cleo, mona):
    public = articles.start({"title": "Help", "body": "Yes."}, kind=ArticleKind.PUBLIC, by=mona)
    for who in (amara, cleo):
        for act in (
            lambda who=who: actions.take_up(opened, by=who),
            lambda who=who: actions.decline(opened, by=who, reason="No."),
            lambda who=who: actions.ask_with(opened, by=who, text="?", lines="* a\nb"),
        ):
            with pytest.raises(PermissionDenied):
                act()
    with pytest.raises(ValidationError, match="guideline that you may write"):
        actions.take_up(opened, by=mona, article=public)


def test_what_was_written_before_it_could_be_known_opens_nothing(
    ticket, card, opened, amara, ben, cleo, mona
):
    one = in_force(opened, mona, SOON)
    findings(ticket, card, [amara, ben], cleo, 8, at=one.published_at - DAY)
    assert actions.propose(at=SOON + 9 * DAY) == 0
    findings(ticket, card, [amara, ben], cleo, 8, at=one.published_at + 8 * DAY)
    assert actions.propose(at=SOON + 12 * DAY) == 1


def drawn(ticket, card, person, by, chosen, number, at):
    """So many answers of theirs, drawn and reviewed."""
    for n in range(number):
        answer = reply(ticket, by=person, text=f"{n}.", at=at + n * HOUR)
        given(answer, card, by, {**ALL, "c3": chosen}, at=at + n * HOUR)
    Review.objects.filter(person=person).update(chance=0.5)


def test_the_effect_is_kept_when_it_is_due(ticket, card, opened, billing, amara, ben, cleo, mona):
    """Those who learned went from 0 to 1, their colleague stayed at 1: a hundred points, with an interval."""
    mari = hire(email="mari@desk.example", full_name="Mari Org", role="agent", teams=(billing,))
    Review.objects.update(chance=0.5)
    drawn(ticket, card, mari, mona, 3, 5, NOW)
    one = in_force(opened, mona, SOON)
    lesson = one.course.current.lessons.get()
    for who in (amara, ben):
        way = one.course.enrolments.get(person=who)
        complete_lesson(way, lesson, by=who, version=1, at=SOON + DAY)
    assert measured(one).effect.verdict == "too_few"
    for who, number in ((amara, 3), (ben, 3), (mari, 5)):
        drawn(ticket, card, who, mona, 3, number, SOON + 3 * DAY)
    so_far = measured(one)
    assert (so_far.effect.value, so_far.effect.sizes) == (1.0, (8, 6, 5, 5))
    assert so_far.effect.verdict == "better"
    assert (so_far.before, so_far.after, so_far.trained, so_far.people) == (0.0, 1.0, 2, 2)
    assert actions.measure_due(at=SOON + 40 * DAY) == 0
    assert (actions.measure_due(at=SOON + 41 * DAY), actions.measure_due(at=SOON + 42 * DAY)) == (1, 0)
    one = Loop.objects.get()
    assert (one.state, one.measured_at) == (LoopState.MEASURED, SOON + 41 * DAY)
    assert measured(one) == so_far
    assert Notice.objects.filter(key=f"loop-{one.pk}-measured", recipient=mona).exists()


def test_picked_reviews_say_nothing_and_who_never_learns_does_not_hold_it_up(opened, mona):
    one = in_force(opened, mona, SOON)
    assert actions.measure_due(at=SOON + 89 * DAY) == 0
    assert actions.measure_due(at=SOON + 90 * DAY) == 1
    assert Loop.objects.get().effect["effect"]["verdict"] == "too_few"
    assert measured(Loop.objects.get()).trained == 0
    assert one.course.enrolments.count() == 2


def test_the_jobs_run(opened):
    assert (tasks.propose(), tasks.measure()) == (0, 0)
