"""The public form: one ticket from what a customer typed, clear words for what cannot be taken."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from customers.models import Contact
from files.models import Blob
from mail.models import Mailbox
from portal import sending
from tickets.choices import Channel
from tickets.models import Attachment, Message, Ticket

HOME = "/help/"
SCRIPT = "<script>alert(1)</script>"


def file(name: str, content: bytes = b"%PDF-1.4", kind: str = "application/pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


def refused(client, fields, status=422) -> str:
    response = client.post(HOME, fields)
    assert response.status_code == status
    assert Ticket.objects.count() == 0
    return response.content.decode()


def test_a_stranger_asks(client, fill_in):
    response = client.post(
        HOME, {**fill_in(), "files": [file("arve.pdf"), file("modem.jpg", b"\xff\xd8jpeg", "image/jpeg")]}
    )
    assert response.headers["Location"] == reverse("portal:sent")
    ticket = Ticket.objects.get()
    assert (ticket.subject, ticket.channel, ticket.team.slug) == (
        "No internet since noon",
        Channel.WEB,
        "billing",
    )
    assert ticket.requester.name == "Liis Saar"
    assert ticket.requester.email == "liis@saar.example"
    message = ticket.messages.get()
    assert message.text == "The modem blinks red."
    assert [one.name for one in message.attachments.all()] == ["arve.pdf", "modem.jpg"]


def test_the_thanks_hold_the_reference_and_no_link(client, fill_in, dana):
    """Whoever typed Dana's address must not get to what is hers."""
    client.post(HOME, fill_in(email="Dana@okafor.example", name="Not Dana"))
    html = client.get(reverse("portal:sent")).content.decode()
    ticket = Ticket.objects.get()
    assert ticket.requester == dana
    assert dana.name not in html
    assert ticket.reference in html
    assert f"#{ticket.number}" not in html
    assert "/help/t/" not in html
    assert client.get(reverse("portal:mine")).headers["Location"] == reverse("portal:enter")


def test_the_thanks_say_by_when(client, fill_in, promises):
    client.post(HOME, fill_in())
    assert "You will hear from us by" in client.get(reverse("portal:sent")).content.decode()


def test_no_thanks_without_a_request(client, db):
    assert client.get(reverse("portal:sent")).headers["Location"] == HOME


def test_teams_are_asked_for_only_if_there_is_a_choice(client, fill_in, network, shown):
    network.takes_web_form = False
    network.save()
    assert 'name="team"' not in client.get(HOME).content.decode()
    network.takes_web_form = True
    network.save()
    assert 'name="team"' in client.get(HOME).content.decode()
    refused(client, fill_in())
    refused(client, fill_in(team="secret-team"))
    client.post(HOME, fill_in(team="network"))
    assert Ticket.objects.get().team == network


def test_with_no_team_the_form_is_closed(client, db, shown):
    assert "closed at the moment" in client.get(HOME).content.decode()
    assert client.post(HOME, {"page": shown()}).status_code == 422


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "liis@"}, "email"),
        ({"email": "liis@saar.example\nBcc: all@x.example"}, "email"),
        ({"name": ""}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"subject": ""}, "subject"),
        ({"subject": "x" * 1_000_000}, "subject"),
        ({"text": ""}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"text": "x" * 100_001}, "text"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_is_lost(client, fill_in, changed, field):
    response = client.post(HOME, fill_in(**changed))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    html = response.content.decode()
    assert f'id="id_{field}_error"' in html
    for name, value in fill_in(**changed).items():
        if name != "page" and "\x00" not in value:
            assert value.strip() in html or "\n" in value
    assert Ticket.objects.count() == 0


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        (file("virus.exe"), "is a program"),
        (file("letter.pdf.JS"), "is a program"),
        (file("saver.scr. "), "is a program"),
        (file("empty.pdf", b""), "is empty"),
        (file("big.pdf", b"x" * 2001), "too large"),
        (file("<img src=x onerror=alert(1)>.exe"), "is a program"),
    ],
)
def test_files_that_cannot_be_taken(client, fill_in, settings, bad, word):
    settings.ATTACHMENT_MAX_BYTES = 2000
    html = refused(client, {**fill_in(), "files": [file("good.pdf"), bad]})
    assert word in html
    assert "choose your files again" in html
    assert "<img src=x" not in html
    assert "The modem blinks red." in html
    assert Blob.objects.count() == 0


def test_too_many_and_too_much(client, fill_in, settings):
    assert "At most 10 files" in refused(
        client, {**fill_in(), "files": [file(f"{i}.pdf") for i in range(11)]}
    )
    settings.ATTACHMENTS_MAX_BYTES = 3000
    html = refused(client, {**fill_in(), "files": [file(f"{i}.pdf", b"x" * 1000) for i in range(4)]})
    assert "All files together" in html


def test_a_body_that_is_far_too_large_is_not_read(client, fill_in, settings):
    settings.ATTACHMENTS_MAX_BYTES = 1000
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2000
    assert "more than we can take" in refused(
        client, {**fill_in(), "files": [file("a.pdf", b"x" * 9000)]}, 413
    )
    assert "more than we can take" in refused(client, fill_in(text="x" * 2500), 413)
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 200_000
    refused(client, {**fill_in(), "files": [file(f"{i}.pdf") for i in range(3)]}, 413)


def test_script_in_every_field_is_only_text(client, fill_in):
    html = refused(
        client, fill_in(name=SCRIPT, email=SCRIPT, subject=SCRIPT, text=SCRIPT, page=SCRIPT, website=SCRIPT)
    )
    assert SCRIPT not in html
    client.post(
        HOME,
        {**fill_in(name=SCRIPT, subject=SCRIPT, text=SCRIPT), "files": [file(f"{SCRIPT}.pdf")]},
    )
    assert SCRIPT not in client.get(reverse("portal:sent")).content.decode()


def test_pressing_twice_makes_one_ticket_and_other_words_another(client, fill_in):
    fields = fill_in()
    assert client.post(HOME, fields).status_code == client.post(HOME, fields).status_code == 302
    assert Ticket.objects.count() == Message.objects.count() == Contact.objects.count() == 1
    client.post(HOME, {**fields, "text": "Something else."})
    assert Ticket.objects.count() == 2
    assert Attachment.objects.count() == 0


def test_two_presses_at_the_same_instant(client, fill_in, monkeypatch):
    """Neither sees the other's ticket before it writes its own; the database lets one through."""
    fields = fill_in()
    client.post(HOME, fields)
    seen = iter([None])
    find = sending._sent
    monkeypatch.setattr(sending, "_sent", lambda key: next(seen, find(key)))
    assert client.post(HOME, fields).status_code == 302
    assert Ticket.objects.count() == 1


def test_our_own_address_would_answer_itself(client, fill_in, billing):
    Mailbox.objects.create(name="Billing", address="billing@desk.example", team=billing)
    assert "our own address" in refused(client, fill_in(email="Billing@desk.example"))


@pytest.mark.parametrize("ago", [0.5, 90_000])
def test_machines_are_stopped_and_people_press_again(client, fill_in, shown, ago):
    html = refused(client, fill_in(page=shown(ago)))
    assert "send again" in html
    assert "The modem blinks red." in html


def test_the_field_that_nobody_sees(client, fill_in):
    html = refused(client, fill_in(website="https://buy.example"))
    assert "must stay empty" in html
    assert "https://buy.example" not in html


@pytest.mark.parametrize("page", ["", "forged", "WyJuIiwxXQ:1abc:zzzz"])
def test_a_forged_time_does_not_pass(client, fill_in, page):
    response = client.post(HOME, fill_in(page=page))
    assert response.status_code == 422
    assert response.context["form"].page_token != page


def test_too_many_requests_wait_and_keep_their_words(client, fill_in, shown):
    for i in range(10):
        client.defaults["REMOTE_ADDR"] = f"192.0.2.{i}"
        assert client.post(HOME, fill_in(page=shown(nonce=str(i)))).status_code == 302
    client.defaults["REMOTE_ADDR"] = "192.0.2.99"
    response = client.post(HOME, fill_in(page=shown(nonce="x")))
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert "The modem blinks red." in response.content.decode()
    assert client.post(HOME, fill_in(email="other@saar.example")).status_code == 302
    assert Ticket.objects.count() == 11


def test_too_many_requests_from_one_machine(client, fill_in, shown):
    for i in range(10):
        client.post(HOME, fill_in(email=f"liis{i}@saar.example"))
    assert client.post(HOME, fill_in(email="liis99@saar.example")).status_code == 429


def test_forged_posts_are_refused(fill_in, db):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(HOME, fill_in()).status_code == 403
    assert Ticket.objects.count() == 0


@pytest.mark.parametrize("network_too", [False, True])
def test_the_form_costs_few_statements(client, billing, request, network_too, django_assert_max_num_queries):
    if network_too:
        request.getfixturevalue("network")
    with django_assert_max_num_queries(4):  # teams, types, fields, banners
        client.get(HOME)


def test_the_page_speaks_the_visitors_language(client, billing):
    assert '<html lang="et"' in client.get(HOME, headers={"accept-language": "et,en;q=0.5"}).content.decode()
    assert '<html lang="en"' in client.get(HOME, headers={"accept-language": "de"}).content.decode()
    client.cookies["language"] = "ru"
    assert '<html lang="ru"' in client.get(HOME, headers={"accept-language": "et"}).content.decode()
    client.cookies["language"] = "de"
    assert '<html lang="et"' in client.get(HOME, headers={"accept-language": "et"}).content.decode()


def test_the_language_can_be_picked(client, billing):
    url = reverse("portal:language")
    response = client.post(url, {"language": "pl", "next": "/help/in/"})
    assert response.headers["Location"] == "/help/in/"
    assert '<html lang="pl"' in client.get(HOME).content.decode()
    assert client.post(url, {"language": "pl", "next": "https://evil.example"}).headers["Location"] == HOME
    client.post(url, {"language": "xx"})
    assert client.cookies["language"].value == "pl"
    assert client.get(url).status_code == 405


def test_the_ticket_is_in_the_language_of_the_page(client, fill_in):
    client.cookies["language"] = "et"
    client.post(HOME, fill_in())
    ticket = Ticket.objects.get()
    assert (ticket.language, ticket.requester.language) == ("et", "et")
