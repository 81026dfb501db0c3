"""Reports by letter: what arrives, once, and what does not."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from outbox.actions import deliver
from outbox.models import Letter
from reports.models import Sent, Subscription
from reports.saved import letters
from reports.saved.actions import save_report, subscribe
from reports.saved.letters import send_due
from reports.saved.page import page_of
from tests.reports.ground import PARTS, live, pdf_text, plain, sheets

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def work(billing, network, amara, nora, dana, promises):
    live(billing, network, amara, nora, dana)


def asked(report, user, **terms):
    """For every day at eight, since two days ago."""
    row = subscribe(report, by=user, **{"every": "day", "hour": 8, **terms})
    Subscription.objects.filter(pk=row.pk).update(since=timezone.now() - 2 * DAY)
    return row


def kept(by, **more):
    return save_report(None, by=by, **{"name": "Monday", "shared": True, "parts": PARTS, **more})


def nine(user):
    """Nine in the morning of today, by the clock of this reader."""
    return timezone.now().astimezone(ZoneInfo(user.time_zone)).replace(hour=9, minute=0)


def written():
    return list(Letter.objects.filter(kind="report").order_by("pk"))


def test_a_report_arrives_with_files_that_say_what_the_page_says(
    client, work, mona, smtp_sink, django_capture_on_commit_callbacks
):
    report = kept(mona)
    asked(report, mona)
    with django_capture_on_commit_callbacks(execute=True):
        assert send_due(nine(mona)) == 1
    assert deliver(written()[0].pk)
    (letter,) = smtp_sink.letters
    assert letter["To"] == f"{mona.full_name} <{mona.email}>"
    assert "Monday" in letter["Subject"]
    files = {part.get_content_type(): part for part in letter.iter_attachments()}
    pdf, xlsx = files["application/pdf"], files[letters.XLSX]
    assert pdf.get_filename().endswith(".pdf")
    day = Sent.objects.get().due_on
    client.force_login(mona)
    url = reverse("reports:report", args=[report.pk])
    assert f"{url}?on={day.isoformat()}" in letter.get_body(("plain",)).get_content()
    html = plain(client.get(url, {"on": day.isoformat()}).content.decode())
    paper, book = pdf_text(pdf.get_content()), sheets(xlsx.get_content())
    with translation.override(mona.language):
        page = page_of(mona, report, day, mona.time_zone)
    seen = 0
    for n, section in enumerate(page.sections, 1):
        for line, row in zip(section.lines, book[n][1:], strict=True):
            assert plain(line.name) + "".join(plain(cell.text) for cell in line.cells) in paper
            for cell in line.cells:
                assert f">{plain(cell.text)}<" in html
                seen += 1
            assert row[0] == line.name
    assert [row[4] for row in book[-1][1:]] == [
        cell.text for section in page.sections for line in section.lines for cell in line.cells if cell.unit
    ]
    assert seen > 60


def test_each_letter_has_the_figures_of_its_reader(work, mona, cleo, network):
    report = kept(mona, parts=[{"measure": "arrivals", "by": "team", "period": "28days"}])
    asked(report, mona)
    asked(report, cleo)
    assert send_due(nine(mona)) == 2
    by_mona, by_cleo = written()
    assert ": 10\n" in by_mona.text
    assert ": 7\n" in by_cleo.text
    assert by_mona.files[0]["sha256"] != by_cleo.files[0]["sha256"]


def test_it_leaves_once_however_often_it_is_asked_for(work, mona):
    row, day = asked(kept(mona), mona), nine(mona)
    assert [send_due(day), send_due(day), send_due(day + datetime.timedelta(hours=9))] == [1, 0, 0]
    assert letters.send(row.pk, Sent.objects.get().due_on) is False
    assert len(written()) == 1
    assert send_due(day + DAY) == 1


def test_a_worker_that_dies_over_it_leaves_nothing_half_done(work, mona, cleo, monkeypatch):
    report = kept(mona, parts=PARTS[:1])
    asked(report, mona)
    asked(report, cleo)
    made = letters.pdf_of

    def dies(page):
        monkeypatch.setattr(letters, "pdf_of", made)
        raise OSError("no room")

    monkeypatch.setattr(letters, "pdf_of", dies)
    assert send_due(nine(mona)) == 1  # the other one got theirs
    assert (len(written()), Sent.objects.count()) == (1, 1)
    assert send_due(nine(mona)) == 1
    assert (len(written()), Sent.objects.count()) == (2, 2)


@pytest.mark.parametrize("change", ["left", "agent", "private", "gone"])
def test_who_may_not_read_it_any_more_gets_nothing(work, mona, cleo, change):
    report = kept(mona)
    row = asked(report, cleo)
    if change == "left":
        cleo.is_active = False
        cleo.save()
    elif change == "agent":
        cleo.role = "agent"
        cleo.save()
    elif change == "private":
        save_report(report, by=mona, name="Monday", shared=False, parts=PARTS)
    else:
        report.delete()
    assert send_due(nine(cleo)) == 0
    assert letters.send(row.pk, nine(cleo).date()) is False
    assert written() == []


def test_it_comes_by_the_clock_and_in_the_language_of_its_reader(work, mona, cleo):
    report = kept(mona, parts=PARTS[:1])
    cleo.time_zone = "America/New_York"
    cleo.save()
    asked(report, mona, language="et")
    asked(report, cleo)
    morning = nine(mona)
    there = morning.replace(tzinfo=ZoneInfo(cleo.time_zone))  # nine on the same day
    assert send_due(morning) in {1, 2}  # over there it may still be due since yesterday
    assert Sent.objects.filter(due_on=morning.date(), subscription__user=mona).exists()
    assert not Sent.objects.filter(due_on=morning.date(), subscription__user=cleo).exists()
    assert send_due(there) == 1
    assert Sent.objects.filter(due_on=there.date(), subscription__user=cleo).exists()


def test_nobody_is_written_to_before_their_first_time(work, mona):
    subscribe(kept(mona), by=mona, every="day", hour=8)
    assert send_due(timezone.now()) == 0
