"""A promise from its making to its explanation, in the browser: hours with a lunch break and a half-day
holiday, a policy, a pill that counts opening time alone, a pause, a breach, who is told, and why.
"""

import datetime
import re
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from lib import database_clock
from tests.factories import make_ticket
from tests.web.test_in_browser import faults
from tickets import actions, escalations, watching
from tickets.models import Ticket

pytestmark = pytest.mark.journey
TALLINN = ZoneInfo("Europe/Tallinn")
WEEK = ("mon", "tue", "wed", "thu", "fri")


class Time:
    """What the desk and the browser take for now: a Tuesday in December, and what comes after it."""

    def __init__(self, monkeypatch):
        self.now = self.at(1, "09:00")
        monkeypatch.setattr(timezone, "now", lambda: self.now)
        monkeypatch.setattr(database_clock, "now", lambda: self.now)

    @staticmethod
    def at(day, clock):
        return datetime.datetime.fromisoformat(f"2026-12-{day:02}T{clock}").replace(tzinfo=TALLINN)

    def go(self, day, clock, *pages):
        self.now = self.at(day, clock)
        for page in pages:
            page.clock.set_fixed_time(self.now)
            page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


@pytest.fixture
def time(monkeypatch):
    return Time(monkeypatch)


def make_hours(page, base):
    page.goto(f"{base}/hours/new/")
    page.locator("[name=name]").fill("Front office")
    page.locator("[name=tz]").fill("Europe/Tallinn")
    for day in WEEK:
        page.locator(f"[name={day}]").fill("9-12, 13-17")
    page.locator("[name=days]").fill("2026-12-02 09:00-12:00 Saint Andrew")
    page.get_by_label("Billing").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main h1")).to_have_text("Opening hours")
    expect(page.locator("main")).to_contain_text("Front office")


def make_policy(page, base):
    page.goto(f"{base}/promises/new/")
    page.locator("[name=name]").fill("Four hours")
    page.locator("[name=first_response-normal]").fill("1h")
    page.locator("[name=resolution-normal]").fill("4h")
    page.locator("[name=warn-resolution]").fill("75%")
    page.locator("[name=pause-resolution][value=waiting]").check()
    page.locator("[name=level-0-to]").select_option("assignee")
    if page.locator("[name=level-1-to]").count() == 0:
        page.get_by_role("button", name="More steps").click()
    page.locator("[name=level-1-to]").select_option("team_lead")
    page.locator("[name=level-1-after]").fill("30m")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main h1")).to_have_text("Promises")
    expect(page.locator("main")).to_contain_text("Four hours")


def tick(now):
    watching.watch(now)
    escalations.climb_due(now)


def test_a_promise_from_its_making_to_its_explanation(
    open_page, live_server, time, billing, amara, cleo, mona, dana
):
    manager = open_page("/board/", reader=mona)
    make_hours(manager, live_server.url)
    make_policy(manager, live_server.url)
    manager.close()

    # An hour is promised half an hour before lunch: it is due half an hour after it.
    time.go(1, "11:30")
    number = make_ticket(requester=dana, team=billing, subject="Refund not received").pk
    agent = open_page(f"/tickets/{number}/", reader=amara)
    agent.keyboard.press("i")
    pill = agent.locator("#promise .promise", has_text="First response").locator(".pill")
    expect(pill).to_have_attribute("title", re.compile(r"opening time left; due Tue 1 Dec 13:30"))
    row = agent.locator(f"#row-{number} .pill")
    time.go(1, "11:30", agent)
    expect(pill).to_have_text("1h")
    expect(row).to_have_text("1h")
    # Lunch takes nothing of it, and the page knows without asking.
    for clock, left in (("12:00", "30m"), ("12:50", "30m"), ("13:20", "10m")):
        time.go(1, clock, agent)
        expect(pill).to_have_text(left)
        expect(row).to_have_text(left)
    time.go(1, "13:40", agent)
    expect(pill).to_have_text("Late 10m")

    # Answered in time after all (a quarter to twelve), the resolution waits with the customer.
    time.go(1, "11:45", agent)
    actions.reply(Ticket.objects.get(pk=number), by=amara, text="Which account?", then="wait")
    agent.reload()
    resolution = agent.locator("#promise .promise", has_text="Resolution")
    expect(resolution.locator(".pill")).to_have_text("Paused")
    expect(resolution).to_contain_text("3 h 45 min left when it goes on")
    expect(agent.locator("#promise .promise", has_text="First response").locator(".pill")).to_have_text("Met")

    # The customer answers at lunch: the clock goes on with the afternoon, and is late at a quarter to five.
    time.go(1, "12:30", agent)
    actions.receive(Ticket.objects.get(pk=number), by=dana, text="4471", channel="email")
    agent.reload()
    time.go(1, "12:30", agent)
    expect(resolution.locator(".pill")).to_have_text("3h 45m")
    time.go(1, "16:46", agent)
    tick(time.now)
    agent.reload()
    expect(resolution.locator(".pill")).to_contain_text("Late")

    # Whoever has it is told first; once they see to it, nobody else is.
    agent.goto(f"{live_server.url}/notices/")
    expect(agent.locator("main")).to_contain_text(f"Resolution is late: #{number}")
    agent.goto(f"{live_server.url}/tickets/{number}/")
    agent.locator("#acknowledge").click()
    expect(agent.locator("#acknowledge")).to_have_count(0)
    agent.close()
    time.go(2, "14:00")
    tick(time.now)
    lead = open_page("/notices/", reader=cleo)
    expect(lead.locator("main")).not_to_contain_text("Resolution is late")

    # And this is why.
    lead.close()
    agent = open_page(f"/tickets/{number}/", reader=amara)
    agent.keyboard.press("y")
    agent.wait_for_url("**/promises/")
    card = agent.locator("#resolution-1")
    for words in ("waiting on the customer", "closed: break", "closed: outside opening hours"):
        expect(card.locator("tbody")).to_contain_text(words)
    expect(card.locator("tbody")).to_contain_text("closed: Saint Andrew")
    expect(card.locator("tbody")).to_contain_text("Front office, version 1")
    expect(card.locator("tbody")).to_contain_text("Four hours, version 1")
    expect(card).to_contain_text("noticed 1m later")
    # A quarter of an hour, the afternoon, and the three hours that Wednesday was open.
    assert card.locator("tfoot td").inner_text() == "7:15:00"
    seconds = [_seconds(text) for text in card.locator("tbody td.n").all_inner_texts()]
    assert sum(seconds) == _seconds("7:15:00")
    for scheme in ("light", "dark"):
        agent.emulate_media(color_scheme=scheme)
        assert faults(agent) == []
    agent.set_viewport_size({"width": 390, "height": 800})
    assert agent.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def _seconds(text):
    hours, minutes, seconds = (int(part) for part in text.split(":"))
    return hours * 3600 + minutes * 60 + seconds
