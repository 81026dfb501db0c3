"""A small screen, and words that are long."""

import pytest

from tickets.actions import move

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("language", ["es", "ru"])
def test_every_button_of_the_head_is_within_reach(open_page, ticket, amara, language):
    amara.language = language
    amara.save()
    move(ticket, "open", by=amara)
    move(ticket, "hold", by=amara)
    page = open_page(f"/tickets/{ticket.number}/", reader=amara, width=390)
    for button in page.locator("#ticket-head :is(a, button, summary).btn").all():
        if button.is_visible():
            box = button.bounding_box()
            assert box["x"] >= 0, button.get_attribute("class")
            assert box["x"] + box["width"] <= 390, button.get_attribute("class")
