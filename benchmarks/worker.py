"""One loaded desk in a process of its own: takes jobs as lines of JSON, answers with what they cost.

{"job": "inbox", "times": 20} → {"wall": […], "cpu": […], "statements": 7, "bytes": 61234, "problem": ""}
"""

import json
import os
import resource
import sys
from typing import Any, TextIO


def memory() -> int:
    """The most memory this process has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def alone(connection: Any, **_: Any) -> None:
    """All CPU of PostgreSQL in the one process that is measured: no parallel workers."""
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")


def work(commands: TextIO, answers: TextIO) -> None:
    from benchmarks.jobs import Desk, measure
    from benchmarks.plans import plans

    desk = Desk()
    began_with = memory()

    def say(answer: dict[str, Any]) -> None:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    say({"ready": True})
    for line in commands:
        command = json.loads(line)
        if command["job"] == "memory":
            say({"memory": memory(), "before": began_with})
        elif command["job"] == "plans":
            say(plans(desk, command["jobs"]))
        else:
            say(measure(desk, command["job"], command["times"]))


def main() -> None:
    # What the desk logs goes to stderr; the driver keeps it in a file.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    import django

    django.setup()
    from django.db.backends.signals import connection_created

    from helpdesk.preparation import prepare

    prepare(demo=False)
    connection_created.connect(alone)
    work(sys.stdin, answers)


if __name__ == "__main__":
    main()
