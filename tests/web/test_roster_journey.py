"""A team's week from what is expected to the ticket at three in the morning: in the browser, with letters
that arrive, and each task as the worker runs it.
"""

import datetime
import re
import threading
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from playwright.sync_api import expect

import notices.tasks
import outbox.tasks
import scheduling.tasks
import tickets.tasks
from scheduling.fitness import refused
from scheduling.models import Arrivals, CountedDay, DraftShift, Exchange, Gap, OnCall, Shift, SolveRun
from staff.actions import hire
from staff.models import Contract
from tests.factories import make_ticket
from tests.scheduling.test_planning import template
from tests.web.test_in_browser import faults
from tests.web.test_promise_journey import Time
from tickets.models import TeamRouting

pytestmark = pytest.mark.journey
DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
MONDAY = datetime.date(2026, 12, 14)


@pytest.fixture
def desk(billing, amara, ben, cleo):
    """Four weeks of letters, seven in each hour of the day from Monday to Friday; nights nobody works."""
    for one in (amara, ben, cleo):
        hours = 40 if one != cleo else 16
        Contract.objects.create(user=one, from_on=datetime.date(2026, 1, 1), weekly_hours=hours)
    template("Early", 7)
    template("Late", 15)
    TeamRouting.objects.create(team=billing, strategy="load")
    start = datetime.datetime(2026, 12, 7, tzinfo=datetime.UTC)
    days = [start - n * DAY for n in range(1, 29)]
    CountedDay.objects.bulk_create(
        CountedDay(source="demo", day=one.date(), counted_at=start) for one in days
    )
    Arrivals.objects.bulk_create(
        Arrivals(
            team=billing, channel="email", language="en", source="demo", count=7, handled=7,
            handle_seconds=3600, starts_at=one + hour * HOUR,
        )
        for one in days if one.weekday() < 5
        for hour in range(6, 18)
    )  # fmt: skip


class Mailbox:
    """What the workers write by now, as it arrives."""

    def __init__(self, sink):
        self.sink = sink

    def of(self, user) -> list[str]:
        notices.tasks.send_letters()
        outbox.tasks.deliver_due()
        came = zip(self.sink.letters, self.sink.envelopes, strict=True)
        return [letter.as_string() for letter, (_, to) in came if user.email in to]


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def go(page, *keys):
    with page.expect_navigation():
        press(page, *keys)
    page.wait_for_selector("html[data-ready]")


def on(page, name, keys="Enter"):
    """The button of that name, by the keyboard."""
    page.get_by_role("button", name=name).first.focus()
    go(page, keys)


def cell(page, user, day):
    return page.locator(f'td[data-user="{user.pk}"][data-day="{day}"]')


@pytest.fixture
def time(monkeypatch):
    return Time(monkeypatch)


def test_a_week_from_the_forecast_to_the_night(
    open_page, live_server, time, monkeypatch, smtp_sink, desk, billing, amara, ben, cleo, dana
):
    post = Mailbox(smtp_sink)
    time.go(7, "09:00")
    lead = open_page("/demand/billing/", reader=cleo)
    forecast_and_need(lead, live_server.url)
    draft = drafted_and_searched(lead, live_server.url, monkeypatch)
    adjusted(lead, draft)
    published(lead)
    for one in (amara, ben):
        assert "As agreed on Monday" in post.of(one)[0]

    # On call at night by turns: Amara, after her Ben.
    sick = Shift.objects.filter(user=amara).order_by("starts_at")[1]
    taken_in_turns(lead, live_server.url, sick.starts_at.date(), amara, ben)
    assert "You are on call for Billing" in post.of(ben)[-1]
    lead.close()

    swapped(open_page, billing, amara, ben, sick)
    assert "works the shift of Amara Kask" in post.of(ben)[-1]

    # Early in the morning Amara is ill; who leads is told, and finds somebody.
    day = sick.starts_at.date().day
    time.go(day, "05:30")
    ida = hire(email="ida@desk.example", full_name="Ida Saar", role="agent", teams=(billing,))
    Contract.objects.create(user=ida, from_on=datetime.date(2026, 12, day), weekly_hours=40)
    ill = open_page("/shifts/", reader=amara)
    go(ill, "s")
    expect(ill.locator("[name=kind]")).to_have_value("sick")
    ill.get_by_label("Last day").fill(f"2026-12-{day + 1}")
    go(ill, "Control+Enter")
    ill.close()
    assert "Amara Kask is off: shifts need somebody" in post.of(cleo)[-1]
    lead = open_page("/notices/", reader=cleo)
    lead.get_by_text("Amara Kask is off").first.click()
    lead.wait_for_url("**/shifts/gaps/**")
    assert faults(lead) == []
    for _each in range(Gap.objects.count()):
        lead.locator("section.panel").get_by_role("button", name="Ida Saar").focus()
        go(lead, "Enter")
    expect(lead.locator("main")).to_contain_text("Every published shift has somebody")
    assert "Ida Saar works in place of Amara Kask" in post.of(ida)[-1]
    lead.close()

    # At three in the morning something comes. Amara would be the first; she is ill.
    time.go(day + 1, "03:00")
    ticket = make_ticket(requester=dana, team=billing, subject="All is dark", at=time.now)
    tickets.tasks.route_waiting()
    ticket.refresh_from_db()
    assert ticket.assignee == ben
    night = open_page("/inbox/?view=mine", reader=ben)
    expect(night.locator(".item")).to_contain_text("All is dark")
    assert "You are on call, and this came: #" in post.of(ben)[-1]
    assert not any("All is dark" in each for one in (amara, cleo, ida) for each in post.of(one))


def forecast_and_need(lead, base):
    """What comes, and whom it needs."""
    go(lead, "r")
    expect(lead.locator("main")).to_contain_text("The coming seven days by the hour")
    lead.goto(f"{base}/demand/billing/need/")
    go(lead, "r")
    expect(lead.locator("main")).to_contain_text(re.compile("[1-9][0-9]* hours of work in the week"))


def drafted_and_searched(lead, base, monkeypatch):
    """A draft, filled while one looks on, and stopped when it is good enough."""
    monkeypatch.setattr("scheduling.actions.solving.TELLS", 0.2)
    lead.goto(f"{base}/roster/of/billing/")
    press(lead, "n")
    lead.get_by_label("First Monday").fill(str(MONDAY))
    lead.locator("[name=weeks]").select_option("1")
    on(lead, "Begin a draft")
    on(lead, "Search")
    worker = threading.Thread(target=searched)
    worker.start()
    expect(lead.locator("#solve")).to_contain_text("Best so far")
    on(lead, "Stop and keep the best")
    worker.join()
    lead.reload()
    lead.get_by_role("button", name="Search").wait_for()
    run = SolveRun.objects.get()
    assert run.state == "done", run.told
    return run.draft


def searched():
    try:
        scheduling.tasks.solve(SolveRun.objects.get().pk)
    finally:
        connections.close_all()


def late_and_free(draft):
    """A late shift, and the day after it on which they have nothing."""
    zone = ZoneInfo(draft.zone)
    worked = {
        (one.user, one.starts_at.astimezone(zone).date()): one for one in draft.shifts.exclude(user=None)
    }
    for (user, day), shift in worked.items():
        late = shift.starts_at.astimezone(zone).hour == 15
        if late and day < MONDAY + 6 * DAY and (user, day + DAY) not in worked:
            return user, day, shift
    raise AssertionError("nobody works late")


def adjusted(lead, draft):
    """Each way says at once what it would break."""
    user, day, shift = late_and_free(draft)
    said, free = lead.locator("#roster-said"), cell(lead, user, day + DAY)
    free.focus()
    press(lead, "1", "Enter")
    expect(said).to_contain_text("rests 7.5 h")
    assert free.locator(".broken").count() == 1
    press(lead, "Control+z")
    expect(free.locator("[data-shift]")).to_have_count(0)
    cell(lead, user, day).focus()
    press(lead, "Alt+ArrowRight")
    free.locator("[data-shift]").wait_for()
    press(lead, "Control+z")
    cell(lead, user, day).locator("[data-shift]").wait_for()
    # Over a cell where it may not be it is said before it is let go.
    other = draft.shifts.exclude(user=user).exclude(user=None).filter(template__name="Early").first()
    early = lead.locator(f'[data-shift="{other.pk}"]')
    early.hover()
    lead.mouse.down()
    free.hover(force=True)
    expect(said).to_contain_text("rests 7.5 h")
    expect(free).to_have_class(re.compile("refused"))
    press(lead, "Escape")
    lead.mouse.up()
    open_ = lead.locator(f'tr:has(.open) td[data-day="{day}"]')
    # It is seen there before the desk has it.
    with lead.expect_response("**/act/"):
        cell(lead, user, day).locator("[data-shift]").drag_to(open_)
    open_.locator("[data-shift]").wait_for()
    assert not DraftShift.objects.get(pk=shift.pk).user
    press(lead, "Control+z")
    cell(lead, user, day).locator("[data-shift]").wait_for()
    expect(said).to_have_text("Saved")


def published(lead):
    press(lead, "Control+Enter")
    lead.get_by_label("A line for everybody").fill("As agreed on Monday")
    lead.locator(".menu-list").get_by_role("button", name="Publish").focus()
    go(lead, "Enter")
    expect(lead.locator("body")).to_contain_text("Everybody whose shifts changed is told")


def taken_in_turns(lead, base, day, *people):
    lead.goto(f"{base}/roster/of/billing/on-call/")
    go(lead, "t")
    for name, value in (("first_on", day), ("last_on", day), ("starts", "22:00"), ("ends", "07:00")):
        lead.locator(f"[name={name}]").fill(str(value))
    for place, one in enumerate(people, 1):
        lead.locator(f"[name=who_{place}]").select_option(str(one.pk))
    go(lead, "Control+Enter")
    expect(lead.locator(".turns")).to_contain_text(f"then {people[1].full_name}")
    on(lead, "Enter all of it")
    assert [one.user for one in OnCall.objects.order_by("order")] == list(people)


def swapped(open_page, billing, amara, ben, keep):
    """Amara's for one of Ben's that both may work."""
    pairs = (
        (one, other)
        for one in Shift.objects.filter(user=amara).exclude(pk=keep.pk)
        for other in Shift.objects.filter(user=ben)
        if not refused({amara: [other], ben: [one]}, billing, instead_of=(one.pk, other.pk))
    )
    mine, theirs = next(pairs)
    page = open_page(f"/shifts/{mine.pk}/", reader=amara)
    page.get_by_label("For which shift").select_option(str(theirs.pk))
    on(page, "Ask for the swap")
    page.close()
    page = open_page("/shifts/exchanges/", reader=ben)
    on(page, "Swap")
    page.close()
    assert Exchange.objects.get().state == "done"
    assert Shift.objects.get(pk=mine.pk).user == ben
