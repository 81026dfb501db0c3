"""The timers of a ticket are a cache: the command finds whatever is not what the events say."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_ticket
from tickets import rebuilding, watching
from tickets.actions import move, prioritise, receive, reply, take
from tickets.models import Ticket, TicketClock, TicketEvent

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 11, 16, 8, 0, tzinfo=datetime.UTC)  # 10:00 in Tallinn, open until 17:00
HOUR = datetime.timedelta(hours=1)


def rebuild(**options) -> str:
    out = io.StringIO()
    call_command("sla_rebuild", stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def stored():
    return list(TicketClock.objects.order_by("ticket", "metric", "cycle").values())


@pytest.fixture
def lived(promises, billing, dana, amara, ben):
    """Three tickets that were warned of, missed, paused, prioritised, answered, reopened."""
    made = [make_ticket(requester=dana, team=billing, at=MONDAY + n * HOUR) for n in range(3)]
    reply(made[0], by=amara, text="We are looking into it.", then="wait", at=MONDAY + 2 * HOUR)
    watching.watch(MONDAY + 5 * HOUR)
    receive(made[0], by=dana, text="Here you are.", channel="email", at=MONDAY + 3 * HOUR)  # came late
    prioritise(made[1], by=amara, to="high", at=MONDAY + 6 * HOUR)
    take(made[1], by=ben, at=MONDAY + 6 * HOUR)
    reply(made[1], by=ben, text="Done.", then="solve", at=MONDAY + 25 * HOUR)
    watching.watch(MONDAY + 26 * HOUR)
    receive(made[1], by=dana, text="It is not.", channel="email", at=MONDAY + 27 * HOUR)
    watching.watch(MONDAY + 100 * HOUR)
    return made


def test_true_clocks_differ_nowhere(promises, ticket, amara):
    assert rebuild(check=True) == "1 tickets looked at, 0 differ.\n"
    reply(ticket, by=amara, text="We are looking into it.", then="wait")
    move(ticket, "resume", by=amara)
    assert "0 differ" in rebuild(check=True)


def test_rule_1_the_rows_are_rebuilt_from_the_events_alone(lived):
    """Warnings and notices too; only what still runs holds what it had used when it was last written."""
    before = stored()
    TicketClock.objects.all().delete()
    Ticket.objects.update(queue_metric="", queue_at=MONDAY)
    assert "3 put right" in rebuild()
    moving = {"id"}
    for was, now in zip(before, stored(), strict=True):
        skip = moving | ({"elapsed_seconds"} if was["stopped_at"] is None else set())
        assert {k: v for k, v in was.items() if k not in skip} == {
            k: v for k, v in now.items() if k not in skip
        }
    events = TicketEvent.objects.count()
    assert "0 put right" in rebuild()
    watching.watch(MONDAY + 100 * HOUR)
    assert TicketEvent.objects.count() == events  # nobody is told twice


def test_a_changed_row_is_found_and_mended(promises, ticket):
    TicketClock.objects.filter(metric="resolution").update(
        due_at=datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)
    )
    TicketClock.objects.filter(metric="first_response").delete()
    TicketClock.objects.create(
        ticket=ticket, metric="work_time", state="running", started_at=MONDAY, target_seconds=60
    )
    Ticket.objects.update(queue_metric="resolution")
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("sla_rebuild", check=True, stdout=out)
    assert "resolution 1 due_at: stored 2030-01-01" in out.getvalue()
    assert "first_response 1: not stored" in out.getvalue()
    assert "work_time 1: not in the events" in out.getvalue()
    assert "queue: stored" in out.getvalue()
    assert "1 put right" in rebuild()
    assert "0 differ" in rebuild(check=True)


@pytest.mark.parametrize("column", ["warned", "warned_at", "breach_noticed_at", "next_warn_at", "state"])
def test_no_column_goes_unlooked_at(lived, column):
    value = {"warned": ["9%"], "state": "withdrawn"}.get(column, MONDAY + 999 * HOUR)
    TicketClock.objects.filter(ticket=lived[2], metric="first_response").update(**{column: value})
    with pytest.raises(CommandError):
        rebuild(check=True)


def test_a_letter_handled_late_turns_no_clock_back(promises, billing, dana):
    """The breach was noticed at 15:00; a letter of 13:30 that is handled then leaves it a breach."""
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY)
    watching.watch(MONDAY + 5 * HOUR)
    receive(ticket, by=dana, text="Hello?", channel="email", at=MONDAY + 3.5 * HOUR)
    assert ticket.clocks.get(metric="first_response").state == "missed"
    assert "0 differ" in rebuild(check=True)


def test_it_goes_on_where_it_was_stopped(lived, monkeypatch):
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    TicketClock.objects.all().delete()
    looks = rebuilding.look_through(mend=True)
    first = next(looks)
    looks.close()
    assert set(TicketClock.objects.values_list("ticket", flat=True)) == {lived[0].pk}
    assert rebuild(first=first.last + 1).endswith("2 tickets looked at, 2 put right.\n")
    assert "0 differ" in rebuild(check=True)


def test_a_batch_costs_three_statements_however_many_tickets(lived, django_assert_num_queries):
    with django_assert_num_queries(4):  # the last asks whether there are more
        list(rebuilding.look_through(mend=False))


def test_an_event_that_cannot_be_read_is_said_and_stops_nothing(lived):
    second = TicketEvent.objects.create(ticket=lived[1], kind="opened", at=MONDAY, data={"category": "new"})
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("sla_rebuild", check=True, stdout=out)
    assert f"#{second.ticket_id} its events cannot be read: A log needs one opening" in out.getvalue()
    assert "3 tickets looked at, 1 differ." in out.getvalue()
