"""Counting what happened: beside everybody's work, by two at once, killed in the middle; nothing is lost."""

import datetime
import os
import random
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone

from benchmarks import sla_storm
from customers.models import Organisation
from reports.choices import FactKind
from reports.counted import counting, verifying
from reports.counted.drifted import drifted
from reports.models import StaleDay, TicketFact
from tests.factories import make_ticket
from tickets import actions, promised
from tickets.actions import taking_back
from tickets.actions.taking_back import Hold
from tickets.models import Ticket, TicketEvent
from tickets.redaction import Wish

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
STORM = int(os.environ.get("STORM", "300"))


@pytest.fixture
def desk(billing, network, promises, mona, dana, eve):
    promised.terms_of.cache_clear()
    promised.calendar_of.cache_clear()
    return [make_ticket(requester=dana if n % 2 else eve, team=billing).pk for n in range(8)]


def counted(ticket, kind) -> int:
    return TicketFact.objects.filter(ticket=ticket, kind=kind).count()


def differing() -> tuple[list[int], list[str]]:
    counting.bring_up_to_date()
    return [*verifying.wrong_facts()], verifying.wrong_figures()


def in_threads(*acts) -> list:
    def run(act):
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [*pool.map(run, acts)]


@pytest.mark.django_db(transaction=True)
def test_a_storm_is_counted_while_it_blows_and_by_two_at_once(desk):
    blows = sla_storm.blows(random.Random(9), desk, timezone.now() - 10 * DAY, STORM)
    over = threading.Event()

    def blow():
        try:
            return sla_storm.storm(blows, threads=4)
        finally:
            over.set()

    def count_beside():
        tickets = 0
        while not over.is_set():
            tickets += counting.bring_up_to_date()
        return tickets

    done, counted_beside = in_threads(blow, count_beside)
    assert done.total() == STORM
    assert {"answer", "letter", "move", "team"} <= done.keys()
    assert counted_beside > len(desk), "counted again while it blew"
    in_threads(counting.bring_up_to_date, counting.bring_up_to_date)
    assert differing() == ([], [])
    assert not StaleDay.objects.exists()
    assert TicketFact.objects.filter(kind=FactKind.REOPENED).exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_late_is_counted_all_the_same(desk, mona, monkeypatch):
    monkeypatch.setattr(counting, "LATE_COMMITS", datetime.timedelta(0))
    written, counted_others = threading.Event(), threading.Event()

    def answer_slowly():
        with transaction.atomic():
            actions.reply(Ticket.objects.get(pk=desk[0]), by=mona, text="Late.")
            written.set()
            counted_others.wait(20)

    def count_meanwhile():
        written.wait(20)
        actions.reply(Ticket.objects.get(pk=desk[1]), by=mona, text="Newer, and there at once.")
        try:
            counting.bring_up_to_date()
            return counted(desk[0], FactKind.ANSWERED), counted(desk[1], FactKind.ANSWERED)
        finally:
            counted_others.set()

    assert in_threads(answer_slowly, count_meanwhile)[1] == (0, 1)
    assert differing() == ([], [])
    assert counted(desk[0], FactKind.ANSWERED) == 1


@pytest.mark.django_db
def test_a_counting_that_is_killed_loses_nothing(desk, monkeypatch):
    class Killed(Exception):
        pass

    calls = []

    def killed(numbers):
        calls.append(numbers)
        if len(calls) in (2, 4):
            raise Killed
        return promises(numbers)

    promises = counting._promises
    monkeypatch.setattr(counting, "BATCH", 3)
    monkeypatch.setattr(counting, "_promises", killed)
    for _ in range(2):
        with pytest.raises(Killed):
            counting.bring_up_to_date()
    monkeypatch.setattr(counting, "roll", lambda days: [*days, 1 / 0])
    with pytest.raises(ZeroDivisionError):
        counting.bring_up_to_date()
    assert StaleDay.objects.exists()
    monkeypatch.undo()
    assert differing() == ([], [])
    assert TicketFact.objects.filter(kind=FactKind.ARRIVED).count() == len(desk)


@pytest.mark.django_db
def test_words_that_are_taken_out_change_no_figure(desk, mona):
    ticket = Ticket.objects.get(pk=desk[0])
    answer = actions.reply(ticket, by=mona, text="The card is 4111 1111 1111 1111.")
    counting.bring_up_to_date()
    before = [*TicketFact.objects.order_by("pk").values()]
    actions.redact(ticket, by=mona, wish=Wish(message=answer, whole=True), reason="A card number.")
    assert differing() == ([], [])
    assert [*TicketFact.objects.order_by("pk").values()] == before


@pytest.mark.django_db
def test_a_call_that_was_written_down_later_counts_when_it_came(billing, promises, amara, mona, dana):
    now = timezone.now()
    ticket = make_ticket(requester=dana, team=billing, channel="phone", at=now - HOUR)
    actions.reply(ticket, by=amara, text="Yes.", at=now)
    counting.bring_up_to_date()
    to = now - 3 * DAY
    actions.retime(ticket.messages.first(), by=mona, to=to, reason="They called on Thursday.")
    assert differing() == ([], [])
    assert TicketFact.objects.get(ticket=ticket, kind=FactKind.ARRIVED).at == to
    assert TicketFact.objects.get(ticket=ticket, kind=FactKind.FIRST_RESPONSE).seconds == 3 * 24 * 3600


@pytest.mark.django_db
def test_what_is_parted_again_counts_for_itself_again(billing, promises, amara, dana):
    into, source = (make_ticket(requester=dana, team=billing) for _ in range(2))
    actions.merge(source, by=amara, into=into)
    assert differing() == ([], [])
    assert counted(source, FactKind.ARRIVED) == 0
    actions.unmerge(source, by=amara)
    assert differing() == ([], [])
    assert counted(source, FactKind.ARRIVED) == counted(into, FactKind.ARRIVED) == 1


@pytest.mark.django_db
def test_an_answer_that_is_taken_back_was_never_one(desk, amara):
    ticket = Ticket.objects.get(pk=desk[0])
    hold = Hold(10, text="It is on its way.", to="Eve <eve@example.com>", cc="")
    answer = actions.reply(ticket, by=amara, text="It is on its way.", hold=hold, then="solve")
    assert differing() == ([], [])
    assert counted(ticket, FactKind.ANSWERED) == counted(ticket, FactKind.SOLVED) == 1
    taking_back.take_back(answer, by=amara)
    assert differing() == ([], [])
    assert counted(ticket, FactKind.ANSWERED) == counted(ticket, FactKind.SOLVED) == 0


@pytest.mark.django_db
def test_who_goes_to_another_organisation_takes_their_tickets_along(desk, eve):
    counting.bring_up_to_date()
    elsewhere = Organisation.objects.create(name="Another Company")
    eve.organisation = elsewhere
    eve.save(update_fields=["organisation"])
    theirs = Ticket.objects.filter(requester=eve).count()
    assert counting.look_over() == theirs
    assert TicketFact.objects.filter(kind=FactKind.ARRIVED, organisation=elsewhere).count() == theirs
    assert differing() == ([], [])
    assert counting.look_over() == 0


@pytest.mark.django_db
def test_what_changed_is_looked_for_a_slice_at_a_time(desk, eve, monkeypatch):
    counting.bring_up_to_date()
    eve.organisation = Organisation.objects.create(name="Another Company")
    eve.save(update_fields=["organisation"])
    asked, last = [], Ticket.objects.latest("pk").pk
    monkeypatch.setattr(counting, "SLICE", size := last // 3 + 1)
    monkeypatch.setattr(counting, "drifted", lambda *given: asked.append(given) or drifted(*given))
    assert counting.look_over() == Ticket.objects.filter(requester=eve).count()
    assert asked == [(n * size, (n + 1) * size) for n in range(3)]


@pytest.mark.django_db
def test_the_cursor_passes_what_is_settled_and_counts_it_once(desk):
    counting.bring_up_to_date()
    old = timezone.now() - DAY
    with connection.cursor() as cursor:  # a database that was restored: all of it is old
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE tickets_ticketevent SET recorded_at = %s", [old])
    assert counting.bring_up_to_date() == 0
    assert counting.CountedUpTo.objects.get().event == TicketEvent.objects.latest("pk").pk


@pytest.mark.django_db
def test_numbers_that_are_missing_hold_nothing_up(desk, eve):
    """What was rolled back has taken numbers along, more of them than are looked at in one go."""
    counting.bring_up_to_date()
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('tickets_ticketevent', 'id'), %s)", [10**7])
    late = make_ticket(requester=eve, team=Ticket.objects.get(pk=desk[0]).team)
    assert counting.bring_up_to_date() == 1
    assert counted(late, FactKind.ARRIVED) == 1
