"""What goes wrong while one writes: the session ends, the details are folded away."""

import pytest

from tests.servers.browser import STOOD_BACK
from tickets.actions import reply

pytestmark = pytest.mark.journey


def test_nothing_typed_is_lost_when_the_session_ends(open_page, client, ticket, amara, settings):
    reply(ticket, by=amara, text="First.")
    page = open_page(f"/tickets/{ticket.number}/", reader=amara)
    page.evaluate("window.isSamePage = true")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator("#write").fill("A long answer.")
    page.get_by_text("You are signed out").first.wait_for()
    page.locator("#composer [data-key='mod+enter']").click()
    page.wait_for_timeout(300)
    assert page.locator("#write").input_value() == "A long answer."
    assert page.locator("input[type=password]").count() == 0

    # Signed in again, in another tab: the session and its tokens are new.
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("[name=username]").fill(amara.email)
    other.locator("[name=password]").fill("correct horse battery")
    other.keyboard.press("Enter")
    other.locator("#composer").wait_for()
    other.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(500)
    page.locator("#composer [data-key='mod+enter']").click()
    page.locator(".msg", has_text="A long answer.").wait_for()
    assert page.evaluate("window.isSamePage")
    assert all("401" in said for said in open_page.troubles if not STOOD_BACK.match(said))
    open_page.troubles.clear()
    assert page.locator("#write").input_value() == ""


@pytest.mark.parametrize("width", [1440, 1100])
def test_keys_reach_the_folded_details(open_page, ticket, amara, width):
    page = open_page(f"/tickets/{ticket.number}/", reader=amara, width=width)
    if width > 1280:
        page.keyboard.press("]")
    assert not page.locator("#priority").is_visible()
    page.keyboard.press("p")
    page.locator("details[open] #priority").wait_for()
    assert page.evaluate("document.activeElement.name") == "priority"
    page.keyboard.press("ArrowDown")
    chosen = page.evaluate("document.activeElement.value")
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("Priority:").first.wait_for(state="attached")
    ticket.refresh_from_db()
    assert ticket.priority == chosen
