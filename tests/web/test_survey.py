"""A customer clicks a face in a letter, in a real browser; and a lead looks into it."""

import pytest

from tests.surveys.conftest import asks, door, survey  # noqa: F401 their fixtures
from tests.surveys.ground import links
from tests.web.test_in_browser import faults

pytestmark = pytest.mark.journey


def test_dana_says_how_it_was_and_cleo_looks_into_it(open_page, survey, cleo, ticket):  # noqa: F811
    page = open_page(links()[2], 390)
    assert page.get_by_role("radio", name="Bad", exact=True).is_checked()
    survey.refresh_from_db()
    assert survey.score is None
    page.get_by_label("Would you like to say more?").fill("Nobody called back.")
    assert faults(page) == []
    page.get_by_role("button", name="Send your answer").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    assert faults(page) == []
    page.get_by_text("Change your answer").click()
    page.get_by_text("Very bad").click()
    page.get_by_role("button", name="Change the answer").click()
    page.get_by_text("You said: Very bad.").wait_for()
    survey.refresh_from_db()
    assert (survey.score, survey.comment) == (1, "Nobody called back.")

    desk = open_page("/board/satisfaction/low/", reader=cleo)
    desk.get_by_text("Nobody called back.").wait_for()
    desk.get_by_role("button", name=f"I look into #{ticket.pk}").click()
    desk.get_by_text("Cleo Mets looks into it").wait_for()
    desk.get_by_text("Done: what was it?").click()
    desk.get_by_label("What was done?").fill("Called her.")
    desk.get_by_role("button", name="Save").click()
    desk.get_by_text("No low score waits").wait_for()
