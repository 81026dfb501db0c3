"""Merging in a browser: from the key to the other ticket, by the combobox."""

import pytest
from django.urls import reverse

from tests.factories import make_ticket
from tests.web.test_in_browser import faults
from tickets.models import Merge

pytestmark = pytest.mark.journey


def test_from_the_keyboard_alone(open_page, ticket, billing, dana, amara):
    other = make_ticket(requester=dana, team=billing, subject="Refund still missing")
    page = open_page(reverse("tickets:ticket", args=[ticket.pk]), reader=amara)
    page.wait_for_selector("#linked [data-key=M]")
    page.keyboard.press("Shift+M")
    page.wait_for_selector("#into-words")
    page.keyboard.type("still missing")
    page.wait_for_selector(f"#other-{other.pk}[aria-selected=true]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#plan-head")
    assert f"into={other.pk}" in page.url
    assert faults(page) == []
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(f"text=from #{ticket.pk}")
    assert Merge.objects.get().target == other
    page.goto(page.url.replace(f"/{other.pk}/", f"/{ticket.pk}/"))
    page.wait_for_selector("#merged-into")
    assert faults(page) == []
