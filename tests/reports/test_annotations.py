"""Marked days: who writes them, who is told, and where they stand."""

import datetime
import re
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports.access import annotation_for, annotation_to_change, annotations_for
from reports.marked_days.actions import annotate, change_annotation, remove_annotation
from reports.marked_days.annotated import annotations_in, marked
from reports.models import Annotation, AnnotationChange, ProblemCandidate
from reports.saved.actions import save_report
from reports.saved.page import page_of
from staff.actions import hire
from tests.factories import make_ticket
from tests.reports.ground import live, pdf_text, plain, sheets

pytestmark = pytest.mark.django_db
D, DAY = datetime.date, datetime.timedelta(days=1)
ALL, NEW, TRENDS = (reverse(f"reports:{name}") for name in ("annotations", "annotation_new", "trends"))


@pytest.fixture
def nell(network):
    return hire(email="nell@desk.example", full_name="Nell Lund", role="lead", teams=(network,))


@pytest.fixture
def ours(mona, cleo, billing, network):
    """Of everybody, of Billing, and of Network, each on a day of its own."""
    today = timezone.localdate()
    return (
        annotate(by=mona, words="Price change", since=today - 9 * DAY),
        annotate(
            by=cleo, words="Card reader broken", since=today - 5 * DAY, last=today - 3 * DAY, team=billing
        ),
        annotate(by=mona, words="Outage of the north node", since=today - 2 * DAY, team=network),
    )


def page_of_one(one):
    return reverse("reports:annotation", args=[one.pk])


# Who may.


def test_whoever_sees_the_team_is_told(ours, mona, cleo, nell, amara):
    told = {who.full_name: {one.words for one in annotations_for(who)} for who in (mona, cleo, nell, amara)}
    price, reader, outage = (one.words for one in ours)
    assert [*told.values()] == [{price, reader, outage}, {price, reader}, {price, outage}, set()]
    with pytest.raises(Http404):
        annotation_for(nell, ours[1].pk)
    with pytest.raises(Http404):
        annotation_to_change(cleo, ours[0].pk)


def test_a_lead_marks_for_their_team_alone(cleo, amara, billing, network):
    day = D(2026, 11, 3)
    for by, team in ((cleo, None), (cleo, network), (amara, billing), (amara, None)):
        with pytest.raises(PermissionDenied):
            annotate(by=by, words="No", since=day, team=team)
    assert not Annotation.objects.exists()
    assert annotate(by=cleo, words="Yes", since=day, team=billing).last == day


def test_nobody_takes_a_word_to_or_from_a_team_that_is_not_theirs(ours, cleo, nell, billing, network):
    price, reader, _outage = ours
    for one, by, team in (
        (reader, cleo, network),
        (reader, cleo, None),
        (reader, nell, network),
        (price, cleo, billing),
    ):
        with pytest.raises(PermissionDenied):
            change_annotation(one, by=by, words="Mine", since=one.since, team=team)
    for one, by in ((reader, nell), (price, cleo)):
        with pytest.raises(PermissionDenied):
            remove_annotation(one, by=by)
    assert AnnotationChange.objects.count() == 3


def test_who_did_what_is_kept(ours, mona, cleo, billing):
    reader = ours[1]
    change_annotation(
        reader, by=cleo, words=" Card  reader ", since=reader.since, last=reader.last, team=billing
    )
    change_annotation(
        reader, by=cleo, words="Card reader", since=reader.since, last=reader.last, team=billing
    )
    remove_annotation(reader, by=mona)
    remove_annotation(reader, by=mona)
    told = [(one.kind, one.by, one.said["words"]) for one in reader.changes.all()]
    assert told == [
        ("removed", mona, "Card reader"), ("changed", cleo, "Card reader"),
        ("made", cleo, "Card reader broken"),
    ]  # fmt: skip
    with pytest.raises(ValidationError):
        change_annotation(reader, by=cleo, words="Again", since=reader.since, team=billing)


@pytest.mark.parametrize(
    "said", [{"words": "  "}, {"words": "x" * 81}, {"last": D(2026, 11, 2)}, {"last": D(2036, 11, 3)}]
)
def test_what_makes_no_sense_is_refused(mona, said):
    with pytest.raises(ValidationError):
        annotate(by=mona, **{"words": "Fine", "since": D(2026, 11, 3), **said})


# Where they stand.


def test_each_is_at_its_steps(ours, mona):
    steps = [timezone.localdate() - n * DAY for n in (10, 7, 4, 1, -1)]
    found = marked("steps", annotations_in(mona, steps[0], steps[-1]), steps)
    assert [(one.number, one.first, one.last) for one in found.flags] == [(1, 0, 0), (2, 1, 2), (3, 2, 2)]
    assert [[note.number for note in found.at(n)] for n in range(4)] == [[1], [2], [2, 3], []]


def test_days_that_began_before_and_end_after_are_cut(mona):
    annotate(by=mona, words="All year", since=D(2026, 1, 1), last=D(2026, 12, 31))
    found = annotations_in(mona, D(2026, 5, 1), D(2026, 5, 4))
    flag = marked("steps", found, [D(2026, 5, n) for n in range(1, 5)]).flags[0]
    assert (flag.first, flag.last) == (0, 2)
    assert annotations_in(mona, D(2025, 5, 1), D(2026, 1, 1)) == []


def test_one_team_is_told_of_itself_and_of_all(ours, mona, network):
    since, until = timezone.localdate() - 20 * DAY, timezone.localdate() + DAY
    assert [one.words for one in annotations_in(mona, since, until, network.pk)] == [
        ours[0].words,
        ours[2].words,
    ]


@pytest.mark.parametrize("by", ["", "team"])
def test_the_trends_have_a_flag_a_list_and_a_word_in_the_table(
    client, ours, billing, network, amara, nora, dana, mona, by
):
    live(billing, network, amara, nora, dana)
    client.force_login(mona)
    html = client.get(TRENDS, {"measure": "arrivals", "by": by}).content.decode()
    flags = re.findall(r'<a href="#(steps-note-\d)" aria-label="(\d: [^"]+)" data-at="99,', html)
    assert [place for place, _says in flags] == ["steps-note-1", "steps-note-2", "steps-note-3"]
    assert "Price change" in flags[0][1]
    for place, _says in flags:
        assert f'<li id="{place}"' in html
    table = html.split("<table")[1]
    day = timezone.localdate() - 9 * DAY
    if by:
        assert re.search(rf"<th[^>]*>[^<]* {day.day} [^<]* \[1\]</th>", table)
    else:
        assert re.search(rf" {day.day} \w+ \d+ <small[^>]*><span[^>]*>1</span> Price change", table)


def test_another_teams_lead_sees_nothing_of_it(client, ours, cleo, nell, work):
    report = save_report(
        None,
        by=nell,
        name="Ours",
        shared=True,
        parts=[{"measure": "arrivals", "step": "day", "period": "28days"}],
    )
    client.force_login(nell)
    for url in (TRENDS, ALL, reverse("reports:report", args=[report.pk])):
        html = client.get(url).content.decode()
        assert "Outage of the north node" in html
        assert "Card reader" not in html
    assert client.get(page_of_one(ours[1])).status_code == 404
    for url in (page_of_one(ours[1]), reverse("reports:annotation_remove", args=[ours[1].pk])):
        assert client.post(url, {"words": "Mine", "since": "2026-11-03"}).status_code == 404
    files = {
        kind: client.get(reverse("reports:report", args=[report.pk]), {"as": kind}).content
        for kind in ("pdf", "xlsx")
    }
    assert plain("Outage of the north node") in pdf_text(files["pdf"])
    assert plain("Card reader") not in pdf_text(files["pdf"])
    assert "Card reader" not in str(sheets(files["xlsx"]))


def test_what_was_said_while_it_was_of_another_team_is_not_told(client, ours, mona, nell, network):
    change_annotation(ours[1], by=mona, words="Gone over", since=ours[1].since, team=network)
    client.force_login(nell)
    html = client.get(page_of_one(ours[1])).content.decode()
    assert "Gone over" in html
    assert "Card reader" not in html


def test_an_agent_finds_none_of_it(client, ours, amara):
    client.force_login(amara)
    for url in (ALL, NEW, page_of_one(ours[1])):
        assert client.get(url).status_code == 404
    assert client.post(NEW, {"words": "No", "since": "2026-11-03"}).status_code == 404


@pytest.fixture
def work(billing, network, amara, nora, dana, promises):
    live(billing, network, amara, nora, dana)


def test_a_saved_report_has_them_everywhere(client, ours, work, mona):
    parts = [
        {"measure": "arrivals", "step": "day", "period": "28days"},
        {"measure": "solved", "by": "team", "step": "week", "period": "28days"},
        {"measure": "solved", "by": "team", "period": "28days"},
    ]
    report = save_report(None, by=mona, name="Marked", shared=False, parts=parts)
    client.force_login(mona)
    url = reverse("reports:report", args=[report.pk])
    html = client.get(url).content.decode()
    first, second, third = page_of(mona, report, timezone.localdate(), mona.time_zone).sections
    assert [len(section.footnotes) for section in (first, second, third)] == [3, 3, 0]
    assert html.count('<li id="part1-note-') == html.count('href="#part1-note-') == 3
    pdf = pdf_text(client.get(url, {"as": "pdf"}).content)
    for note in first.footnotes:
        assert pdf.count(plain(f"{note.number}{note.when}{note.words}")) == 2
    line = next(line for line in first.lines if line.footnotes)
    assert plain(f"{line.name}1{line.cells[0].text}") in pdf
    book = sheets(client.get(url, {"as": "xlsx"}).content)
    assert [row[:4] for row in book[-2][1:]] == [
        [section.heading, str(note.number), note.when, note.words]
        for section in (first, second) for note in section.footnotes
    ]  # fmt: skip
    told = {row[0]: row[-1] for row in book[1][1:] if len(row) > 2 and row[-1]}
    assert told[line.name] == "1 Price change"


# The pages.


def test_marked_from_the_trends_and_back(client, mona, network):
    client.force_login(mona)
    html = client.get(
        TRENDS, {"measure": "solved", "team": network.slug, "period": "90days"}
    ).content.decode()
    link = re.search(rf'href="({NEW}\?[^"]+)" data-key="d"', html)[1].replace("&amp;", "&")
    form = client.get(link).content.decode()
    assert f'value="{timezone.localdate(timezone=ZoneInfo(mona.time_zone)).isoformat()}"' in form
    assert f'value="{network.pk}" selected' in form
    assert client.post(link, {"words": "", "since": "2026-11-03"}).status_code == 422
    assert client.post(link, {"words": "No", "since": "2026-11-03", "last": "2026-11-02"}).status_code == 422
    answer = client.post(link, {"words": "Node", "since": "2026-11-03", "team": network.pk})
    assert answer["Location"].startswith(f"{TRENDS}?measure=solved&period=90days")
    one = Annotation.objects.get()
    assert (one.words, one.since, one.last, one.team) == ("Node", D(2026, 11, 3), D(2026, 11, 3), network)
    client.post(page_of_one(one), {"words": "North node", "since": "2026-11-03", "last": "2026-11-04"})
    one.refresh_from_db()
    assert (one.words, one.last, one.team) == ("North node", D(2026, 11, 4), None)
    client.post(reverse("reports:annotation_remove", args=[one.pk]))
    assert "North node" not in client.get(ALL).content.decode()
    assert "North node" in client.get(ALL, {"show": "removed"}).content.decode()
    history = client.get(page_of_one(one)).content.decode()
    assert history.count(mona.full_name) >= 3
    assert "<form class" not in history


def test_who_may_not_change_it_reads_it(client, ours, cleo):
    client.force_login(cleo)
    html = client.get(page_of_one(ours[0])).content.decode()
    assert "Price change" in html
    assert 'name="words"' not in html
    assert client.post(page_of_one(ours[0]), {"words": "x", "since": "2026-11-03"}).status_code == 404


def test_a_lead_is_offered_their_own_teams_alone(client, cleo, billing, network):
    client.force_login(cleo)
    html = client.get(NEW).content.decode()
    assert billing.name in html
    assert network.name not in html
    assert client.post(NEW, {"words": "x", "since": "2026-11-03"}).status_code == 422
    assert client.post(NEW, {"words": "x", "since": "2026-11-03", "team": network.pk}).status_code == 422


def test_problems_are_offered_until_they_are_marked(client, mona, cleo, nell, billing, dana):
    ticket = make_ticket(requester=dana, team=billing, subject="Cards are refused")
    now = timezone.now()
    ProblemCandidate.objects.create(
        topic="tag:card", core=["card"], name="card", found_at=now, last_at=now, count=9, usual=0.4,
        rates=[0.4] * 168, state="accepted", problem=ticket, decided_by=mona, decided_at=now,
    )  # fmt: skip
    client.force_login(nell)
    assert "Cards are refused" not in client.get(ALL).content.decode()
    client.force_login(cleo)
    html = client.get(ALL).content.decode()
    link = re.search(rf'href="({NEW}\?[^"]+)" aria-label="Mark: Cards', html)[1].replace("&amp;", "&")
    assert 'value="Cards are refused"' in client.get(link).content.decode()
    annotate(by=cleo, words="Cards are refused", since=timezone.localdate(), team=billing)
    assert "Mark: Cards" not in client.get(ALL).content.decode()


def test_as_many_statements_however_many_there_are(client, mona, billing):
    client.force_login(mona)
    counts = []
    for _ in range(2):
        annotate(by=mona, words="A day", since=timezone.localdate(), team=billing)
        for url in (ALL, TRENDS):
            client.get(url)
        counts.append([statements(client, url) for url in (ALL, TRENDS)])
        annotate(by=mona, words="Another", since=timezone.localdate(), team=billing)
    assert counts[0] == counts[1]


def statements(client, url):
    with CaptureQueriesContext(connection) as found:
        client.get(url)
    return len(found)
