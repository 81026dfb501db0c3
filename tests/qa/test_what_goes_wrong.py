"""What is done twice, too late, by two at once, or to what changed meanwhile: clear, and nothing lost."""

import threading
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from notices.models import Notice
from qa import actions
from qa.actions.drawing import step_in
from qa.choices import DrawState, State, Why
from qa.coached import effect_of
from qa.conversation import conversation
from qa.models import Dispute, Draw, Rating, Review, Sheet
from staff.actions import hire, left_behind, let_go
from tests.factories import make_ticket
from tests.qa.ground import ALL, CRITERIA, DAY, NOW, a_plan, a_scorecard, again, an_answer, begun, given
from tickets.actions import merge, redact, reply
from tickets.models import Ticket
from tickets.redaction import Wish

pytestmark = pytest.mark.django_db
LOW = {**ALL, "c3": 1}


def at(name, *args):
    return reverse(f"qa:{name}", args=args)


def fewer(card, mona):
    """The scorecard without its third criterion."""
    kept = [{**one, "key": key} for one, key in zip(CRITERIA[:2], ("c1", "c2"), strict=True)]
    return actions.save_scorecard(card.scorecard, name="Answers", criteria=kept, by=mona)


# --- scorecards


def test_nothing_that_counts_was_rated_so_there_is_no_score(client, message, card, cleo, amara):
    one = given(message, card, cleo, {"c1": None, "c2": None, "c3": None})
    assert (one.state, one.score, one.failed) == (State.GIVEN, None, [])
    client.force_login(amara)
    assert client.get(at("review", one.pk)).status_code == 200
    assert client.get(at("quality")).status_code == 200


def test_a_review_that_was_begun_keeps_a_criterion_that_is_gone(message, card, cleo, mona):
    one = begun(message, card, cleo)
    assert fewer(card, mona).keys == ["c1", "c2"]
    actions.write_review(one, answers=LOW, by=cleo, seen=0)
    actions.give_review(one, by=cleo)
    assert {row.criterion for row in Rating.objects.filter(review=one)} == {"c1", "c2", "c3"}


def test_a_follow_up_asks_for_its_criterion_although_it_is_gone(ticket, card, amara, cleo, mona):
    answers = [reply(ticket, by=amara, text=f"{n}.", at=NOW - 5 * DAY) for n in range(5)]
    findings = [given(one, card, cleo, LOW, at=NOW - DAY) for one in answers]
    coached = actions.open_coaching(
        reviews=findings, criterion="c3", action="Read twice.", follow_up_on=(NOW + DAY).date(), by=cleo,
        wanted=5, at=NOW,
    )  # fmt: skip
    fewer(card, mona)
    for n in range(3):  # fewer than are wanted
        reply(ticket, by=amara, text=f"Later {n}.", at=NOW + DAY)
    assert actions.follow_up_due(at=NOW + 2 * DAY) == 1
    drawn = Review.objects.filter(why=Why.FOLLOW_UP)
    assert [(one.scorecard, one.chance) for one in drawn] == [(card, 1.0)] * 3
    for one in drawn:
        actions.write_review(one, answers=ALL, by=cleo, seen=0)
        actions.give_review(one, by=cleo)
    assert effect_of(coached).sizes == (5, 3)


def test_what_held_when_it_was_drawn_stays(ticket, card, amara, mona):
    """Its scorecard, and what it was counted as, whatever becomes of the ticket or the conditions."""
    for language in ("en", "et"):
        a_scorecard(mona, f"In {language}", applies={"languages": [language]})
    Ticket.objects.update(language="et")
    reply(ticket, by=amara, text="Tere.", at=NOW + DAY)
    actions.draw_next(a_plan(mona), at=NOW + 8 * DAY)
    Ticket.objects.update(language="en")
    one = Review.objects.select_related("scorecard__scorecard").get()
    assert (one.scorecard.scorecard.name, one.language) == ("In et", "et")


# --- people who leave


def test_coaching_goes_on_with_another_and_ends_with_the_person(
    ticket, card, amara, ben, cleo, mona, billing
):
    lee = hire(email="lee@desk.example", full_name="Lee Orav", role="lead", teams=(billing,))
    made = [
        actions.open_coaching(
            reviews=[given(an_answer(ticket, who), card, cleo, LOW)], criterion="c3", action="Read twice.",
            follow_up_on=(NOW + 999 * DAY).date(), by=cleo,
        )
        for who in (amara, ben)
    ]  # fmt: skip
    assert 2 in [number for _words, number in left_behind(cleo)]
    let_go(cleo, by=mona, to=lee)
    let_go(ben, by=mona)
    for one in made:
        one.refresh_from_db()
    assert (made[0].coach, made[0].closed_at) == (lee, None)
    assert (made[1].outcome, made[1].effect["verdict"]) == ("The person left.", "too_few")


def test_a_calibration_does_not_wait_for_who_left(ticket, card, amara, cleo, mona, billing):
    lee, nele = (
        hire(email=f"{name}@desk.example", full_name=f"{name} Org", role="lead", teams=(billing,))
        for name in ("lee", "nele")
    )
    session = actions.open_calibration(
        name="Tone", scorecard=card, messages=[an_answer(ticket, amara)], people=[cleo, lee, nele], by=mona,
        due_on=(NOW + 999 * DAY).date(),
    )  # fmt: skip
    for who in (cleo, lee):
        actions.fill_in(session.items.get(), answers=ALL, by=who)
    let_go(nele, by=mona)
    assert actions.say(session, words="All the same.", by=cleo).pk
    assert Sheet.objects.count() == 2


# --- tickets that change


def test_a_ticket_that_is_merged_takes_its_review_along(
    client, ticket, card, amara, cleo, mona, dana, billing
):
    message = an_answer(ticket, amara)
    one = begun(message, card, cleo, blind=True)
    actions.mark(one, message=message, start=5, end=9, by=cleo, criterion="c2")
    target = make_ticket(requester=dana, team=billing, subject="The same once more")
    merge(ticket, into=target, by=amara)
    fresh = again(one)
    assert fresh.message.ticket_id == target.pk
    assert [said.is_it for said in conversation(fresh)].count(True) == 1
    client.force_login(cleo)
    assert "Dana</mark>" in client.get(at("write", one.pk)).content.decode()
    actions.mark(fresh, message=target.messages.order_by("at").first(), start=0, end=5, by=cleo)
    actions.write_review(fresh, answers=ALL, by=cleo, seen=0)
    actions.give_review(fresh, by=cleo)
    assert Notice.objects.get(about="review", recipient=amara).params["number"] == target.pk
    client.force_login(mona)
    assert at("review", one.pk) in client.get(at("of_ticket", target.pk)).content.decode()


def test_what_is_redacted_while_it_is_reviewed_is_nowhere(client, ticket, message, card, cleo, mona, amara):
    one = begun(message, card, cleo)
    actions.mark(one, message=message, start=15, end=21, by=cleo, note="The word")
    redact(ticket, wish=Wish(words="refund"), reason="A number.", by=mona)
    client.force_login(cleo)
    text = client.get(at("write", one.pk)).content.decode()
    assert "redacted since" in text
    actions.write_review(one, answers=ALL, by=cleo, seen=0)
    actions.give_review(one, by=cleo)
    client.force_login(amara)
    text = client.get(at("review", one.pk)).content.decode()
    assert "the refund is" not in text


def test_what_is_redacted_never_steps_in(ticket, card, amara, mona):
    for n in range(3):
        reply(ticket, by=amara, text=f"The code {n}.", at=NOW + DAY)
    cycle = actions.draw_next(a_plan(mona, per_person=1), at=NOW + 8 * DAY)
    first, second = cycle.draws.filter(state=DrawState.RESERVE).order_by("place")
    code = first.message.text.removeprefix("The ").removesuffix(".")
    redact(ticket, wish=Wish(words=code), reason="A code.", by=mona)
    gone = Draw.objects.get(state=DrawState.GIVEN_OUT).review
    assert step_in(gone, why="No question.", at=NOW + 8 * DAY).pk == second.pk


# --- twice, too late, two at once


def test_what_is_sent_twice_counts_once(client, message, card, cleo, amara):
    one = begun(message, card, cleo)
    client.force_login(cleo)
    sent = {"a-c1": "5", "a-c2": "2", "a-c3": "3", "seen": "0", "do": "give"}
    assert client.post(at("write", one.pk), sent).status_code == 302
    assert client.post(at("write", one.pk), sent).url == at("review", one.pk)
    assert client.post(at("drop", one.pk), {"why": "No."}).status_code == 302
    assert again(one).state == State.GIVEN
    client.force_login(amara)
    objection = {"criteria": ["c1"], "words": "No."}
    assert client.post(at("dispute", one.pk), objection).status_code == 302
    twice = client.post(at("dispute", one.pk), objection)
    assert twice.status_code == 422
    assert "at another step by now" in twice.content.decode()
    assert client.post(at("acknowledge", one.pk)).status_code == 422
    client.force_login(cleo)
    decided = {"verdict": "rejected", "answer": "It stays.", "a-c1": "5"}
    assert client.post(at("settle", one.pk), decided).status_code == 302
    assert client.post(at("settle", one.pk), decided).status_code == 422
    assert client.post(at("pass_up", one.pk)).status_code == 422
    assert (again(one).state, Dispute.objects.count()) == (State.GIVEN, 1)
    assert Notice.objects.filter(recipient=amara, about="review").count() == 2


def test_too_late_is_said_on_the_page_and_keeps_the_words(client, message, card, cleo, amara):
    one = given(message, card, cleo, at=NOW - 8 * DAY)
    client.force_login(amara)
    text = client.get(at("review", one.pk)).content.decode()
    assert "I disagree" not in text
    until = date_format(localtime(NOW - DAY, ZoneInfo("Europe/Tallinn")), "j E Y, H:i")
    assert f"You could disagree until {until}." in text
    assert "still acknowledge it, and talk to your lead" in text
    late = client.post(at("dispute", one.pk), {"criteria": ["c1"], "words": "I was on holiday."})
    text = late.content.decode()
    assert late.status_code == 422
    assert "within 7 days" in text
    assert "I was on holiday." in text
    assert "You can disagree until" not in text
    client.force_login(cleo)
    assert "You could disagree" not in client.get(at("review", one.pk)).content.decode()


def test_after_two_rounds_the_page_says_that_it_holds(client, message, card, cleo, amara, mona):
    one = given(message, card, cleo)
    for by in (cleo, mona):
        actions.dispute(one, criteria=["c1"], words="No.", by=amara)
        actions.settle(one, verdict="rejected", answer="It stays.", by=by)
    client.force_login(amara)
    text = client.get(at("review", one.pk)).content.decode()
    assert "You disagreed twice: what was decided last holds." in text
    assert "I disagree" not in text


@pytest.mark.django_db(transaction=True)
def test_two_who_settle_at_once_settle_once(message, card, cleo, amara, mona):
    ada = hire(email="ada@desk.example", full_name="Ada Sild", role="admin")
    one = given(message, card, cleo)
    actions.dispute(one, criteria=["c1"], words="No.", by=amara)
    actions.pass_up(one, by=cleo)
    came, done = threading.Barrier(2), []

    def settle(who):
        try:
            came.wait(10)
            actions.settle(one, verdict="rejected", answer="It stays.", by=who)
            done.append(who)
        except ValidationError:
            pass
        finally:
            connections.close_all()

    threads = [threading.Thread(target=settle, args=(who,)) for who in (mona, ada)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert [Dispute.objects.get().settled_by] == done
