"""@ in a note: from the keyboard to the mark. And the page on which one chooses how one is told."""

import pytest
from django.urls import reverse

from tests.web.test_in_browser import faults

pytestmark = pytest.mark.journey


def test_a_colleague_is_named_from_the_keyboard_alone(open_page, ticket, amara, ben, nora):
    page = open_page(reverse("tickets:ticket", args=[ticket.pk]), reader=amara)
    page.keyboard.press("r")
    page.keyboard.type("Dear @be")
    assert page.locator("#mentions > *").count() == 0
    page.fill("#write", "")
    page.locator("[data-mode-tab=note]").click()
    page.keyboard.type("Look @be")
    page.wait_for_selector("#mention-1")
    assert faults(page) == []
    page.keyboard.press("Enter")
    assert page.input_value("#write") == "Look @ben "
    page.keyboard.type("and @nor")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("article.msg.note mark")
    assert page.locator("article.msg.note mark").all_text_contents() == ["@ben"]
    assert ticket.events.get(kind="noted").data["mentions"] == [ben.pk]
