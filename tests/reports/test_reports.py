"""Saved reports: every number is the same on the page and in each file; whose they are, and whose not."""

import csv
import io
import re
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from reports.models import SavedReport, Subscription
from reports.saved.actions import drop_report, save_report, subscribe
from reports.saved.page import page_of
from staff.actions import hire
from tests.reports.ground import PARTS, live, pdf_text, plain, sheets

pytestmark = pytest.mark.django_db
ALL = reverse("reports:reports")
ZONE = "Europe/Tallinn"


def today():
    return timezone.localdate(timezone=ZoneInfo(ZONE))


@pytest.fixture
def work(billing, network, amara, nora, dana, promises):
    live(billing, network, amara, nora, dana)


def kept(by, *, shared=False, parts=PARTS, name="Whole week"):
    return save_report(None, by=by, name=name, shared=shared, parts=parts)


def at(report, name="report"):
    return reverse(f"reports:{name}", args=[report.pk])


def cells(page):
    return [cell for section in page.sections for line in section.lines for cell in line.cells]


@pytest.mark.parametrize("language", ["en", "et", "ru"])
@pytest.mark.parametrize("who", ["mona", "cleo"])
def test_page_csv_xlsx_and_pdf_say_the_same_numbers(client, work, request, who, language):
    user = request.getfixturevalue(who)
    user.language = language
    user.save(update_fields=["language"])
    report = kept(user)
    client.force_login(user)
    html = plain(client.get(at(report)).content.decode())
    files = {kind: client.get(at(report), {"as": kind}) for kind in ("csv", "xlsx", "pdf")}
    with translation.override(language):
        page = page_of(user, report, today(), ZONE)
    flat = list(csv.reader(io.StringIO(b"".join(files["csv"].streaming_content).decode()[1:])))[1:]
    pdf, book = pdf_text(files["pdf"].content), sheets(files["xlsx"].content)
    told = [cell for cell in cells(page) if cell.unit]
    assert len(told) > 60
    assert [row[4] for row in flat] == [cell.text for cell in told]
    assert [row[4] for row in book[-1][1:]] == [cell.text for cell in told]
    for n, section in enumerate(page.sections, 1):
        assert len(book[n]) == len(section.lines) + 1
        for line, row in zip(section.lines, book[n][1:], strict=True):
            assert plain(line.name) in html
            run = "".join(plain(cell.text) for cell in line.cells)
            assert plain(line.name) + run in pdf, (section.heading, line)
            for cell, stored in zip(line.cells, row[1:], strict=True):
                assert f">{plain(cell.text)}<" in html
                if cell.value is None or cell.unit == "seconds":
                    assert stored == cell.text
                else:
                    digits = re.sub(r"[^\d.,]", "", cell.text)
                    assert float(stored) == pytest.approx(number(digits)), cell


def number(shown):
    """Of 1,234.5 or 1 234,5: our numbers here are small, so that a comma is the decimal sign."""
    return float(shown.replace(",", "."))


def test_each_reader_sees_the_figures_of_their_own_teams(client, work, mona, cleo, network):
    part = {"measure": "arrivals", "period": "28days", "by": "team"}
    theirs = {"measure": "arrivals", "period": "28days", "team": str(network.pk)}
    report = kept(mona, shared=True, parts=[part, theirs])
    client.force_login(mona)
    assert "Network" in client.get(at(report)).content.decode()
    totals = [section.total.value for section in page_of(mona, report, today(), ZONE).sections]
    assert totals == [10, 3]
    found = page_of(cleo, report, today(), ZONE)
    assert [section.total.value for section in found.sections] == [7, 0]
    assert [line.name for line in found.sections[0].lines] == ["Billing", "Altogether"]
    assert "not yours" in found.sections[1].notes[0]


def test_a_private_report_is_found_by_nobody_else(client, work, mona, cleo, amara):
    report = kept(mona)
    posts = ("report_change", "report_delete", "report_subscribe")
    for who in (cleo, amara):
        client.force_login(who)
        assert client.get(at(report)).status_code == 404
        assert client.get(at(report), {"as": "xlsx"}).status_code == 404
        assert client.get(at(report, "report_change")).status_code == 404
        assert [client.post(at(report, name)).status_code for name in posts] == [404] * 3
    client.force_login(cleo)
    assert "Whole week" not in client.get(ALL).content.decode()
    client.force_login(amara)
    assert [client.get(url).status_code for url in (ALL, reverse("reports:report_new"))] == [404, 404]
    assert SavedReport.objects.get() == report
    assert not Subscription.objects.exists()
    with pytest.raises(PermissionDenied):
        subscribe(report, by=cleo, every="day", hour=8)
    with pytest.raises(PermissionDenied):
        kept(amara)
    with pytest.raises(PermissionDenied):
        save_report(report, by=cleo, name="Mine", shared=True, parts=PARTS)


def test_a_shared_one_is_read_by_leads_and_changed_by_its_owner_or_a_manager(client, mona, cleo, ada_lead):
    report = kept(cleo, shared=True)
    client.force_login(ada_lead)
    assert client.get(at(report)).status_code == 200
    assert client.get(at(report, "report_change")).status_code == 404
    assert client.post(at(report, "report_delete")).status_code == 404
    with pytest.raises(PermissionDenied):
        drop_report(report, by=ada_lead)
    client.force_login(mona)
    assert client.get(at(report, "report_change")).status_code == 200
    assert client.post(at(report, "report_delete")).status_code == 302
    assert not SavedReport.objects.exists()


@pytest.fixture
def ada_lead(db):
    return hire(email="arvo@desk.example", full_name="Arvo Tamm", role="lead")


def form(*parts, **more):
    filled = {f"parts-{n}-{key}": value for n, one in enumerate(parts) for key, value in one.items()}
    return {"name": "Week", "parts-TOTAL_FORMS": len(parts), "parts-INITIAL_FORMS": 0, **filled, **more}


def test_made_changed_and_sent_through_the_pages(client, work, mona):
    client.force_login(mona)
    new = reverse("reports:report_new")
    assert 'value="solved" selected' in client.get(new, {"measure": "solved"}).content.decode()
    answer = client.post(new, form(PARTS[0], {"measure": ""}, PARTS[1], shared="on"))
    report = SavedReport.objects.get()
    assert answer["Location"] == at(report)
    assert [one["measure"] for one in report.parts] == ["arrivals", "first_response"]
    assert report.parts[1]["working"] == "1"
    change = at(report, "report_change")
    assert client.post(change, form({"measure": ""})).status_code == 422
    assert client.post(change, form(PARTS[0], name=" ")).status_code == 422
    assert client.post(change, form({"measure": "nonsense"})).status_code == 422
    client.post(change, form(PARTS[2], name="Other"))
    report.refresh_from_db()
    assert (report.name, report.shared, len(report.parts)) == ("Other", False, 1)
    letters = at(report, "report_subscribe")
    terms = {"every": "month", "day": "31", "hour": "7", "language": "et", "weekday": "0"}
    assert client.post(letters, terms | {"hour": "24"}).status_code == 422
    client.post(letters, terms)
    mine = Subscription.objects.get()
    assert (mine.user, mine.every, mine.on_day, mine.hour, mine.language) == (mona, "month", 31, 7, "et")
    client.post(letters, terms | {"every": "day"})
    assert Subscription.objects.get().on_day == 0
    assert "The next one" in client.get(at(report)).content.decode()
    client.post(letters, {"do": "stop"})
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    "part",
    [{"measure": "x"}, {"measure": "solved", "by": "x"}, {"measure": "solved", "step": "year"},
     {"measure": "solved", "period": "own"}, {"measure": "solved", "team": "1 or 1"}],
)  # fmt: skip
def test_what_no_figure_is_is_not_kept(mona, part):
    with pytest.raises(ValidationError):
        kept(mona, parts=[part])


def test_nor_too_many_nor_none(mona):
    for parts in ([], [PARTS[0]] * 9):
        with pytest.raises(ValidationError):
            kept(mona, parts=parts)


@pytest.mark.parametrize("asked", ["2026-13-01", "9999-01-01", "0001-01-01", "x", ""])
def test_a_day_that_is_none_is_today(client, work, mona, asked):
    client.force_login(mona)
    assert "Today" in client.get(at(kept(mona, parts=PARTS[:1])), {"on": asked}).content.decode()


def test_few_statements_however_much_there_is(client, work, mona):
    client.force_login(mona)
    for n in range(2):
        kept(mona, name=f"No {n}", parts=PARTS[:1])
    with CaptureQueriesContext(connection) as before:
        client.get(ALL)
    report = kept(mona)
    with CaptureQueriesContext(connection) as after:
        client.get(ALL)
    assert len(after) == len(before)
    with CaptureQueriesContext(connection) as page:
        client.get(at(report))
    assert len(page) <= 25
