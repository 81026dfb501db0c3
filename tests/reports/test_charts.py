"""Charts: as high as their numbers say, every word escaped, every mark with a link reachable and named."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from lib.charts import (
    PLOT,
    SERIES,
    TOP,
    Across,
    Bar,
    Bin,
    Column,
    Flag,
    Legend,
    Line,
    Part,
    Picture,
    Scale,
    Sheet,
    SheetCell,
    SheetRow,
    Sign,
    Step,
    across,
    bars,
    histogram,
    legend,
    lines,
    nice,
    spark,
    stacked,
)
from lib.charts.flags import LANE, lanes
from lib.charts.lines import LEAST_GAP, apart
from reports.money.charts import whole_hours


def drawn(*some: Bar, **more) -> str:
    return bars("c", some, title="<b>T</b>", description='"D"', **more)


def heights(svg: str, look: str) -> list[float]:
    return [float(h) for h in re.findall(rf'<rect class="{look}"[^>]* height="([\d.]+)"', svg)]


def test_heights_follow_the_numbers():
    svg = drawn(Bar(4, 2, "four"), Bar(1, 0, "one"), Bar(0, 0, "none"))
    assert heights(svg, "mark full") == [PLOT, PLOT / 4]
    assert heights(svg, "band") == [PLOT / 2]


def test_words_are_escaped_and_named():
    svg = drawn(Bar(1, 1, "<script>", label="<i>"), now=0.5)
    assert "<script>" not in svg
    assert "<i>" not in svg
    tree = ElementTree.fromstring(svg)
    assert tree.get("role") == "img"
    assert tree.get("aria-labelledby") == "c-t c-d"
    assert tree.find("title").text == "<b>T</b>"
    assert tree.find("line[@class='now']").get("x1") == "52.5%"


def test_nothing_at_all_is_drawn_flat():
    assert heights(drawn(Bar(0, 0, "none")), "mark full") == []


def test_scales_are_easy_to_halve():
    assert [nice(n) for n in (0, 1, 3, 9, 41, 130)] == [2, 2, 4, 10, 60, 200]
    assert [nice(n) for n in (1001, 12_345, 999_999)] == [1200, 14_000, 1_000_000]


def linked(svg: str) -> list:
    tree = ElementTree.fromstring(svg)
    assert tree.get("role") == "group"  # in a picture nobody would find a link
    assert "data-chart" in svg
    return list(tree.iter("a"))


HOSTILE = '"><script>'
ALL = {
    "bars": lambda: bars(
        "k", [Bar(2, 1, HOSTILE, HOSTILE, link="/l?a=1&b=2")] * 3, title=HOSTILE, description=HOSTILE
    ),
    "lines": lambda: lines(
        "k",
        [Line([1, None, 3], name=HOSTILE, links=["/l?a=1&b=2"] * 3, says=[HOSTILE] * 3, few=[True] * 3)] * 2,
        [Step(HOSTILE, HOSTILE)] * 3, title=HOSTILE, description=HOSTILE, scale=Scale(4, lambda _v: HOSTILE),
    ),
    "stacked": lambda: stacked(
        "k", [Column([Part(1, HOSTILE, "/l?a=1&b=2"), Part(0, "none"), Part(2, HOSTILE)], HOSTILE)],
        title=HOSTILE, description=HOSTILE,
    ),
    "histogram": lambda: histogram(
        "k", [Bin(2, HOSTILE, HOSTILE, "/l?a=1&b=2"), Bin(0, "none", "", "/none")],
        signs=[Sign(1.5, HOSTILE)], title=HOSTILE, description=HOSTILE,
    ),
    "across": lambda: across(
        "k",
        [Across(HOSTILE, 40, HOSTILE, HOSTILE, 20, 60, True, 90, "/l?a=1&b=2"), Across("n", None, "–", "n")],
        most=100, title=HOSTILE, description=HOSTILE,
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", ALL)
def test_every_mark_with_a_link_is_named_and_has_its_place(kind):
    svg = ALL[kind]()
    assert "<script>" not in svg
    assert "style=" not in svg
    marks = linked(svg)
    assert {mark.get("href") for mark in marks} == {"/l?a=1&b=2"}
    assert {mark.get("aria-label") for mark in marks} == {HOSTILE}
    places = [mark.get("data-at") for mark in marks]
    assert len(places) == len(set(places))


def test_without_links_a_chart_is_a_picture():
    svg = lines("k", [Line([1, 2])], [Step("a"), Step("b")], title="t", description="d")
    assert ElementTree.fromstring(svg).get("role") == "img"
    assert "<a " not in svg


def test_parts_stand_on_each_other_and_are_told_apart_by_patterns():
    svg = stacked("k", [Column([Part(1, "a"), Part(3, "b")])], title="t", description="d", scale=Scale(8))
    places = re.findall(
        r'<rect class="part (s\d)"[^>]* y="([\d.]+)"[^>]* height="([\d.]+)" fill="url\(#(k-p\d)\)"', svg
    )
    assert places == [
        ("s1", f"{TOP + PLOT * 7 / 8:.1f}", f"{PLOT / 8:.1f}", "k-p0"),
        ("s2", f"{TOP + PLOT / 2:.1f}", f"{PLOT * 3 / 8:.1f}", "k-p1"),
    ]
    assert [one.get("id") for one in ElementTree.fromstring(svg).iter("pattern")] == ["k-p0", "k-p1"]


def test_each_series_has_a_shape_of_its_own():
    names = [Legend(str(number), number) for number in range(SERIES)]
    assert len(set(re.findall(r'class="point s\d" d="([^"]+)"', legend("k", names)))) == SERIES


def test_names_at_the_ends_are_not_over_each_other():
    found = apart([(50.0, 0, "a"), (51.0, 1, "b"), (52.0, 2, "c"), (140.0, 3, "d"), (141.0, 4, "e")])
    tops = [y for y, _number, _name in found]
    assert all(b - a >= LEAST_GAP - 0.01 for a, b in pairwise(tops))
    assert max(tops) <= TOP + PLOT


def test_whiskers_reach_from_low_to_high():
    svg = across("k", [Across("a", 50, "50", "a", 40, 60)], most=200, title="t", description="d")
    assert 'class="whisker" x1="20.00%" x2="30.00%"' in svg


def test_numbers_of_the_scale_are_in_the_language_of_the_reader():
    with translation.override("de"):
        svg = bars("k", [Bar(3000, 0, "")], title="t", description="d", scale=Scale.counts([3000]))
    assert ">3.000<" in svg
    assert ">1.500<" in svg


def test_spans_end_at_something_easy_to_halve():
    tops = [Scale.spans([seconds], str).most for seconds in (50, 3000, 5000, 90_000, 400 * 86400)]
    assert tops == [60, 3600, 7200, 172_800, 60 * 604_800]


def test_a_spark_of_one_value_is_nothing():
    assert spark([1, None], says="x") == ""
    assert ElementTree.fromstring(spark([1, None, 3], says="x")).get("aria-label") == "x"


def test_a_chart_comes_with_its_table_or_says_that_there_is_nothing():
    sheet = Sheet(
        "Solved", "Team", ["1 May"], [SheetRow("Billing", [SheetCell("4", "/list", "of 9")], "/team")]
    )
    svg = bars("k", [Bar(4, 0, "four", link="/list")], title="Solved", description="d")
    html = render_to_string("_parts/chart.html", {"picture": Picture("k", "Solved", svg, sheet)})
    assert html.count('href="/list"') == 2
    assert "of 9" in html
    html = render_to_string("_parts/chart.html", {"picture": Picture("k", "Solved", "", sheet)})
    assert "Nothing in this time." in html
    assert "<table" not in html


def flagged(*spans):
    return [Flag(n, first, last, f"{n}: it was", f"#n{n}") for n, (first, last) in enumerate(spans, 1)]


def test_a_flag_is_a_link_at_its_step_with_its_number():
    line = Line([1, 2, 3, 4], links=["/a"] * 4, says=["s"] * 4)
    for svg in (
        lines("c", [line], [Step("s")] * 4, title="T", description="D", flagged=flagged((1, 2))),
        stacked("c", [Column([Part(1, "p", "/a")])] * 4, title="T", description="D", flagged=flagged((1, 2)),
                scale=Scale(4)),
    ):  # fmt: skip
        assert '<a href="#n1" aria-label="1: it was" data-at="99,1.0"' in svg
        assert 'class="flag-no" y="11" text-anchor="middle">1</text>' in svg
        assert f'height="{TOP + PLOT + LANE + 22}" role="group"' in svg
        days = re.search(r'class="flag-days" x="([\d.]+)%" y="[\d.]+" width="([\d.]+)%"', svg)
        left = 5 if 'x="5.0%"' in svg else 0
        assert float(days[2]) == pytest.approx((100 - left) / 2, abs=0.01)


def test_a_chart_without_flags_is_as_high_as_it_was():
    svg = lines("c", [Line([1, 2])], [Step("s")] * 2, title="T", description="D")
    assert f'height="{TOP + PLOT + 22}"' in svg


def test_numbers_that_have_no_room_stand_below_each_other():
    assert lanes(flagged((0, 0), (0, 3), (5, 5)), 10) == [0, 1, 0]
    assert lanes(flagged((0, 0), (1, 1), (2, 2)), 60) == [0, 1, 2]  # a phone shows sixty steps
    assert lanes([], 10) == []


def test_no_mark_lies_over_the_words_of_the_scale():
    scale = Scale(8)
    for svg in (
        stacked("k", [Column([Part(7, "a")])], title="t", description="d", scale=scale),
        lines("k", [Line([7, 8])], [Step("s")] * 2, title="t", description="d", scale=scale),
        bars("k", [Bar(7, 0, "a")], title="t", description="d", scale=scale),
    ):
        assert svg.count('class="over"') == 2
        assert svg.index('class="over"') > max(svg.rindex("<rect"), svg.rfind("<path"))


def test_hours_beside_the_picture_have_a_place_only_where_it_says_something():
    assert [whole_hours(n) for n in (30, 15, 2.5)] == ["30", "15", "2.5"]
