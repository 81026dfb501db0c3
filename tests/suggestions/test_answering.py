"""A suggestion is considered, answered, done; handed over, put together, reminded of."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from knowledge.models import Article
from notices.models import Notice
from staff.actions import hire, left_behind, let_go
from suggestions import actions
from suggestions.answering import steps_due, working_days_after
from suggestions.models import Step, Suggestion, Support
from suggestions.workflow import MOVES, STATES, is_open, moves_from
from tests.knowledge.test_guidelines import published
from tests.suggestions.test_suggesting import MONDAY, posted

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def one(amara, cleo, mona, billing):
    return posted(amara, team=billing, at=MONDAY)


def kinds(suggestion):
    return [step.kind for step in suggestion.steps.all()]


def told(person):
    return [notice.words for notice in Notice.objects.filter(recipient=person).order_by("pk")]


def test_every_state_is_reached_and_every_end_can_be_taken_up_again():
    assert {move.to for move in MOVES.values()} | {"new"} == set(STATES)
    assert [move.name for move in moves_from("new")] == ["consider", "accept", "decline"]
    assert all(is_open(state, "reopen") for state in ("accepted", "declined", "done"))
    assert not is_open("declined", "finish")
    assert not is_open("new", "burn")


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [("2026-11-02", 10, "2026-11-16"), ("2026-11-06", 1, "2026-11-09"), ("2026-11-07", 0, "2026-11-09"),
     ("2026-11-08", 1, "2026-11-10"), ("2026-11-05", 0, "2026-11-05")],
)  # fmt: skip
def test_working_days_pass_over_the_weekend(day, count, expected):
    assert working_days_after(datetime.date.fromisoformat(day), count) == datetime.date.fromisoformat(
        expected
    )


def test_reminded_on_the_day_and_the_next_manager_three_working_days_later():
    friday = datetime.date(2026, 11, 6)
    assert steps_due(friday, friday - DAY) == []
    assert steps_due(friday, friday) == ["reminded"]
    assert steps_due(friday, datetime.date(2026, 11, 10)) == ["reminded"]
    assert steps_due(friday, datetime.date(2026, 11, 11)) == ["reminded", "escalated"]


def test_from_new_to_done_each_step_with_who_and_when_and_the_author_hears(one, amara, cleo):
    actions.move(one, "consider", by=cleo, at=MONDAY + DAY)
    actions.move(one, "accept", by=cleo, words="From June on.", at=MONDAY + 2 * DAY)
    after = actions.move(one, "finish", by=cleo, words="It is June.", at=MONDAY + 3 * DAY)
    assert after.state == "done"
    assert after.answered_on == (MONDAY + 2 * DAY).date()
    assert kinds(one) == ["posted", "consider", "accept", "finish"]
    last = one.steps.last()
    assert (last.who, last.on, last.text) == (cleo, (MONDAY + 3 * DAY).date(), "It is June.")
    assert told(amara) == [
        "“{title}” is being considered", "“{title}” is accepted", "“{title}” is done"
    ]  # fmt: skip
    assert Notice.objects.filter(recipient=cleo, settled_at=None).count() == 0


@pytest.mark.parametrize("name", ["accept", "decline"])
def test_an_answer_says_why(one, cleo, name):
    with pytest.raises(ValidationError):
        actions.move(one, name, by=cleo, words=" \x00 ")
    one.refresh_from_db()
    assert one.state == "new"


def test_a_move_that_is_not_open_is_refused(one, cleo):
    actions.move(one, "decline", by=cleo, words="No money.")
    for name in ("accept", "finish", "burn", ""):
        with pytest.raises(ValidationError):
            actions.move(one, name, by=cleo, words="x")


def test_taken_up_again_it_has_another_day(one, cleo):
    actions.move(one, "decline", by=cleo, words="No money.", at=MONDAY)
    again = actions.move(one, "reopen", by=cleo, words="There is.", at=MONDAY + 7 * DAY)
    assert (again.state, again.answered_on) == ("considered", None)
    assert again.answer_by == datetime.date(2026, 11, 23)


def test_nobody_else_answers_it(one, amara, ben, nora, network):
    other = hire(email="lea@desk.example", full_name="Lea Other", role="lead", teams=(network,))
    for person in (amara, ben, nora, other):
        with pytest.raises(PermissionDenied):
            actions.move(one, "consider", by=person)
        with pytest.raises(PermissionDenied):
            actions.hand_over(one, by=person, to=person)
        with pytest.raises(PermissionDenied):
            actions.link(one, by=person, version=None, changed="x")
    assert kinds(one) == ["posted"]


def test_a_manager_answers_all_and_hands_over(one, mona, cleo, amara):
    actions.hand_over(one, by=cleo, to=mona)
    one.refresh_from_db()
    assert one.owner == mona
    assert told(mona) == ["{name} asks you to answer a suggestion: “{title}”"]
    with pytest.raises(ValidationError):
        actions.hand_over(one, by=mona, to=amara)
    actions.move(one, "accept", by=mona, words="Yes.")


def test_it_is_tied_to_the_version_that_it_changed(one, cleo, mona, network, billing):
    article = published(cleo, teams=[billing])
    actions.link(one, by=cleo, version=article.current, changed="Opening hours")
    one.refresh_from_db()
    assert (one.version, one.changed) == (article.current, "Opening hours")
    foreign = published(mona, title="Network only", teams=[network])
    with pytest.raises(ValidationError):
        actions.link(one, by=cleo, version=foreign.current)
    draft = Article.objects.get(pk=article.pk).versions.get()
    assert actions.link(one, by=cleo, version=draft, changed="Opening hours").steps.count() == 2


def test_colleagues_would_like_it_too_once_each_and_not_its_author(one, amara, ben, nora):
    assert actions.support(one, by=ben, on=True)
    assert not actions.support(one, by=ben, on=True)
    assert Support.objects.count() == 1
    with pytest.raises(ValidationError):
        actions.support(one, by=amara, on=True)
    with pytest.raises(PermissionDenied):
        actions.support(one, by=nora, on=True)
    assert actions.support(one, by=ben, on=False)
    assert Support.objects.count() == 0


def test_words_reach_the_author_and_whoever_answers(one, amara, ben, cleo, nora):
    actions.say(one, by=ben, words="I second that.")
    assert told(amara) == ["{name} on “{title}”"]
    assert told(cleo)[-1] == "{name} on “{title}”"
    with pytest.raises(PermissionDenied):
        actions.say(one, by=nora, words="Me too.")
    with pytest.raises(ValidationError):
        actions.say(one, by=ben, words=" ")


def test_duplicates_become_one_and_both_authors_hear_of_the_answer(one, amara, ben, nora, cleo, billing):
    twin = posted(ben, team=billing, title="Fewer fields")
    actions.support(twin, by=cleo, on=True)
    actions.merge(twin, into=one, by=cleo)
    assert set(one.supports.values_list("colleague", flat=True)) == {ben.pk, cleo.pk}
    assert Suggestion.objects.standing().get() == one
    actions.move(one, "accept", by=cleo, words="Yes.")
    assert told(ben)[-1] == told(amara)[-1] == "“{title}” is accepted"
    for again in (
        lambda: actions.merge(twin, into=one, by=cleo),
        lambda: actions.merge(one, into=one, by=cleo),
    ):
        with pytest.raises(ValidationError):
            again()
    with pytest.raises(ValidationError):
        actions.move(twin, "accept", by=cleo, words="x")
    with pytest.raises(ValidationError):
        actions.say(twin, by=ben, words="x")


def test_what_is_not_shown_to_all_is_not_named_beside_what_is(one, ben, cleo, billing):
    secret = posted(ben, team=billing, title="My lead shouts", shared=False)
    actions.merge(secret, into=one, by=cleo)
    assert "shouts" not in str(list(one.steps.values()))


def test_without_a_name_it_is_put_together_without_one(one, ben, cleo, billing):
    twin = posted(ben, team=billing, anonymous=True)
    actions.merge(twin, into=one, by=cleo)
    assert one.supports.count() == 0
    assert told(ben) == []


def test_nobody_merges_what_they_do_not_answer(one, amara, cleo, mona, network):
    foreign = posted(mona, team=network, title="Cables")
    for gone, kept in ((one, foreign), (foreign, one)):
        with pytest.raises(PermissionDenied):
            actions.merge(gone, into=kept, by=cleo)


def test_unanswered_it_is_brought_up_once_then_to_the_manager_once(one, amara, cleo, mona):
    due = datetime.datetime(2026, 11, 16, 6, tzinfo=datetime.UTC)
    assert actions.watch(due - DAY) == 0
    assert actions.watch(due) == 1
    assert actions.watch(due + DAY) == 0
    assert actions.watch(due + 3 * DAY) == 1
    assert actions.watch(due + 9 * DAY) == 0
    assert kinds(one) == ["posted", "reminded", "escalated"]
    assert told(cleo)[-1] == "To be answered by {day}: “{title}”"
    assert told(mona) == ["Still without an answer from {name}: “{title}”"]
    assert Step.objects.filter(kind="reminded").get().who is None


def test_what_was_answered_is_brought_up_no_more(one, cleo):
    actions.move(one, "accept", by=cleo, words="Yes.", at=MONDAY)
    assert actions.watch(MONDAY + 60 * DAY) == 0


def test_taken_up_again_it_is_brought_up_anew(one, cleo):
    actions.watch(MONDAY + 60 * DAY)
    actions.move(one, "decline", by=cleo, words="No.", at=MONDAY + 61 * DAY)
    actions.move(one, "reopen", by=cleo, words="Yes?", at=MONDAY + 62 * DAY)
    assert actions.watch(MONDAY + 120 * DAY) == 2


def test_words_of_somebody_without_a_name_are_told_on_another_day(amara, cleo, billing):
    made = posted(amara, team=billing, anonymous=True, at=MONDAY)
    actions.tell_of_anonymous(MONDAY + DAY)
    actions.say_by_receipt(made.receipt, words="And also.", at=MONDAY + 2 * DAY)
    assert actions.tell_of_anonymous(MONDAY + 2 * DAY) == 0
    assert actions.tell_of_anonymous(MONDAY + 3 * DAY) == 1
    assert told(cleo)[-1] == "Whoever suggested “{title}” wrote more"
    with pytest.raises(Suggestion.DoesNotExist):
        actions.say_by_receipt("AAAAA-AAAAA-AAAAA-AAAAA", words="x")


def test_whoever_answers_has_left_so_the_managers_hear(one, cleo, mona):
    cleo.is_active = False
    cleo.save(update_fields=["is_active"])
    actions.watch(MONDAY + 14 * DAY)
    assert told(mona) == ["To be answered by {day}: “{title}”"]


def test_the_next_manager_is_asked_up_the_line_and_nobody_else(one, cleo, mona):
    chief = hire(email="ave@desk.example", full_name="Ave Chief", role="manager")
    cleo.reports_to = chief
    cleo.save(update_fields=["reports_to"])
    actions.watch(MONDAY + 60 * DAY)
    assert told(chief) == ["Still without an answer from {name}: “{title}”"]
    assert told(mona) == []


def test_whoever_leaves_leaves_no_suggestion_without_somebody_who_answers(one, amara, cleo, mona, ben):
    assert [number for _words, number in left_behind(cleo)] == [1]
    let_go(cleo, by=mona, to=ben)
    one.refresh_from_db()
    assert one.owner == mona
    assert kinds(one) == ["posted", "handed_over"]
    assert left_behind(cleo) == []
