"""How PostgreSQL does what the jobs ask of it: no table of messages or tickets is read as a whole."""

import re
from typing import Any

from django.db import connection

from benchmarks.jobs import JOBS, Desk

SHOWN = 3
# What grows with the years.
WHOLE = re.compile(r"Seq Scan on tickets_(?:message|ticket|ticketevent|ticketclock|attachment)\b")


def plans(desk: Desk, jobs: list[str]) -> dict[str, Any]:
    """The plans of the slowest statements of these jobs, and the jobs that read a whole table."""
    asked: list[tuple[float, str, str, Any]] = []
    for job in jobs:
        JOBS[job](desk)
        desk.meter.kept = []
        JOBS[job](desk)
        asked += [(took, job, sql, params) for took, sql, params in desk.meter.kept]
        desk.meter.kept = None
    asked = [one for one in asked if one[2].lstrip("( ").startswith(("SELECT", "WITH"))]
    whole = sorted({job for _, job, sql, params in asked if WHOLE.search(_plan(sql, params))})
    slowest: dict[str, dict[str, Any]] = {}
    for took, job, sql, params in sorted(asked, key=lambda one: -one[0]):
        if job not in slowest and len(slowest) < SHOWN:
            plan = _plan(sql, params, "ANALYZE, COSTS OFF, TIMING OFF, BUFFERS")
            slowest[job] = {"job": job, "ms": took * 1000, "plan": plan}
    return {"whole": whole, "slowest": [*slowest.values()]}


def _plan(sql: str, params: Any, how: str = "COSTS OFF") -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN ({how}) {sql}", params)
        return "\n".join(row[0] for row in cursor.fetchall())
