"""What files say is found by whoever may see the ticket, and goes when the file is removed."""

import pytest
from django.core.management import call_command

from files.models import BlobText
from files.reading import read_texts
from lib.contained import Child, Stopped
from tests.factories import make_ticket
from tests.pure import made_files
from tests.tickets.test_search import INBOX, found
from tickets import reading_files, searching
from tickets.actions.writing import Part
from tickets.models import Attachment


@pytest.fixture(params=["rare", "common"])
def plan(request, monkeypatch):
    monkeypatch.setattr(searching, "RARE", 10**9 if request.param == "rare" else -1)


@pytest.fixture
def filed(billing, dana):
    parts = [
        Part("scan 7.pdf", made_files.pdf("Warranty card", "Serial number ZX4711"), "application/pdf"),
        Part("umowa.docx", made_files.docx("Umowa abonencka nr 12"), "application/octet-stream"),
        Part("photo.jpg", b"\xff\xd8\xff not words", "image/jpeg"),
    ]
    return make_ticket(requester=dana, team=billing, subject="Broken", text="See the files.", parts=parts)


@pytest.fixture
def as_amara(client, amara):
    client.force_login(amara)
    return client


def test_what_files_say_is_found_once_they_were_read(as_amara, filed, plan):
    assert found(as_amara, "warranty") == []
    assert reading_files.go_on() == 3
    for words in (
        "warranty",
        "zx4711",
        "abonencka umowa",
        "file:warranty",
        'file:"serial number"',
        "broken abonencka",
    ):
        assert found(as_amara, words) == [filed.number], words
    for words in ("subject:warranty", "note:warranty", "-warranty", "file:broken"):
        assert found(as_amara, words) == [], words
    # The photo was not opened.
    assert BlobText.objects.count() == 2


def test_the_snippet_says_which_file_and_where(as_amara, filed):
    reading_files.go_on()
    (row,) = as_amara.get(INBOX, {"q": "warranty"}).context["listing"].page.rows
    assert row.snippet.startswith("scan 7.pdf: ")
    page = as_amara.get(INBOX, {"q": "file:warranty"}).content.decode()
    assert "scan 7.pdf: <mark>Warranty</mark> card" in page


def test_nobody_finds_what_files_of_others_say(client, nora, filed, plan):
    reading_files.go_on()
    client.force_login(nora)
    for words in ("warranty", "file:warranty", "zx4711"):
        assert found(client, words) == [], words


def test_it_is_safe_to_run_twice_and_reads_each_content_once(filed, billing, dana):
    reading_files.go_on()
    assert reading_files.go_on() == 0
    again = Part("copy.pdf", made_files.pdf("Warranty card", "Serial number ZX4711"), "application/pdf")
    make_ticket(requester=dana, team=billing, parts=[again])
    assert reading_files.go_on() == 1
    assert BlobText.objects.count() == 2
    assert read_texts(one.blob for one in Attachment.objects.select_related("blob")) == 1  # the photo alone


def test_killed_between_reading_and_saying_so_nothing_is_lost(filed, monkeypatch):
    def killed(*_args, **_kept):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(reading_files.timezone, "now", killed)
        with pytest.raises(KeyboardInterrupt):
            reading_files.go_on()
    assert Attachment.objects.filter(read_at=None).count() == 3
    assert reading_files.go_on() == 3
    assert BlobText.objects.count() == 2


def test_what_goes_over_the_limits_is_written_down_and_not_tried_again(filed, monkeypatch):
    def stopped(self, data):
        raise Stopped

    monkeypatch.setattr(Child, "ask", stopped)
    reading_files.go_on()
    assert {*BlobText.objects.values_list("state", "text")} == {("stopped", "")}
    assert reading_files.go_on() == 0


def test_a_removed_file_is_not_found_any_more(as_amara, filed):
    from files.actions import drop, store

    reading_files.go_on()
    one = Attachment.objects.get(name="scan 7.pdf")
    was = one.blob
    Attachment.objects.filter(pk=one.pk).update(blob=store(b"removed"))
    assert drop(was)
    assert found(as_amara, "warranty") == []
    assert not BlobText.objects.filter(text__contains="Warranty").exists()


def test_the_command_reads_all_that_is_left(filed, capsys):
    call_command("read_files")
    assert capsys.readouterr().out == "3 files looked at; none is left.\n"
