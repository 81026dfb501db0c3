"""A customer's message is kept as praise on the page of its ticket, and goes when its words go."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from suggestions.models import Praise
from tests.factories import make_ticket
from tickets.actions import add_note, receive, redact, reply
from tickets.actions.praising import praise
from tickets.redaction import Wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind_words(ticket, amara, dana):
    reply(ticket, by=amara, text="It is on its way.")
    words = "You are the best, Amara! My card is 4111222233334444."
    return receive(ticket, by=dana, text=words, channel="email")


def at(ticket):
    return reverse("tickets:praise", args=[ticket.pk])


def test_it_is_kept_for_whom_it_is_about_and_forgotten(client, ticket, kind_words, amara, ben):
    client.force_login(ben)
    assert "You are the best" in client.get(at(ticket)).content.decode()
    page = client.post(at(ticket), {"keep": kind_words.pk}, follow=True).content.decode()
    assert "Praise for Amara Kask" in page
    row = Praise.objects.get()
    assert (row.colleague, row.noted_by, row.ticket) == (amara, ben, ticket.pk)
    page = client.post(at(ticket), {"forget": kind_words.pk}, follow=True).content.decode()
    assert "not kept as praise" in page
    assert Praise.objects.count() == 0


def test_only_what_a_customer_wrote(client, ticket, amara):
    note = add_note(ticket, by=amara, text="I am the best.")
    with pytest.raises(ValidationError):
        praise(note, by=amara)
    client.force_login(amara)
    client.post(at(ticket), {"keep": note.pk})
    assert Praise.objects.count() == 0


def test_whoever_may_not_see_the_ticket_keeps_nothing(client, ticket, kind_words, nora, amara, eve, billing):
    client.force_login(nora)
    assert client.get(at(ticket)).status_code == 404
    assert client.post(at(ticket), {"keep": kind_words.pk}).status_code == 404
    client.force_login(amara)
    other = make_ticket(requester=eve, team=billing, subject="Other", text="Thanks!")
    assert client.post(at(other), {"keep": kind_words.pk}).status_code == 404
    assert client.post(at(ticket), {"keep": "x" * 30}).status_code == 404
    assert Praise.objects.count() == 0


def test_what_is_removed_from_the_message_is_removed_from_the_praise(ticket, kind_words, amara, mona):
    praise(kind_words, by=amara)
    redact(ticket, by=mona, wish=Wish(words="4111222233334444"), reason="A card number.")
    assert Praise.objects.get().words == "[removed]"


def test_the_menu_of_the_ticket_leads_to_both(client, ticket, amara):
    client.force_login(amara)
    page = client.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()
    assert at(ticket) in page
    assert f"{reverse('suggestions:new')}?source=ticket&amp;ref={ticket.pk}" in page
