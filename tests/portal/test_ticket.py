"""A customer's own ticket: what Dana sees, and that nobody else sees it."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from customers.models import Organisation
from tests.factories import make_ticket
from tickets.access import link_for, token_of
from tickets.actions import add_note, keep_automatic, keep_third_party, move, receive, reply
from tickets.actions.writing import Part
from tickets.actors import Desk
from tickets.models import AccessLink, Attachment, Message


def url(token: str, name: str = "portal:ticket", *more) -> str:
    return reverse(name, args=[token, *more])


def test_dana_reads_her_conversation(client, ticket, token, amara, page_of):
    reply(ticket, by=amara, text="It is on its way.", html="<p>It is <b>on its way</b>.</p>")
    html = page_of()
    for words in (
        "Refund not received",
        ticket.reference,
        "Where is my refund?",
        "<b>on its way</b>",
        "Amara",
        "Billing",
    ):
        assert words in html
    assert "Kask" not in html
    assert f"#{ticket.number}" not in html


def test_what_is_internal_never_reaches_her(client, ticket, token, amara, ben, eve, page_of):
    add_note(ticket, by=amara, text="she-is-difficult", parts=[Part("secret-note.pdf", b"x")])
    keep_third_party(ticket, by=eve, text="words-of-a-third-party")
    keep_automatic(ticket, by=Desk("mail"), text="out-of-office")
    move(ticket, "hold", by=amara)
    html = page_of()
    for words in (
        "she-is-difficult",
        "secret-note.pdf",
        "words-of-a-third-party",
        "out-of-office",
        "hold",
        eve.name,
    ):
        assert words not in html.lower()
    assert "In progress" in html


def test_files_and_letters_only_of_what_she_may_read(client, ticket, token, amara, eve):
    note = add_note(ticket, by=amara, text="internal", parts=[Part("note.pdf", b"x")])
    third = keep_third_party(
        ticket, by=eve, text="third", html="<p>third</p>", parts=[Part("third.pdf", b"y")]
    )
    for message in (note, third):
        one = message.attachments.get()
        assert client.get(url(token, "portal:file", one.pk, one.name)).status_code == 404
        assert client.get(url(token, "portal:letter", message.pk)).status_code == 404


@pytest.mark.parametrize("change", ["last", "short", "long", "empty-like", "upper"])
def test_eve_with_a_changed_link_finds_nothing(client, token, change):
    forged = {
        "last": token[:-2] + ("a" if token[-2] != "a" else "b") + token[-1],
        "short": token[:-4],
        "long": token + "aa",
        "empty-like": "a" * len(token),
        "upper": "żółw",
    }[change]
    for name in ("portal:ticket", "portal:reply"):
        response = client.get(url(forged, name))
        assert response.status_code == 404
        assert "There is nothing behind this link" in response.content.decode()
    assert client.post(url(forged, "portal:reply"), {"text": "hello"}).status_code == 404


def test_secrets_are_in_no_log(client, token, caplog):
    caplog.set_level("DEBUG")
    client.get(url(token, "portal:file", 1, "x.pdf"))
    client.post(url(token, "portal:reply"), {"text": ""})
    client.get(url(token))
    assert token not in caplog.text


def test_old_and_revoked_links_find_nothing(client, token):
    AccessLink.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert client.get(url(token)).status_code == 404
    AccessLink.objects.update(
        expires_at=timezone.now() + datetime.timedelta(days=1), revoked_at=timezone.now()
    )
    assert client.get(url(token)).status_code == 404
    assert client.post(url(token, "portal:reply"), {"text": "hello"}).status_code == 404


def test_a_link_of_somebody_who_left_the_conversation_finds_nothing(client, ticket, eve):
    receive(ticket, by=eve, text="me too", channel="email")
    evil = token_of(link_for(ticket, eve))
    assert client.get(url(evil)).status_code == 200
    ticket.participants.all().delete()
    assert client.get(url(evil)).status_code == 404


def test_eves_own_link_does_not_open_danas_file(client, ticket, token, eve, billing):
    message = receive(
        ticket, by=ticket.requester, text="here", channel="web", parts=[Part("arve.pdf", b"%PDF")]
    )
    file = message.attachments.get()
    hers = make_ticket(requester=eve, team=billing)
    evil = token_of(link_for(hers, eve))
    assert client.get(url(evil)).status_code == 200
    assert client.get(url(evil, "portal:file", file.pk, file.name)).status_code == 404
    assert client.get(url(evil, "portal:letter", message.pk)).status_code == 404
    response = client.get(url(token, "portal:file", file.pk, file.name))
    assert b"".join(response.streaming_content) == b"%PDF"
    response.close()


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/javascript"])
def test_files_are_only_ever_downloads(client, ticket, token, dana, kind):
    message = receive(
        ticket, by=dana, text="", channel="web", parts=[Part('täht";.html', b"<script>", content_type=kind)]
    )
    file = message.attachments.get()
    response = client.get(url(token, "portal:file", file.pk, file.name))
    response.close()
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_a_file_that_is_gone_is_not_found(client, ticket, token, dana, settings, tmp_path):
    file = receive(ticket, by=dana, text="", channel="web", parts=[Part("a.pdf", b"a")]).attachments.get()
    settings.FILES_ROOT = tmp_path / "elsewhere"
    assert client.get(url(token, "portal:file", file.pk, "a.pdf")).status_code == 404


def test_secret_pages_are_kept_by_nobody(client, token):
    response = client.get(url(token))
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"
    # no-referrer would turn the origin of our own reply form into "null", and the form would be refused.
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_dana_answers_with_a_file(client, ticket, token, page_of):
    response = client.post(
        url(token, "portal:reply"),
        {"text": "Here it is.", "key": "k", "files": [SimpleUploadedFile("proof.pdf", b"%PDF")]},
    )
    message = Message.objects.latest("pk")
    assert response.headers["Location"] == f"{url(token)}#m{message.pk}"
    assert (message.text, message.contact, message.channel) == ("Here it is.", ticket.requester, "web")
    assert "proof.pdf" in page_of()


def test_an_answer_opens_a_solved_ticket_again(client, ticket, token, amara, page_of):
    move(ticket, "solve", by=amara)
    assert "This request is solved" in page_of()
    client.post(url(token, "portal:reply"), {"text": "It is not.", "key": "k"})
    ticket.refresh_from_db()
    assert ticket.state == "open"
    assert "This request is solved" not in page_of()


def test_pressing_twice_answers_once(client, token):
    for _ in range(2):
        client.post(url(token, "portal:reply"), {"text": "Hello?", "key": "k"})
    assert Message.objects.filter(text="Hello?").count() == 1
    client.post(url(token, "portal:reply"), {"text": "Hello?", "key": "another"})
    assert Message.objects.filter(text="Hello?").count() == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": "  "}, "Write something"),
        ({"text": "x" * 100_001}, "100000"),
        ({"text": "a\x00b"}, "Null characters"),
    ],
)
def test_answers_that_cannot_be_taken_come_back(client, token, fields, words):
    response = client.post(url(token, "portal:reply"), fields)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert Message.objects.count() == 1


def test_a_program_is_refused_and_the_words_stay(client, token):
    response = client.post(
        url(token, "portal:reply"), {"text": "look at this", "files": [SimpleUploadedFile("a.exe", b"MZ")]}
    )
    assert response.status_code == 422
    assert "look at this" in response.content.decode()
    assert Attachment.objects.count() == 0


def test_forged_answers_are_refused(token):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post(url(token, "portal:reply"), {"text": "hello"})
    assert response.status_code == 403
    assert Message.objects.count() == 1


def test_script_stays_text(client, ticket, token, dana, page_of):
    receive(ticket, by=dana, text="<script>alert(1)</script>", channel="web")
    assert "<script>alert" not in page_of()


def test_her_letter_in_a_frame_of_its_own(client, ticket, token, dana, page_of):
    message = receive(
        ticket, by=dana, text="hi", channel="email",
        html='<p>hi <img src="cid:logo"><img src="cid:gone"></p>',
        parts=[Part("logo.png", b"png", content_type="image/png", content_id="logo", inline=True)],
    )  # fmt: skip
    picture = message.attachments.get()
    assert url(token, "portal:letter", message.pk) in page_of()
    assert "logo.png" not in page_of()
    response = client.get(url(token, "portal:letter", message.pk))
    html = response.content.decode()
    assert url(token, "portal:file", picture.pk, "logo.png") in html
    assert "cid:" not in html
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-same-origin" in policy
    assert "script-src" not in policy
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_the_promise_is_shown_until_it_is_kept(client, promises, billing, dana, amara):
    ticket = make_ticket(requester=dana, team=billing)
    address = url(token_of(link_for(ticket, dana)))
    assert "You will hear from us by" in client.get(address).content.decode()
    reply(ticket, by=amara, text="Hello")
    assert "You will hear from us by" not in client.get(address).content.decode()


def test_a_late_promise_says_sorry(client, promises, billing, dana):
    ticket = make_ticket(requester=dana, team=billing, at=timezone.now() - datetime.timedelta(days=20))
    html = client.get(url(token_of(link_for(ticket, dana)))).content.decode()
    assert "We are late" in html
    assert "You will hear from us by" not in html


def test_a_solved_request_promises_nothing(client, promises, billing, dana, amara):
    ticket = make_ticket(requester=dana, team=billing)
    move(ticket, "solve", by=amara)
    assert (
        "You will hear from us by" not in client.get(url(token_of(link_for(ticket, dana)))).content.decode()
    )


def test_a_signed_in_agent_is_not_a_customer(client, amara, ticket):
    client.force_login(amara)
    assert client.get(reverse("portal:mine")).headers["Location"] == reverse("portal:enter")
    assert client.get(reverse("portal:own", args=[ticket.reference])).status_code == 302


def test_a_colleague_of_an_organisation_that_shares_reads_and_answers(client, ticket, dana, eve):
    organisation = dana.organisation
    Organisation.objects.filter(pk=organisation.pk).update(shares_tickets=True)
    eve.organisation = organisation
    eve.save()
    hers = token_of(link_for(ticket, eve))
    assert client.get(url(hers)).status_code == 200
    client.post(url(hers, "portal:reply"), {"text": "Me too", "key": "k"})
    assert Message.objects.latest("pk").contact == eve


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_few_statements(client, ticket, token, dana, amara, count, django_assert_num_queries):
    for i in range(count):
        receive(ticket, by=dana, text=f"{i}", channel="web", parts=[Part(f"{i}.pdf", b"x")])
        reply(ticket, by=amara, text=f"{i}")
    with django_assert_num_queries(5):
        client.get(url(token))
