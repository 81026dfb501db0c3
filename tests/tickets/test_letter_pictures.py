"""Pictures of other servers in a letter: counted, fetched by the desk when asked, for who may read it."""

import re

import pytest
from django.urls import reverse

from lib import outside
from lib.html import sanitise
from staff.actions import hire
from tests.factories import make_ticket
from tickets.actions import add_note, keep_automatic
from tickets.actors import Desk

HTML = (
    '<p>Our <b>offer</b></p><img src="https://shop.example/shoes.png?for=dana" alt="Shoes">'
    '<img src="https://count.example/p.gif" width="1" height="1">'
)
GIF = outside.Picture("image/gif", b"GIF89a" + b"\0" * 50)


@pytest.fixture
def message(billing, dana):
    return make_ticket(requester=dana, team=billing, text="Offer", html=sanitise(HTML)).messages.get()


@pytest.fixture
def asked(monkeypatch):
    """The addresses that the desk fetched."""
    addresses = []
    monkeypatch.setattr(outside, "fetch", lambda address: addresses.append(address) or GIF)
    return addresses


def letter(client, message, query=""):
    return client.get(reverse("tickets:letter", args=[message.pk]) + query)


def sources(client, message) -> list[str]:
    return re.findall(r'<img src="(/[^"]+)"', letter(client, message, "?pictures=1").content.decode())


def test_nothing_elsewhere_is_asked_until_the_agent_asks(client, message, amara, asked):
    client.force_login(amara)
    html = letter(client, message).content.decode()
    assert "2 pictures from elsewhere are not shown" in html
    assert "shop.example" not in html
    assert "count.example" not in html
    assert asked == []
    shown = letter(client, message, "?pictures=1")
    assert "https:" not in shown.content.decode()
    assert "img-src 'self' data:;" in shown["Content-Security-Policy"]
    assert asked == []
    for source in sources(client, message):
        answer = client.get(source)
        assert answer["Content-Type"] == "image/gif"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer["Cache-Control"].startswith("private")
    assert asked == ["https://shop.example/shoes.png?for=dana", "https://count.example/p.gif"]


def test_only_who_asked_and_may_read_gets_them(client, message, amara, ben, nora, asked):
    client.force_login(amara)
    source = sources(client, message)[0]
    other = make_ticket(requester=message.contact, team=message.ticket.team, text="x", html=message.html)
    moved = source.replace(f"/{message.pk}/", f"/{other.messages.get().pk}/")
    for address in (moved, source[:-2] + "x/", source.replace(source.split("/")[-2], "forged")):
        assert client.get(address).status_code == 404
    for person in (ben, nora):
        client.force_login(person)
        assert client.get(source).status_code == 404
    client.force_login(nora)
    assert letter(client, message, "?pictures=1").status_code == 404
    client.logout()
    assert client.get(source).status_code == 302
    assert asked == []


def test_what_is_no_picture_is_not_found(client, message, amara, monkeypatch):
    def refuse(address):
        raise outside.Refused("no picture")

    monkeypatch.setattr(outside, "fetch", refuse)
    client.force_login(amara)
    assert client.get(sources(client, message)[0]).status_code == 404


def test_nobody_makes_the_desk_fetch_without_end(client, message, amara, asked, monkeypatch):
    monkeypatch.setattr("lib.throttle.Attempts.get_rate", lambda self: "2/min")
    client.force_login(amara)
    codes = [client.get(sources(client, message)[0]).status_code for _turn in range(3)]
    assert codes == [200, 200, 429]


def test_stored_html_is_sanitised_again_when_it_is_read(client, message, amara):
    """What an older desk or a restored backup holds is not trusted either."""
    bad = (
        '<p>x</p><script>alert(1)</script><style>a{}</style><img src="https://x.example" onerror="alert(1)">'
    )
    type(message).objects.filter(pk=message.pk).update(html=bad)
    client.force_login(amara)
    html = letter(client, message).content.decode()
    assert "<script" not in html
    assert "onerror" not in html
    assert "x.example" not in html
    assert "<style" not in html


def test_what_a_machine_wrote_stands_in_its_frame_too(client, ticket, amara):
    """It has no contact, but it came from outside all the same."""
    keep_automatic(ticket, by=Desk("mail"), text="Gone", html="<p>I am <b>away</b></p>")
    client.force_login(amara)
    page = client.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()
    assert "<b>away</b>" not in page
    assert "<iframe" in page


def test_a_colleagues_mail_with_pictures_stands_in_a_frame(client, ticket, amara, ben):
    add_note(ticket, by=ben, text="Look", html=sanitise("<p>Look <b>here</b></p>" + HTML))
    add_note(ticket, by=ben, text="And", html="<p>And <b>there</b></p>")
    client.force_login(amara)
    page = client.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()
    assert "<b>here</b>" not in page
    assert "<b>there</b>" in page
    assert page.count("<iframe") == 1


def test_a_lead_of_another_team_is_refused_too(client, message, network, asked):
    lead = hire(email="lea@desk.example", full_name="Lea Org", role="lead", teams=(network,))
    client.force_login(lead)
    assert letter(client, message).status_code == 404
