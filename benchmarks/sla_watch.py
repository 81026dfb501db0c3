"""The watch over a million open clocks: python -m benchmarks.sla_watch --clocks 1000000 --due 2000

A database of its own under var/bench-watch-<clocks> holds half as many tickets, two open clocks each. They
have no messages; events have only those that fall due, because nobody reads the others' logs. Then so many
first responses fall due within one minute, all of them in the past when the watch begins, and one worker,
held on one core together with its PostgreSQL process, has to record them. Exit 1 if that takes longer than a
minute, if one is missed or told twice, or if a plan reads a whole table.
"""

import argparse
import json
import os
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

TERMS = {
    "priorities": {
        "normal": {
            "first_response": {"minutes": 240, "hours": "calendar", "warn": [{"left": 1}]},
            "resolution": {"minutes": 14_400, "hours": "calendar"},
        }
    },
    "ladder": [
        {"since": "warning", "to": "team_lead", "outside_hours": "send"},
        {"since": "breach", "to": "manager", "outside_hours": "send"},
    ],
}
TICKETS = """
INSERT INTO tickets_ticket (number, reference, subject, state, priority, channel, language, tags,
       opened_at, active_at, unanswered_since, queue_at, queue_metric, revision,
       requester_id, team_id, policy_version_id)
SELECT n, 'W' || n, 'Question ' || n, 'new', 'normal', 'email', 'en', '{}', due - interval '4 hours',
       due - interval '4 hours', due - interval '4 hours', due, 'first_response', 0, %(requester)s, %(team)s,
       %(policy)s
  FROM generate_series(%(first)s, %(last)s) n,
       LATERAL (SELECT %(since)s::timestamptz + (n - %(first)s) * %(apart)s::interval AS due) t
"""
CLOCKS = """
INSERT INTO tickets_ticketclock (ticket_id, audience, metric, cycle, state, started_at, due_at, warn_at,
       target_seconds, elapsed_seconds, warned, warned_at, next_warn_at)
SELECT number, 'customer', 'first_response', 1, 'running', opened_at, queue_at,
       queue_at - interval '1 minute', 14400, 0, CASE WHEN %(warned)s THEN ARRAY['1m'] ELSE '{}' END,
       CASE WHEN %(warned)s THEN queue_at - interval '1 minute' END,
       CASE WHEN %(warned)s THEN NULL ELSE queue_at - interval '1 minute' END
  FROM tickets_ticket WHERE number BETWEEN %(first)s AND %(last)s
UNION ALL
SELECT number, 'customer', 'resolution', 1, 'running', opened_at, opened_at + interval '10 days', NULL,
       864000, 0, '{}', NULL, NULL
  FROM tickets_ticket WHERE number BETWEEN %(first)s AND %(last)s
"""
EVENTS = """
INSERT INTO tickets_ticketevent (ticket_id, kind, at, recorded_at, via, data, announced_at)
SELECT number, kind, opened_at + after, opened_at + after, '', data, opened_at + after
  FROM tickets_ticket,
       LATERAL (VALUES
           ('opened', interval '0', '{"category": "new"}'::jsonb),
           ('promised', interval '0', jsonb_build_object('policy', policy_version_id, 'internal', NULL,
                                                         'calendar', NULL, 'priority', 'normal')),
           ('warned', interval '239 minutes',
            jsonb_build_object('audience', 'customer', 'metric', 'first_response', 'cycle', 1,
                               'threshold', '1m', 'due_at', queue_at,
                               'noticed_at', opened_at + interval '239 minutes'))
       ) e (kind, after, data)
 WHERE number BETWEEN %(first)s AND %(last)s AND (%(warned)s OR kind <> 'warned')
"""


def found() -> dict[str, int]:
    """A team with a lead, a manager, a customer and a promise; the numbers the rows need."""
    from customers.actions import welcome_contact
    from sla.actions import set_policy
    from staff.actions import hire
    from staff.models import Team

    team = Team.objects.create(name="Watch", slug="watch", colour=1)
    hire(email="lead@watch.example", full_name="Lena Lead", role="lead", teams=(team,))
    hire(email="boss@watch.example", full_name="Bo Boss", role="manager")
    contact = welcome_contact(address="dana@watch.example", name="Dana")
    return {"team": team.pk, "requester": contact.pk, "policy": set_policy("Watch", TERMS).pk}


def add(cursor: Any, desk: dict[str, int], first: int, count: int, *, since: datetime, apart: timedelta,
        events: bool = True, warned: bool = False) -> None:  # fmt: skip
    """`count` tickets from number `first` on whose first responses are due from `since` on, so far apart."""
    given = {
        **desk,
        "first": first,
        "last": first + count - 1,
        "since": since,
        "apart": apart,
        "warned": warned,
    }
    for statement in (TICKETS, CLOCKS, *([EVENTS] if events else [])):
        cursor.execute(statement, given)


def told(first: int) -> dict[str, int]:
    """What was recorded of the tickets from that number on: missed and doubled are to be 0."""
    from django.db.models import Count

    from tickets.models import Ticket, TicketEvent

    tickets = Ticket.objects.filter(pk__gte=first).count()
    rows = TicketEvent.objects.filter(ticket__gte=first, kind="breached", data__metric="first_response")
    counts = list(rows.order_by().values("ticket").annotate(n=Count("pk")).values_list("n", flat=True))
    return {"due": tickets, "missed": tickets - len(counts), "doubled": sum(n > 1 for n in counts)}


def plans(until: datetime) -> list[str]:
    """How the database finds what is due; each must be by one of the two partial indexes."""
    from tickets import watching
    from tickets.models import TicketClock

    lines = []
    for name, due in (("due_at", watching.late(until)), ("next_warn_at", watching.warning(until))):
        every = TicketClock.objects.filter(due).order_by(name, "pk").values_list(name, "pk", "ticket_id")
        lines.append(
            every.filter(**{f"{name}__gte": until - timedelta(seconds=30)})[: watching.BATCH].explain()
        )
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sla_watch")
    parser.add_argument("--clocks", type=int, default=1_000_000)
    parser.add_argument("--due", type=int, default=2000)
    options = parser.parse_args()
    begin(f"bench-watch-{options.clocks}")
    return Measured(options.clocks // 2, options.due).run()


def begin(name: str) -> None:
    """A database of its own by that name, with its tables."""
    base = Path(os.environ.get("HELPDESK_BENCH_VAR") or Path(__file__).resolve().parent.parent / "var")
    os.environ["HELPDESK_ENV"] = "local"
    os.environ["HELPDESK_VAR"] = str(base / name)
    os.environ["DJANGO_SETTINGS_MODULE"] = "helpdesk.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


class Measured:
    def __init__(self, tickets: int, due: int) -> None:
        self.tickets, self.due = tickets, due

    def run(self) -> int:
        from django.db import connection

        from lib import database_clock
        from staff.models import Team
        from tickets.models import Ticket

        with connection.cursor() as cursor:
            if not Team.objects.filter(slug="watch").exists():
                print(f"Filling: {self.tickets} tickets, {2 * self.tickets} open clocks …", flush=True)
                desk = found()
                since = database_clock.now() + timedelta(days=1)
                add(cursor, desk, 1, self.tickets, since=since, apart=timedelta(seconds=1), events=False)
                cursor.execute("ANALYZE")
            one = Ticket.objects.order_by("pk").first()
            desk = {"team": one.team_id, "requester": one.requester_id, "policy": one.policy_version_id}
            first = Ticket.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
            since = database_clock.now() - timedelta(seconds=61)
            apart = timedelta(minutes=1) / self.due
            add(cursor, desk, first, self.due, since=since, apart=apart, warned=True)
            return self.measure(cursor, first)

    def measure(self, cursor: Any, first: int) -> int:
        from benchmarks.floor import Watch
        from lib import database_clock
        from tickets import escalations, watching

        cursor.execute("SELECT pg_backend_pid()")
        (server,) = cursor.fetchone()
        core = {min(os.sched_getaffinity(0))}
        for pid in (0, server):
            os.sched_setaffinity(pid, core)
        explained = plans(database_clock.now())
        costs = {}
        for name, work in (
            ("watch", watching.watch),
            ("again", watching.watch),
            ("ladders", escalations.climb_due),
        ):
            meter = Watch(server)
            meter.start()
            count = work()
            cost = meter.stop()
            each = 1000 * (cost.own + (cost.server or 0)) / max(1, count)
            costs[name] = {"looked at": count, "wall s": round(cost.wall, 2), "own s": round(cost.own, 2),
                           "server s": round(cost.server or 0, 2), "ms CPU each": round(each, 2)}  # fmt: skip
            print(f"{name:8} {count:6} in {cost.wall:7.2f} s: {cost.own:6.2f} s CPU here, "
                  f"{cost.server or 0:6.2f} s in PostgreSQL, {each:.2f} ms each", flush=True)  # fmt: skip
        found_ = told(first)
        print(json.dumps({"clocks": 2 * self.tickets, **found_, **costs, "at": time.strftime("%F %T")}))
        slow = costs["watch"]["wall s"] > 60
        whole = [plan for plan in explained if "Seq Scan" in plan]
        for plan in whole:
            print(plan, file=sys.stderr)
        return int(bool(slow or whole or found_["missed"] or found_["doubled"]))


if __name__ == "__main__":
    sys.exit(main())
