"""Tampering with the log shows. Here somebody rules the database: triggers off, rows rewritten by hand."""

import datetime
import io
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from notices.models import Notice
from staff.actions import hire
from tests.factories import make_ticket
from tickets import anchors, chaining, history_watch, verifying
from tickets.actions import add_note, merge, move, prioritise, reply
from tickets.models import HistoryEntry, HistoryState, TicketEvent
from tickets.verifying import Wrong

pytestmark = pytest.mark.django_db
EVENT = "tickets_ticketevent"


@pytest.fixture
def lived(ticket, amara):
    """A ticket with a past, all of it in the chain."""
    reply(ticket, by=amara, text="We look into it.")
    prioritise(ticket, by=amara, to="high")
    add_note(ticket, by=amara, text="Asked the bank.")
    move(ticket, "solve", by=amara)
    chaining.go_on()
    return ticket


@contextmanager
def database_ruled(table=EVENT):
    """As its owner, who asks no trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def wrong(problems):
    return [(p.wrong, p.event) for p in problems]


def everything():
    return wrong(verifying.look_at_everything())


def test_a_log_that_nobody_touched_is_well(lived):
    assert everything() == []
    assert wrong(verifying.look_at_ticket(lived.pk)) == []
    assert HistoryEntry.objects.count() == TicketEvent.objects.count()


def test_recording_costs_no_further_statement(ticket, amara, django_assert_num_queries):
    from tickets import events

    with django_assert_num_queries(1):
        event = events.record(ticket, "noted", by=amara, at=timezone.now())
    assert len(event.seal) == 16


def test_a_changed_row_shows(lived):
    event = lived.events.get(kind="prioritised")
    with database_ruled() as sql:
        sql.execute(f'UPDATE {EVENT} SET data = \'{{"was": "low", "to": "high"}}\' WHERE id = %s', [event.pk])
    assert everything() == [(Wrong.CHANGED, event.pk)]
    assert wrong(verifying.look_at_ticket(lived.pk)) == [(Wrong.CHANGED, event.pk)]


@pytest.mark.parametrize(
    "change",
    [
        "at = at - interval '1 hour'",
        "recorded_at = recorded_at - interval '1 hour'",
        "actor_id = NULL",
        "kind = 'noted'",
        "via = 'phone'",
        "through = 'timer'",
        "message_id = NULL",
        "seal = decode('00', 'hex')",
    ],
)
def test_whatever_of_a_row_is_changed_shows(lived, change):
    event = lived.events.get(kind="agent_answered")
    with database_ruled() as sql:
        sql.execute(f"UPDATE {EVENT} SET {change} WHERE id = %s", [event.pk])
    assert everything() == [(Wrong.CHANGED, event.pk)]


def test_the_mark_that_it_was_announced_is_no_change(lived):
    TicketEvent.objects.update(announced_at=timezone.now())
    assert everything() == []


def test_a_row_that_is_gone_shows(lived):
    event = lived.events.get(kind="noted")
    with database_ruled() as sql:
        sql.execute(f"DELETE FROM {EVENT} WHERE id = %s", [event.pk])
    assert everything() == [(Wrong.MISSING, event.pk)]
    assert wrong(verifying.look_at_ticket(lived.pk)) == [(Wrong.MISSING, event.pk)]


def test_the_last_row_that_is_gone_shows(lived):
    event = lived.events.order_by("-pk").first()
    with database_ruled() as sql:
        sql.execute(f"DELETE FROM {EVENT} WHERE id = %s", [event.pk])
    assert everything() == [(Wrong.MISSING, event.pk)]


def test_a_row_and_its_link_that_are_gone_show(lived):
    event = lived.events.get(kind="noted")
    place = HistoryEntry.objects.get(event=event.pk).number
    with database_ruled() as sql, database_ruled("tickets_historyentry"):
        sql.execute(f"DELETE FROM {EVENT} WHERE id = %s", [event.pk])
        sql.execute("DELETE FROM tickets_historyentry WHERE number = %s", [place])
    assert [(p.wrong, p.place) for p in verifying.look_at_everything()] == [(Wrong.GAP, place)]
    assert [p.wrong for p in verifying.look_at_ticket(lived.pk)] == [Wrong.GAP]


def test_a_gap_that_is_closed_up_shows(lived):
    event = lived.events.get(kind="noted")
    place = HistoryEntry.objects.get(event=event.pk).number
    with database_ruled() as sql, database_ruled("tickets_historyentry"):
        sql.execute(f"DELETE FROM {EVENT} WHERE id = %s", [event.pk])
        sql.execute("DELETE FROM tickets_historyentry WHERE number = %s", [place])
        sql.execute("UPDATE tickets_historyentry SET number = -number WHERE FALSE")
        for number in range(place + 1, verifying.last_place() + 1):
            sql.execute("UPDATE tickets_historyentry SET number = %s WHERE number = %s", [number - 1, number])
    assert (Wrong.LINK, place) in [(p.wrong, p.place) for p in verifying.look_at_everything()]


def test_a_row_that_the_desk_did_not_write_shows_and_gets_no_place(lived, amara):
    with database_ruled() as sql:
        sql.execute(
            f"INSERT INTO {EVENT} (ticket_id, kind, at, recorded_at, actor_id, via, through, data)"
            " VALUES (%s, 'noted', now(), now(), %s, '', '', '{}') RETURNING id",
            [lived.pk, amara.pk],
        )
        (inserted,) = sql.fetchone()
    assert chaining.go_on() == 0
    assert everything() == [(Wrong.INSERTED, inserted)]
    assert wrong(verifying.look_at_ticket(lived.pk)) == [(Wrong.INSERTED, inserted)]


def test_a_copy_of_a_row_shows_though_its_seal_is_good(lived):
    names = "ticket_id, kind, at, recorded_at, actor_id, contact_id, message_id, via, through, data, seal"
    with database_ruled() as sql:
        sql.execute(
            f"INSERT INTO {EVENT} ({names}) SELECT {names} FROM {EVENT}"
            " WHERE kind = 'agent_answered' RETURNING id"
        )
        (copy,) = sql.fetchone()
    chaining.go_on()
    assert everything() == [(Wrong.INSERTED, copy)]


def test_rows_that_changed_places_show(lived):
    one, other = lived.events.get(kind="prioritised"), lived.events.get(kind="noted")
    with database_ruled() as sql:
        for old, new in [(one.pk, 10**9), (other.pk, one.pk), (10**9, other.pk)]:
            sql.execute(f"UPDATE {EVENT} SET id = %s WHERE id = %s", [new, old])
    assert sorted(everything()) == sorted([(Wrong.REORDERED, one.pk), (Wrong.REORDERED, other.pk)])


def test_links_that_changed_places_show(lived):
    one, other = HistoryEntry.objects.order_by("number")[1:3]
    with database_ruled("tickets_historyentry") as sql:
        for old, new in [(one.number, 10**9), (other.number, one.number), (10**9, other.number)]:
            sql.execute("UPDATE tickets_historyentry SET number = %s WHERE number = %s", [new, old])
    assert (Wrong.LINK, other.event) in everything()


def test_an_end_that_is_cut_off_and_grows_again_shows_by_its_anchor(lived, amara):
    """The way of somebody who knows how it works: the tail goes with its links, the desk seals on."""
    anchors.drop_one(even_now=True)
    event = lived.events.order_by("-pk").first()
    place = HistoryEntry.objects.get(event=event.pk).number
    with database_ruled() as sql, database_ruled("tickets_historyentry"):
        sql.execute(f"DELETE FROM {EVENT} WHERE id = %s", [event.pk])
        sql.execute("DELETE FROM tickets_historyentry WHERE number >= %s", [place])
    add_note(lived, by=amara, text="As if nothing had been.")
    chaining.go_on()
    assert [(p.wrong, p.place) for p in verifying.look_at_everything()] == [(Wrong.CUT, place)]


def test_after_a_restore_the_anchors_of_what_was_lost_count_no_more(lived):
    anchors.drop_one(even_now=True)
    with database_ruled("tickets_historyentry") as sql:
        sql.execute("DELETE FROM tickets_historyentry WHERE number > 2")
    anchors.forget_above(2)
    assert [p.wrong for p in verifying.look_at_anchors()] == []


def test_half_a_line_of_a_killed_process_is_no_anchor(lived):
    anchors.drop_one(even_now=True)
    with anchors.path().open("a") as lines:
        lines.write("17 00")
    assert everything() == []


def test_the_database_refuses_what_its_owner_did_not_switch_off(lived):
    from django.db import transaction
    from django.db.utils import InternalError

    for change in ({"at": timezone.now()}, {"data": {}}):
        with pytest.raises(InternalError, match="never changed"), transaction.atomic():
            TicketEvent.objects.update(**change)
    with pytest.raises(InternalError, match="never changed"), transaction.atomic():
        HistoryEntry.objects.update(at=timezone.now())


def test_events_of_before_the_seals_are_taken_over_once(ticket, amara):
    """An upgrade: rows without a seal, and for an hour an older process that writes more of them."""
    TicketEvent.objects.all().delete()
    old = [TicketEvent.objects.create(ticket=ticket, kind="noted", at=timezone.now()) for _ in range(3)]
    assert chaining.go_on() == 3
    TicketEvent.objects.create(ticket=ticket, kind="noted", at=timezone.now())
    assert chaining.go_on() == 1
    HistoryState.objects.update(begun_at=timezone.now() - datetime.timedelta(hours=2))
    add_note(ticket, by=amara, text="The first that is sealed.")
    assert chaining.go_on() > 0
    late = TicketEvent.objects.create(ticket=ticket, kind="noted", at=timezone.now())
    chaining.go_on()
    assert everything() == [(Wrong.INSERTED, late.pk)]
    assert HistoryEntry.objects.filter(event__in=[e.pk for e in old]).count() == 3


def test_letting_more_rows_be_old_needs_the_key(ticket, amara):
    chaining.go_on()
    HistoryState.objects.update(unsealed_up_to=10**9)
    late = TicketEvent.objects.create(ticket=ticket, kind="noted", at=timezone.now())
    chaining.go_on()
    assert everything() == [(Wrong.INSERTED, late.pk)]


def test_an_older_key_still_verifies_and_a_strange_one_does_not(lived, settings, amara):
    settings.HISTORY_KEYS = ["a new key", settings.SECRET_KEY]
    assert everything() == []
    add_note(lived, by=amara, text="Under the new key.")
    chaining.go_on()
    assert everything() == []
    settings.HISTORY_KEYS = ["a strange key"]
    assert everything() != []


def test_a_merge_and_its_two_logs_are_sealed(lived, billing, dana, amara):
    other = make_ticket(requester=dana, team=billing, subject="Again")
    merge(other, into=lived, by=amara)
    chaining.go_on()
    assert everything() == []


def test_only_what_was_chained_since(lived, amara):
    first = HistoryEntry.objects.order_by("number").first()
    since = timezone.now()
    assert verifying.place_since(first.at) == 1
    assert verifying.place_since(since) == verifying.last_place() + 1
    add_note(lived, by=amara, text="Later.")
    chaining.go_on()
    assert (
        HistoryEntry.objects.get(number=verifying.place_since(since)).event == TicketEvent.objects.last().pk
    )


def test_the_command_names_the_row_and_ends_with_an_error(lived):
    said = io.StringIO()
    call_command("verify_history", stdout=said)
    assert "Nothing was changed. The chain stands at" in said.getvalue()
    kept = said.getvalue().split()[-1]
    call_command("verify_history", "--anchor", kept, stdout=io.StringIO())
    event = lived.events.get(kind="noted")
    with database_ruled() as sql:
        sql.execute(f"DELETE FROM {EVENT} WHERE id = %s", [event.pk])
    for options in ([], ["--ticket", str(lived.pk)], ["--since", "2020-01-01"]):
        said = io.StringIO()
        with pytest.raises(CommandError, match="1 things"):
            call_command("verify_history", *options, stdout=said)
        assert f"#{lived.pk}: event {event.pk} is missing" in said.getvalue()
    with pytest.raises(CommandError, match="no date"):
        call_command("verify_history", "--since", "yesterday")


def test_the_watch_tells_administrators_once_and_readyz_warns(lived, amara):
    admin = hire(email="ada@desk.example", full_name="Ada Admin", role="admin")
    assert history_watch.watch() == 0
    assert "warning" not in history_watch.history_check()
    event = lived.events.get(kind="noted")
    with database_ruled() as sql:
        sql.execute(f"DELETE FROM {EVENT} WHERE id = %s", [event.pk])
    for _ in range(3):
        assert history_watch.watch() == 1
    assert [n.recipient for n in Notice.objects.filter(kind="alarm")] == [admin]
    answer = history_watch.history_check()
    assert answer["ok"]
    assert answer["wrong"] == 1
    assert "verify_history" in answer["warning"]


def test_the_watch_goes_round_in_small_steps_and_misses_nothing(lived):
    event = lived.events.get(kind="noted")
    with database_ruled() as sql:
        sql.execute(f"DELETE FROM {EVENT} WHERE id = %s", [event.pk])
    steps = (verifying.last_place() + 1) // 2 + 1
    assert sum(history_watch.watch(step=2) for _ in range(steps)) >= 1
    assert HistoryState.objects.get().problems
