"""A roster is drafted with the keyboard and with the pointer, warned of what it breaks, and published."""

import datetime

import pytest
from django.conf import settings

from outbox.models import Letter
from scheduling.actions.planning import begin_draft
from scheduling.models import DraftShift, Shift
from staff.models import Contract
from tests.scheduling.test_planning import MONDAY, TALLINN, template

pytestmark = pytest.mark.journey


@pytest.fixture
def page(transactional_db, client, live_server, chromium, billing, amara, ben, cleo):
    for one in (amara, ben, cleo):
        Contract.objects.create(user=one, from_on=datetime.date(2026, 1, 1), weekly_hours=40)
    template("Early", 7)
    template("Late", 15)
    billing.memberships.filter(user=cleo).update(leads=True)
    draft = begin_draft(billing, by=cleo, starts_on=MONDAY, weeks=1, zone=TALLINN)
    client.force_login(cleo)
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/roster/drafts/{draft.pk}/")
    page.wait_for_selector("html[data-ready]")
    yield page
    context.close()


def cell(page, user, day):
    return page.locator(f'td[data-user="{user.pk}"][data-day="{MONDAY + datetime.timedelta(day)}"]')


def test_drafted_moved_undone_and_published(page, amara, ben):
    cell(page, amara, 0).focus()
    page.keyboard.press("Enter")
    cell(page, amara, 0).locator("[data-shift]").wait_for()
    page.keyboard.press("Alt+ArrowRight")
    cell(page, amara, 1).locator("[data-shift]").wait_for()
    page.keyboard.press("2")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.get_by_text("rests 7.5 h").first.wait_for()
    assert cell(page, amara, 0).locator(".broken").count() == 1
    page.keyboard.press("Control+z")
    cell(page, amara, 0).locator("[data-shift]").wait_for(state="detached")
    cell(page, amara, 1).locator("[data-shift]").drag_to(cell(page, ben, 3))
    cell(page, ben, 3).locator("[data-shift]").wait_for()
    page.get_by_text("Saved", exact=True).first.wait_for()
    assert DraftShift.objects.get().user == ben
    page.locator("summary", has_text="Publish").click()
    page.get_by_label("A line for everybody").fill("As agreed")
    page.locator(".menu-list button", has_text="Publish").click()
    page.wait_for_url("**/roster/of/billing/**")
    assert Shift.objects.get().user == ben
    assert "As agreed" in Letter.objects.get(kind="roster").text
