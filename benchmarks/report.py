"""From samples to a table, and to a verdict."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles

MOST_STATEMENTS = 13
MOST_GROWTH = 1.3
MOST_BARE = 8.0


@dataclass(frozen=True)
class Figures:
    """One job on one desk. Milliseconds; `rounds` are the medians of CPU of each round.

    `bare` is the CPU of the bare view that was asked beside each request.
    """

    job: str
    title: str
    tickets: int
    wall: float
    p95: float
    cpu: float
    bare: float
    rounds: tuple[float, ...]
    statements: int
    bytes: int
    problem: str = ""


def figures(job: str, title: str, tickets: int, batches: Sequence[Mapping]) -> Figures:
    problem = next((batch["problem"] for batch in batches if batch["problem"]), "")
    if problem or not batches:
        return Figures(job, title, tickets, 0, 0, 0, 0, (), 0, 0, problem or "not measured")
    wall = [seconds * 1000 for batch in batches for seconds in batch["wall"]]
    cpu = [seconds * 1000 for batch in batches for seconds in batch["cpu"]]
    bare = [seconds * 1000 for batch in batches for seconds in batch["bare"]]
    return Figures(
        job, title, tickets, median(wall), quantiles(wall, n=20)[18], median(cpu), median(bare),
        tuple(median(batch["cpu"]) * 1000 for batch in batches),
        max(batch["statements"] for batch in batches), batches[0]["bytes"],
    )  # fmt: skip


def table(found: Iterable[Figures]) -> str:
    """Markdown; `× bare` compares CPU with that of the bare view asked beside each request."""
    found = list(found)
    smallest = min((f.tickets for f in found), default=0)
    small = {f.job: f.cpu for f in found if f.tickets == smallest}
    lines = [
        "| job | tickets | median ms | p95 ms | CPU ms | CPU by round | × bare | growth | statements | KB |",
        "|---|---:|---:|---:|---:|---|---:|---:|---:|---:|",
    ]
    for f in found:
        if f.problem:
            lines.append(f"| {f.title} | {f.tickets:,} | {f.problem} | | | | | | | |")
            continue
        growth = f"{f.cpu / small[f.job]:.2f}" if f.tickets != smallest and small.get(f.job) else ""
        rounds = " ".join(f"{value:.1f}" for value in f.rounds)
        lines.append(
            f"| {f.title} | {f.tickets:,} | {f.wall:.1f} | {f.p95:.1f} | {f.cpu:.1f} | {rounds} "
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
            if f.statements > MOST_STATEMENTS:
                said.append(f"{where}: {f.statements} statements, at most {MOST_STATEMENTS}")
            if f.cpu > MOST_BARE * f.bare:
                said.append(f"{where}: {f.cpu / f.bare:.1f} × the bare view, at most {MOST_BARE}")
        if (
            len(sizes) > 1
            and not any(f.problem for f in sizes)
            and sizes[-1].cpu > MOST_GROWTH * sizes[0].cpu
        ):
            growth = sizes[-1].cpu / sizes[0].cpu
            said.append(f"{sizes[0].title}: grows {growth:.2f} × with the desk, at most {MOST_GROWTH}")
    return said


def as_json(found: Iterable[Figures], memory: Mapping[int, int]) -> dict:
    return {
        "cores": os.cpu_count(),
        "peak_memory_bytes": memory,
        "jobs": [asdict(f) for f in found],
    }
