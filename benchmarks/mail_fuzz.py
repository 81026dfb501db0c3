"""Mails nobody wrote, and mails the road broke: python -m benchmarks.mail_fuzz FOLDER --mails 100000 --seed 1

Each is parsed, judged, its quotes are folded and its HTML sanitised, by processes that are watched: no crash,
none over ten seconds, memory bounded. A share of them goes through the whole intake, and the account must
balance. What fails is kept under benchmarks/results/fuzz/ and can be seen again: --only NUMBER with the same
seed and folder.
"""

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from array import array
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from pathlib import Path
from statistics import median

from benchmarks.fuzz_crew import MOST_MEMORY, ROOT, Crew
from benchmarks.mail_chain import STEPS, mail_of, run
from benchmarks.real_mail import OWN, files

KEPT = ROOT / "benchmarks" / "results" / "fuzz"
LIMIT = 10.0  # seconds a mail may take
HUNG = "hangs"
AT_ONCE = 25
MOST_KEPT = 200


@dataclass
class Found:
    seconds: array = field(default_factory=lambda: array("f"))
    numbers: array = field(default_factory=lambda: array("L"))
    steps: dict[str, array] = field(default_factory=lambda: {step: array("f") for step in STEPS})
    crashes: list[tuple[int, str]] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)
    hung: list[int] = field(default_factory=list)
    memory: int = 0
    memory_early: int = 0


def fuzz(seed: int, mails: int, corpus: list[Path], processes: int, started: int = 0) -> Found:
    """Stopped by Ctrl-C or SIGTERM it gives what was found so far."""
    found = Found()
    crews = [Crew(seed, corpus) for _ in range(processes)]
    try:
        with contextlib.suppress(KeyboardInterrupt):
            _go(found, crews, range(started, started + mails))
    finally:
        for crew in crews:
            crew.end()
    return found


def _go(found: Found, crews: list[Crew], numbers_to_do: range) -> None:
    left = iter(numbers_to_do)
    idle = list(crews)
    told = time.monotonic()
    while True:
        for crew in list(idle):
            numbers = [number for _, number in zip(range(AT_ONCE), left, strict=False)]
            if numbers:
                crew.give(numbers)
                idle.remove(crew)
        if len(idle) == len(crews):
            break
        ready = wait([crew.pipe for crew in crews if crew not in idle], timeout=1.0)
        for crew in [crew for crew in crews if crew not in idle]:
            if crew.pipe in ready:
                _take(crew, found, idle)
            elif crew.stuck():
                _lose(crew, found, idle, HUNG)
        if time.monotonic() - told > 60:
            told = time.monotonic()
            print(f"  {len(found.seconds):,} done, {len(found.crashes)} crashes", file=sys.stderr, flush=True)


def _take(crew: Crew, found: Found, idle: list[Crew]) -> None:
    try:
        answers, memory = crew.pipe.recv()
    except EOFError:  # it died: memory, or a fault below Python
        _lose(crew, found, idle, "the process died")
        return
    for number, seconds, spent, kind, said in answers:
        found.seconds.append(seconds)
        found.numbers.append(number)
        for step, took in spent.items():
            found.steps[step].append(took)
        if kind:
            print(f"  {number}: {said}", file=sys.stderr, flush=True)
            (found.crashes if kind == "crash" else found.faults).append((number, said))
    found.memory = max(found.memory, memory)
    if not found.memory_early and len(found.seconds) > 2000:
        found.memory_early = found.memory
    idle.append(crew)


def _lose(crew: Crew, found: Found, idle: list[Crew], why: str) -> None:
    """The mail it was at is a finding; the others of its share are looked at again by a new process."""
    number = crew.at.value
    rest = [other for other in crew.numbers if other != number]
    if why == HUNG:
        found.hung.append(number)
        print(f"  {number} hangs; it was at\n{crew.stack()}", file=sys.stderr, flush=True)
    else:
        found.crashes.append((number, why))
    crew.end()
    crew.begin()
    if rest:
        crew.give(rest)
    else:
        idle.append(crew)


def report(found: Found, seed: int, corpus: list[Path]) -> list[str]:
    """Prints what was found; gives what is not as promised."""
    seconds = sorted(found.seconds)
    at = {name: seconds[min(len(seconds) - 1, int(len(seconds) * share))] for name, share in SHARES.items()}
    print(f"{len(seconds):,} mails, seed {seed}, {len(corpus)} files")
    print("milliseconds a mail: " + ", ".join(f"{name} {value * 1000:.1f}" for name, value in at.items()))
    for step, took in found.steps.items():
        if took:
            print(f"  {step:10} median {median(took) * 1000:7.2f}  most {max(took) * 1000:9.1f}")
    print(
        f"memory of a process: {found.memory_early / 2**20:.0f} MiB early, {found.memory / 2**20:.0f} at most"
    )
    slowest = sorted(zip(found.seconds, found.numbers, strict=True), reverse=True)[:5]
    print("slowest: " + ", ".join(f"{number} ({took:.2f} s)" for took, number in slowest))
    for title, rows in (("crashes", found.crashes), ("faults", found.faults)):
        print(f"{title}: {len(rows)}")
        for said, count in Counter(said for _, said in rows).most_common(25):
            numbers = [number for number, other in rows if other == said][:3]
            print(f"  {count:6}  {said}   (--only {', --only '.join(map(str, numbers))})")
    slow = sum(took > LIMIT for took in seconds) + len(found.hung)
    print(f"over {LIMIT:.0f} s: {slow}  {found.hung or ''}")
    _keep(found, seed, corpus)
    said = []
    if found.crashes:
        said.append(f"{len(found.crashes)} crashes")
    if slow:
        said.append(f"{slow} over {LIMIT:.0f} s")
    if found.faults:
        said.append(f"{len(found.faults)} faults")
    if found.memory > MOST_MEMORY:
        said.append(f"{found.memory / 2**20:.0f} MiB of memory")
    return said


SHARES = {"median": 0.5, "p95": 0.95, "p99": 0.99, "p99.9": 0.999, "most": 1.0}


def _keep(found: Found, seed: int, corpus: list[Path]) -> None:
    seen: set[str] = set()
    hung = [(number, "hung") for number in found.hung]
    for number, said in [*hung, *found.crashes, *found.faults]:
        if said in seen or len(seen) > MOST_KEPT:
            continue
        seen.add(said)
        KEPT.mkdir(parents=True, exist_ok=True)
        (KEPT / f"{seed}-{number}.eml").write_bytes(mail_of(seed, number, corpus))


def through_intake(options: argparse.Namespace) -> str:
    """The share that goes all the way, in a process of its own with a database; what went wrong, or ''."""
    every = max(1, round(1 / options.intake))
    command = [
        *(sys.executable, "-m", "benchmarks.mail_fuzz_intake", str(options.folder), str(options.seed)),
        *(str(options.mails), str(every)),
    ]
    done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)
    print(done.stdout.strip() or done.stderr[-2000:])
    return "" if done.returncode == 0 else "the intake failed"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "folder", nargs="?", type=Path, default=OWN, help="mails to break; ours if none is named"
    )
    parser.add_argument("--mails", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", dest="started", type=int, default=0, help="the number of the first mail")
    parser.add_argument("--processes", type=int, default=max(1, (os.cpu_count() or 2) - 1))
    parser.add_argument("--intake", type=float, default=0.0, help="share that goes through the whole intake")
    parser.add_argument(
        "--only", type=int, action="append", help="look at this mail: its bytes and what happens"
    )
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    corpus = files(options.folder) if options.folder.is_dir() else []
    if options.only:
        for number in options.only:
            raw = mail_of(options.seed, number, corpus)
            sys.stdout.buffer.write(raw + b"\n")
            print(json.dumps(run(raw)), file=sys.stderr)
        return
    said = report(
        fuzz(options.seed, options.mails, corpus, options.processes, options.started), options.seed, corpus
    )
    if options.intake and (trouble := through_intake(options)):
        said.append(trouble)
    if said:
        print("\nNot as promised:", *said, sep="\n  ")
        sys.exit(1)


if __name__ == "__main__":
    main()
