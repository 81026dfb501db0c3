"""A macro in the browser: from the key to the sent answer."""

import pytest
from django.urls import reverse

from tests.web.test_in_browser import faults
from tickets.actions.macros import make_macro

pytestmark = pytest.mark.journey


def test_from_the_keyboard_alone(open_page, ticket, billing, cleo, amara):
    said = {"text": "Dear {first_name}, it is on its way.", "add_tags": ["refund"], "then": "solve"}
    make_macro({"name": "Apology", "team": billing, "text": "We are sorry."}, by=cleo)
    make_macro({"name": "Refund is on its way", "team": billing, **said}, by=cleo)
    page = open_page(reverse("tickets:ticket", args=[ticket.pk]), reader=amara)
    page.keyboard.press("m")
    page.wait_for_selector("#macro-list [aria-selected=true]")
    page.keyboard.type("refund")
    page.keyboard.press("Enter")  # before there is an answer to what was typed
    page.wait_for_selector("[data-take-macro]:focus")
    assert faults(page) == []
    page.keyboard.press("Enter")
    assert page.input_value("#write") == "Dear Dana, it is on its way."
    assert page.locator("#composer .macro-mark .tag").all_text_contents()[1:] == ["+ refund", "solved"]
    assert faults(page) == []
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("article.msg.agent")
    ticket.refresh_from_db()
    assert (ticket.state, ticket.tags) == ("solved", ["refund"])


def test_what_stands_there_already_stays_and_the_mark_comes_off(open_page, ticket, mona, amara):
    make_macro({"name": "Greeting", "text": "Kind regards", "priority": "high"}, by=mona)
    page = open_page(reverse("tickets:ticket", args=[ticket.pk]), reader=amara)
    page.fill("#write", "It is on its way.")
    page.locator("#composer [data-open-dialog=macros]").click()
    page.locator("#macro-list [role=option]").first.click()
    page.wait_for_selector("[data-take-macro]:focus")
    page.keyboard.press("Enter")
    assert page.input_value("#write") == "It is on its way.\n\nKind regards"
    page.locator("[data-composer] [data-drop-macro]").click()
    assert page.locator("#composer input[name=macro]").count() == 0
