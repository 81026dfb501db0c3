"""What the loader writes is what the desk itself would have written, and lists read it from their indexes."""

import re

import pytest
from django.db import connection
from django.db.models import Count, Q
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks import words
from benchmarks.company import AGENT, MANAGER
from benchmarks.load import fill
from benchmarks.rows import LONG_TICKETS, active_of, reference
from staff.models import User
from tickets import clocks
from tickets.access import tickets_for
from tickets.choices import State
from tickets.finding import choice_from, page_of_view
from tickets.models import Message, Ticket
from tickets.models.ticket import NEVER
from tickets.queries import sidebar
from tickets.search import Word
from tickets.searching import estimate, search

TICKETS = 1200
# The indexes that hold active tickets alone: they stay small however many tickets the desk has had.
PARTIAL = {"ticket_queue", "ticket_own_queue", "ticket_team_queue", "ticket_active_counts"}


@pytest.fixture
def loaded(db):
    """About three seconds."""
    with connection.cursor() as cursor:
        fill(cursor, TICKETS)


def test_a_loaded_desk_is_one_that_could_be_true(loaded):
    tickets = Ticket.objects.all()
    assert tickets.count() == TICKETS
    assert tickets.active().count() == active_of(TICKETS)
    assert tickets.active().annotate(said=Count("messages")).filter(said=10).count() >= LONG_TICKETS
    assert {*tickets.values_list("state", flat=True)} == {*State.values}
    assert 5 <= Message.objects.count() / TICKETS <= 6.5
    assert not tickets.filter(Q(opened_at__gt=timezone.now()) | Q(active_at__gt=timezone.now())).exists()
    rare = Message.objects.filter(text__icontains=words.RARE).values("ticket").distinct()
    assert rare.count() == words.RARE_TICKETS
    # Tickets go on from where the rows end.
    last = tickets.first()
    assert last.number == TICKETS
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('tickets_message', 'id'))")
        assert cursor.fetchone()[0] == Message.objects.count() + 1


def test_clocks_are_what_the_log_of_the_ticket_tells(loaded):
    now = timezone.now()
    for ticket in Ticket.objects.filter(number__in=range(1, TICKETS, 17)).prefetch_related("clocks"):
        kept = {(row.metric, row.state, row.due_at, row.stopped_at) for row in ticket.clocks.all()}
        told = clocks.read(ticket, now)
        assert kept == {(c.metric.value, c.state.value, c.due_at, c.stopped_at) for c in told}, ticket.number
        due = min((c.due_at for c in told if c.due_at and not c.stopped_at), default=NEVER)
        assert ticket.queue_at == due, ticket.number


def test_lists_read_active_tickets_from_an_index_never_the_whole_table(loaded):
    manager, agent = User.objects.get(email=MANAGER), User.objects.get(email=AGENT)
    # Whether a desk this small gives them one of what is open hangs on the hour.
    one = page_of_view(manager, choice_from(manager, QueryDict("view=all")), timezone.now()).rows[0]
    Ticket.objects.filter(number=one.number).update(assignee=agent)
    asked = ((manager, "view=all"), (agent, "view=all"), (agent, "view=mine"), (agent, "team=team-0"))
    for user, query in asked:
        choice = choice_from(user, QueryDict(query))
        with CaptureQueriesContext(connection) as seen:
            assert page_of_view(user, choice, timezone.now()).rows
        (sql,) = [q["sql"] for q in seen if "tickets_ticket" in q["sql"]]
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {sql}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
        used = re.findall(r"using (ticket_\w+) on tickets_ticket|Bitmap Index Scan on (ticket_\w+)", plan)
        assert {name for pair in used for name in pair if name} & PARTIAL, f"{user} {query}\n{plan}"
        assert not re.search(r"Seq Scan on tickets_(ticket|ticketclock|seen) ", plan), (
            f"{user} {query}\n{plan}"
        )
    the_sidebar_counts_without_fetching_a_ticket(manager, agent)


def the_sidebar_counts_without_fetching_a_ticket(*readers):
    with connection.cursor() as cursor:
        # Never vacuumed, one index looks like another: what is asked is whether this one would do.
        cursor.execute("DROP INDEX ticket_queue, ticket_team_queue, ticket_own_queue")
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        for user in readers:
            with CaptureQueriesContext(connection) as seen:
                assert sidebar(user).every
            (sql,) = [q["sql"] for q in seen if 'AS "due_soon"' in q["sql"]]
            cursor.execute(f"EXPLAIN {sql}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert "Index Only Scan using ticket_active_counts on tickets_ticket" in plan, f"{user}\n{plan}"


def test_references_never_repeat():
    assert len({reference(number) for number in range(100_000)}) == 100_000
    assert len(reference(1)) == 8


def test_a_common_word_is_known_to_be_common_and_the_newest_tickets_are_walked(loaded):
    agent = User.objects.get(email=AGENT)
    with connection.cursor() as cursor:
        # As on a desk of millions, where several processes would count.
        cursor.execute("SET LOCAL min_parallel_table_scan_size = 0; SET LOCAL parallel_setup_cost = 0")
        cursor.execute("SET LOCAL parallel_tuple_cost = 0; SET LOCAL max_parallel_workers_per_gather = 2")
    common, rare = estimate([(Word(words.COMMON),), (Word(words.RARE),)])[:2]
    held = Message.objects.filter(text__icontains=words.COMMON).count()
    assert held / 2 < common < held * 2
    assert rare < common / 5
    with CaptureQueriesContext(connection) as seen:
        choice = choice_from(agent, QueryDict(f"q={words.COMMON}"))
        assert search(agent, tickets_for(agent), choice).page.rows
    walked = next(q["sql"] for q in seen if "ts_headline" in q["sql"])
    with connection.cursor() as cursor:
        settings, _, sql = walked.rpartition("; ")
        cursor.execute(f"{settings}; EXPLAIN {sql}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert re.search(r"Index Scan using ticket_\w*active on tickets_ticket", plan), plan
    assert "Seq Scan on tickets_" not in plan, plan
