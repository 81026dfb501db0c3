"""“Save this” under the trends: the report says what the trends say, whatever is asked."""

import html as markup
import re
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.figure_rows import LEVELS
from reports.measures import MEASURES
from reports.models import SavedReport
from reports.saved.cuts import cut_of, parts_of
from reports.saved.page import page_of
from reports.trends.asked import BY, OWN, PERIODS, asked_from
from reports.trends.page import cut_of as shown

DAYS = {"since": "2026-03-01", "last": "2026-04-30"}


@pytest.mark.parametrize(
    ("measure", "period"), [*product(("arrivals", "first_response", "backlog"), PERIODS), ("reopened", OWN)]
)
def test_the_parts_ask_what_the_trends_ask(measure, period):
    today = timezone.localdate()
    for by, step, hours, team in product(BY, ("day", "month"), ("calendar", "working"), ("", "billing")):
        given = {"measure": measure, "period": period, "by": by, "step": step, "hours": hours, "team": team}
        asked = asked_from(given | (DAYS if period == OWN else {}), today, {"billing": 7})
        found, told = [cut_of(one, today) for one in parts_of(asked)], MEASURES[measure]
        split = "" if by == "hour" else by
        assert found[0] == (shown(asked, told, asked.period, split), asked.step)
        apart = by and not (by == "hour" and told.statistic in LEVELS)
        assert len(found) == (2 if apart else 1)
        for cut, stepped in found[1:]:
            assert (cut.measure, cut.since, cut.until) == (measure, asked.period.since, asked.period.until)
            assert (cut.by, cut.where, cut.working) == (split, found[0][0].where, found[0][0].working)
            assert stepped == ""


def form_in(html):
    """What a browser would send of this page."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            found[name[1]] = markup.unescape(value[1]) if value else "on" if "checkbox" in tag else ""
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


@pytest.mark.django_db
@pytest.mark.parametrize("by", ["", "team", "agent", "hour"])
@pytest.mark.parametrize("measure", ["solved", "first_response", "kept_first"])
def test_from_the_link_to_the_report(client, lived, mona, cleo, billing, by, measure):
    client.force_login(mona)
    given = {
        "measure": measure,
        "by": by,
        "period": OWN,
        "hours": "working",
        "step": "week",
        "team": "billing",
    }
    given |= {"since": lived.isoformat(), "last": timezone.localdate().isoformat()}
    html = client.get(reverse("reports:trends"), given).content.decode()
    link = markup.unescape(re.search(rf'href="({reverse("reports:report_new")}\?[^"]+)"', html)[1])
    posted = form_in(client.get(link).content.decode())
    assert posted["name"]
    answer = client.post(reverse("reports:report_new"), posted)
    assert answer.status_code == 302, answer.content.decode()
    (report,) = SavedReport.objects.all()
    zone = timezone.get_current_timezone_name()
    sections = page_of(mona, report, timezone.localdate(), mona.time_zone or zone).sections
    assert len(sections) == (2 if by else 1)
    shown_there = re.search(r'aria-current="true">.*?<b>(?:<a[^>]*>)?([^<]+)', html, re.DOTALL)[1]
    assert {section.total.text for section in sections} == {markup.unescape(shown_there)}
    assert billing.name in " ".join(sections[0].said)
    page = client.get(reverse("reports:report", args=[report.pk])).content.decode()
    told = [one for one in re.findall(r'<td class="n"><a href="([^"]+)"', html) if "least=" not in one]
    for link in told[:3]:
        assert link in page  # the same list is behind it


@pytest.mark.django_db
def test_days_of_ones_own_need_both(client, mona):
    client.force_login(mona)
    part = {"parts-TOTAL_FORMS": 1, "parts-INITIAL_FORMS": 0, "parts-0-measure": "solved"}
    part |= {"parts-0-period": OWN, "name": "Mine", "parts-0-since": "2026-03-02"}
    answer = client.post(reverse("reports:report_new"), part)
    assert answer.status_code == 422
    assert "Give a first and a last day" in answer.content.decode()
    assert (
        client.post(reverse("reports:report_new"), part | {"parts-0-last": "2026-03-01"}).status_code == 422
    )
    assert (
        client.post(reverse("reports:report_new"), part | {"parts-0-last": "2026-03-02"}).status_code == 302
    )
