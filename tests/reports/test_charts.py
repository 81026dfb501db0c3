"""Bars: as high as their number says, with every word escaped."""

import re
from xml.etree import ElementTree

from lib.charts import PLOT, Bar, bars, nice


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
