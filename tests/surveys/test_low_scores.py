"""A low score: told, listed, taken, done; and likelier to be reviewed."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from notices.models import Notice
from qa.risks import risks_of
from tests.surveys.ground import switch_on
from tickets.actions.following_up import TakenAlready, settle, take_up
from tickets.actions.surveying import rate
from tickets.choices import EventKind
from tickets.leaving import hand_over, left_behind
from tickets.models import FollowUp, Message

LOW = reverse("reports:low_scores")


@pytest.fixture
def low(survey, dana) -> FollowUp:
    rate(survey, by=dana, score=2, comment="Nobody called back.")
    return FollowUp.objects.get()


def told(survey) -> list:
    return [one.recipient for one in Notice.objects.filter(key=f"low-score-{survey.pk}")]


def test_the_lead_hears_of_it_once(survey, dana, cleo, mona, amara):
    rate(survey, by=dana, score=3)
    assert not FollowUp.objects.exists()
    rate(survey, by=dana, score=2)
    rate(survey, by=dana, score=1)
    assert told(survey) == [cleo]
    assert FollowUp.objects.count() == 1


def test_where_nobody_leads_the_managers_do(survey, dana, mona, amara):
    rate(survey, by=dana, score=2)
    assert told(survey) == [mona]


def test_who_was_named_is_told(survey, dana, cleo, mona, asks):
    asks.follow_up = mona
    asks.save()
    rate(survey, by=dana, score=2)
    assert told(survey) == [mona]


def test_it_is_taken_and_done(client, low, cleo, mona, ticket, amara):
    client.force_login(cleo)
    html = client.get(LOW).content.decode()
    assert "Nobody called back." in html
    assert 'id="low-waiting">1<' in client.get(reverse("reports:satisfaction")).content.decode()
    assert client.post(reverse("reports:low_score_take", args=[low.pk])).status_code == 302
    low.refresh_from_db()
    assert low.taken_by == cleo
    assert "Nobody called back." in client.get(LOW, {"show": "mine"}).content.decode()
    with pytest.raises(TakenAlready):
        take_up(low, by=mona)
    done = reverse("reports:low_score_done", args=[low.pk])
    assert client.post(done, {"note": "  "}).status_code == 422
    assert client.post(done, {"note": "Called her, all is well."}).status_code == 302
    assert client.post(done, {"note": "Again."}).status_code == 302
    low.refresh_from_db()
    assert low.note == "Called her, all is well."
    assert ticket.events.filter(kind=EventKind.SCORE_SETTLED).count() == 1
    assert "No low score waits" in client.get(LOW).content.decode()
    assert "all is well" in client.get(LOW, {"show": "done"}).content.decode()
    client.force_login(amara)
    page = client.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()
    assert "Nobody called back." in page
    assert "Called her, all is well." in page


def test_who_has_nothing_to_do_with_it_finds_nothing(client, low, amara, nora, network):
    network_lead = nora
    network_lead.role = "lead"
    network_lead.save()
    urls = [reverse(f"reports:low_score_{act}", args=[low.pk]) for act in ("take", "done")]
    for person, seen in ((amara, 404), (network_lead, 200)):
        client.force_login(person)
        answer = client.get(LOW)
        assert answer.status_code == seen
        assert "Nobody called back." not in answer.content.decode()
        assert [client.post(url, {"note": "x"}).status_code for url in urls] == [404, 404]
    with pytest.raises(PermissionDenied):
        settle(low, by=amara, note="x")
    low.refresh_from_db()
    assert low.taken_by is None


def test_a_note_is_needed(low, cleo):
    with pytest.raises(ValidationError):
        settle(low, by=cleo, note="\x00 ")


def test_its_answers_are_likelier_to_be_reviewed(low, ticket, amara, survey):
    answers = Message.objects.filter(author=amara, ticket=ticket)
    assert [reasons["csat"] for reasons in risks_of(answers).values()] == [2.0]


def test_a_good_score_is_no_risk(survey, dana, ticket, amara):
    rate(survey, by=dana, score=5)
    assert not any("csat" in reasons for reasons in risks_of(Message.objects.filter(ticket=ticket)).values())


def test_reviewers_read_it_beside_promise_and_review(client, low, ticket, cleo, nora, network):
    url = reverse("qa:of_ticket", args=[ticket.pk])
    client.force_login(cleo)
    html = client.get(url).content.decode()
    assert "Nobody called back." in html
    assert "Bad" in html
    client.force_login(nora)
    assert client.get(url).status_code == 404


def test_a_team_that_wants_none_followed_up(survey, dana, billing):
    switch_on(billing, low=0)
    type(survey).objects.filter(pk=survey.pk).update(low=0)
    survey.refresh_from_db()
    rate(survey, by=dana, score=1)
    assert not FollowUp.objects.exists()


def test_whoever_leaves_leaves_it_to_others(low, cleo, mona):
    take_up(low, by=cleo)
    assert any("low score" in words for words, _number in left_behind(cleo))
    hand_over(cleo, by=mona, to=None)
    low.refresh_from_db()
    assert low.taken_by is None


def test_who_does_not_read_it_is_not_told(survey, dana, nora, network, cleo, asks):
    """A lead of another team was named while she worked in this one."""
    nora.role = "lead"
    nora.save()
    asks.follow_up = nora
    asks.save()
    rate(survey, by=dana, score=1)
    assert told(survey) == [cleo]
