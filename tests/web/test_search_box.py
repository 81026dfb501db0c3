"""The search box in a browser: completed from the keyboard, pointing at what is wrong; on a phone too."""

import pytest

from tests.web.test_in_browser import faults

pytestmark = pytest.mark.journey
BOX = ".list-search [role=combobox]"


def test_a_field_and_then_its_value_are_completed(open_page, ticket, amara):
    page = open_page("/inbox/?view=all", reader=amara)
    page.keyboard.press("/")
    page.keyboard.type("refund sta", delay=20)
    page.wait_for_selector("#completions [role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value(BOX) == "refund status:"
    page.wait_for_selector("#completions [data-text='refund status:new ']")
    assert faults(page) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_what_is_wrong_is_shown_and_mended_by_a_click(open_page, ticket, amara, width):
    page = open_page("/inbox/?q=refund+staus:new", reader=amara, width=width)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.inner_text("#search-wrong mark") == "staus"
    page.click("[data-open-dialog=search-help]")
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.click("#search-wrong a")
    page.wait_for_selector(f"#row-{ticket.number}")
