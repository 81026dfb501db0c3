"""The board on a wall: it fits, can be read, and says when what it shows is old."""

import pytest
from django.urls import reverse

from tests.web.test_in_browser import faults

WALL = reverse("reports:wall")


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (390, 844)])
def test_the_wall_fits_and_is_accessible(open_page, ticket, mona, width, height):
    page = open_page(f"{WALL}?theme=dark", width=width, height=height, reader=mona)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    if width == 1920:
        assert page.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
        sizes = page.evaluate(
            "[...document.querySelectorAll('.wall-figure > b, .wall-table td')]"
            ".map((one) => parseFloat(getComputedStyle(one).fontSize))"
        )
        assert min(sizes) >= 24  # about a centimetre on a screen of 55 inches


def test_the_wall_says_when_its_figures_are_old(open_page, ticket, mona):
    page = open_page(WALL, width=1920, height=1080, reader=mona)
    old = page.locator("[data-wall-stale]")
    assert not old.is_visible()
    shown = page.locator("[data-wall-clock]").inner_text()
    old.evaluate("(one) => { one.dataset.wallStale = 1; }")
    old.wait_for(state="visible")
    assert page.locator("[data-wall-clock]").inner_text() != shown
    old.evaluate("(one) => { one.dataset.wallStale = 30; }")
    page.evaluate("htmx.trigger('[data-pulse]', 'pulse')")
    old.wait_for(state="hidden")
