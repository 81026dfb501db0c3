"""Reviewers reviewed: drawn by chance, scored without seeing what they chose, told with an interval."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qa import actions, checked
from qa.checked import seconds
from qa.models import Check, Reading
from staff.actions import hire, let_go
from tests.qa.ground import ALL, a_scorecard, again, given
from tickets.actions import reply

pytestmark = pytest.mark.django_db
LOW = {**ALL, "c3": 1}


def at(name, *args):
    return reverse(f"qa:{name}", args=args)


@pytest.fixture
def reviews(ticket, mona, cleo, amara):
    """Six that Cleo gave full marks, one that Mona gave."""
    card = a_scorecard(mona)
    made = [given(reply(ticket, by=amara, text=f"{n}."), card, cleo) for n in range(6)]
    given(reply(ticket, by=cleo, text="Mine."), card, mona)
    return made


def test_a_sample_of_others_is_drawn_once_and_says_who_is_milder(reviews, mona, cleo, amara):
    first = actions.draw_checks(each=4, by=mona, seed=3)
    assert len(first) == 4
    assert {one.review.reviewer for one in first} == {cleo}
    for number, one in enumerate(first):
        actions.give_check(one, answers=LOW if number else {**ALL, "c3": 2}, by=mona)
    (found,) = seconds()
    assert (found.name, found.reviews, found.same) == ("Cleo Mets", 4, pytest.approx(8 / 12))
    assert found.apart == pytest.approx((0.25 + 3 * 0.5) / 4)
    assert 0 < found.low < found.apart < found.high
    assert found.verdict == "milder"
    assert len(actions.draw_checks(each=4, by=mona)) == 2
    assert actions.draw_checks(each=4, by=mona) == []
    assert again(reviews[0]).score == 1


def test_only_the_newest_say_something_of_reviewers(reviews, mona, monkeypatch):
    for one in actions.draw_checks(each=4, by=mona, seed=3):
        actions.give_check(one, answers=ALL, by=mona)
    newest = Check.objects.order_by("-pk").first()
    Check.objects.filter(pk=newest.pk).update(score=0)
    monkeypatch.setattr(checked, "NEWEST", 1)
    (found,) = seconds()
    assert (found.reviews, found.apart) == (1, pytest.approx(1))


def test_what_is_to_be_scored_is_shown_so_far(client, reviews, mona, monkeypatch):
    actions.draw_checks(each=4, by=mona, seed=3)
    client.force_login(mona)
    assert "More follow" not in client.get(at("checks")).content.decode()
    monkeypatch.setattr("qa.views.checking.SHOWN", 3)
    text = client.get(at("checks")).content.decode()
    assert "More follow" in text
    assert sum(at("check", one.pk) in text for one in Check.objects.all()) == 3


def test_what_a_dispute_changed_later_is_not_the_reviewers_choice(reviews, mona, cleo, amara):
    actions.dispute(reviews[0], criteria=["c3"], words="No.", by=amara)
    actions.settle(reviews[0], verdict="accepted", answers={"c3": 1}, answer="Less, then.", by=cleo)
    for one in actions.draw_checks(each=10, by=mona):
        actions.give_check(one, answers=ALL, by=mona)
    assert (seconds()[0].apart, seconds()[0].same, seconds()[0].verdict) == (0, 1, "too_few")


def test_who_may_and_what_is_refused(reviews, mona, cleo):
    ada = hire(email="ada@desk.example", full_name="Ada Sild", role="admin")
    (one,) = actions.draw_checks(each=1, by=mona)
    for who in (cleo, ada):
        with pytest.raises(PermissionDenied):
            actions.give_check(one, answers=ALL, by=who)
    with pytest.raises(PermissionDenied):
        actions.draw_checks(each=1, by=cleo)
    for each in (0, 11):
        with pytest.raises(ValidationError):
            actions.draw_checks(each=each, by=mona)
    with pytest.raises(ValidationError, match="Still open"):
        actions.give_check(one, answers={"c1": 5}, by=mona)
    actions.give_check(one, answers=ALL, by=mona)
    with pytest.raises(ValidationError, match="yours stays"):
        actions.give_check(one, answers=LOW, by=mona)


def test_pages_hide_what_was_chosen_until_it_is_given(client, reviews, mona):
    client.force_login(mona)
    assert client.post(at("checks"), {"each": "0"}).status_code == 422
    assert client.post(at("checks"), {"each": "1"}).url == at("checks")
    one = Check.objects.get()
    text = client.get(at("check", one.pk)).content.decode()
    assert "Cleo Mets" not in text
    assert "Amara Kask" not in text
    assert client.post(at("check", one.pk), {"a-c1": "5"}).status_code == 422
    sent = {"a-c1": "5", "a-c2": "2", "a-c3": "1", "words": "A question is open."}
    assert client.post(at("check", one.pk), sent).url == at("check", one.pk)
    text = client.get(at("check", one.pk)).content.decode()
    assert "Cleo Mets" in text
    assert "A question is open." in text
    assert Reading.objects.filter(review=one.review, reader=mona).count() == 1
    assert client.post(at("check", one.pk), sent).status_code == 404


def test_the_list_asks_the_same_with_one_and_three(client, reviews, mona):
    client.force_login(mona)
    counts = []
    for _each in range(3):
        (one,) = actions.draw_checks(each=1, by=mona)
        actions.give_check(one, answers=LOW, by=mona)
        with CaptureQueriesContext(connection) as queries:
            text = client.get(at("checks")).content.decode()
        counts.append(len(queries))
    assert "Cleo Mets" in text
    assert counts[0] == counts[2] <= 15


def test_an_open_one_goes_with_who_leaves(reviews, mona):
    ada = hire(email="ada@desk.example", full_name="Ada Sild", role="admin")
    actions.draw_checks(each=1, by=mona)
    let_go(mona, by=ada)
    assert not Check.objects.exists()
