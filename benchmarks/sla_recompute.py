"""What the timers of one ticket cost after a reply: python -m benchmarks.sla_recompute --sizes 10000,100000

Each size must have been filled by benchmarks.load and runs in a process of its own. Tickets of about twenty
events, promised all seven metrics, are made on it one after the other; each gets a reply, and what
`clocks.refresh` costs in it is measured: statements, CPU of the process. The floor is run right after: the
very statements that it sent, sent once more by the bare cursor, with nothing computed. All is rolled back.

`--check` fails past six statements or a median of 5 ms of CPU, and where a larger desk costs over 1.3 times
as much.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MOST_STATEMENTS, MOST_MS, MOST_GROWTH = 6, 5.0, 1.3
TURNS = 5
WARMING = 10


def measure(tickets: int) -> dict[str, Any]:
    """In the process of one loaded desk: CPU in ms of each refresh and of each floor, and the statements."""
    from django.db import connection, transaction
    from django.utils import timezone

    from customers.models import Contact
    from staff.models import User
    from tickets import actions, clocks

    refresh, sent, own, floor, counts = clocks.refresh, [], [], [], []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append((sql, params))
        return execute(sql, params, many, context)

    def measured(*args: Any, **named: Any) -> None:
        sent.clear()
        with connection.execute_wrapper(note):
            began = time.process_time()
            refresh(*args, **named)
            own.append((time.process_time() - began) * 1000)
        counts.append(len(sent))
        with connection.cursor() as cursor:
            began = time.process_time()
            for sql, params in sent:
                cursor.execute(sql, params)
                if cursor.description:
                    cursor.fetchall()
            floor.append((time.process_time() - began) * 1000)

    agent = User.objects.filter(role="agent", is_active=True, memberships__isnull=False).first()
    contact = Contact.objects.first()
    events = []
    with transaction.atomic():
        promise_everything()
        for _ in range(tickets):
            ticket, at = lively(agent, contact, timezone.now() - timedelta(days=2))
            events.append(ticket.events.count())
            clocks.refresh = measured
            try:
                actions.reply(ticket, by=agent, text="Done.", at=at)
            finally:
                clocks.refresh = refresh
        transaction.set_rollback(True)
    return {
        "events": median(events), "statements": max(counts), "own": own[WARMING:], "floor": floor[WARMING:]
    }  # fmt: skip


def promise_everything() -> None:
    from sla.actions import set_policy
    from sla.models import Policy
    from tickets.choices import Metric

    Policy.objects.update(active=False)
    every = {metric.value: {"minutes": 6000, "warn": [0.75]} for metric in Metric}
    set_policy("Every metric", {"priorities": {"normal": every}})


def lively(agent: Any, contact: Any, at: Any) -> tuple[Any, Any]:
    """A ticket with about twenty events, and when the next thing happens to it."""
    from tickets import actions

    team = agent.memberships.first().team
    ticket = actions.open_ticket(
        by=contact, requester=contact, team=team, subject="Benchmark", text="Hello", channel="web", at=at
    )
    actions.take(ticket, by=agent, at=at + timedelta(minutes=5))
    for turn in range(TURNS):
        then = at + timedelta(hours=turn, minutes=10)
        actions.reply(ticket, by=agent, text="Which?", then="wait", at=then)
        actions.receive(ticket, by=contact, text="This", channel="web", at=then + timedelta(minutes=20))
    return ticket, at + timedelta(hours=TURNS, minutes=10)


def desk(size: int, tickets: int) -> dict[str, Any]:
    base = Path(os.environ.get("HELPDESK_BENCH_VAR") or ROOT / "var")
    place = base / f"bench-{size}"
    if not place.exists() and not os.environ.get("DATABASE_URL"):
        sys.exit(f"Fill it first: python -m benchmarks.load --tickets {size}")
    env = {"HELPDESK_ENV": "local"} | os.environ | {"HELPDESK_VAR": str(place)}
    env["DJANGO_SETTINGS_MODULE"] = "helpdesk.settings"
    asked = [sys.executable, "-m", "benchmarks.sla_recompute", "--tickets", str(tickets), "--inside"]
    said = subprocess.run(asked, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(said.splitlines()[-1])


def inside(tickets: int) -> None:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    import django

    django.setup()
    from helpdesk.preparation import prepare

    prepare(demo=False)
    print(json.dumps(measure(tickets)), file=answers, flush=True)


def report(found: dict[int, dict[str, Any]]) -> list[str]:
    """Print the table; what is worse than promised."""
    print("| tickets | events | statements | CPU ms, median | p95 | floor CPU ms | × floor | growth |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    troubles, first = [], None
    for size, told in found.items():
        own, floor = median(told["own"]), median(told["floor"])
        p95 = quantiles(told["own"], n=20)[-1]
        growth = own / first if first else 1.0
        first = first or own
        print(
            f"| {size:,} | {told['events']:.0f} | {told['statements']} | {own:.2f} | {p95:.2f}"
            f" | {floor:.2f} | {own / floor:.1f} | {growth:.2f} |"
        )
        if told["statements"] > MOST_STATEMENTS:
            troubles.append(f"{told['statements']} statements at {size}")
        if own > MOST_MS:
            troubles.append(f"{own:.2f} ms at {size}")
        if growth > MOST_GROWTH:
            troubles.append(f"{growth:.2f} times the smallest desk at {size}")
    return troubles


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--tickets", type=int, default=120)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        inside(asked.tickets)
        return
    troubles = report({int(size): desk(int(size), asked.tickets) for size in asked.sizes.split(",")})
    if asked.check and troubles:
        sys.exit("; ".join(troubles))


if __name__ == "__main__":
    main()
