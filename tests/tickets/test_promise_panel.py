"""The promise panel: what it says is what the clock says, and its rows sum to it."""

import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from tests.factories import make_ticket
from tickets import clocks
from tickets.actions import move, receive, reply, take
from tickets.promises import WIDTH, panels
from tickets.templatetags.thread import due_words, hours, used_words

TALLINN = ZoneInfo("Europe/Tallinn")
MONDAY_10 = datetime.datetime(2026, 11, 16, 10, tzinfo=TALLINN)
HOUR = datetime.timedelta(hours=1)


def shown(ticket, now):
    return {panel.name: panel for panel in panels(clocks.read(ticket, now), now)}


def test_rows_sum_to_what_was_used_and_say_why_nothing_counted(promises, billing, dana, amara):
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY_10)
    take(ticket, by=amara, at=MONDAY_10 + HOUR)
    reply(ticket, by=amara, text="Which account?", then="wait", at=MONDAY_10 + 2 * HOUR)
    receive(ticket, by=dana, text="4471", channel="email", at=MONDAY_10 + 4 * HOUR)
    panel = shown(ticket, MONDAY_10 + 5 * HOUR)["Resolution"]
    assert panel.used == 3 * 3600
    assert sum(row.seconds for row in panel.rows) == panel.used
    assert "waiting on the customer" in [str(row.reason) for row in panel.rows if not row.counted]
    assert used_words(panel) == "3 h of 24 h of opening hours"


def test_a_clock_that_stands_still_says_how_much_is_left(promises, billing, dana, amara):
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY_10)
    reply(ticket, by=amara, text="Which?", at=MONDAY_10 + HOUR)
    move(ticket, "wait", by=amara, at=MONDAY_10 + HOUR)
    panel = shown(ticket, MONDAY_10 + 3 * HOUR)["Resolution"]
    assert panel.state == "paused"
    assert due_words(panel) == "stands still, 23 h left when it goes on"


def test_late_and_open_is_red_and_says_how_late(promises, billing, dana):
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY_10)
    panel = shown(ticket, MONDAY_10 + 5 * HOUR)["First response"]
    assert (panel.look, panel.pill, panel.over) == ("late", "late", True)
    assert "was due" in due_words(panel)


def test_the_strip_never_leaves_its_rail(promises, billing, dana, amara):
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY_10)
    at = MONDAY_10
    for _round in range(30):
        at += datetime.timedelta(minutes=20)
        move(ticket, "hold", by=amara, at=at)
        move(ticket, "resume", by=amara, at=at + datetime.timedelta(minutes=5))
    for panel in shown(ticket, MONDAY_10 + 400 * HOUR).values():
        assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH for bar in panel.bars)


def test_due_is_told_in_the_readers_zone(client, promises, billing, dana, amara):
    amara.time_zone = "America/New_York"
    amara.save()
    client.force_login(amara)
    ticket = make_ticket(requester=dana, team=billing)
    due = ticket.clocks.get(metric="first_response").due_at.astimezone(ZoneInfo("America/New_York"))
    page = client.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()
    assert f'title="{due:%Y-%m-%d %H:%M}"' in page


def test_working_time_is_told_in_hours():
    assert [hours(n) for n in (0, 52 * 60, 90 * 60, 7200, 33 * 3600 + 240)] == [
        "0 min", "52 min", "90 min", "2 h", "33 h 4 min",
    ]  # fmt: skip
