"""A went into B, and B into C: what comes for A comes to C, by every way; all of it can be taken back."""

import datetime
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from api.actions import make_key
from tests.factories import make_ticket
from tickets import actions, chaining, verifying
from tickets.access import link_for, token_of
from tickets.models import Ticket, TicketClock

KINDS = ("state", "solved_at", "unanswered_since", "active_at", "queue_at", "merged_into_id", "assignee_id")


def state_of(*tickets):
    """Everything that a merge touches, and every timer with all its columns."""
    return {
        ticket.pk: (
            Ticket.objects.filter(pk=ticket.pk).values(*KINDS).get(),
            sorted(
                (str(sorted(row.items())) for row in TicketClock.objects.filter(ticket=ticket).values()),
            ),
        )
        for ticket in tickets
    }


@pytest.fixture
def three(send, promises, billing, dana, amara):
    """A came by mail and waits, B was answered, C is being worked on; each with its timers running."""
    a = send(message_id="<a@okafor.example>").ticket
    b = make_ticket(requester=dana, team=billing, subject="B", priority="high")
    c = make_ticket(requester=dana, team=billing, subject="C", assignee=amara)
    actions.reply(b, by=amara, text="Which account?", then="wait")
    for ticket in (a, b, c):
        ticket.refresh_from_db()
        assert ticket.clocks.exists()
    return a, b, c


def to_all_of(rebuilt):
    out = StringIO()
    call_command("sla_rebuild", check=True, stdout=out)
    assert f"{rebuilt} tickets looked at, 0 differ." in out.getvalue()


def test_mail_page_and_api_of_the_first_land_on_the_last(three, send, client, amara, dana):
    a, b, c = three
    link = link_for(a, dana)
    _key, secret = make_key(by=amara, name="The shop", scopes=["write", "receive"])
    bearer = {"Authorization": f"Bearer {secret}"}
    actions.merge(a, by=amara, into=b)
    actions.merge(b, by=amara, into=c)

    mail = send(text="By mail", in_reply_to="<a@okafor.example>", references="<a@okafor.example>")
    client.post(reverse("portal:reply", args=[token_of(link)]), {"text": "By the page", "key": "k"})
    url = reverse("api:messages", args=[a.pk])
    said = {"kind": "customer", "email": dana.email, "text": "By the API"}
    assert client.post(url, said, content_type="application/json", headers=bearer).status_code == 201
    said = {"kind": "reply", "text": "Answered by the API"}
    answered = client.post(url, said, content_type="application/json", headers=bearer)

    assert (mail.ticket, answered.json()["ticket"]) == (c, c.pk)
    texts = list(c.messages.filter(origin=None).order_by("pk").values_list("text", flat=True))
    assert [text.strip() for text in texts[1:]] == [
        "By mail",
        "By the page",
        "By the API",
        "Answered by the API",
    ]
    assert not a.messages.exists()
    assert not b.messages.exists()
    assert client.get(reverse("portal:ticket", args=[token_of(link)])).status_code == 200
    ways = c.events.filter(message__text__startswith="By").order_by("pk").values_list("through", flat=True)
    assert [way.split(":")[0] for way in ways] == ["mail", "portal", "api"]
    to_all_of(3)
    chaining.go_on()
    assert list(verifying.look_at_everything()) == []


def test_the_circle_is_refused_and_changes_nothing(three, amara):
    a, b, c = three
    actions.merge(a, by=amara, into=b)
    actions.merge(b, by=amara, into=c)
    before = state_of(a, b, c)
    for end in (a, b):
        with pytest.raises(ValidationError, match="has been merged into"):
            actions.merge(c, by=amara, into=Ticket.objects.get(pk=end.pk))
    with pytest.raises(ValidationError):
        actions.merge(c, by=amara, into=c)
    assert state_of(a, b, c) == before


def test_taken_back_all_three_are_as_they_were_with_every_timer(three, amara):
    a, b, c = three
    before = state_of(a, b, c)
    at = datetime.datetime.now(datetime.UTC)
    actions.merge(a, by=amara, into=b, at=at)
    merged = state_of(a, b, c)
    assert merged != before
    actions.merge(b, by=amara, into=c, at=at)
    to_all_of(3)
    actions.unmerge(b, by=amara, at=at)
    assert state_of(a, b, c) == merged
    actions.unmerge(a, by=amara, at=at)
    assert state_of(a, b, c) == before
    to_all_of(3)
    chaining.go_on()
    assert list(verifying.look_at_everything()) == []
