"""The short form of the storm over the same tickets, and what it once found."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone

from benchmarks import sla_storm
from tests.factories import make_ticket
from tickets import actions, promised
from tickets.actions.locking import locked
from tickets.models import Ticket, TicketClock, TicketEvent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(billing, network, promises, mona, dana, eve):
    promised.terms_of.cache_clear()
    promised.calendar_of.cache_clear()
    return [make_ticket(requester=dana if n % 2 else eve, team=billing).pk for n in range(6)]


def test_after_a_storm_every_row_is_what_the_events_say(desk):
    blows = sla_storm.blows(random.Random(20), desk, timezone.now(), 160)
    done = sla_storm.storm(blows, threads=4)
    assert done.total() == 160
    assert {"answer", "letter", "move", "team", "priority", "bounce", "owner"} <= done.keys()
    assert TicketEvent.objects.filter(kind="breached").exists()
    assert sla_storm.differing() == (6, 0, [])
    # And it would have been seen.
    TicketClock.objects.filter(ticket=desk[0]).update(state="merged")
    assert sla_storm.differing()[1] == 1


def test_a_ticket_that_changes_teams_is_not_lost_to_whoever_waits_for_it(desk, network, mona):
    """The row is locked with its team beside it; moved meanwhile, it no longer fits that team."""
    ticket = Ticket.objects.get(pk=desk[0])
    held, waiting = threading.Event(), threading.Event()

    def move_it() -> None:
        try:
            with transaction.atomic():
                fresh = locked(ticket)
                held.set()
                waiting.wait(10)
                _until_somebody_waits()
                actions.change_team(fresh, by=mona, to=network)
        finally:
            connection.close()

    def answer_it() -> str:
        try:
            held.wait(10)
            waiting.set()
            return actions.reply(ticket, by=mona, text="It is on its way.").text
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        moved, answered = pool.submit(move_it), pool.submit(answer_it)
        assert (moved.result(), answered.result()) == (None, "It is on its way.")
    ticket.refresh_from_db()
    assert ticket.team == network


def test_who_holds_a_ticket_keeps_nobody_from_referring_to_it(desk):
    """A message that comes from a third ticket is moved by a merge while somebody works on that one."""
    one, third = Ticket.objects.get(pk=desk[0]), Ticket.objects.get(pk=desk[1])
    held, done = threading.Event(), threading.Event()

    def work_on_it() -> None:
        try:
            with transaction.atomic():
                locked(third)
                held.set()
                done.wait(20)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(work_on_it)
        held.wait(10)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '5s'")
                one.messages.update(origin=third)
        finally:
            done.set()
        working.result()
    assert one.messages.get().origin == third


def _until_somebody_waits() -> None:
    for _ in range(1000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.01)")
    raise AssertionError("nobody waits for the ticket")
