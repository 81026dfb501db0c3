"""How late timers are noticed, and clocks that disagree: on /readyz, and in words on the board."""

import datetime
import logging
import re
import time
from pathlib import Path

import pytest

from lib import database_clock
from tests.factories import make_ticket
from tests.tickets.test_escalations import office
from tickets import health, watching
from tickets.models import TicketClock

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)
ROOT = Path(__file__).parents[2]


@pytest.fixture
def wrong_clock(monkeypatch):
    """This machine's clock is so many seconds ahead."""

    def set_to(seconds):
        right = time.time
        monkeypatch.setattr(database_clock.time, "time", lambda: right() + seconds)

    return set_to


@pytest.fixture
def missed(billing, dana):
    """A ticket that was opened by the clock, with a first response missed three minutes ago."""
    office(billing)
    ticket = make_ticket(requester=dana, team=billing)
    ago = database_clock.now() - 3 * MINUTE
    TicketClock.objects.filter(ticket=ticket, metric="first_response").update(due_at=ago)
    return ticket


def test_what_nobody_noticed_for_a_minute_is_down_and_an_alarm(client, missed, mona, amara):
    lag = health.timer_lag()
    assert not lag["ok"]
    assert 180 <= lag["seconds"] < 240
    client.force_login(mona)
    assert "A promise was missed 3m ago, and no worker has noticed" in client.get("/board/").content.decode()


def test_noticed_in_time_everything_is_well(billing, dana, client, mona):
    assert health.timer_lag() == {"ok": True, "seconds": 0.0, "noticed_seconds": 0.0}
    client.force_login(mona)
    assert "strip-note bad" not in client.get("/board/").content.decode()


def test_noticed_late_is_a_warning_for_a_while(billing, dana, monkeypatch):
    """The event's own time is when it was due; when it was written down tells how late somebody noticed."""
    office(billing)
    now = database_clock.now()
    ticket = make_ticket(requester=dana, team=billing, priority="urgent", at=now - 32 * MINUTE)
    watching.watch()
    # Opened long ago and only now written down: that is nobody's delay.
    assert health.timer_lag()["noticed_seconds"] < 5
    monkeypatch.setattr(health, "CLOCK_EVENTS", frozenset())  # as if it had been written down back then
    assert ticket.events.filter(kind="breached").exists()
    lag = health.timer_lag()
    assert lag["ok"]
    assert 115 < lag["noticed_seconds"] < 180
    assert "noticed 2m late" in lag["warning"]


def test_a_clock_that_is_right_is_no_warning():
    assert abs(database_clock.drift()) < 1
    database_clock.note_drift()
    assert set(health.clock_drift()) == {"ok", "seconds"}


@pytest.mark.parametrize(("seconds", "words"), [(5, "5.0 s ahead"), (-30, "30.0 s behind")])
def test_a_machine_whose_clock_is_wrong_is_a_warning(client, wrong_clock, seconds, words, mona, caplog):
    wrong_clock(seconds)
    with caplog.at_level(logging.WARNING):
        database_clock.note_drift()
    assert "differs from the database's" in caplog.text
    answer = health.clock_drift()
    assert answer["ok"]
    assert words in answer["warning"]
    ready = client.get("/readyz").json()
    assert words in ready["checks"]["clocks"]["warning"]
    client.force_login(mona)
    assert words in client.get("/board/").content.decode()


def test_a_wrong_worker_is_heard_of_though_this_process_is_right(wrong_clock, monkeypatch):
    with monkeypatch.context() as elsewhere:
        right = time.time
        elsewhere.setattr(database_clock.time, "time", lambda: right() + 4)
        database_clock.note_drift()
    assert 3.5 < database_clock.worst_drift() < 4.5
    assert "warning" in health.clock_drift()


def test_timers_go_by_the_database_whatever_this_machine_thinks(missed, monkeypatch, billing, dana):
    """A worker two hours behind still notices; one two hours ahead tells nothing before its time."""
    for hours in (-2, 2):
        off = datetime.timedelta(hours=hours)
        with monkeypatch.context() as machine:
            machine.setattr(
                "django.utils.timezone.now", lambda off=off: datetime.datetime.now(datetime.UTC) + off
            )
            ticket = make_ticket(requester=dana, team=billing)
            assert abs(ticket.opened_at - database_clock.now()) < MINUTE
            watching.watch()
    assert not ticket.events.filter(kind__in=["warned", "breached"])


def test_a_watch_without_a_time_of_its_own_takes_the_databases(billing, dana):
    office(billing)
    at = database_clock.now() - 29 * MINUTE - datetime.timedelta(seconds=59)
    ticket = make_ticket(requester=dana, team=billing, priority="urgent", at=at)
    TicketClock.objects.filter(ticket=ticket).update(due_at=at)  # found by the index, judged by the events
    watching.watch()
    noticed = ticket.events.filter(kind="breached")
    assert all(abs(event.recorded_at - database_clock.now()) < MINUTE for event in noticed)


def test_no_action_asks_the_clock_of_its_machine():
    rooms = [*(ROOT / "tickets" / "actions").glob("*.py"), *(ROOT / "notices").glob("actions.py")]
    rooms += [ROOT / "tickets" / name for name in ("clocks.py", "escalations.py", "adopting.py", "tasks.py")]
    asks = [room.name for room in rooms if re.search(r"timezone\.now\(|datetime\.now\(", room.read_text())]
    assert asks == []
