"""What it costs to take in real mail: python -m benchmarks.intake FOLDER --sizes 10000,100000

Each size must have been filled by benchmarks.load and runs in a process of its own; they take turns, a few
mails each. Every mail goes through `mail.intake` as a worker would take it (stored, parsed, decided, filed),
and right after it the rows it left are stored once more by the floor (floor.py). At the end all are removed.
Prints a table and writes benchmarks/results/intake.json.
"""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from benchmarks.desk import Worker
from benchmarks.intake_report import Figures, as_json, faults, figures, table
from benchmarks.real_mail import OWN

RESULTS = Path(__file__).resolve().parent / "results" / "intake.json"
AT_ONCE = 10
WARM_UP = 40


def run(sizes: list[int], folder: Path, mails: int, rounds: int) -> list[Figures]:
    workers = [Worker(size, "benchmarks.intake_worker") for size in sizes]
    samples: dict[int, list[dict]] = {size: [] for size in sizes}
    memory: dict[int, dict] = {}
    try:
        there = min(worker.ask(do="read", folder=str(folder), most=mails)["mails"] for worker in workers)
        if not there:
            sys.exit(f"No whole mail with a sender in {folder}")
        print(f"{there} different mails of {folder}; {mails} taken in, {rounds} rounds", file=sys.stderr)
        for worker in workers:
            worker.ask(do="take", start=0, end=min(WARM_UP, mails), mark="w.")
        for turn in range(rounds):
            for start in range(0, mails, AT_ONCE):
                # Whoever comes first one time comes last the next.
                for worker in workers if start // AT_ONCE % 2 else reversed(workers):
                    end = min(start + AT_ONCE, mails)
                    answer = worker.ask(do="take", start=start, end=end, mark=f"r{turn}.")
                    samples[worker.tickets] += answer["mails"]
        memory = {worker.tickets: worker.ask(do="end") for worker in workers}
    finally:
        for worker in workers:
            worker.end()
    return [figures(size, samples[size], memory.get(size, {})) for size in sizes]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "folder", nargs="?", type=Path, default=OWN, help="mails, one a file; ours if none is named"
    )
    parser.add_argument("--sizes", default="10000")
    parser.add_argument("--mails", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--check", action="store_true", help="fail if it costs more than promised")
    options = parser.parse_args()
    if not options.folder.is_dir():
        print(f"Skipped: {options.folder} is not there.")
        return
    if os.environ.get("DATABASE_URL"):
        parser.error("only with a database of its own: its rows are removed")
    sizes = sorted(int(size) for size in options.sizes.split(","))
    found = run(sizes, options.folder.resolve(), options.mails, options.rounds)
    print(table(found))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(as_json(found), indent=1) + "\n")
    said: list[Any] = faults(found)
    if said:
        print("\nMore than promised:", *said, sep="\n  ")
        sys.exit(1 if options.check else 0)


if __name__ == "__main__":
    main()
