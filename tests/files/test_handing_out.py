"""Files come as downloads, and from an origin of their own where there is one."""

import datetime

import pytest
import time_machine
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from files.actions import store
from files.handing_out import LIVES, attached, download
from tests.factories import make_ticket
from tickets.access import link_for, token_of
from tickets.actions.writing import Part

ORIGIN = "https://files.example.net"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.fixture
def elsewhere(settings):
    settings.FILES_ORIGIN = ORIGIN
    settings.ALLOWED_HOSTS = ["testserver", "files.example.net"]


@pytest.fixture
def message(billing, dana):
    parts = [
        Part("page.html", b"<script>alert(1)</script>", "text/html"),
        Part("logo.png", PNG, "image/png", content_id="<logo@x>", inline=True),
    ]
    return make_ticket(requester=dana, team=billing, text="See this:", parts=parts).messages.get()


def page_html(message) -> str:
    one = message.attachments.get(name="page.html")
    return reverse("tickets:file", args=[one.pk, one.name])


def test_without_another_origin_it_is_a_download_that_nothing_runs(db):
    answer = download(store(b"<script>"), "a.html")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    answer.close()


def test_whoever_may_read_is_sent_to_the_origin_of_files(client, amara, nora, message, elsewhere):
    client.force_login(nora)
    assert client.get(page_html(message)).status_code == 404
    client.force_login(amara)
    answer = client.get(page_html(message))
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"{ORIGIN}/files/")
    assert answer["Cache-Control"] == "private, no-store"
    client.logout()
    there = client.get(answer["Location"], headers={"host": "files.example.net"})
    assert there["Content-Disposition"] == 'attachment; filename="page.html"'
    assert there["Content-Type"] == "application/octet-stream"
    assert "sandbox" in there["Content-Security-Policy"]
    assert "Set-Cookie" not in there
    assert b"".join(there.streaming_content) == b"<script>alert(1)</script>"


def test_the_address_is_forged_by_nobody_and_lives_for_a_minute(client, amara, message, elsewhere):
    client.force_login(amara)
    address = client.get(page_html(message))["Location"]
    host = {"host": "files.example.net"}
    assert client.get(address[:-3] + "xx/", headers=host).status_code == 404
    assert client.get(f"{ORIGIN}/files/x/", headers=host).status_code == 404
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=LIVES + 5)):
        assert client.get(address, headers=host).status_code == 404


def test_customers_get_theirs_from_there_too_and_only_theirs(client, dana, eve, billing, message, elsewhere):
    token = token_of(link_for(message.ticket, dana))
    foreign = token_of(link_for(make_ticket(requester=eve, team=billing), eve))
    one = message.attachments.get(name="page.html")
    assert client.get(reverse("portal:file", args=[foreign, one.pk, one.name])).status_code == 404
    answer = client.get(reverse("portal:file", args=[token, one.pk, one.name]))
    assert answer["Location"].startswith(f"{ORIGIN}/files/")


def test_pictures_inside_a_letter_stay_where_its_policy_lets_them(client, amara, message, elsewhere):
    client.force_login(amara)
    one = message.attachments.get(name="logo.png")
    answer = client.get(reverse("tickets:file", args=[one.pk, one.name]))
    assert answer["Content-Type"] == "image/png"
    answer.close()


@pytest.mark.parametrize("path", ["/", "/inbox/", "/sign-in/", "/help/", "/static/css/app.css"])
def test_the_origin_of_files_has_nothing_else(client, amara, elsewhere, path):
    client.force_login(amara)
    assert client.get(path, headers={"host": "files.example.net"}).status_code == 404
    assert client.get("/inbox/").status_code == 200


def test_a_lost_file_is_not_found(db):

    with pytest.raises(Http404):
        attached("0" * 64, "a.txt")
