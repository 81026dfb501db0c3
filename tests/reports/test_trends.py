"""Trends: what is asked stands in the address, every mark leads to its list, too few are marked as that."""

import datetime
import re
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from django.urls import reverse
from django.utils import translation

from lib.charts import SERIES
from reports.cuts import Cut, Number, Series, Table
from reports.measures import MEASURES
from reports.trends.asked import BY, OWN, PERIODS, asked_from, first_weekday
from reports.trends.charts import ACROSS, by_hour, by_key, by_step
from reports.trends.page import cut_of, groups
from reports.words.numbers import change, too_few

D = datetime.date
TODAY = D(2026, 11, 29)


SHARE = "kept_first"


def number(value, link, n=None, low=None, high=None) -> Number:
    return Number(value, int(value or 0) if n is None else n, link, low, high)


def series(name, *values) -> Series:
    found = [number(value, f"/l/{name}/{n}") for n, value in enumerate(values)]
    return Series(name, name, found, number(sum(value or 0 for value in values), f"/l/{name}"))


def table(*rows, by="", measure="solved", total=None):
    """Each row is its name and values; without `by` there is one."""
    found = [series(*row) for row in rows]
    steps = [D(2026, 5, 1) + datetime.timedelta(days=n) for n in range(4)]
    cut = Cut(measure, steps[0], steps[-1], by=by, starts=steps[:-1])
    return Table(cut, steps, found if by else [], series(*total) if total else found[0])


def links(picture) -> list[str]:
    return re.findall(r'<a href="([^"]+)"', str(picture.drawn))


def test_every_mark_leads_to_its_list():
    picture = by_step(table(("all", 1, 0, 3)), "day")
    assert links(picture) == ["/l/all/0", "/l/all/1", "/l/all/2"]
    assert [row.cells[0].link for row in picture.sheet.rows] == ["/l/all/0", "", "/l/all/2"]


def test_the_rest_of_many_is_one_with_the_list_of_all_but_the_others():
    rows = [(f"n{n}", 10 - n, 10 - n, 10 - n) for n in range(8)]
    total = sum(10 - n for n in range(8))
    picture = by_step(table(*rows, by="agent", total=("all", total, total, total)), "day")
    assert "Others" in str(picture.legend)
    assert str(picture.legend).count("<li>") == SERIES
    tops = {f"/l/n{n}/{day}" for n in range(SERIES - 1) for day in range(3)}
    others = sorted(set(links(picture)) - tops)
    assert tops <= set(links(picture))
    assert [re.search(r"since=([\d-]+)", link)[1] for link in others] == [
        "2026-05-01", "2026-05-02", "2026-05-03",
    ]  # fmt: skip
    assert all("not_agent=n0%2Cn1%2Cn2%2Cn3%2Cn4&" in f"{link}&" for link in others)
    rest = sum(10 - n for n in range(SERIES - 1, 8))
    assert f"Others, Fri 1 May 2026: {rest}" in str(picture.drawn)
    assert len(picture.sheet.rows) == 8  # the table has them all


def test_what_does_not_add_up_has_no_others():
    rows = [(f"n{n}", 50 + n, 50, 50) for n in range(8)]
    picture = by_step(table(*rows, by="agent", measure=SHARE), "day")
    assert "Others" not in str(picture.legend)
    assert picture.notes == ["2 more are in the table."]


def test_a_ticket_of_two_topics_is_not_in_others_twice():
    rows = [(f"n{n}", 10, 10, 10) for n in range(8)]
    assert "Others" not in str(by_step(table(*rows, by="topic"), "day").legend)


@pytest.mark.parametrize(("by", "bars", "said"), [
    ("organisation", ACROSS, "Others: 4 more together."), ("agent", ACROSS + 3, ""),
    ("topic", ACROSS, "A ticket may be in several rows, so that the others together are no list."),
])  # fmt: skip
def test_bars_that_have_no_room_are_one_where_that_is_a_list(by, bars, said):
    """People stand there all: nobody is ranked."""
    rows = [(f"n{n}", 40 - n, 40, 40) for n in range(ACROSS + 3)]
    asked = []

    def others(shown):
        asked.extend(row.key for row in shown)
        return None if by == "topic" else series("Others", 1, 2, 3)

    picture = by_key(table(*rows, by=by), others)
    assert len(set(links(picture))) == bars
    assert ("/l/Others" in links(picture)) == (by == "organisation")
    assert asked == ([] if by == "agent" else [f"n{n}" for n in range(ACROSS - 1)])
    assert "".join(picture.notes[-1:]) == said


def test_nothing_at_all_is_said_so():
    assert by_step(table(("all", 0, 0, 0)), "day").drawn == ""
    assert by_key(table(("all", 0, 0, 0), by="agent")).drawn == ""


def test_people_come_by_name_and_not_by_number():
    rows = [("Zoe", 9, 9, 9), ("Ben", 1, 1, 1), ("Mia", 5, 5, 5)]
    assert [row.name for row in by_key(table(*rows, by="agent")).sheet.rows] == ["Ben", "Mia", "Zoe"]
    assert [row.name for row in by_key(table(*rows, by="channel")).sheet.rows] == ["Zoe", "Ben", "Mia"]


def test_what_it_is_compared_with_lies_behind():
    picture = by_step(table(("all", 1, 2, 3)), "day", table(("all", 4, 5, 6)))
    assert 'class="line dashed"' in str(picture.drawn)
    assert [cell.text for cell in picture.sheet.rows[0].cells] == ["1", "4"]


def test_few_are_hollow_and_say_so():
    few = Series("a", "a", [], number(50.0, "/l", 4, 15, 85))
    found = table(("all", 1, 1, 1), by="channel", measure=SHARE)
    picture = by_key(replace(found, rows=[few]))
    assert "mark few" in str(picture.drawn)
    assert "too few to be sure" in str(picture.drawn)
    assert "between 15.0 % and 85.0 %" in str(picture.drawn)
    assert not too_few(MEASURES["solved"], 4)


def test_the_week_begins_where_the_language_says():
    week = [[number(day + 1 if hour == 9 else 0, f"/l/{day}") for hour in range(24)] for day in range(7)]
    for language, first in (("pt-br", "Dom"), ("en", "Mon")):
        with translation.override(language):
            html = str(by_hour(MEASURES["solved"], week, first_weekday()))
        assert re.search(r'<tbody><tr><th scope="row">(\w+)', html)[1].startswith(first)
        assert html.count("<a href=") == 7


@pytest.mark.parametrize(
    ("unit", "now", "then", "text"),
    [("count", 12, 10, "+20 %"), ("count", 9, 10, "−10 %"), ("percent", 92, 95, "−3 points"),
     ("count", 3, 0, ""), ("percent", 92.1, 92.3, "the same"), ("seconds", None, 3, "")],
)  # fmt: skip
def test_changes_are_signed(unit, now, then, text):
    assert change(unit, now, then) == text


def test_nonsense_is_as_if_it_were_not_there():
    asked = asked_from(
        {"measure": "x", "period": "own", "since": "no", "by": "'", "team": "other"}, TODAY, {}
    )
    assert (asked.name, asked.by, asked.team, asked.period.last) == ("28days", "", "", TODAY)


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("by", BY)
def test_the_address_says_everything(period, by):
    given = {"period": period, "by": by, "against": "year", "hours": "working", "team": "billing"}
    if period == OWN:
        given |= {"since": "2026-03-01", "last": "2026-04-30"}
    asked = asked_from(given, TODAY, {"billing": 1})
    assert asked_from(dict(parse_qsl(asked.params())), TODAY, {"billing": 1}) == asked


def test_every_measure_is_in_one_group():
    found = [one.key for _name, some in groups() for one in some]
    assert sorted(found) == sorted(MEASURES)


def test_opening_hours_count_where_seconds_do():
    asked = asked_from({"hours": "working"}, TODAY, {})
    assert cut_of(asked, MEASURES["first_response"], asked.period).working
    assert not cut_of(asked, MEASURES["solved"], asked.period).working


# The page itself.


@pytest.fixture
def trends(client):
    def get(who, **given):
        client.force_login(who)
        return client.get(reverse("reports:trends"), given)

    return get


def test_it_is_for_who_has_the_board(trends, client, amara, cleo, mona):
    assert [trends(who).status_code for who in (amara, cleo, mona)] == [404, 200, 200]
    client.logout()
    assert client.get(reverse("reports:trends")).status_code == 302


def test_htmx_gets_the_answer_alone(trends, client, mona):
    whole = trends(mona).content.decode()
    part = client.get(reverse("reports:trends"), headers={"hx-request": "true"}).content.decode()
    assert "<form" in whole
    assert "<html" not in part
    assert 'id="steps-head"' in part


def test_what_was_asked_is_chosen_in_the_form(trends, mona, billing):
    html = trends(mona, period="90days", by="agent", against="before").content.decode()
    for value in ("90days", "agent", "before"):
        assert f'<option value="{value}" selected>' in html


def test_a_lead_is_offered_no_other_team(trends, cleo, mona, billing, network):
    assert network.name in trends(mona).content.decode()
    assert network.name not in trends(cleo, team=network.slug).content.decode()


@pytest.mark.parametrize("by", BY)
def test_at_most_21_statements(client, django_assert_max_num_queries, mona, ticket, by):
    client.force_login(mona)
    client.get(reverse("reports:trends"))
    for measure in MEASURES:
        asked = {"measure": measure, "by": by, "against": "year", "period": "365days"}
        with django_assert_max_num_queries(21):
            found = client.get(reverse("reports:trends"), asked)
        assert found.status_code == 200
