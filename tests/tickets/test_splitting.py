"""Part of a conversation gets a ticket of its own: with its files, its time, and its timers."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from staff.models import User
from tests.factories import make_ticket
from tickets import actions
from tickets.access import attachment_for
from tickets.actions.writing import Part
from tickets.models import Ticket, TicketLink
from tickets.rebuilding import check

MONDAY = datetime.datetime(2026, 11, 16, 8, 0, tzinfo=datetime.UTC)  # 10:00 in Tallinn, open until 17:00
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def talk(promises, billing, dana, eve, amara) -> tuple[Ticket, list]:
    """Asked, answered, then something else with a file, and a note about it."""
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY, tags=["refund"], participants=[eve])
    actions.reply(ticket, by=amara, text="Paid.", at=MONDAY + HOUR)
    part = Part(name="router.txt", content=b"blinks")
    actions.receive(
        ticket, by=dana, text="And the router", channel="email", parts=[part], at=MONDAY + 2 * HOUR
    )
    actions.add_note(ticket, by=amara, text="For the network people", at=MONDAY + 2.5 * HOUR)
    return Ticket.objects.get(pk=ticket.pk), list(ticket.messages.all())


def test_the_part_begins_when_its_message_came(talk, amara, dana, eve):
    ticket, (_asked, _answered, more, note) = talk
    own = actions.split(
        ticket, by=amara, messages=[note.pk, more.pk], subject="Router", participants=[eve],
        at=MONDAY + 3 * HOUR,
    )  # fmt: skip
    assert (own.opened_at, own.requester, own.subject) == (MONDAY + 2 * HOUR, dana, "Router")
    assert (own.unanswered_since, own.tags, own.assignee) == (MONDAY + 2 * HOUR, ["refund"], amara)
    assert [m.text for m in own.messages.all()] == ["And the router", "For the network people"]
    assert own.participants.get().contact == eve
    clock = own.clocks.get(metric="first_response")
    assert (clock.started_at, clock.due_at) == (MONDAY + 2 * HOUR, MONDAY + 6 * HOUR)
    assert attachment_for(amara, more.attachments.get().pk).name == "router.txt"
    assert own.events.get(kind="opened").data["split_from"] == ticket.pk
    assert TicketLink.objects.get(kind="split").other == ticket


def test_the_old_one_owes_no_answer_any_more(talk, amara):
    ticket, (_asked, _answered, more, _note) = talk
    assert ticket.unanswered_since == MONDAY + 2 * HOUR
    actions.split(ticket, by=amara, messages=[more.pk])
    ticket.refresh_from_db()
    assert ticket.unanswered_since is None
    assert ticket.clocks.get(metric="first_response").state == "met"
    assert not any(check(one.pk, mend=False) for one in Ticket.objects.all())


def test_the_answer_goes_along_and_meets_its_promise(talk, amara):
    ticket, (_asked, _answered, more, _note) = talk
    answer = actions.reply(ticket, by=amara, text="Restart it.", at=MONDAY + 3 * HOUR)
    own = actions.split(ticket, by=amara, messages=[more.pk, answer.pk], at=MONDAY + 4 * HOUR)
    clock = own.clocks.get(metric="first_response")
    assert (clock.state, clock.stopped_at) == ("met", MONDAY + 3 * HOUR)
    assert own.unanswered_since is None
    assert not any(check(one.pk, mend=False) for one in Ticket.objects.all())


def test_what_cannot_begin_a_ticket_is_refused(talk, amara, billing, dana):
    ticket, (asked, answered, more, note) = talk
    other = make_ticket(requester=dana, team=billing)
    for chosen, why in (
        ([asked.pk], "began with one of them"),
        ([asked.pk, more.pk], "began with one of them"),
        ([note.pk], "a customer wrote"),
        ([answered.pk, more.pk], "a customer wrote"),
        ([], "Choose messages"),
        ([more.pk, other.messages.get().pk], "Choose messages"),
    ):
        with pytest.raises(ValidationError, match=why):
            actions.split(ticket, by=amara, messages=chosen)
    with pytest.raises(PermissionDenied):
        actions.split(ticket, by=User(role="visitor"), messages=[more.pk])


def test_what_a_merge_brought_can_be_split_off_and_the_rest_still_comes_back(talk, amara, billing, dana):
    into, _messages = talk
    source = make_ticket(requester=dana, team=billing, text="First", at=MONDAY)
    more = actions.receive(source, by=dana, text="Second", channel="email", at=MONDAY + HOUR)
    actions.merge(source, by=amara, into=into)
    own = actions.split(into, by=amara, messages=[more.pk])
    actions.unmerge(source, by=amara)
    assert [m.text for m in source.messages.all()] == ["First"]
    assert [m.text for m in own.messages.all()] == ["Second"]
    assert own.messages.get().origin is None
    assert not any(check(one.pk, mend=False) for one in Ticket.objects.all())


def test_splitting_from_the_page(client, talk, amara, network, nora):
    ticket, (asked, _answered, more, _note) = talk
    client.force_login(amara)
    url = reverse("tickets:split", args=[ticket.pk])
    page = client.get(url + f"?from={more.pk}").content.decode()
    assert f'value="{more.pk}" checked' in page
    assert "router.txt" in page
    given = {"message": [more.pk], "subject": "Router", "team": network.pk}
    refused = client.post(url, given | {"message": [asked.pk]})
    assert refused.status_code == 422
    assert "began with one of them" in refused.content.decode()
    assert client.post(url, given | {"team": "x"}).status_code == 422
    answer = client.post(url, given, follow=True)
    own = Ticket.objects.latest("pk")
    # It went to a team that is not hers: she stays where she is, and sees that it went.
    assert answer.redirect_chain[-1][0] == reverse("tickets:ticket", args=[ticket.pk])
    assert f"#{own.pk}" in answer.content.decode()
    client.force_login(nora)
    assert "Split from" in client.get(reverse("tickets:ticket", args=[own.pk])).content.decode()
