"""Writers that go on while their log is chained, and a chain that is let go in the middle."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.factories import make_ticket
from tickets import chaining, events, verifying
from tickets.actions import add_note
from tickets.models import HistoryEntry, HistoryState, TicketEvent

pytestmark = pytest.mark.django_db(transaction=True)


def in_thread(work):
    def run(*args):
        try:
            return work(*args)
        finally:
            connection.close()

    return run


def test_two_writers_and_two_who_chain_leave_one_whole_chain(ticket, billing, dana, amara, ben):
    other = make_ticket(requester=dana, team=billing, subject="Another")
    done = Event()

    @in_thread
    def write(by, *tickets):
        for n in range(12):
            for one in tickets:
                add_note(one, by=by, text=f"Note {n}")

    @in_thread
    def chain():
        while not done.is_set():
            chaining.go_on()

    with ThreadPoolExecutor(4) as pool:
        chains = [pool.submit(chain) for _ in range(2)]
        for writer in [pool.submit(write, amara, ticket, other), pool.submit(write, ben, other, ticket)]:
            writer.result(30)
        done.set()
        for one in chains:
            one.result(30)
    chaining.go_on()
    assert list(verifying.look_at_everything()) == []
    assert HistoryEntry.objects.count() == TicketEvent.objects.count() >= 48


def test_what_commits_late_gets_its_place_all_the_same(ticket, amara, ben):
    written, chained = Event(), Event()

    @in_thread
    def slow():
        with transaction.atomic():
            event = events.record(ticket, "noted", by=ben, at=timezone.now())
            written.set()
            assert chained.wait(20)
        return event.pk

    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(slow)
        assert written.wait(20)
        newer = events.record(ticket, "noted", by=amara, at=timezone.now())
        chaining.go_on()
        chained.set()
        late = late.result(20)
    assert late < newer.pk
    assert not HistoryEntry.objects.filter(event=late).exists()
    assert chaining.go_on() == 1
    assert HistoryEntry.objects.get(event=late).number > HistoryEntry.objects.get(event=newer.pk).number
    assert list(verifying.look_at_everything()) == []


def test_a_chain_that_is_killed_in_the_middle_goes_on_from_whole_links(ticket, amara, monkeypatch):
    chaining.go_on()
    before = HistoryEntry.objects.count()
    add_note(ticket, by=amara, text="One more.")

    class Killed(Exception):
        pass

    def killed(*args, **options):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(chaining, "_move_on", killed)
        with pytest.raises(Killed):
            chaining.go_on()
    assert HistoryEntry.objects.count() == before
    assert chaining.go_on() == 1
    assert list(verifying.look_at_everything()) == []


def test_a_large_past_is_chained_in_batches(ticket, amara, monkeypatch):
    monkeypatch.setattr(chaining, "BATCH", 3)
    for n in range(10):
        add_note(ticket, by=amara, text=f"Note {n}")
    assert chaining.go_on() == TicketEvent.objects.count()
    assert list(verifying.look_at_everything()) == []
    assert HistoryState.objects.get().unsealed_up_to == 0
