"""A view is edited from the keyboard: its conditions completed, its groups and columns chosen."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_ticket
from tests.web.test_in_browser import faults
from tickets.actions.keeping import save_view

pytestmark = pytest.mark.journey
expect.set_options(timeout=30_000)


def focus(page, name: str) -> None:
    while page.evaluate("document.activeElement.name") != name:
        page.keyboard.press("Tab")


def test_from_the_keyboard_alone(open_page, billing, dana, eve, amara):
    for who in (dana, eve):
        make_ticket(requester=who, team=billing, subject="Router blinks red")
    view = save_view(by=amara, name="Routers", query={"view": "all"})
    page = open_page(f"/inbox/?saved={view.pk}", reader=amara)
    with page.expect_navigation():
        page.keyboard.press("v")
    page.wait_for_selector("html[data-ready]")
    page.keyboard.press("/")
    page.keyboard.type("router sta", delay=20)
    page.wait_for_selector("#completions [role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("#completions [data-text='router status:new ']")
    page.keyboard.type("new")
    assert faults(page) == []
    focus(page, "group")
    page.keyboard.type("Team")
    focus(page, "columns")
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("#tickets h2.group")).to_have_text("Billing")
    expect(page.locator("#tickets .item .mono")).to_have_count(2)
    assert faults(page) == []

    # The same without the form: the menu of groups and columns.
    page.keyboard.press("V")
    page.wait_for_selector("details[open] .menu-list a:focus")
    assert faults(page) == []
    while page.evaluate("document.activeElement.innerText") != "Priority":
        page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("#tickets h2.group")).to_have_text("Normal")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_form_and_the_list_fit(open_page, billing, dana, amara, width):
    for n in range(3):
        make_ticket(requester=dana, team=billing, subject=f"Router blinks red {n}")
    query = {"view": "all", "q": "router staus:new", "group": "assignee", "cols": "number.team.promise.tags"}
    view = save_view(by=amara, name="Routers of those who wait longest", query=query)
    for address in (f"/inbox/views/{view.pk}/edit/", "/inbox/?view=all&group=due", "/inbox/views/all/"):
        page = open_page(address, width=width, reader=amara)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert faults(page) == []
