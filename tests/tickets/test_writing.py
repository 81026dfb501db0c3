"""The composer: nothing written is lost, nothing is sent twice, nothing is sent past an unread message."""

import secrets

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tickets.actions import receive, reply
from tickets.models import Draft, Message
from tickets.typed import addresses

HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(client, amara):
    client.force_login(amara)
    return client


def send(desk, ticket, headers=None, **given):
    given = {"kind": "reply", "text": "It is on its way.", "to": "Dana <dana@okafor.example>", **given}
    given.setdefault("key", secrets.token_hex(16))
    given.setdefault("seen", ticket.messages.filter(kind="public").latest("pk").pk)
    return desk.post(reverse("tickets:write", args=[ticket.pk]), given, headers=headers)


def written(ticket):
    return ticket.messages.exclude(author=None)


def test_an_answer_goes_to_whom_it_says(desk, ticket, amara):
    answer = send(
        desk, ticket, text="It is **on its way**.", cc="Accounts <accounts@okafor.example>; x@y.example"
    )
    assert answer.status_code == 302
    message = written(ticket).get()
    assert message.recipients == {
        "to": [{"name": "Dana", "address": "dana@okafor.example"}],
        "cc": [
            {"name": "Accounts", "address": "accounts@okafor.example"},
            {"name": "", "address": "x@y.example"},
        ],
    }
    assert "<strong>on its way</strong>" in message.html
    ticket.refresh_from_db()
    assert (ticket.state, ticket.assignee) == ("open", amara)


@pytest.mark.parametrize(("then", "state"), [("", "open"), ("wait", "waiting"), ("solve", "solved")])
def test_what_happens_next_is_chosen_with_the_answer(desk, ticket, then, state):
    send(desk, ticket, then=then)
    ticket.refresh_from_db()
    assert ticket.state == state


def test_a_note_has_no_recipients_and_moves_nothing(desk, ticket):
    send(desk, ticket, kind="note", text="IBAN is old", then="solve")
    note = written(ticket).get()
    assert (note.kind, note.recipients) == ("note", {})
    ticket.refresh_from_db()
    assert ticket.state == "new"


def test_the_signature_is_seen_in_what_is_sent(desk, ticket, amara):
    amara.signature = "Amara\nBilling"
    amara.save()
    assert "Amara<br>Billing" in desk.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()
    send(desk, ticket)
    assert written(ticket).get().text == "It is on its way.\n\nAmara\nBilling"


def test_the_same_key_twice_is_one_answer(desk, ticket):
    key = secrets.token_hex(16)
    assert [send(desk, ticket, key=key).status_code for _ in range(2)] == [302, 302]
    assert written(ticket).count() == 1


def test_the_key_of_a_colleague_is_not_ones_own(desk, client, ticket, ben):
    key = secrets.token_hex(16)
    send(desk, ticket, key=key)
    client.force_login(ben)
    send(client, ticket, key=key, text="From Ben")
    assert set(written(ticket).values_list("text", flat=True)) == {"It is on its way.", "From Ben"}


def test_a_newer_message_stops_the_answer_and_keeps_the_text(desk, ticket, dana):
    seen = ticket.messages.get().pk
    newer = receive(ticket, by=dana, text="Never mind, it came.", channel="email")
    for headers in (None, HTMX):
        answer = send(desk, ticket, headers, seen=seen, text="We are looking.")
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Never mind, it came." in page
        assert "We are looking." in page
        assert "Send anyway" in page
        assert f'name="seen" value="{newer.pk}"' in page
    assert not written(ticket).exists()
    assert send(desk, ticket, seen=newer.pk).status_code == 302


def test_a_colleagues_answer_stops_it_too(desk, ticket, ben):
    seen = ticket.messages.get().pk
    reply(ticket, by=ben, text="Done already.")
    assert send(desk, ticket, seen=seen).status_code == 422


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"text": "  \n "}, "There is no text yet."),
        ({"to": ""}, "Say to whom the answer goes."),
        ({"to": "dana@okafor"}, "is not an address"),
        ({"cc": "Dana\r\nBcc: eve@lund.example"}, "is not an address"),
        ({"to": "<script>alert(1)</script>"}, "is not an address"),
        ({"text": "x" * 200_001}, "at most"),
        ({"then": "explode"}, "explode"),
        ({"kind": "telegram"}, "telegram"),
        ({"to": ", ".join(f"a{n}@b.example" for n in range(51))}, "At most 50 addresses"),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_is_kept(desk, ticket, given, problem):
    for headers in (None, HTMX):
        answer = send(desk, ticket, headers, **{"text": "Kept <b>words</b>", **given})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert problem in page
        assert "<script>alert" not in page
        if "text" not in given:
            assert "Kept &lt;b&gt;words&lt;/b&gt;" in page
    assert not written(ticket).exists()


def test_script_and_nul_bytes_in_the_text_do_no_harm(desk, ticket):
    send(desk, ticket, text="<script>alert(1)</script>\x00 [x](javascript:alert(1))")
    message = written(ticket).get()
    assert "\x00" not in message.text
    assert "<script" not in message.html
    assert 'href="javascript' not in message.html
    page = desk.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()
    assert "<script>alert" not in page


def test_files_go_along(desk, ticket):
    files = [
        SimpleUploadedFile("a.txt", b"one"),
        SimpleUploadedFile("../../b.html", b"<script>", "text/html"),
    ]
    assert send(desk, ticket, files=files).status_code == 302
    kept = written(ticket).get().attachments.order_by("pk")
    assert [(f.name, f.blob.size) for f in kept] == [("a.txt", 3), ("b.html", 8)]


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ([b""], "is empty"),
        ([b"x" * 11], "is larger than 10"),
        ([b"x" * 8, b"x" * 8], "All files together are larger than 12"),
    ],
)
def test_files_that_cannot_go_are_named(desk, ticket, settings, files, problem):
    settings.ATTACHMENT_MAX_BYTES, settings.ATTACHMENTS_MAX_BYTES = 10, 12
    uploads = [SimpleUploadedFile(f"{n}.bin", content) for n, content in enumerate(files)]
    answer = send(desk, ticket, files=uploads, text="Kept")
    assert answer.status_code == 422
    assert problem in answer.content.decode().replace("\xa0", " ")
    assert "Kept</textarea>" in answer.content.decode()


def test_a_draft_is_kept_and_comes_back(desk, ticket, amara):
    url = reverse("tickets:draft", args=[ticket.pk])
    given = {"kind": "reply", "text": "Half a thou\x00ght", "to": "x@y.example", "cc": ""}
    assert desk.post(url, given).status_code == 204
    page = desk.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()
    assert "Half a thought</textarea>" in page
    assert 'value="x@y.example"' in page
    desk.post(url, {"kind": "note", "text": "Rather a note"})
    assert list(Draft.objects.values_list("kind", "text")) == [("note", "Rather a note")]
    assert 'data-mode="note"' in desk.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()
    assert desk.post(url, {"kind": "smoke", "text": "x"}).status_code == 422


def test_a_draft_that_comes_after_its_answer_is_not_kept(desk, ticket):
    key = secrets.token_hex(16)
    send(desk, ticket, key=key)
    desk.post(reverse("tickets:draft", args=[ticket.pk]), {"kind": "reply", "text": "It is on", "key": key})
    assert not Draft.objects.being_written().exists()


def test_the_answer_to_htmx_brings_a_fresh_composer_and_the_new_message(desk, ticket):
    last = ticket.events.latest("pk").pk
    page = send(desk, ticket, HTMX, last_event=last).content.decode()
    assert page.count('id="composer"') == 1
    assert "It is on its way." in page
    assert "beforeend:#timeline" in page
    assert 'hx-swap-oob="true"' in page
    assert "Answer sent." in page


def test_without_a_token_nothing_is_written(ticket, amara):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(amara)
    assert send(client, ticket).status_code == 403
    assert not Message.objects.filter(author=amara).exists()


def test_addresses_are_read_as_people_write_them():
    assert addresses('"Okafor, Dana" <dana@okafor.example>\nDANA@okafor.example;') == [
        {"name": "Okafor, Dana", "address": "dana@okafor.example"}
    ]
    assert addresses("") == []
