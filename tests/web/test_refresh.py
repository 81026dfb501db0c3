"""What comes in while somebody is at work on a ticket takes no menu, focus, word or act from them."""

import pytest
from playwright.sync_api import expect

from tests.web.test_in_browser import faults
from tickets import actions, presence
from tickets.models import Presence, Ticket

pytestmark = pytest.mark.journey
expect.set_options(timeout=10_000)


@pytest.fixture
def page(open_page, promises, ticket, amara):
    return open_page(f"/tickets/{ticket.number}/", reader=amara)


@pytest.fixture
def hold(page):
    """hold("**/take/**") → requests to there wait, and are let go by calling what it returned."""

    def stop(address: str):
        waiting = []
        page.route(address, lambda route: waiting.append(route), times=1)

        def let_go() -> None:
            while not waiting:
                page.wait_for_timeout(20)
            waiting[0].continue_()

        return let_go

    return stop


def hear(page) -> None:
    """The page asks what is new, and has it."""
    with page.expect_response(lambda answer: "/pulse/" in answer.url and "/tickets/" in answer.url):
        page.evaluate("htmx.trigger('#pulse', 'pulse')")
    expect(page.locator("#pulse.htmx-request")).to_have_count(0)


def test_what_is_typed_in_a_menu_survives_what_comes_in(page, ticket, amara, ben):
    page.keyboard.press("t")
    page.keyboard.type("ref")
    actions.prioritise(ticket, by=ben, to="urgent")
    hear(page)
    expect(page.locator("#timeline")).to_contain_text("Urgent")
    expect(page.locator("#tags-field")).to_be_focused()
    page.keyboard.type("und")
    page.keyboard.press("Enter")
    expect(page.locator("#props .tag")).to_have_text("refund")
    expect(page.locator("#priority")).to_contain_text("Urgent")
    assert Ticket.objects.get().tags == ["refund"]


def test_a_closed_menu_shows_what_came_in_meanwhile(page, ticket, ben):
    page.locator("#promise .explain summary").first.click()
    page.keyboard.press("p")
    expect(page.locator("#props [name=priority]").first).to_be_focused()
    actions.tag(ticket, by=ben, tags=["refund"])
    hear(page)
    expect(page.locator("#timeline")).to_contain_text("refund")
    expect(page.locator("#props [name=priority]").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#props .tag")).to_have_text("refund")
    expect(page.locator("#priority")).to_be_focused()
    expect(page.locator("#promise .explain").first).to_have_attribute("open", "")
    page.keyboard.press("Enter")
    expect(page.locator("#props [name=priority]").first).to_be_visible()


def test_an_act_chosen_while_another_is_under_way_is_done_as_well(page, ticket, amara, hold):
    let_go = hold("**/take/**")
    page.keyboard.press("i")
    page.keyboard.press("p")
    page.keyboard.press("End")
    chosen = page.evaluate("document.activeElement.value")
    page.keyboard.press("Enter")
    page.keyboard.press("n")
    let_go()
    expect(page.locator("#take")).to_have_count(0)
    expect(page.get_by_role("status").get_by_text("Priority:").first).to_be_attached()
    found = Ticket.objects.get()
    assert found.assignee == amara
    assert found.priority == chosen != ticket.priority


def test_who_writes_on_is_not_called_back_to_the_menu_that_closed(page, ticket, hold):
    let_go = hold("**/tags/**")
    page.keyboard.press("t")
    page.keyboard.type("refund")
    page.keyboard.press("Enter")
    page.keyboard.press("n")
    page.keyboard.type("Fin")
    let_go()
    expect(page.locator("#props .tag")).to_have_text("refund")
    page.keyboard.type("ance knows.")
    expect(page.locator("#write")).to_have_value("Finance knows.")
    assert Ticket.objects.get().state == ticket.state


def test_the_focus_comes_back_to_where_it_was(page, ticket, hold):
    let_go = hold("**/snooze/**")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    let_go()
    expect(page.locator(".titles .aside")).to_be_visible()
    expect(page.locator("#snooze")).to_be_focused()


@pytest.mark.parametrize("query", ["view=all", "q=refund"])
def test_a_list_says_who_comes_and_goes_and_leaves_its_cursor_alone(open_page, ticket, amara, ben, query):
    page = open_page(f"/inbox/?{query}", reader=amara)
    page.keyboard.press("j")
    presence.look(ben, ticket.pk)
    page.evaluate("htmx.trigger('.list [data-pulse]', 'pulse')")
    expect(page.locator(".item .present")).to_contain_text("Ben Lepik is looking at this ticket.")
    assert faults(page) == []
    expect(page.locator(".item-link")).to_be_focused()
    Presence.objects.all().delete()
    page.evaluate("htmx.trigger('.list [data-pulse]', 'pulse')")
    expect(page.locator(".item .present")).to_be_empty()
