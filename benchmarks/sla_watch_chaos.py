"""The watch and the ladders must survive anything: python -m benchmarks.sla_watch_chaos --seconds 120

Three workers watch the clocks and climb the ladders of a database of its own, as fast as they can, while
thousands of promises are first at risk and then missed; and at random moments one of the workers is killed
with SIGKILL, and another takes its place. Afterwards each warning, each breach and each person told is
counted: none missed, none twice. Exit 1 if a number is wrong.
"""

import argparse
import contextlib
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta
from multiprocessing.process import BaseProcess

from benchmarks import sla_watch

WORKERS = 3
SETTLE = 300.0  # seconds for what is left once nobody is killed any more


def work() -> None:
    """A worker: what the beat asks of it, again and again, until it is killed."""
    from django.db import connection

    from tickets import escalations, watching

    connection.close()
    while True:
        if not watching.watch() + escalations.climb_due():
            time.sleep(0.05)


def chaos(first: int, desk: dict[str, int], count: int, seconds: float, dice: random.Random) -> Counter[str]:
    """`count` promises are at risk from now on and missed a minute later at the latest; kill meanwhile."""
    from django.db import connection

    from lib import database_clock

    with connection.cursor() as cursor:
        since = database_clock.now() - timedelta(seconds=1)
        apart = timedelta(seconds=seconds) / count
        sla_watch.add(cursor, desk, first, count, since=since, apart=apart)
    connection.close()  # the workers are forked, and a connection is not for two
    crew = [_hired() for _ in range(WORKERS)]
    killed, until = 0, time.monotonic() + seconds
    try:
        while time.monotonic() < until:
            time.sleep(dice.uniform(0.02, 0.6))
            killed += _kill(crew, dice.randrange(WORKERS))
        settled = _settle(first)
    finally:
        for one in crew:
            one.kill()
            one.join()
    return Counter({"killed": killed, "unsettled": int(not settled), **account(first)})


def _hired() -> BaseProcess:
    process = multiprocessing.get_context("fork").Process(target=work, daemon=True)
    process.start()
    return process


def _kill(crew: list[BaseProcess], at: int) -> bool:
    """That worker dies at once, wherever it is, and a new one begins."""
    pid = crew[at].pid
    if pid is None:
        return False
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    crew[at].join()
    crew[at] = _hired()
    return True


def _settle(first: int) -> bool:
    """Wait until nothing is left to notice and nobody to tell; False if that does not come."""
    until = time.monotonic() + SETTLE
    while time.monotonic() < until:
        if not _left(first):
            return True
        time.sleep(0.2)
    return False


def _left(first: int) -> bool:
    from django.db import connection

    from tickets.models import Escalation, TicketClock

    due = TicketClock.objects.filter(ticket__gte=first, metric="first_response", breach_noticed_at=None)
    left = due.exists() or Escalation.objects.filter(ticket__gte=first).exclude(next_at=None).exists()
    connection.close()
    return left


def account(first: int) -> dict[str, int]:
    """What was told of the tickets from that number on. All but the first and the last are to be 0."""
    from notices.models import Notice
    from tickets.models import EscalationStep, Ticket, TicketEvent

    tickets = set(Ticket.objects.filter(pk__gte=first).values_list("pk", flat=True))
    found = {"due": len(tickets)}
    for kind in ("warned", "breached"):
        rows = TicketEvent.objects.filter(ticket__gte=first, kind=kind, data__metric="first_response")
        found |= _counted(kind, tickets, Counter(rows.values_list("ticket", flat=True)))
    # A lead for the warning, a manager for the breach: each is told once, and the history says so once.
    for level, who in ((1, "the lead"), (2, "the manager")):
        steps = EscalationStep.objects.filter(escalation__ticket__gte=first, level=level)
        found |= _counted(
            f"steps to {who}", tickets, Counter(steps.values_list("escalation__ticket", flat=True))
        )
        events = TicketEvent.objects.filter(ticket__gte=first, kind="escalated", data__level=level)
        found |= _counted(f"events of {who}", tickets, Counter(events.values_list("ticket", flat=True)))
        notices = Notice.objects.filter(about="ticket", about_id__gte=first, key__endswith=f"-{level}")
        found |= _counted(f"notices to {who}", tickets, Counter(notices.values_list("about_id", flat=True)))
    return found


def _counted(name: str, tickets: set[int], told: Counter[int]) -> dict[str, int]:
    return {
        f"{name}, missed": len(tickets - told.keys()),
        f"{name}, twice": sum(count > 1 for count in told.values()),
    }


def wrong(found: Counter[str]) -> list[str]:
    return [f"{name}: {n}" for name, n in found.items() if n and name not in {"due", "killed"}]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sla_watch_chaos")
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--due", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(10**6)
    place = tempfile.mkdtemp(prefix="watch-chaos-")
    os.environ["HELPDESK_BENCH_VAR"] = place
    try:
        sla_watch.begin("desk")
        found = chaos(1, sla_watch.found(), options.due, options.seconds, random.Random(seed))
    finally:
        shutil.rmtree(place, ignore_errors=True)
    for name, number in found.items():
        print(f"{number:8}  {name}")
    troubles = wrong(found)
    print(f"Seed {seed}: " + ("; ".join(troubles) if troubles else "none missed, none twice."))
    return int(bool(troubles))


if __name__ == "__main__":
    sys.exit(main())
