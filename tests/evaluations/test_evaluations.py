"""Evaluations: opened, written by both, shared, commented, signed twice, reopened; and who is refused."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.db.utils import InternalError

from evaluations import actions, leaving
from evaluations.access import evaluations_for, sides
from evaluations.gathering import file_of, live
from evaluations.models import Edition, Evaluation, Signature, Writing
from evaluations.queries import waiting_for
from lib.canonical import digest
from notices.models import Notice
from staff.actions import hire, let_go
from staff.models import User
from suggestions.models import Suggestion
from tests.evaluations.ground import (
    DAY,
    KEYS,
    NOW,
    PROPOSAL,
    SECTIONS,
    a_cycle,
    a_form,
    again,
    commented,
    done,
    opened,
    signed,
    words,
)  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation(mona, cleo, amara):
    return opened(mona, amara)


def told(user):
    return [one.words for one in Notice.objects.filter(recipient=user, kind="evaluation").order_by("pk")]


def writes(evaluation, voice, by, seen=0, text="x", **given):
    return actions.write(evaluation, voice=voice, sections=words(text), by=by, seen=seen, at=NOW, **given)


# --- forms and cycles


def test_a_form_has_versions_and_a_running_evaluation_keeps_its_own(mona, cleo, amara):
    form = a_form(mona)
    running = opened(mona, amara, form=form)
    longer = [*form.current.sections, {"kind": "own", "title": "Languages", "hint": ""}]
    second = actions.save_form(form, name="Half a year", sections=longer, by=mona)
    assert (second.number, second.keys) == (2, ["s1", "s2", "s3", "s4"])
    assert [one["title"] for one in live(again(running), running.current)["sections"]] == [
        one["title"] for one in SECTIONS
    ]
    fewer = actions.save_form(form, name="Half a year", sections=second.sections[:2], by=mona)
    back = actions.save_form(form, name="Half a year", sections=[*fewer.sections, SECTIONS[2]], by=mona)
    assert back.keys == ["s1", "s2", "s5"]  # a key is never used for something else
    assert actions.save_form(form, name="Other", sections=back.sections, by=mona).number == back.number


@pytest.mark.parametrize("sections", [[], SECTIONS[:1], SECTIONS[1:], [{"kind": "x", "title": "y"}]])
def test_a_form_asks_for_strengths_and_for_what_to_improve(mona, sections):
    with pytest.raises(ValidationError):
        actions.save_form(None, name="Form", sections=sections, by=mona)


def test_a_cycle_gives_everybody_an_evaluator_and_tells_both(mona, cleo, amara, ben, nora):
    cycle = a_cycle(mona, [amara, ben, nora, cleo])
    held = {one.person_id: one.evaluator_id for one in cycle.evaluations.all()}
    # Billing has a lead; Network has none, and a lead does not evaluate herself: whoever opened it does.
    assert held == {amara.pk: cleo.pk, ben.pk: cleo.pk, nora.pk: mona.pk, cleo.pk: mona.pk}
    assert told(amara) == ["Your evaluation is open: {cycle}"]
    assert len(told(cleo)) == 3
    actions.add_people(cycle, people=[mona, amara], by=hire_manager(), at=NOW)
    assert cycle.evaluations.get(person=mona).evaluator_id != mona.pk
    assert cycle.evaluations.filter(person=amara).count() == 1


def hire_manager():
    return hire(email="other@desk.example", full_name="Olga Other", role="manager")


def test_nobody_evaluates_the_only_manager(mona):
    with pytest.raises(ValidationError, match="Nobody here can evaluate Mona Rand"):
        a_cycle(mona, [mona])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"until": datetime.date(2025, 1, 1)}, "ends before it begins"),
        ({"sign_by": NOW.date() + DAY}, "signed before it is to be written"),
        ({"write_by": NOW.date() - DAY}, "over already"),
        ({"since": datetime.date(2020, 1, 1)}, "two years"),
        ({"name": " "}, "A name has"),
    ],
)
def test_a_cycle_with_wrong_days_is_refused(mona, amara, wrong, said):
    with pytest.raises(ValidationError, match=said):
        a_cycle(mona, [amara], **wrong)


def test_a_lead_opens_no_cycle(cleo, amara, mona):
    form = a_form(mona)
    with pytest.raises(PermissionDenied):
        a_cycle(cleo, [amara], form=form)
    with pytest.raises(PermissionDenied):
        a_form(cleo, "Own")


# --- writing


def test_two_writers_do_not_overwrite_each_other_and_every_version_is_kept(evaluation, cleo):
    first = writes(evaluation, "evaluator", cleo, text="one")
    with pytest.raises(actions.StaleDraft):
        writes(evaluation, "evaluator", cleo, text="other")
    assert writes(evaluation, "evaluator", cleo, seen=1, text="one") == first  # nothing changed
    writes(evaluation, "evaluator", cleo, seen=1, text="two")
    assert [one.words["sections"]["s1"] for one in Writing.objects.order_by("number")] == ["one s1", "two s1"]


def test_each_writes_only_their_own(evaluation, amara, ben, cleo, mona):
    for voice, who in (("evaluator", amara), ("person", cleo), ("evaluator", mona), ("person", ben)):
        with pytest.raises(PermissionDenied):
            writes(evaluation, voice, who)
    with pytest.raises(ValidationError):
        writes(evaluation, "comment", amara)  # not yet


def test_what_is_empty_is_not_handed_in(evaluation, amara):
    actions.write(
        evaluation, voice="person", sections={"s1": "x", "s9": "no such section"}, by=amara, seen=0, at=NOW
    )
    with pytest.raises(ValidationError, match=r"What to improve, Working together"):
        actions.hand_in(evaluation, by=amara, at=NOW)
    assert set(Writing.objects.get().words["sections"]) == set(KEYS)


def test_whose_turn_it_is(evaluation, amara, cleo, mona):
    def turns():
        return [waiting_for(one).exists() for one in (amara, cleo, mona)]

    assert turns() == [True, True, False]
    writes(evaluation, "evaluator", cleo)
    actions.hand_in(evaluation, by=cleo, at=NOW)
    assert turns() == [True, False, False]
    writes(evaluation, "person", amara)
    actions.hand_in(evaluation, by=amara, at=NOW)
    assert turns() == [False, True, False]
    actions.share(evaluation, by=cleo, at=NOW)
    assert turns() == [True, False, False]


def test_taken_back_it_is_written_on_and_the_comments_stay(evaluation, amara, cleo):
    commented(evaluation)
    actions.take_back(evaluation, by=cleo, at=NOW + DAY)
    writes(evaluation, "evaluator", cleo, seen=1, text="better")
    actions.hand_in(evaluation, by=cleo, at=NOW + DAY)
    actions.share(evaluation, by=cleo, at=NOW + DAY)
    actions.send_comments(evaluation, by=amara, at=NOW + DAY)
    assert again(evaluation).state == "commented"
    assert Suggestion.objects.count() == 1  # proposed once, however often it is sent


# --- signing


def test_a_proposal_becomes_a_suggestion_with_a_day_for_its_answer(evaluation, amara, cleo):
    commented(evaluation)
    made = Suggestion.objects.get()
    assert (made.title, made.author, made.source, made.source_ref) == (
        "Refund macro", amara, "evaluation", str(evaluation.pk),
    )  # fmt: skip
    assert made.answer_by > NOW.date()
    assert made.owner == cleo
    assert live(again(evaluation), again(evaluation).current)["proposals"][0]["suggestion"] == made.pk


def test_signed_by_both_with_the_same_hash(evaluation, amara, cleo):
    fresh = signed(evaluation)
    edition = fresh.current
    assert digest(edition.snapshot) == edition.sha256
    assert file_of(fresh, edition)["evaluator"]["name"] == cleo.full_name
    assert "Your evaluation waits for your signature: {cycle}" in told(amara)
    actions.countersign(fresh, by=amara, sha256=edition.sha256, at=NOW)
    assert {one.sha256 for one in Signature.objects.all()} == {edition.sha256}
    assert again(evaluation).state == "done"
    assert (
        not Notice.objects.filter(about="evaluation", settled_at=None).exclude(key__contains="done").exists()
    )


def test_signed_twice_is_refused_in_words(evaluation, amara, cleo):
    fresh = signed(evaluation)
    with pytest.raises(ValidationError, match="signed already"):
        actions.sign(evaluation, by=cleo, at=NOW)
    actions.countersign(fresh, by=amara, sha256=fresh.current.sha256, at=NOW)
    with pytest.raises(ValidationError, match="signed already"):
        actions.countersign(fresh, by=amara, sha256=fresh.current.sha256, at=NOW)
    assert Signature.objects.count() == 2


def test_disagreeing_is_said_in_words(evaluation, amara, cleo):
    fresh = signed(evaluation)
    with pytest.raises(ValidationError, match="Say why you disagree"):
        actions.countersign(fresh, by=amara, sha256=fresh.current.sha256, agrees=False, at=NOW)
    signature = actions.countersign(
        fresh, by=amara, sha256=fresh.current.sha256, agrees=False, words="The outage was not mine.", at=NOW
    )
    assert (signature.agrees, again(evaluation).state) == (False, "done")
    assert told(cleo)[-1] == "{name} has seen the evaluation and disagrees: {cycle}"


def test_what_was_not_on_the_screen_is_not_signed(evaluation, amara, cleo):
    commented(evaluation)
    seen = actions.words_seen(again(evaluation).current)
    actions.take_back(evaluation, by=cleo, at=NOW)
    writes(evaluation, "evaluator", cleo, seen=1, text="other")
    actions.hand_in(evaluation, by=cleo, at=NOW)
    actions.share(evaluation, by=cleo, at=NOW)
    actions.send_comments(evaluation, by=amara, at=NOW)
    with pytest.raises(actions.StaleDraft):
        actions.sign(evaluation, by=cleo, seen=seen, at=NOW)
    actions.sign(evaluation, by=cleo, seen=actions.words_seen(again(evaluation).current), at=NOW)
    with pytest.raises(actions.StaleDraft):
        actions.countersign(evaluation, by=amara, sha256="0" * 64, at=NOW)


@pytest.mark.parametrize("who", ["amara", "ben", "mona", "nora"])
def test_only_the_evaluator_signs_first(request, evaluation, cleo, amara, who):
    commented(evaluation)
    with pytest.raises(PermissionDenied):
        actions.sign(evaluation, by=request.getfixturevalue(who), at=NOW)


def test_the_database_keeps_what_was_signed(evaluation, amara):
    done(evaluation)
    for change in (
        lambda: Edition.objects.update(snapshot="{}"),
        lambda: Edition.objects.update(sha256="0" * 64),
        lambda: Signature.objects.update(words="other"),
        lambda: Writing.objects.update(words={}),
    ):
        with pytest.raises((InternalError, DatabaseError)), transaction.atomic():
            change()
    assert again(evaluation).current.is_intact


def test_reopened_for_a_reason_it_has_another_edition_and_keeps_the_first(evaluation, amara, cleo, mona):
    fresh = done(evaluation)
    first = fresh.current
    for who in (amara, cleo):
        with pytest.raises(PermissionDenied):
            actions.reopen(fresh, by=who, why="I want to.", at=NOW)
    with pytest.raises(ValidationError, match="Say why"):
        actions.reopen(fresh, by=mona, why=" ", at=NOW)
    second = actions.reopen(fresh, by=mona, why="A section was about somebody else.", at=NOW)
    fresh = again(evaluation)
    assert (second.number, fresh.state, fresh.current) == (2, "opened", second)
    assert second.writings.count() == 3
    writes(fresh, "evaluator", cleo, seen=1, text="new")
    for who in (cleo, amara):
        actions.hand_in(fresh, by=who, at=NOW)
    actions.share(fresh, by=cleo, at=NOW)
    actions.send_comments(fresh, by=amara, at=NOW)
    actions.sign(fresh, by=cleo, at=NOW)
    first.refresh_from_db()
    assert first.is_intact
    assert again(evaluation).current.sha256 != first.sha256
    assert Signature.objects.filter(edition=first).count() == 2


def test_withdrawn_or_handed_over_by_a_manager(evaluation, amara, cleo, mona):
    with pytest.raises(ValidationError, match="role does not evaluate"):
        actions.hand_over(evaluation, to=amara, by=mona, at=NOW)
    assert actions.hand_over(evaluation, to=mona, by=mona, at=NOW).evaluator == mona
    assert not evaluations_for(cleo).exists()
    with pytest.raises(PermissionDenied):
        actions.withdraw(evaluation, by=cleo, why="No.", at=NOW)
    actions.withdraw(evaluation, by=mona, why="She is on leave.", at=NOW)
    with pytest.raises(ValidationError):
        writes(evaluation, "person", amara)


# --- whose it is


def test_whose_it_is(evaluation, amara, ben, cleo, mona, nora):
    assert {one: evaluations_for(one).exists() for one in (amara, ben, cleo, mona, nora)} == {
        amara: True, ben: False, cleo: True, mona: True, nora: False,
    }  # fmt: skip
    assert sides(mona, evaluation) == {"manager"}
    cleo.role = "agent"
    cleo.save(update_fields=["role"])
    assert not evaluations_for(cleo).exists()
    amara.is_active = False
    amara.save(update_fields=["is_active"])
    assert not evaluations_for(amara).exists()


# --- reminders


def test_reminders_reach_whoever_it_waits_for_and_then_those_above(evaluation, amara, cleo, mona):
    due = evaluation.cycle.write_by
    noon = datetime.datetime.combine(due, datetime.time(12), datetime.UTC)
    assert actions.remind(noon - 4 * DAY) == 0
    assert actions.remind(noon - 2 * DAY) == 2
    assert actions.remind(noon - DAY) == 0
    writes(evaluation, "person", amara)
    actions.hand_in(evaluation, by=amara, at=NOW)
    before = len(told(amara))
    assert actions.remind(noon + DAY) == 1
    assert len(told(amara)) == before
    assert told(cleo)[-1] == "The evaluation of {name} waits for you since {day}: {cycle}"
    assert actions.remind(noon + 9 * DAY) == 1
    assert told(mona) == ["The evaluation of {name} by {evaluator} is a week late: {cycle}"]
    assert actions.remind(noon + 9 * DAY) == 0


def test_without_the_person_it_goes_on_when_their_time_is_over(evaluation, amara, cleo):
    writes(evaluation, "evaluator", cleo)
    actions.hand_in(evaluation, by=cleo, at=NOW)
    with pytest.raises(ValidationError, match="still has time"):
        actions.share(evaluation, by=cleo, at=NOW)
    actions.share(evaluation, by=cleo, at=NOW + 11 * DAY)
    with pytest.raises(ValidationError, match="comments are not here"):
        actions.sign(evaluation, by=cleo, at=NOW + 12 * DAY)
    actions.sign(evaluation, by=cleo, at=NOW + 21 * DAY)
    assert again(evaluation).state == "signed"


@pytest.mark.django_db(transaction=True)
def test_two_signatures_at_once_are_one(mona, cleo, amara):
    evaluation = commented(opened(mona, amara))

    def press(_):
        try:
            return actions.sign(Evaluation.objects.get(pk=evaluation.pk), by=cleo, at=NOW).pk
        except ValidationError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(press, range(2)))
    assert answers.count("signed") == 1
    assert Signature.objects.count() == 1
    assert PROPOSAL["title"] in again(evaluation).current.snapshot


# --- somebody leaves


def test_who_leaves_hands_over_what_is_not_finished(mona, cleo, amara, ben, nora):
    held = opened(mona, amara)
    over = done(opened(mona, ben, name="Another", form=held.cycle.form.form))
    assert leaving.left_behind(cleo) == [("evaluation is held by somebody else", 1)]
    User.objects.filter(pk=amara.pk).update(reports_to=mona)
    lead = hire(email="lea@desk.example", full_name="Lea Kuusk", role="lead")
    let_go(cleo, by=mona, to=lead)
    assert again(held).evaluator == mona
    assert again(over).evaluator == cleo
    assert leaving.left_behind(cleo) == []
    assert Notice.objects.filter(recipient=mona, about="evaluation", about_id=held.pk).exists()


def test_without_a_manager_of_theirs_whoever_takes_the_rest_evaluates(mona, cleo, amara, ben):
    held = opened(mona, amara)
    lead = hire(email="lea@desk.example", full_name="Lea Kuusk", role="lead")
    leaving.hand_over(cleo, by=mona, to=lead)
    assert again(held).evaluator == lead
    leaving.hand_over(lead, by=mona, to=ben)  # an agent evaluates nobody
    assert again(held).evaluator == cleo


def test_nobody_evaluates_themselves_because_another_left(mona, cleo):
    held = opened(mona, cleo, held="lead")
    assert held.evaluator == mona
    leaving.hand_over(mona, by=cleo, to=cleo)
    assert again(held).evaluator == mona
