"""Colleagues who are mentioned in a note, if they may see the ticket; and whose ticket it is."""

import pytest
from django.urls import reverse

from notices.models import Notice
from staff.models import User
from tests.factories import make_ticket
from tests.tickets.test_following import announce, told
from tickets import actions, events
from tickets.access import colleagues_for, tickets_for
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
MENTIONED = "{who} mentioned you: #{number} {subject}"
GIVEN = "{who} assigned this to you: #{number} {subject}"
WROTE = "{who} wrote: {subject}"


def test_who_is_mentioned_is_told_once_and_led_to_the_note(client, ticket, amara, ben):
    note = actions.add_note(ticket, by=amara, text="@ben @BenLepik: please look")
    assert ticket.events.get(kind="noted").data["mentions"] == [ben.pk]
    assert "<mark>@ben</mark>" in note.html
    announce(ticket)
    announce(ticket)
    assert told(ben) == [MENTIONED]
    client.force_login(ben)
    there = client.get(reverse("notices:follow", args=[Notice.objects.get().pk]), follow=True)
    assert there.redirect_chain[-1][0] == f"/tickets/{ticket.pk}/#m{note.pk}"
    assert f'id="m{note.pk}"' in there.content.decode()
    assert "<mark>@ben</mark>" in there.content.decode()


def test_who_may_not_see_it_is_nobody(client, ticket, amara, nora, ben):
    ben.is_active = False
    ben.save(update_fields=["is_active"])
    note = actions.add_note(ticket, by=amara, text="@nora @NoraIlves @ben @amara @dana")
    assert "mentions" not in ticket.events.get(kind="noted").data
    assert "<mark>" not in note.html
    announce(ticket)
    assert not Notice.objects.exists()
    client.force_login(nora)
    assert client.get(reverse("tickets:message", args=[note.pk])).status_code == 404
    assert client.get(reverse("tickets:mentions", args=[ticket.pk])).status_code == 404


def test_who_may_see_it_no_more_is_not_told(ticket, amara, ben, mona, network):
    actions.add_note(ticket, by=amara, text="@ben @mona look")
    actions.change_team(ticket, by=mona, to=network)
    announce(ticket)
    assert (told(ben), told(mona)) == ([], [MENTIONED])


def test_an_answer_mentions_nobody(ticket, amara, ben):
    answer = actions.reply(ticket, by=amara, text="@ben", html="<p>@ben</p>")
    announce(ticket)
    assert answer.html == "<p>@ben</p>"
    assert told(ben) == []


def test_suggested_are_those_who_may_see_it(client, ticket, amara, ben, cleo, mona, nora):
    client.force_login(amara)

    def names(typed):
        page = client.get(reverse("tickets:mentions", args=[ticket.pk]), {"q": typed}).content.decode()
        return [one.full_name for one in (amara, ben, cleo, mona, nora) if one.full_name in page]

    assert names("") == ["Ben Lepik", "Cleo Mets", "Mona Rand"]
    assert names("B") == names("lep") == names("benl") == ["Ben Lepik"]
    assert names("nora") == names("x") == names("\x00%") == []


def test_both_sides_of_who_may_see_a_ticket_agree(
    ticket, billing, network, dana, amara, ben, cleo, mona, nora
):
    theirs = make_ticket(requester=dana, team=network, subject="Cable", text="Cut")
    Ticket.objects.filter(pk=theirs.pk).update(assignee=ben)
    User.objects.filter(pk=cleo.pk).update(is_active=False)
    for one in (ticket, Ticket.objects.get(pk=theirs.pk)):
        seeing = {user.pk for user in User.objects.all() if tickets_for(user).filter(pk=one.pk).exists()}
        assert {user.pk for user in colleagues_for(one)} == seeing
        assert len(colleagues_for(one)) == len(seeing)


def test_whose_ticket_it_is_hears_of_it_and_of_its_customer_but_not_of_oneself(ticket, amara, ben, dana):
    actions.assign(ticket, by=amara, to=ben)
    actions.follow(ticket, by=ben)
    actions.receive(ticket, by=dana, text="Hello?", channel="email")
    actions.reply(ticket, by=ben, text="Yes?")
    announce(ticket)
    assert told(ben) == [GIVEN, WROTE]
    assert [row.kind for row in Notice.objects.order_by("pk")] == ["assigned", "customer"]
    actions.take(ticket, by=amara)
    assert told(amara) == []


def test_what_is_opened_for_somebody_is_told_and_history_is_not(billing, dana, amara, ben):
    given = {"requester": dana, "team": billing, "subject": "Refund", "text": "Where?", "assignee": ben}
    actions.open_ticket(by=amara, channel="web", **given)
    with events.as_history():
        actions.open_ticket(by=amara, channel="web", **given)
    actions.open_ticket(by=ben, channel="web", **given)
    assert told(ben) == [GIVEN]
