"""Followers are told of what is said, once, and not of what they may see no more."""

import pytest
from django.urls import reverse

from notices.models import Notice
from tickets import actions, events
from tickets.models import Follow

pytestmark = pytest.mark.django_db


def announce(ticket):
    """Every event twice, as a worker that was killed would."""
    for _twice in range(2):
        for event in ticket.events.order_by("pk"):
            event.announced_at = None
            type(event).objects.filter(pk=event.pk).update(announced_at=None)
            events.announce_row(event.pk)


def told(user) -> list[str]:
    return [row.words for row in Notice.objects.filter(recipient=user).order_by("pk")]


def test_followers_hear_of_both_sides_and_not_of_themselves(ticket, amara, ben, dana):
    for _twice in range(2):
        actions.follow(ticket, by=ben)
    actions.follow(ticket, by=amara)
    actions.reply(ticket, by=amara, text="Which order?")
    actions.receive(ticket, by=dana, text="R-17", channel="email")
    announce(ticket)
    assert told(ben) == ["{who} answered: {subject}", "{who} wrote: {subject}"]
    assert told(amara) == ["{who} wrote: {subject}"]
    actions.unfollow(ticket, by=ben)
    actions.receive(ticket, by=dana, text="Hello?", channel="email")
    announce(ticket)
    assert len(told(ben)) == 2


def test_who_may_see_it_no_more_follows_no_more(ticket, ben, mona, dana, network):
    actions.follow(ticket, by=ben)
    actions.follow(ticket, by=mona)
    actions.change_team(ticket, by=mona, to=network)
    actions.receive(ticket, by=dana, text="R-17", channel="email")
    announce(ticket)
    assert told(ben) == []
    assert [row.user for row in Follow.objects.all()] == [mona]


def test_it_is_a_key_on_the_page_and_nothing_for_strangers(client, ticket, amara, nora):
    url = reverse("tickets:follow", args=[ticket.pk])
    client.force_login(amara)
    assert "You are told" in client.post(url, {"on": "1"}, headers={"HX-Request": "true"}).content.decode()
    page = client.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()
    assert "Unfollow" in page
    client.post(url, {"on": "0"})
    assert not Follow.objects.exists()
    client.force_login(nora)
    assert client.post(url, {"on": "1"}).status_code == 404
