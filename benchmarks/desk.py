"""Measure the desk at several sizes: python -m benchmarks.desk --sizes 10000,100000

Each size must have been filled by benchmarks.load and runs in a process of its own; they take turns, job by
job and round by round, so that a slow moment of the machine meets all of them. Prints a table and writes
benchmarks/results/latest.json.
"""

import argparse
import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks.report import as_json, faults, figures, shown, table
from benchmarks.searches import SEARCHES

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).resolve().parent / "results" / "latest.json"
# What can be asked without loading the desk's settings here: names in the order of the table.
TITLES = {
    "bare": "bare view, 50 static rows",
    "inbox": "inbox, agent",
    "inbox_of_manager": "inbox, manager",
    "ticket": "ticket of 10 messages",
    "news": "news of the inbox with all counts, manager",
    "counts": "  of it the counts alone",
    **{name: asked.title for name, asked in SEARCHES.items()},
    "draft": "keep a draft",
    "bulk": "priority of 500 tickets",
    "pulse": "inbox, nothing new",
    "note": "add a note",
    "create": "create a ticket",
    "mail": "take in a letter",
}
PINNED = ("inbox", "inbox_of_manager", "ticket", "news", "counts", *SEARCHES, "draft", "bulk")
# Those that change nothing: how PostgreSQL does them is looked at.
READ = ("inbox", "inbox_of_manager", "ticket", "news", *SEARCHES, "pulse")
# One of these is worth so many others.
HEAVY = {"bulk": 30}


class Worker:
    """The process that holds one loaded desk."""

    def __init__(self, tickets: int, module: str = "benchmarks.worker") -> None:
        self.tickets = tickets
        base = Path(os.environ.get("HELPDESK_BENCH_VAR") or ROOT / "var")
        place = base / f"bench-{tickets}"
        if not place.exists() and not os.environ.get("DATABASE_URL"):
            sys.exit(f"Fill it first: python -m benchmarks.load --tickets {tickets}")
        env = os.environ | {"HELPDESK_VAR": str(place), "DJANGO_SETTINGS_MODULE": "helpdesk.settings"}
        env = {"HELPDESK_ENV": "local"} | env
        place.mkdir(parents=True, exist_ok=True)
        self.log = (place / "worker.log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, text=True, cwd=ROOT, env=env,
        )  # fmt: skip
        self._read()

    def ask(self, **command: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        return self._read()

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"The desk of {self.tickets:,} tickets ended; see {self.log.name}")
        return json.loads(line)

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.log.close()


def run(sizes: list[int], jobs: list[str], rounds: int, requests: int) -> tuple[list, dict, dict]:
    """Figures by job and size, the most memory each process held, and how PostgreSQL did it on each desk."""
    workers = [Worker(size) for size in sizes]
    batches: dict[tuple[str, int], list[dict]] = defaultdict(list)
    try:
        for turn in range(rounds + 1):
            for job in jobs:
                # Whoever comes first one time comes last the next.
                for worker in workers if turn % 2 else reversed(workers):
                    times = (requests if turn else 5) // HEAVY.get(job, 1) or 1
                    batch = worker.ask(job=job, times=times)
                    if turn or batch["problem"]:  # the first round warms everything up
                        batches[job, worker.tickets].append(batch)
        read = [
            job
            for job in jobs
            if job in READ and not any(batches[job, w.tickets][0]["problem"] for w in workers)
        ]
        plans = {worker.tickets: worker.ask(job="plans", jobs=read) for worker in workers}
        memory = {worker.tickets: worker.ask(job="memory", times=0)["memory"] for worker in workers}
    finally:
        for worker in workers:
            worker.end()
    return (
        [figures(job, TITLES[job], size, batches[job, size]) for job in jobs for size in sizes],
        memory,
        plans,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--jobs", default=",".join(TITLES), help="the bare view is always measured too")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--requests", type=int, default=30, help="of each job in each round")
    parser.add_argument("--check", action="store_true", help="fail if it costs more than promised")
    options = parser.parse_args()
    asked = options.jobs.split(",")
    if unknown := set(asked) - set(TITLES):
        parser.error(f"no such job: {', '.join(sorted(unknown))}")
    jobs = [job for job in TITLES if job in asked or job == "bare"]
    sizes = sorted(int(size) for size in options.sizes.split(","))
    found, memory, plans = run(sizes, jobs, options.rounds, options.requests)
    print(table(found))
    print()
    for size, held in memory.items():
        print(f"peak memory of the process at {size:,} tickets: {held / 2**20:.0f} MiB")
    print(shown(plans[max(sizes)]))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(as_json(found, memory, plans), indent=1) + "\n")
    if options.check:
        said = faults(found, [job for job in PINNED if job in jobs])
        said += [
            f"{TITLES[job]} at {size:,}: reads a whole table"
            for size in sizes
            for job in plans[size]["whole"]
        ]
        if said:
            print("\nMore than promised:", *said, sep="\n  ")
            sys.exit(1)


if __name__ == "__main__":
    main()
