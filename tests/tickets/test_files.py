"""Files and letters: nothing of a stranger runs in our pages."""

import pytest
from django.urls import reverse

from files.actions import path_of
from tests.factories import make_ticket
from tickets.actions.writing import Part

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
HTML = '<p>See <b>this</b>:</p><img src="cid:logo@x" alt="logo"><img src="cid:gone">'


@pytest.fixture
def desk(client, amara):
    client.force_login(amara)
    return client


@pytest.fixture
def message(billing, dana):
    ticket = make_ticket(
        requester=dana,
        team=billing,
        text="See this:",
        html=HTML,
        parts=[
            Part("logo.png", PNG, "image/png", content_id="<logo@x>", inline=True),
            Part("page.html", b"<script>alert(1)</script>", "text/html", inline=True),
            Part("drawing.svg", b"<svg onload='alert(1)'/>", "image/svg+xml", inline=True),
            Part("отчёт «май».pdf", b"%PDF-1.7", "application/pdf"),
        ],
    )
    return ticket.messages.get()


def fetch(desk, attachment):
    return desk.get(reverse("tickets:file", args=[attachment.pk, attachment.name]))


def test_files_are_downloads_that_no_browser_runs(desk, message):
    for attachment in message.attachments.exclude(name="logo.png"):
        answer = fetch(desk, attachment)
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'; sandbox" in answer["Content-Security-Policy"]
        assert answer.streaming
        assert answer.block_size == 256 * 1024
        assert b"".join(answer.streaming_content)


def test_a_picture_inside_a_letter_is_shown_there(desk, message):
    picture = message.attachments.get(name="logo.png")
    answer = fetch(desk, picture)
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"].startswith("inline")
    b"".join(answer.streaming_content)
    letter = desk.get(reverse("tickets:letter", args=[message.pk]))
    assert f'src="{reverse("tickets:file", args=[picture.pk, "logo.png"])}"' in letter.content.decode()
    assert "cid:" not in letter.content.decode()


def test_a_letter_has_its_own_policy_and_only_we_may_frame_it(desk, message):
    letter = desk.get(reverse("tickets:letter", args=[message.pk]))
    policy = letter["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    assert letter["X-Frame-Options"] == "SAMEORIGIN"
    page = desk.get(reverse("tickets:ticket", args=[message.ticket_id]))
    assert page["X-Frame-Options"] == "DENY"
    assert "<iframe" in page.content.decode()
    assert "allow-scripts" not in page.content.decode()
    assert HTML not in page.content.decode()


def test_a_letter_of_plain_text_is_text(desk, billing, dana):
    ticket = make_ticket(requester=dana, team=billing, text="<script>alert(1)</script>")
    message = ticket.messages.get()
    letter = desk.get(reverse("tickets:letter", args=[message.pk])).content.decode()
    assert "<pre>&lt;script&gt;" in letter
    assert "<iframe" not in desk.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()


def test_a_file_that_is_gone_is_not_found(desk, message):
    attachment = message.attachments.get(name="page.html")
    path_of(attachment.blob_id).unlink()
    assert fetch(desk, attachment).status_code == 404
