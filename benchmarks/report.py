"""From samples to a table, and to a verdict."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles

MOST_STATEMENTS = 13
# Each of five hundred tickets is changed, timed and written down in a transaction of its own.
MOST_OF = {"bulk": 11 * 500}
# CPU of both sides, from the smallest desk to the largest: of pages that everybody has open.
MOST_GROWTH, GROWING = 1.5, ("inbox", "inbox_of_manager", "ticket", "news")
# A common word beside a rare one, on the same desk.
MOST_COMMON = 3.0
MOST_BARE = 8.0


@dataclass(frozen=True)
class Figures:
    """One job on one desk. Milliseconds; `cpu` is that of the desk's process, `server` what PostgreSQL used
    for it, `both` the median of the two together; `rounds` are the medians of both of each round.

    `bare` is the CPU of the bare view that was asked beside each request.
    """

    job: str
    title: str
    tickets: int
    wall: float
    p95: float
    cpu: float
    server: float
    both: float
    bare: float
    rounds: tuple[float, ...]
    statements: int
    bytes: int
    problem: str = ""


def figures(job: str, title: str, tickets: int, batches: Sequence[Mapping]) -> Figures:
    problem = next((batch["problem"] for batch in batches if batch["problem"]), "")
    if problem or not batches:
        return Figures(job, title, tickets, 0, 0, 0, 0, 0, 0, (), 0, 0, problem or "not measured")
    wall = [seconds * 1000 for batch in batches for seconds in batch["wall"]]
    cpu = [seconds * 1000 for batch in batches for seconds in batch["cpu"]]
    server = [seconds * 1000 for batch in batches for seconds in batch["server"]]
    bare = [seconds * 1000 for batch in batches for seconds in batch["bare"]]
    p95 = quantiles(wall, n=20)[18] if len(wall) > 1 else wall[0]
    return Figures(
        job, title, tickets, median(wall), p95, median(cpu), median(server), median(_both(batches)),
        median(bare), tuple(median(_both([batch])) for batch in batches),
        max(batch["statements"] for batch in batches), batches[0]["bytes"],
    )  # fmt: skip


def _both(batches: Sequence[Mapping]) -> list[float]:
    pairs = [pair for batch in batches for pair in zip(batch["cpu"], batch["server"], strict=True)]
    return [(own + server) * 1000 for own, server in pairs]


def shown(plans: Mapping) -> str:
    """The slowest statements and how PostgreSQL did them."""
    lines = []
    for one in plans["slowest"]:
        lines += ["", f"{one['job']}, {one['ms']:.0f} ms:", one["plan"]]
    return "\n".join(lines)


def table(found: Iterable[Figures]) -> str:
    """Markdown; `× bare` compares CPU with that of the bare view asked beside each request."""
    found = list(found)
    smallest = min((f.tickets for f in found), default=0)
    small = {f.job: f.both for f in found if f.tickets == smallest}
    lines = [
        "| job | tickets | median ms | p95 ms | CPU ms | of it PostgreSQL | by round "
        "| × bare | growth | statements | KB |",
        "|---|---:|---:|---:|---:|---:|---|---:|---:|---:|---:|",
    ]
    for f in found:
        if f.problem:
            lines.append(f"| {f.title} | {f.tickets:,} | {f.problem} | | | | | | | | |")
            continue
        growth = f"{f.both / small[f.job]:.2f}" if f.tickets != smallest and small.get(f.job) else ""
        rounds = " ".join(f"{value:.1f}" for value in f.rounds)
        lines.append(
            f"| {f.title} | {f.tickets:,} | {f.wall:.1f} | {f.p95:.1f} | {f.both:.1f} | {f.server:.1f} "
            f"| {rounds} "
            f"| {f.cpu / f.bare:.1f} | {growth} | {f.statements} | {f.bytes / 1024:.0f} |"
        )
    return "\n".join(lines)


def faults(found: Iterable[Figures], pinned: Iterable[str]) -> list[str]:
    """What is worse than promised, in words. Only CPU and statements are judged: they are steady."""
    found, said = list(found), []
    for job in pinned:
        sizes = sorted((f for f in found if f.job == job), key=lambda f: f.tickets)
        for f in sizes:
            where = f"{f.title} at {f.tickets:,}"
            if f.problem:
                said.append(f"{where}: {f.problem}")
                continue
            if f.statements > (most := MOST_OF.get(job, MOST_STATEMENTS)):
                said.append(f"{where}: {f.statements} statements, at most {most}")
            if job in GROWING and f.cpu > MOST_BARE * f.bare:
                said.append(f"{where}: {f.cpu / f.bare:.1f} × the bare view, at most {MOST_BARE}")
        growth = sizes[-1].both / sizes[0].both if sizes and sizes[0].both else 0
        if job in GROWING and growth > MOST_GROWTH:
            said.append(f"{sizes[0].title}: grows {growth:.2f} × with the desk, at most {MOST_GROWTH}")
    return said + _common(found)


def _common(found: Sequence[Figures]) -> list[str]:
    of = {(f.job, f.tickets): f.both for f in found if not f.problem}
    ratios = {size: both / of["search_rare", size] for (job, size), both in of.items()
              if job == "search_common" and ("search_rare", size) in of}  # fmt: skip
    return [
        f"a common word at {size:,}: {ratio:.2f} × a rare one, at most {MOST_COMMON}"
        for size, ratio in ratios.items()
        if ratio > MOST_COMMON
    ]


def as_json(found: Iterable[Figures], memory: Mapping[int, int], plans: Mapping[int, Mapping]) -> dict:
    return {
        "cores": os.cpu_count(),
        "peak_memory_bytes": memory,
        "plans": plans,
        "jobs": [asdict(f) for f in found],
    }
