"""Files of sent reports go after a while: once, and only what nothing else needs."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from files.actions import path_of, store
from files.models import Blob
from outbox.choices import LetterState
from outbox.models import Letter
from reports.saved import letters, sent_files
from reports.saved.actions import save_report, subscribe, unsubscribe
from reports.saved.sent_files import let_go
from tests.reports.ground import PARTS

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def send(user, day, *, ago=0, state=LetterState.SENT):
    """The letter of that day, written so many days ago."""
    report = save_report(None, by=user, name="Monday", shared=True, parts=PARTS[:1])
    row = subscribe(report, by=user, every="day", hour=8)
    assert letters.send(row.pk, day)
    letter = Letter.objects.latest("pk")
    at = timezone.now() - ago * DAY
    Letter.objects.filter(pk=letter.pk).update(queued_at=at, sent_at=at, state=state)
    return report, letter


def files_of(letter):
    letter.refresh_from_db()
    return [file["sha256"] for file in letter.files]


def test_old_ones_go_and_the_letter_stays(mona, settings, django_capture_on_commit_callbacks):
    settings.REPORT_FILES_DAYS = 30
    _report, old = send(mona, timezone.localdate() - 31 * DAY, ago=31)
    _other, young = send(mona, timezone.localdate(), ago=29)
    gone, kept = files_of(old), files_of(young)
    assert len(gone) == len(kept) == 2
    with django_capture_on_commit_callbacks(execute=True):
        assert [let_go(timezone.now()), let_go(timezone.now())] == [1, 0]
    assert files_of(old) == []
    assert old.subject
    assert files_of(young) == kept
    assert not Blob.objects.filter(pk__in=gone).exists()
    assert not any(path_of(one).exists() for one in gone)
    assert Blob.objects.filter(pk__in=kept).count() == 2
    assert all(path_of(one).exists() for one in kept)


@pytest.mark.parametrize("state", [LetterState.QUEUED, LetterState.SENDING])
def test_what_is_on_its_way_keeps_them(mona, state):
    _report, letter = send(mona, timezone.localdate(), ago=400)
    Letter.objects.filter(pk=letter.pk).update(state=state, handed_at=timezone.now())
    assert let_go(timezone.now()) == 0
    assert files_of(letter)


def test_a_file_that_a_younger_letter_has_too_stays(mona):
    _report, old = send(mona, timezone.localdate() - DAY, ago=400)
    _other, young = send(mona, timezone.localdate())
    shared = {"sha256": store(b"the same").pk, "name": "a.pdf", "content_type": "x/y", "content_id": ""}
    Letter.objects.filter(pk__in=[old.pk, young.pk]).update(files=[shared])
    assert let_go(timezone.now()) == 1
    assert Blob.objects.filter(pk=shared["sha256"]).exists()


def test_letters_of_others_keep_theirs(mona):
    _report, letter = send(mona, timezone.localdate(), ago=400)
    Letter.objects.filter(pk=letter.pk).update(key="answer-1", kind="answer")
    assert let_go(timezone.now()) == 0
    assert files_of(letter)


def test_they_go_after_the_letters_were_stopped_too(mona):
    report, letter = send(mona, timezone.localdate() - DAY, ago=400)
    unsubscribe(report, by=mona)
    assert let_go(timezone.now()) == 1
    assert files_of(letter) == []


def test_killed_in_the_middle_the_rest_goes_the_next_time(mona, monkeypatch):
    for n in range(3):
        send(mona, timezone.localdate() - n * DAY, ago=400)
    monkeypatch.setattr(sent_files, "AT_ONCE", 2)
    assert [let_go(timezone.now()) for _ in range(3)] == [2, 1, 0]


def test_the_page_says_when_they_go(client, mona, cleo):
    report, letter = send(mona, timezone.localdate())
    client.force_login(mona)
    page = reverse("reports:report", args=[report.pk])
    html = client.get(page).content.decode()
    assert "for 90 days" in html
    assert "its files go on" in html
    Letter.objects.filter(pk=letter.pk).update(files=[])
    assert "its files are gone" in client.get(page).content.decode()
    client.force_login(cleo)
    assert "its files" not in client.get(page).content.decode()  # of others nothing is told
