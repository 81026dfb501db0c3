"""Pages of reviews: what each reader finds, does, and is refused."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from qa import actions
from qa.choices import State
from qa.models import Plan, Review, Scorecard
from qa.models.scorecards import anchors_of
from tests.qa.ground import ALL, DAY, a_plan, a_scorecard, again, an_answer, begun, given
from tickets.models import TicketClock

pytestmark = pytest.mark.django_db
MANAGERS = (
    *("scorecards", "scorecard_new", "scorecard", "scorecard_retire"),
    *("plans", "plan_new", "plan", "plan_change", "plan_end", "cycle"),
)
OPEN = {"reviews", "quality"}  # everybody has one: their own
SENT = {"a-c1": "5", "a-c2": "na", "a-c3": "2"}


def at(name, *args):
    return reverse(f"qa:{name}", args=args)


def page(client, who, address, **query):
    client.force_login(who)
    return client.get(address, query).content.decode()


def test_from_the_ticket_to_a_settled_dispute(client, ticket, message, card, cleo, amara):
    assert at("of_ticket", ticket.pk) in page(client, cleo, f"/tickets/{ticket.pk}/")
    assert at("begin", message.pk) in page(client, cleo, at("of_ticket", ticket.pk))
    write = client.post(at("begin", message.pk), {"scorecard": card.scorecard_id}).url
    one = Review.objects.get()
    assert client.get(at("begin", message.pk)).url == write
    late = client.post(write, {"a-c1": "5", "seen": "0", "seconds": "40", "words": "Nice.", "do": "give"})
    assert late.status_code == 422
    assert "Still open: By name, Every question answered" in late.content.decode()
    assert client.post(write, {**SENT, "seen": "0", "do": "save"}).status_code == 409
    sent = {**SENT, "seen": "1", "words": "Nice.", "aside": "Watch her.", "c-c3": "Haste", "do": "give"}
    assert client.post(write, sent).url == at("review", one.pk)
    own = page(client, amara, at("review", one.pk))
    assert "Nice." in own
    assert "Watch her." not in own
    assert "70 %" in own
    assert "Haste" in own
    assert client.post(at("dispute", one.pk), {"words": "No."}).status_code == 422
    client.post(at("dispute", one.pk), {"criteria": ["c3"], "words": "All was answered."})
    assert "All was answered." in page(client, cleo, at("review", one.pk))
    client.post(at("settle", one.pk), {"a-c3": "3", "answer": "You are right.", "verdict": "accepted"})
    assert "100 %" in page(client, amara, at("review", one.pk))
    assert client.post(at("acknowledge", one.pk)).url == at("reviews")
    assert again(one).state == State.READ
    assert again(one).seconds == 40


def test_marks_by_place_and_by_words(client, message, card, cleo):
    one = begun(message, card, cleo)
    client.force_login(cleo)
    marks, htmx = at("marks", one.pk), {"headers": {"HX-Request": "true"}}
    text = client.post(marks, {"quote": "the REFUND", "criterion": "c1"}, **htmx).content.decode()
    assert "<mark" in text
    assert "the refund</mark>" in text
    client.post(marks, {"message": message.pk, "start": 5, "end": 9, "quote": "Dana"})
    assert {mark.passage for mark in one.marks.all()} == {"the refund", "Dana"}
    assert "do not stand in the answer" in client.post(marks, {"quote": "nowhere"}, **htmx).content.decode()
    assert client.post(marks, {"note": "x"}, **htmx).status_code == 422
    client.post(marks, {"remove": one.marks.first().pk})
    assert one.marks.count() == 1


def test_a_draft_is_kept_while_one_writes_and_another_window_is_told(client, message, card, cleo, amara):
    one = begun(message, card, cleo)
    client.force_login(cleo)
    write, htmx = at("write", one.pk), {"headers": {"HX-Request": "true"}}
    sent = {"a-c1": "5", "seen": "0", "seconds": "7", "words": "So far", "do": "draft"}
    said = client.post(write, sent, **htmx).content.decode()
    assert 'name="seen" value="1"' in said
    assert "Saved " in said
    stale = client.post(write, {**sent, "words": "Other"}, **htmx)
    assert stale.status_code == 422
    assert 'name="keep" value="1"' in stale.content.decode()
    assert (again(one).words, again(one).answers, again(one).seconds) == ("So far", {"c1": 5}, 7)
    assert client.post(write, {**sent, "words": "x" * 10_001, "seen": "1"}, **htmx).status_code == 422
    client.post(write, {"seen": "0", "keep": "1", "words": "Other"})
    assert again(one).words == "Other"
    client.post(write, {**SENT, "seen": "2", "do": "give"})
    assert "given or dropped meanwhile" in client.post(write, {**sent, "seen": "3"}, **htmx).content.decode()
    client.force_login(amara)
    assert client.post(write, sent, **htmx).status_code == 404


def test_the_answers_of_a_ticket_say_which_promises_they_kept(client, promises, ticket, card, amara, cleo):
    an_answer(ticket, amara)
    text = page(client, cleo, at("of_ticket", ticket.pk))
    assert "First response: kept" in " ".join(text.split())
    TicketClock.objects.filter(metric="first_response").update(state="missed", elapsed_seconds=5 * 3600)
    text = page(client, cleo, at("of_ticket", ticket.pk))
    assert "First response: 1h late" in " ".join(text.split())


def test_blind_shows_no_name_until_it_is_given(client, message, card, cleo):
    one = begun(message, card, cleo, blind=True)
    for address in (at("write", one.pk), at("reviews")):
        assert "Amara Kask" not in page(client, cleo, address)
    actions.write_review(one, answers=ALL, by=cleo, seen=0)
    actions.give_review(one, by=cleo)
    assert "Amara Kask" in page(client, cleo, at("review", one.pk))


def test_scorecards_by_their_form(client, mona, card):
    client.force_login(mona)
    sent = {
        "name": "Phone", "causes": "Haste\nNo guideline\n", "channels": ["phone"],
        "form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "0",
        "form-0-title": "Greeting", "form-0-points": "3", "form-0-weight": "2", "form-0-critical": "on",
        "form-1-title": "", "form-1-points": "5", "form-1-weight": "1",
        "form-2-title": "Goodbye", "form-2-points": "2", "form-2-weight": "1",
    }  # fmt: skip
    assert client.post(at("scorecard_new"), {**sent, "name": "Answers"}).status_code == 422
    assert client.post(at("scorecard_new"), sent).status_code == 302
    made = Scorecard.objects.get(name="Phone").current
    assert [(one["title"], one["points"], one["critical"]) for one in made.criteria] == [
        ("Greeting", 3, True), ("Goodbye", 2, False),
    ]  # fmt: skip
    assert made.applies == {"channels": ["phone"], "teams": [], "types": [], "languages": []}
    assert made.causes == ["Haste", "No guideline"]
    client.post(at("scorecard_retire", made.scorecard_id), {"do": "retire"})
    assert "not offered" in page(client, mona, at("scorecards"))


def test_reviews_by_a_scorecard_are_counted_so_far(client, mona, cleo, message, card, monkeypatch):
    begun(message, card, cleo)
    assert "1 review<" in page(client, mona, at("scorecards"))
    monkeypatch.setattr("qa.views.scorecards.MOST_USED", 0)
    assert "more than 0 reviews<" in page(client, mona, at("scorecards"))


def test_each_point_of_a_scale_can_have_its_example(client, mona, cleo, amara, card, message):
    client.force_login(mona)
    sent = {
        "name": "Answers", "form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-key": "c1",
        "form-0-title": "Friendly", "form-0-points": "4", "form-0-weight": "1", "form-0-low": "Rude.",
        "form-0-between_2": "Cold.", "form-0-between_4": "Is no point between.", "form-0-high": "Warm.",
    }  # fmt: skip
    assert client.post(at("scorecard", card.scorecard_id), sent).status_code == 302
    made = Scorecard.objects.get().current
    assert made.criteria[0]["between"] == {"2": "Cold."}
    assert anchors_of(made.criteria[0]) == [(1, "Rude."), (2, "Cold."), (4, "Warm.")]
    assert client.post(at("scorecard", card.scorecard_id), sent).status_code == 302
    assert Scorecard.objects.get().current == made
    assert 'value="Cold."' in page(client, mona, at("scorecard", card.scorecard_id))
    one = begun(message, made, cleo)
    assert "Cold." in page(client, cleo, at("write", one.pk))
    actions.write_review(one, answers={"c1": 2}, by=cleo, seen=0)
    actions.give_review(one, by=cleo)
    own = page(client, amara, at("review", one.pk))
    assert "Cold." in own
    assert "Warm." not in own


def test_the_narrowest_scorecard_that_applies_is_proposed(client, message, card, cleo, mona):
    a_scorecard(mona, "Mail", applies={"channels": ["email"], "languages": ["en"]})
    a_scorecard(mona, "Phone", applies={"channels": ["phone"], "languages": ["en"], "teams": [1]})
    mail = Scorecard.objects.get(name="Mail")
    assert f'<option value="{mail.pk}" selected>' in page(client, cleo, at("begin", message.pk))


def test_what_is_not_theirs_is_not_found_on_any_address(
    client, ticket, message, card, cleo, mona, amara, ben, nora
):
    """Every address, so that a new one cannot be forgotten."""
    one, draft = given(message, card, cleo), begun(an_answer(ticket, amara, "More."), card, cleo)
    plan = a_plan(mona)
    args = {
        "quality": [],
        "review": [one.pk], "write": [draft.pk], "acknowledge": [one.pk], "drop": [draft.pk],
        "marks": [draft.pk], "dispute": [one.pk], "settle": [one.pk], "pass_up": [one.pk],
        "begin": [message.pk], "of_ticket": [ticket.pk], "scorecards": [], "scorecard_new": [],
        "scorecard": [card.scorecard_id], "scorecard_retire": [card.scorecard_id], "reviews": [], "plans": [],
        "plan_new": [], "plan": [plan.pk], "plan_change": [plan.pk], "plan_end": [plan.pk],
        "cycle": [plan.pk, 1], "checks": [], "check": [1],
    }  # fmt: skip
    known = {each.name for each in get_resolver("qa.urls").url_patterns}
    names = {name for name in known if not name.startswith(("calibration", "coaching", "tone", "loop"))}
    assert names == set(args)
    posts = {"acknowledge", "drop", "marks", "dispute", "settle", "pass_up", "scorecard_retire", "plan_end"}
    for who in (ben, nora):
        client.force_login(who)
        for name in names - OPEN:
            answer = (client.post if name in posts else client.get)(at(name, *args[name]))
            assert answer.status_code == 404, (who.full_name, name)
        assert "Amara" not in client.get(at("reviews"), {"show": "all"}).content.decode()
    client.force_login(amara)
    for name in names - OPEN - {"review", "acknowledge", "dispute"}:
        answer = (client.post if name in posts else client.get)(at(name, *args[name]))
        assert answer.status_code == 404, name
    client.force_login(cleo)
    for name in names & {*MANAGERS}:
        answer = (client.post if name in posts else client.get)(at(name, *args[name]))
        assert answer.status_code == 404, name
    assert client.post(at("dispute", one.pk), {"criteria": ["c1"], "words": "x"}).status_code == 404


def test_the_list_asks_the_same_with_one_and_three(client, ticket, card, cleo, amara):
    client.force_login(cleo)
    counts = []
    for number in range(3):
        given(an_answer(ticket, amara, f"Answer {number}."), card, cleo)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            text = client.get(at("reviews"), {"show": "given"}).content.decode()
        counts.append(len(queries))
    assert text.count("Amara Kask") >= 3
    assert counts[0] == counts[2]
    csv = client.get(at("reviews"), {"show": "given", "as": "csv"}).getvalue().decode()
    assert csv.count("Amara Kask") == 3


def test_a_plan_by_its_form_and_what_it_drew(client, ticket, card, mona, amara):
    an_answer(ticket, amara)
    client.force_login(mona)
    today = timezone.localdate()
    sent = {"name": "Weekly", "per_person": "2", "days": "7", "starts_on": str(today), "blind": "on"}
    assert client.post(at("plan_new"), sent).status_code == 422
    address = client.post(at("plan_new"), {**sent, f"q-{mona.pk}": "9"}).url
    plan = Plan.objects.get()
    assert "Nothing is drawn yet" in client.get(address).content.decode()
    actions.draw_next(plan, at=timezone.now() + 9 * DAY)
    counts = []
    for number in (1, 2, 3):
        with CaptureQueriesContext(connection) as queries:
            text = client.get(address).content.decode()
        counts.append(len(queries))
        actions.draw_next(plan, at=timezone.now() + (9 + 7 * number) * DAY)
    assert "0 of 1" in text
    assert counts[0] == counts[2]
    assert "Amara Kask" in client.get(at("cycle", plan.pk, 1)).content.decode()
    sent = {**sent, f"q-{mona.pk}": "9", "days": "14"}
    assert client.post(at("plan_change", plan.pk), sent).status_code == 422
    client.post(at("plan_end", plan.pk))
    assert "It draws no more" in client.get(address).content.decode()
