"""What a customer answers: by a button, never by a link alone; changeable until the end; nobody else's."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import CASCADE
from django.urls import reverse
from django.utils import timezone

from lib import nonces
from tests.factories import make_ticket
from tests.surveys.ground import asked_about, links
from tickets.access import SURVEY, link_for, survey_token, token_of
from tickets.actions import merge, redact
from tickets.actions.following_up import settle
from tickets.actions.surveying import TooLate, rate, take_words_out
from tickets.choices import EventKind
from tickets.models import FollowUp, Survey, Ticket
from tickets.redaction import Wish


def rated(ticket: Ticket) -> list[dict]:
    return [event.data for event in ticket.events.filter(kind=EventKind.RATED).order_by("pk")]


def test_opening_a_link_never_votes(client, survey, ticket):
    for score, url in links().items():
        for method in (client.get, client.head):
            assert method(url).status_code == 200
        html = client.get(url).content.decode()
        assert f'value="{score}" required checked' in html
        assert html.count("required checked") == 1
        assert html.count('type="submit"') == html.count("btn primary") == 1
    survey.refresh_from_db()
    assert (survey.state, survey.score) == ("asked", None)
    assert not rated(ticket)


def test_dana_answers_and_changes_her_mind(client, survey, door, ticket, amara):
    answer = client.post(door, {"score": "5", "comment": "Quick and friendly."})
    assert (answer.status_code, answer.headers["Location"]) == (302, door)
    html = client.get(door).content.decode()
    assert "Thank you" in html
    assert "Very good" in html
    client.post(door, {"score": "2", "comment": "It came back."})
    survey.refresh_from_db()
    assert (survey.state, survey.score, survey.comment) == ("answered", 2, "It came back.")
    assert rated(ticket) == [
        {"score": 5, "survey": survey.pk, "solver": amara.pk},
        {"score": 2, "survey": survey.pk, "solver": amara.pk, "was": 5},
    ]
    assert ticket.events.filter(kind=EventKind.RATED).last().contact_id == survey.contact_id
    assert 'value="4" required checked' in client.get(door, {"score": 4}).content.decode()


def test_a_double_click_votes_once(client, door, survey, ticket):
    for _n in range(2):
        assert client.post(door, {"score": "1", "comment": "No."}).status_code == 302
    assert len(rated(ticket)) == 1
    assert FollowUp.objects.count() == 1


@pytest.mark.parametrize("said", [{}, {"score": ""}, {"score": "6"}, {"score": "x"}, {"score": "0"}])
def test_what_is_no_score_is_refused_and_the_words_are_kept(client, door, survey, said):
    answer = client.post(door, {**said, "comment": "Words <b>kept</b>"})
    assert answer.status_code == 422
    assert "Words &lt;b&gt;kept" in answer.content.decode()
    survey.refresh_from_db()
    assert survey.score is None


def test_a_comment_that_is_too_long_is_not_cut_silently(client, door):
    assert client.post(door, {"score": "3", "comment": "x" * 2001}).status_code == 422
    assert client.post(door, {"score": "3", "comment": "x" * 2000}).status_code == 302


def test_when_the_time_is_over_nothing_changes(client, door, survey, dana):
    client.post(door, {"score": "4", "comment": ""})
    Survey.objects.filter(pk=survey.pk).update(ends_at=timezone.now())
    assert client.get(door, {"score": 1}).status_code == 410
    late = client.post(door, {"score": "1", "comment": "late"})
    assert late.status_code == 410
    assert "The time to answer is over" in late.content.decode()
    survey.refresh_from_db()
    assert (survey.score, survey.comment) == (4, "")
    with pytest.raises(TooLate):
        rate(survey, by=dana, score=1)


def test_eve_finds_nothing(client, survey, door, ticket, eve, amara, billing):
    """Neither with a token of another kind, nor with a nonce, nor with hers."""
    other = asked_about(make_ticket(requester=eve, team=billing), amara)
    link = link_for(ticket, survey.contact)
    forged = [
        token_of(link),
        nonces.token_of(survey.nonce, "access-link"),
        survey.nonce,
        nonces.token_of(nonces.new_nonce(), SURVEY),
        survey_token(survey)[:-1],
        survey_token(survey)[:26] + survey_token(other)[26:],
        str(survey.pk),
        "ä" * 52,
    ]
    for token in forged:
        url = reverse("portal:survey", args=[token])
        assert client.get(url).status_code == 404
        assert client.post(url, {"score": "1"}).status_code == 404
    hers = reverse("portal:survey", args=[survey_token(other)])
    assert ticket.subject not in client.get(hers).content.decode()
    assert client.post(hers, {"score": "3"}).status_code == 302
    survey.refresh_from_db()
    assert survey.score is None
    with pytest.raises(PermissionDenied):
        rate(survey, by=eve, score=1)
    with pytest.raises(ValidationError):
        rate(survey, by=survey.contact, score=7)
    assert client.get(reverse("portal:ticket", args=[survey_token(survey)])).status_code == 404


def test_the_address_says_nothing_of_our_volume(survey, door):
    assert str(survey.pk) not in door.replace(survey_token(survey), "")
    assert len(survey_token(survey)) == 52


def test_what_was_not_sent_has_no_page(client, survey, asks):
    Survey.objects.filter(pk=survey.pk).update(state="waiting", asked_at=None, ends_at=None)
    assert client.get(reverse("portal:survey", args=[survey_token(survey)])).status_code == 404


def test_too_many_tries_are_told_to_wait(client, door, settings, monkeypatch):
    monkeypatch.setattr("portal.views.survey.wait_for", lambda *said: 30)
    assert client.post(door, {"score": "1"}).status_code == 429


def test_a_merged_ticket_still_takes_the_answer(client, door, survey, ticket, amara, dana, billing):
    merge(ticket, into=make_ticket(requester=dana, team=billing), by=amara)
    assert client.post(door, {"score": "5"}).status_code == 302
    assert len(rated(ticket)) == 1


def test_the_words_can_be_taken_out_by_managers(client, door, survey, mona, cleo, ticket):
    client.post(door, {"score": "2", "comment": "My card is 4111 1111."})
    survey.refresh_from_db()
    with pytest.raises(PermissionDenied):
        take_words_out(survey, by=cleo)
    url = reverse("tickets:survey_words", args=[survey.pk])
    client.force_login(cleo)
    assert client.post(url).status_code == 404
    client.force_login(mona)
    assert client.post(url).status_code == 302
    survey.refresh_from_db()
    assert (survey.score, survey.comment) == (2, "")
    assert "4111" not in str(rated(ticket))
    assert ticket.events.get(kind=EventKind.REDACTED).actor == mona
    assert client.post(url).status_code == 302
    assert ticket.events.filter(kind=EventKind.REDACTED).count() == 1


def test_words_taken_out_of_the_conversation_go_here_too(survey, dana, ticket, mona, cleo):
    rate(survey, by=dana, score=1, comment="Card 4111 1111 was charged.")
    settle(FollowUp.objects.get(), by=cleo, note="Card 4111 1111 was paid back.")
    redact(ticket, by=mona, wish=Wish(words="4111 1111"), reason="A card number")
    assert "4111" not in Survey.objects.get().comment + FollowUp.objects.get().note


def test_the_answer_goes_with_its_contact(survey):
    """In the history stay a number and a score, never words."""
    assert Survey._meta.get_field("contact").remote_field.on_delete is CASCADE
