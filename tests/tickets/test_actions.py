"""The life of a ticket through its actions."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, connection, transaction

from tests.factories import make_ticket
from tickets.actions import StaleReply, add_note, assign, move, prioritise, receive, reply, take
from tickets.choices import EventKind, MessageKind
from tickets.models import Message, TicketEvent
from tickets.models.ticket import NEVER
from tickets.workflow import MoveRefused

TALLINN = ZoneInfo("Europe/Tallinn")
MONDAY_10 = datetime.datetime(2026, 11, 16, 10, tzinfo=TALLINN)


def kinds(ticket):
    return list(ticket.events.order_by("pk").values_list("kind", flat=True))


def test_a_new_ticket_has_a_message_an_event_and_a_promise(promises, billing, dana):
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY_10)
    assert ticket.state == "new"
    assert kinds(ticket) == ["opened", "promised"]
    assert ticket.messages.get().contact == dana
    assert ticket.queue_at == MONDAY_10 + datetime.timedelta(hours=4)
    assert ticket.queue_metric == "first_response"
    assert len(ticket.reference) == 8


def test_an_answer_meets_the_first_response_to_the_second(promises, billing, dana, amara):
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY_10)
    answered = MONDAY_10 + datetime.timedelta(hours=3, seconds=7)
    reply(ticket, by=amara, text="On it.", at=answered)
    clock = ticket.clocks.get(metric="first_response")
    assert (clock.state, clock.stopped_at, clock.elapsed_seconds) == ("met", answered, 3 * 3600 + 7)
    assert ticket.assignee == amara
    assert ticket.state == "open"
    assert ticket.unanswered_since is None


def test_clock_stands_still_while_waiting_on_customer(promises, billing, dana, amara):
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY_10)
    hour = datetime.timedelta(hours=1)
    reply(ticket, by=amara, text="Which account?", then="wait", at=MONDAY_10 + hour)
    paused = ticket.clocks.get(metric="resolution")
    assert (paused.state, paused.due_at) == ("paused", None)
    assert ticket.queue_at == NEVER
    receive(ticket, by=dana, text="4471", channel="email", at=MONDAY_10 + 3 * hour)
    running = ticket.clocks.get(metric="resolution")
    assert ticket.state == "open"
    # 24 business hours: one used by 11:00, two paused, so due two hours later than without the pause.
    assert running.due_at == datetime.datetime(2026, 11, 19, 12, tzinfo=TALLINN)


def test_a_note_is_no_answer(promises, billing, dana, amara):
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY_10)
    add_note(ticket, by=amara, text="Looks like the IBAN.", at=MONDAY_10 + datetime.timedelta(minutes=5))
    assert ticket.clocks.get(metric="first_response").stopped_at is None
    assert ticket.unanswered_since == MONDAY_10


def test_a_customers_reply_reopens_what_was_solved(ticket, dana, amara):
    reply(ticket, by=amara, text="Sent again.", then="solve")
    assert ticket.state == "solved"
    assert ticket.solved_at
    receive(ticket, by=dana, text="Still nothing.", channel="email")
    ticket.refresh_from_db()
    assert (ticket.state, ticket.solved_at) == ("open", None)
    assert kinds(ticket)[-2:] == [EventKind.CUSTOMER_WROTE, EventKind.MOVED]


def test_a_stale_reply_is_not_sent(ticket, dana, amara):
    seen = ticket.messages.get().pk
    receive(ticket, by=dana, text="Never mind, it arrived.", channel="email")
    with pytest.raises(StaleReply) as refused:
        reply(ticket, by=amara, text="We will look into it.", seen=seen)
    assert [m.text for m in refused.value.newer] == ["Never mind, it arrived."]
    assert not Message.objects.filter(author=amara).exists()


def test_a_double_click_makes_one_answer(ticket, amara):
    first = reply(ticket, by=amara, text="Hello", sent_key="k1")
    assert reply(ticket, by=amara, text="Hello", sent_key="k1").pk == first.pk
    assert ticket.messages.filter(author=amara).count() == 1


def test_a_move_that_is_not_open_is_refused(ticket, amara):
    move(ticket, "solve", by=amara)
    with pytest.raises(MoveRefused):
        move(ticket, "wait", by=amara)


def test_a_colleague_of_another_team_cannot_be_given_the_ticket(ticket, cleo, nora):
    with pytest.raises(Exception, match="Nora Ilves"):
        assign(ticket, by=cleo, to=nora)
    ticket.refresh_from_db()
    assert ticket.assignee is None


def test_taking_opens_and_assigns(ticket, amara):
    take(ticket, by=amara)
    assert (ticket.state, ticket.assignee) == ("open", amara)


def test_somebody_who_left_may_do_nothing(ticket, amara):
    amara.is_active = False
    with pytest.raises(PermissionDenied):
        reply(ticket, by=amara, text="bye")


def test_a_customer_may_not_do_staffs_work(ticket, dana):
    with pytest.raises(PermissionDenied):
        move(ticket, "solve", by=dana)
    with pytest.raises(PermissionDenied):
        add_note(ticket, by=dana, text="hm")


def test_raising_the_priority_brings_the_promise_forward(promises, billing, dana, amara):
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY_10)
    prioritise(ticket, by=amara, to="high", at=MONDAY_10)
    assert ticket.queue_at == MONDAY_10 + datetime.timedelta(hours=2)


def test_the_database_refuses_a_note_with_recipients(ticket, amara):
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(
            ticket=ticket, kind=MessageKind.NOTE, channel="web", author=amara, at=MONDAY_10, text="x",
            recipients={"to": [{"address": "dana@okafor.example"}]},
        )  # fmt: skip


def test_the_database_refuses_to_change_history(ticket):
    with pytest.raises(InternalError, match="never changed"), transaction.atomic():
        TicketEvent.objects.filter(ticket=ticket).update(kind="moved")
    TicketEvent.objects.filter(ticket=ticket).update(announced_at=MONDAY_10)


def test_search_ignores_accents_and_case(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_tsvector('desk', 'Właściciela') @@ plainto_tsquery('desk', 'wlasciciela')")
        assert cursor.fetchone() == (True,)
