"""Every number of the trends opens a list that is exactly as long."""

import datetime
import re
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from customers.actions import welcome_contact
from customers.models import Organisation
from reports.counted import counting
from reports.cuts import Cut
from reports.figures import numbers
from reports.listing import asked_in, facts_for
from reports.measures import MEASURES
from reports.trends import charts, words
from reports.trends.asked import BY
from reports.trends.rest import others_of
from reports.words.numbers import PLAIN
from staff.actions import hire
from tests.factories import make_ticket
from tickets import actions

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = (datetime.timedelta(seconds=n) for n in (60, 3600, 86400))
CELL = re.compile(r'<td class="n"><a href="([^"]+)">([^<]+)</a>(?: <small class="ink3">of ([\d,]+))?')
OF_WEEK = re.compile(r'<td class="h\d"><a href="([^"]+)"[^>]*aria-label="[^"]*: (\d+)"')
MARK = re.compile(r'<a href="([^"]+)" aria-label="([^"]+)" data-at')


def behind(reader, link: str) -> int:
    given = dict(parse_qsl(urlsplit(link.replace("&amp;", "&")).query, keep_blank_values=True))
    return facts_for(reader, asked_in(given)).count()


def number_in(text: str) -> int:
    return int(text.replace(",", ""))


@pytest.mark.parametrize("by", BY)
def test_every_number_is_as_long_as_its_list(client, lived, mona, cleo, by):
    seen = 0
    for reader in (mona, cleo):
        client.force_login(reader)
        for measure in MEASURES:
            given = {"measure": measure, "by": by, "period": "28days", "step": "week", "against": "before"}
            html = client.get(reverse("reports:trends"), given).content.decode()
            with timezone.override(reader.time_zone):
                seen += look_behind(reader, html, MEASURES[measure].statistic in PLAIN)
    assert seen > 60


@pytest.fixture
def crowd(lived, billing, network, mona, amara, promises):
    """Nine agents and nine companies, so that some have no room."""
    start = timezone.now().replace(hour=10, minute=0, second=0, microsecond=0) - 6 * DAY
    for n in range(9):
        agent = hire(
            email=f"a{n}@desk.example", full_name=f"Agent {n}", role="agent", teams=(billing, network)
        )
        company = Organisation.objects.create(name=f"Company {n}")
        for m in range(9 - n if n < 5 else 2):
            who = welcome_contact(address=f"c{n}-{m}@x.example", name="C", organisation=company)
            ticket = make_ticket(
                requester=who, team=(billing, network)[m % 2], subject=f"{n} {m}", at=start + n * HOUR
            )
            actions.assign(ticket, by=mona, to=agent, at=ticket.opened_at)
            actions.reply(ticket, by=mona, text="So.", at=ticket.opened_at + 7 ** (n % 6) * MINUTE)
            actions.move(ticket, "solve", by=mona if m % 2 else agent, at=ticket.opened_at + (9 + n) * HOUR)
    counting.bring_up_to_date()


@pytest.mark.parametrize("by", ["agent", "organisation"])
def test_others_open_exactly_what_is_left(client, crowd, mona, cleo, by):
    for reader in (mona, cleo):
        client.force_login(reader)
        for measure in ("arrivals", "solved", "answers"):
            given = {"measure": measure, "by": by, "period": "28days", "step": "week"}
            html = client.get(reverse("reports:trends"), given).content.decode()
            with timezone.override(reader.time_zone):
                assert look_behind(reader, html, plain=True) > 5
            others = [link for link, says in MARK.findall(html) if says.startswith("Others")]
            assert all(f"not_{by}=" in link for link in others)
            if (by, measure) in {("organisation", "arrivals"), ("agent", "solved")}:
                assert others
                assert "without" in client.get(others[0].replace("&amp;", "&")).content.decode()


# One of each kind of number.
KINDS = (
    "arrivals",
    "backlog_age",
    "first_response",
    "handle_time_mean",
    "handle_hours",
    "kept_first",
    "reopened",
)


def test_the_last_bar_is_all_that_has_no_room_of_whatever_measure(client, crowd, mona, cleo, monkeypatch):
    monkeypatch.setattr(charts, "ACROSS", 4)
    seen = set()
    for reader in (mona, cleo):
        client.force_login(reader)
        for measure in KINDS:
            given = {"measure": measure, "by": "organisation", "period": "28days", "step": "week"}
            html = client.get(reverse("reports:trends"), given).content.decode()
            part = html.split('id="keys-part"')[1].split("</figure>")[0]
            with timezone.override(reader.time_zone):
                look_behind(reader, part, MEASURES[measure].statistic in PLAIN)
            others = [link for link, says in MARK.findall(part) if says.startswith("Others")]
            assert len(others) == part.count("more together.") <= 1
            seen |= {measure} if others else set()
    assert {"arrivals", "first_response", "kept_first"} <= seen


def test_a_share_of_the_others_is_that_of_their_list(crowd, mona):
    until = timezone.localdate() + DAY
    for measure in ("kept_first", "first_response"):
        whole = numbers(mona, Cut(measure, until - 28 * DAY, until, by="organisation"), mona.time_zone)
        rest = others_of(mona, whole, whole.rows[:3])
        given = dict(parse_qsl(urlsplit(rest.total.link).query, keep_blank_values=True))
        facts = facts_for(mona, asked_in(given))
        assert 0 < rest.total.n == facts.count() == sum(row.total.n for row in whole.rows[3:])
        if measure == "kept_first":
            assert rest.total.value == 100 * facts.filter(kept=True).count() / rest.total.n
        else:
            times = [one.seconds for one in facts]
            assert min(times) * 0.9 <= rest.total.value <= max(times) * 1.1


def test_so_does_the_last_row_of_a_long_table(client, crowd, mona, monkeypatch):
    monkeypatch.setattr(words, "LISTED", 4)
    client.force_login(mona)
    given = {"measure": "arrivals", "by": "organisation", "period": "28days", "step": "week"}
    html = client.get(reverse("reports:trends"), given).content.decode()
    assert html.count('<th scope="row">Others</th>') == 2
    with timezone.override(mona.time_zone):
        look_behind(mona, html, plain=True)


@pytest.mark.parametrize("hours", ["calendar", "working"])
def test_each_bar_of_how_long_it_took_opens_exactly_these(client, crowd, mona, cleo, hours):
    seen = 0
    for reader in (mona, cleo):
        client.force_login(reader)
        for measure in ("first_response", "resolution_p90"):
            given = {"measure": measure, "period": "28days", "hours": hours, "team": "billing"}
            html = client.get(reverse("reports:trends"), given).content.decode()
            part = html.split('id="spread-part"')[1].split("</figure>")[0]
            with timezone.override(reader.time_zone):
                for link, says in MARK.findall(part):
                    assert behind(reader, link) == number_in(re.search(r": ([\d,]+)$", says)[1]) > 0
                cells = re.findall(r'<td class="n"><a href="([^"]+)">([\d,]+)</a>', part)
                for link, text in cells:
                    assert behind(reader, link) == number_in(text)
            with timezone.override(reader.time_zone):
                whole = asked_in(dict(parse_qsl(urlsplit(cells[0][0].replace("&amp;", "&")).query)))
                timed = {"working__isnull" if hours == "working" else "seconds__isnull": False}
                every = facts_for(reader, replace(whole, least=None, most=None)).filter(**timed).count()
            assert sum(number_in(text) for _link, text in cells) == every
            seen += len(cells)
    assert seen > 15


def test_what_is_no_time_has_no_bars(client, crowd, mona):
    client.force_login(mona)
    assert (
        'id="spread-part"'
        not in client.get(reverse("reports:trends"), {"measure": "solved"}).content.decode()
    )


@pytest.mark.parametrize("more", ["not_agent=x", "not_topic=a", "not_agent=1,2,x", "least=-1", "most=x"])
def test_nonsense_is_no_list(client, mona, more):
    client.force_login(mona)
    url = f"{reverse('reports:list')}?of=arrivals&since=2026-01-01&until=2026-02-01&zone=UTC"
    assert client.get(url).status_code == 200
    assert client.get(f"{url}&{more}").status_code == 404


def look_behind(reader, html: str, plain: bool) -> int:
    """How many numbers there were; each is as long as its list."""
    cells, hours, marks = CELL.findall(html), OF_WEEK.findall(html), MARK.findall(html)
    links = {link for link, *_ in (*cells, *hours, *marks)}
    length = {link: behind(reader, link) for link in links}  # a mark and its cell open the same list
    for link, text, of in cells:
        assert length[link] == number_in(of or text), link
    for link, text in hours:
        assert length[link] == number_in(text), link
    for link, says in marks:
        told = re.search(r": ([\d,]+)$" if plain or "least=" in link else r", of ([\d,]+)", says)
        assert length[link] == (number_in(told[1]) if told else 0), says
    return len(cells) + len(hours) + len(marks)
