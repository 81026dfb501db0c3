"""Hints on tone beside an answer, in a real browser."""

import pytest

from qa.models import ToneFinding
from tests.web.test_in_browser import faults

pytestmark = pytest.mark.journey
RUDE = "🙂 Dear Dana, obviously you did not read my letter."
SEND = ".composer .split > button[type=submit]"


def place(page, selector):
    return page.locator(selector).first.bounding_box()


@pytest.mark.parametrize("width", [1440, 390])
def test_a_hint_comes_beside_the_text_and_moves_nothing(open_page, ticket, amara, width):
    page = open_page(f"/tickets/{ticket.pk}/", reader=amara, width=width)
    write = page.locator("[data-write]")
    write.click()
    page.keyboard.type(RUDE)
    before = [place(page, SEND), place(page, "[data-write]")]
    hint = page.locator("[data-hint]").first
    hint.wait_for()
    assert [place(page, SEND), place(page, "[data-write]")] == before
    assert page.evaluate("document.activeElement.name") == "text"
    assert faults(page) == []
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    hint.locator("[data-hint-show]").click()
    chosen = "({ value, selectionStart, selectionEnd }) => value.slice(selectionStart, selectionEnd)"
    assert write.evaluate(chosen) == "you did not read my"
    hint.locator("[data-hint-leave]").focus()
    page.keyboard.press("Enter")
    assert page.locator("[data-hint]").count() == 0
    assert page.evaluate("document.activeElement.name") == "text"
    page.keyboard.press("End")
    page.keyboard.type(" Thanks.")
    page.wait_for_timeout(2000)
    assert page.locator("[data-hint]").count() == 0
    page.reload()
    page.wait_for_timeout(2000)
    assert page.locator("[data-write]").input_value().startswith("🙂 Dear")
    assert page.locator("[data-hint]").count() == 0


@pytest.fixture
def asked():
    """What was sent to the server to be read."""
    return []


def watch(page, asked):
    page.on("request", lambda one: asked.append(one.post_data) if "/tone/before/" in one.url else None)


def test_a_note_asks_for_no_hint(open_page, ticket, amara, asked):
    page = open_page(f"/tickets/{ticket.pk}/", reader=amara)
    watch(page, asked)
    page.keyboard.press("n")
    page.keyboard.type("Obviously they did not read it.")
    page.wait_for_timeout(2500)
    assert asked == []


def test_sending_waits_for_no_hint(open_page, ticket, amara, asked):
    page = open_page(f"/tickets/{ticket.pk}/", reader=amara)
    watch(page, asked)
    page.locator("[data-write]").fill(RUDE)
    page.keyboard.press("Control+Enter")
    page.locator("[data-hint]").first.wait_for()
    assert page.locator("[data-write]").input_value() == ""
    assert "you just sent" in page.locator("[data-nudges]").inner_text()
    assert len(asked) == 1
    assert ticket.messages.filter(author=amara, kind="public").count() == 1
    assert not ToneFinding.objects.exists()
    page.keyboard.type("Dear")
    assert page.locator("[data-hint]").count() == 0
