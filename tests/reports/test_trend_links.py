"""Every number of the trends opens a list that is exactly as long."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.asked import BY
from reports.listing import asked_in, facts_for
from reports.measures import MEASURES
from reports.number_words import PLAIN
from tests.reports.test_figures import lived  # noqa: F401

pytestmark = pytest.mark.django_db
CELL = re.compile(r'<td class="n"><a href="([^"]+)">([^<]+)</a>(?: <small class="ink3">of ([\d,]+))?')
HOUR = re.compile(r'<td class="h\d"><a href="([^"]+)"[^>]*aria-label="[^"]*: (\d+)"')
MARK = re.compile(r'<a href="([^"]+)" aria-label="([^"]+)" data-at')


def behind(reader, link: str) -> int:
    given = dict(parse_qsl(urlsplit(link.replace("&amp;", "&")).query, keep_blank_values=True))
    return facts_for(reader, asked_in(given)).count()


def number_in(text: str) -> int:
    return int(text.replace(",", ""))


@pytest.mark.parametrize("by", BY)
def test_every_number_is_as_long_as_its_list(client, lived, mona, cleo, by):  # noqa: F811
    seen = 0
    for reader in (mona, cleo):
        client.force_login(reader)
        for measure in MEASURES:
            given = {"measure": measure, "by": by, "period": "28days", "step": "week", "against": "before"}
            html = client.get(reverse("reports:trends"), given).content.decode()
            with timezone.override(reader.time_zone):
                seen += look_behind(reader, html, MEASURES[measure].statistic in PLAIN)
    assert seen > 60


def look_behind(reader, html: str, plain: bool) -> int:
    """How many numbers there were; each is as long as its list."""
    cells, hours, marks = CELL.findall(html), HOUR.findall(html), MARK.findall(html)
    links = {link for link, *_ in (*cells, *hours, *marks)}
    length = {link: behind(reader, link) for link in links}  # a mark and its cell open the same list
    for link, text, of in cells:
        assert length[link] == number_in(of or text), link
    for link, text in hours:
        assert length[link] == number_in(text), link
    for link, says in marks:
        told = re.search(r": ([\d,]+)$" if plain else r", of ([\d,]+)", says)
        assert length[link] == (number_in(told[1]) if told else 0), says
    return len(cells) + len(hours) + len(marks)
