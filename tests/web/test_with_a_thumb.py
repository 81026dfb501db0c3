"""A working day with a thumb: the list, a ticket that is taken and put aside, the next best one."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_ticket
from tickets.models import Ticket

pytestmark = pytest.mark.journey


@pytest.fixture
def morning(billing, dana, eve) -> list[Ticket]:
    subjects = ("Refund not received", "Router blinks red", "Where is my invoice?", "Thank you!")
    return [
        make_ticket(requester=eve if n % 2 else dana, team=billing, subject=subject)
        for n, subject in enumerate(subjects)
    ]


def ready(page) -> None:
    page.wait_for_selector("html[data-ready]")


def test_with_a_thumb(open_page, morning, amara):
    page = open_page("/inbox/?view=unassigned", width=390, reader=amara)
    page.locator(".item-link").first.tap()
    page.wait_for_selector("#ticket-head")
    ready(page)
    page.locator("#take").tap()
    expect(page.locator("#take")).to_have_count(0)
    page.locator("#snooze").tap()
    page.locator(".snooze button[value=tomorrow]").tap()
    expect(page.locator("#toasts .toast")).to_contain_text("put aside")
    assert Ticket.objects.filter(snoozed_until__isnull=False).count() == 1
    for address in ("/inbox/next/", "/inbox/views/all/", "/inbox/?view=snoozed"):
        page.goto(page.url.split("/tickets/")[0].split("/inbox/")[0] + address)
        ready(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        small = page.evaluate(
            "[...document.querySelectorAll('main .btn, .list .btn')].filter((one) => one.checkVisibility())"
            ".filter((one) => one.getBoundingClientRect().height < 28)"
            ".map((one) => one.outerHTML.slice(0, 90))"
        )
        assert small == [], address
