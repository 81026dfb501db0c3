"""Reviews: who may what, what is kept, and how a dispute changes it."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from notices.models import Notice
from qa import actions
from qa.access import answer_for, review_for, reviewable_by, reviews_for
from qa.choices import State
from qa.models import Rating, Review
from qa.queries import to_settle
from qa.scoring import review_score
from staff.actions import hire
from tests.factories import make_ticket
from tests.qa.ground import ALL, CRITERIA, DAY, NOW, a_scorecard, again, an_answer, begun, given
from tickets.actions import redact
from tickets.redaction import Wish

pytestmark = pytest.mark.django_db
LATER = datetime.timedelta(hours=1)


# --- scorecards


def test_a_version_never_changes_and_keys_stay(card, mona):
    fewer = [
        {**CRITERIA[2], "key": "c3"},
        {**CRITERIA[0], "key": "c1", "points": 4},
        {"title": "New", "points": 2, "weight": 1},
    ]
    second = actions.save_scorecard(card.scorecard, name="Answers", criteria=fewer, by=mona, causes=["Haste"])
    assert (second.number, second.keys) == (2, ["c3", "c1", "c4"])
    assert [one["key"] for one in card.criteria] == ["c1", "c2", "c3"]
    same = actions.save_scorecard(
        card.scorecard, name="Renamed", criteria=second.criteria, by=mona, causes=["Haste"]
    )
    assert same.pk == second.pk
    card.scorecard.refresh_from_db()
    assert card.scorecard.name == "Renamed"


@pytest.mark.parametrize(
    ("criteria", "words"),
    [
        ([], "at least one criterion"),
        ([{"title": " "}], "at least one criterion"),
        ([{"title": "A", "points": 5, "weight": 0, "critical": True}], "every weight 0"),
        ([{"title": "A", "points": 6, "weight": 1}], "two to five points"),
        ([{"title": "A", "points": 5, "weight": -1}], "from 0 to 100"),
        ([{"title": f"A{n}", "points": 5, "weight": 1} for n in range(31)], "at most 30"),
    ],
)
def test_a_scorecard_that_cannot_score_is_refused(mona, criteria, words):
    with pytest.raises(ValidationError, match=words):
        actions.save_scorecard(None, name="Bad", criteria=criteria, by=mona)


def test_only_managers_write_scorecards_and_names_are_given_once(card, cleo, mona):
    with pytest.raises(PermissionDenied):
        a_scorecard(cleo, "Mine")
    with pytest.raises(ValidationError, match="of that name already"):
        a_scorecard(mona)


# --- who may review what


def test_nobody_reviews_themselves_their_boss_or_strangers(
    ticket, card, amara, ben, cleo, mona, nora, network
):
    message, own = an_answer(ticket, amara), an_answer(ticket, cleo, "And from me.")
    lead = hire(email="lee@desk.example", full_name="Lee Orav", role="lead", teams=(network,))
    allowed = {
        who.pk: {*reviewable_by(who, at=NOW + 999 * DAY)} for who in (amara, ben, cleo, mona, nora, lead)
    }
    assert allowed == {
        amara.pk: set(), ben.pk: set(), nora.pk: set(), lead.pk: set(), cleo.pk: {message},
        mona.pk: {message, own},
    }  # fmt: skip
    mona.reports_to = cleo
    mona.save(update_fields=["reports_to"])
    assert {*reviewable_by(mona, at=NOW + 999 * DAY)} == {message}
    for who, what in ((amara, message), (ben, message), (cleo, own), (lead, message)):
        with pytest.raises(PermissionDenied):
            begun(what, card, who)
        with pytest.raises(Http404):
            answer_for(who, what.pk, at=NOW + 999 * DAY)


def test_beginning_twice_is_the_same_review(message, card, cleo):
    assert begun(message, card, cleo).pk == begun(message, card, cleo).pk
    assert Review.objects.count() == 1


def test_who_sees_a_review_before_and_after_it_is_given(message, card, amara, ben, cleo, mona, nora, network):
    lead = hire(email="lee@desk.example", full_name="Lee Orav", role="lead", teams=(network,))
    one = begun(message, card, cleo)

    def seen():
        return {who.full_name for who in (amara, ben, cleo, mona, nora, lead) if one in reviews_for(who)}

    assert seen() == {"Cleo Mets"}
    actions.write_review(one, answers=ALL, by=cleo, seen=0)
    actions.give_review(one, by=cleo)
    assert seen() == {"Cleo Mets", "Amara Kask", "Mona Rand"}
    for who in (ben, nora, lead):
        with pytest.raises(Http404):
            review_for(who, one.pk)


# --- scoring


def test_what_is_given_is_scored_told_and_recomputable(message, card, cleo, amara):
    one = given(
        message, card, cleo, {"c1": 4, "c2": None, "c3": 2}, causes={"c3": ["Haste"]}, words="Nearly."
    )
    one = again(one)
    assert one.state == State.GIVEN
    assert one.score == Decimal("0.60000")  # (2 × 0.75 + 3 × 0.5) ÷ 5
    assert float(one.score) == pytest.approx(float(review_score(one.scorecard.scored_by, one.answers).value))
    rows = {row.criterion: (row.value, row.causes) for row in Rating.objects.all()}
    assert rows == {"c1": (Decimal("0.75"), []), "c2": (None, []), "c3": (Decimal("0.5"), ["Haste"])}
    assert Notice.objects.filter(recipient=amara, about="review", about_id=one.pk).count() == 1


def test_a_critical_criterion_below_half_makes_it_nothing(message, card, cleo):
    one = given(message, card, cleo, {"c1": 2, "c2": 2, "c3": 3})
    assert (one.score, one.failed) == (0, ["c1"])


def test_it_is_not_given_before_every_criterion_has_its_answer(message, card, cleo):
    one = begun(message, card, cleo)
    actions.write_review(one, answers={"c1": 5}, by=cleo, seen=0, words="So far")
    with pytest.raises(ValidationError, match="By name, Every question answered"):
        actions.give_review(one, by=cleo)
    for bad in ({"c1": 6}, {"c9": 1}, {"c2": 3}, {"c1": 0}):
        with pytest.raises(ValidationError, match="no such choice"):
            actions.write_review(one, answers=bad, by=cleo, seen=1)
    assert again(one).words == "So far"


def test_two_windows_do_not_overwrite_each_other(message, card, cleo):
    one = begun(message, card, cleo)
    actions.write_review(one, answers={}, by=cleo, seen=0, words="first", seconds=30)
    with pytest.raises(actions.StaleDraft):
        actions.write_review(one, answers={}, by=cleo, seen=0, words="second")
    assert (again(one).words, again(one).seconds) == ("first", 30)


def test_dropped_for_a_reason_and_then_reviewed_by_another(message, card, cleo, mona):
    one = begun(message, card, cleo)
    with pytest.raises(ValidationError, match="why it is dropped"):
        actions.drop_review(one, by=cleo, why=" ")
    actions.drop_review(one, by=cleo, why="The customer is a friend.")
    assert again(one).state == State.DROPPED
    with pytest.raises(ValidationError, match="another step"):
        actions.give_review(one, by=cleo)
    assert given(message, card, cleo).pk != one.pk
    assert given(message, card, mona).score == 1


# --- marks


def test_marks_stand_in_the_conversation_and_go_with_the_words(
    message, card, cleo, mona, ticket, eve, billing
):
    one = begun(message, card, cleo)
    made = actions.mark(one, message=message, start=5, end=9, by=cleo, criterion="c2", note="by name")
    assert made.passage == "Dana"
    assert (
        actions.mark(one, message=message, start=5, end=9, by=cleo, criterion="c2", note="yes").pk == made.pk
    )
    other = make_ticket(requester=eve, team=billing).messages.get()
    for bad in ({"message": other}, {"start": 9, "end": 9}, {"end": 10_000}, {"criterion": "c9"}):
        with pytest.raises(ValidationError):
            actions.mark(one, **{"message": message, "start": 5, "end": 9, "by": cleo, **bad})
    with pytest.raises(PermissionDenied):
        actions.mark(one, message=message, start=0, end=4, by=mona)
    redact(ticket, wish=Wish(words="refund"), reason="A number.", by=mona)
    assert again(one).marks.get().passage == ""
    actions.unmark(one, number=made.pk, by=cleo)
    actions.unmark(one, number=made.pk, by=cleo)
    assert not one.marks.exists()


# --- disputes


def test_a_dispute_is_accepted_in_part_and_keeps_what_was_said(message, card, cleo, amara):
    one = given(message, card, cleo, {"c1": 2, "c2": 1, "c3": 3})
    made = actions.dispute(one, criteria=["c1", "c2"], words="I used her name.", by=amara)
    assert {*to_settle(cleo)} == {one}
    with pytest.raises(ValidationError, match="Only what was disputed"):
        actions.settle(one, verdict="accepted", answer="Yes.", answers={"c3": 1}, by=cleo)
    with pytest.raises(ValidationError, match="changes nothing"):
        actions.settle(one, verdict="rejected", answer="No.", answers={"c2": 2}, by=cleo)
    with pytest.raises(ValidationError, match="Say how the review reads"):
        actions.settle(one, verdict="partly", answer="Yes.", answers={"c1": 2}, by=cleo)
    with pytest.raises(ValidationError, match="Say how you decided"):
        actions.settle(one, verdict="rejected", answer=" ", by=cleo)
    actions.settle(one, verdict="partly", answer="The name, yes.", answers={"c1": 3, "c2": 2}, by=cleo)
    fresh = again(one)
    assert (fresh.state, fresh.answers, fresh.failed) == ("given", {"c1": 3, "c2": 2, "c3": 3}, [])
    assert fresh.score == Decimal("0.83333")  # (2 × 0.5 + 1 + 3) ÷ 6
    made.refresh_from_db()
    assert made.before == {"answers": {"c1": 2, "c2": 1, "c3": 3}, "score": "0.00000"}
    assert Notice.objects.filter(recipient=amara, key__contains="settled").count() == 1


def test_the_second_round_is_a_managers_and_there_is_no_third(message, card, cleo, amara, mona):
    one = given(message, card, cleo, at=NOW)
    actions.dispute(one, criteria=["c1"], words="No.", by=amara, at=NOW + LATER)
    actions.settle(one, verdict="rejected", answer="Yes.", by=cleo, at=NOW + 2 * LATER)
    actions.dispute(one, criteria=["c1"], words="Still no.", by=amara, at=NOW + 3 * LATER)
    assert ({*to_settle(cleo)}, {*to_settle(mona)}) == (set(), {one})
    with pytest.raises(ValidationError, match="A manager decides"):
        actions.settle(one, verdict="rejected", answer="Yes.", by=cleo, at=NOW + 4 * LATER)
    actions.settle(one, verdict="rejected", answer="As it was.", by=mona, at=NOW + 4 * LATER)
    with pytest.raises(ValidationError, match="disputed 2 times"):
        actions.dispute(one, criteria=["c1"], words="Again.", by=amara, at=NOW + 5 * LATER)
    actions.acknowledge(one, by=amara, at=NOW + 6 * LATER)
    assert again(actions.acknowledge(one, by=amara)).read_at == NOW + 6 * LATER


def test_a_dispute_after_the_deadline_is_refused_and_by_others_as_well(message, card, cleo, amara, mona):
    one = given(message, card, cleo, at=NOW)
    with pytest.raises(ValidationError, match="within 7 days"):
        actions.dispute(one, criteria=["c1"], words="No.", by=amara, at=NOW + 7 * DAY)
    for who in (cleo, mona):
        with pytest.raises(PermissionDenied):
            actions.dispute(one, criteria=["c1"], words="No.", by=who, at=NOW)
    for criteria, words in (([], "No."), (["c9"], "No."), (["c1"], " ")):
        with pytest.raises(ValidationError):
            actions.dispute(one, criteria=criteria, words=words, by=amara, at=NOW)


def test_the_reviewer_passes_it_up_or_leaves_and_a_manager_decides(message, card, cleo, amara, mona):
    one = given(message, card, cleo)
    actions.dispute(one, criteria=["c1"], words="No.", by=amara)
    with pytest.raises(PermissionDenied):
        actions.pass_up(one, by=mona)
    cleo.is_active = False
    cleo.save(update_fields=["is_active"])
    assert {*to_settle(mona)} == {one}
    cleo.is_active = True
    cleo.save(update_fields=["is_active"])
    assert {*to_settle(mona)} == set()
    actions.pass_up(again(one), by=cleo)
    assert {*to_settle(mona)} == {one}
    assert Notice.objects.filter(recipient=mona, key__contains="up-1").count() == 1


def test_reads_by_others_are_logged_once_a_day(message, card, cleo, amara, mona):
    one = given(message, card, cleo)
    for who, at in ((mona, NOW), (mona, NOW + LATER), (mona, NOW + DAY), (amara, NOW), (cleo, NOW)):
        actions.note_reading(one, by=who, at=at)
    assert [*one.readings.values_list("reader", "at")] == [(mona.pk, NOW + DAY), (mona.pk, NOW)]
