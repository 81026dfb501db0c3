"""How PostgreSQL does what the jobs ask of it: no table of messages or tickets is read as a whole."""

import re
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.jobs import JOBS, Desk

SHOWN = 3
SETTINGS = re.compile(r"(?:SET LOCAL [\w.]+ = '[^']*'; )*")
# What grows with the years.
WHOLE = re.compile(r"Seq Scan on tickets_(?:message|ticket|ticketevent|ticketclock|attachment)\b")


def plans(desk: Desk, jobs: list[str]) -> dict[str, Any]:
    """The plans of the slowest statements of these jobs, and the jobs that read a whole table."""
    asked: list[tuple[float, str, str, str]] = []
    for job in jobs:
        JOBS[job](desk)
        with CaptureQueriesContext(connection) as seen:
            JOBS[job](desk)
        asked += [(float(one["time"]), job, *_parted(one["sql"])) for one in seen]
    asked = [one for one in asked if one[3].lstrip("( ").startswith(("SELECT", "WITH"))]
    whole = sorted({job for _, job, settings, sql in asked if WHOLE.search(_plan(settings, sql))})
    slowest: dict[str, dict[str, Any]] = {}
    for took, job, settings, sql in sorted(asked, key=lambda one: -one[0]):
        if job not in slowest and len(slowest) < SHOWN:
            plan = _plan(settings, sql, "ANALYZE, COSTS OFF, TIMING OFF, BUFFERS")
            slowest[job] = {"job": job, "ms": took * 1000, "plan": plan}
    return {"whole": whole, "slowest": [*slowest.values()]}


def _parted(sql: str) -> tuple[str, str]:
    """The settings that a statement carries along, and the statement."""
    found = SETTINGS.match(sql)
    return (found[0], sql[found.end() :]) if found else ("", sql)


def _plan(settings: str, sql: str, how: str = "COSTS OFF") -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"{settings}EXPLAIN ({how}) {sql}")
        return "\n".join(row[0] for row in cursor.fetchall())
