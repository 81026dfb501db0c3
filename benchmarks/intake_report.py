"""From what each mail cost to a table, and to a verdict."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean, median, quantiles

MOST_FLOOR = 25.0
MOST_GROWTH = 1.2


@dataclass(frozen=True)
class Spread:
    """Milliseconds for one mail."""

    mean: float
    median: float
    p95: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Spread":
        ms = [second * 1000 for second in seconds]
        return cls(fmean(ms), median(ms), quantiles(ms, n=20)[18] if len(ms) > 1 else ms[0])


@dataclass(frozen=True)
class Figures:
    """One desk. `own` is this process, `server` its PostgreSQL process, `cpu` both (or `own` if it is away).

    `a_second` is how many mails one core takes in: one over the mean CPU of both. The ratios compare the sums
    over all mails, so that a few large ones count for what they are.
    """

    tickets: int
    mails: int
    a_second: float
    wall: Spread
    cpu: Spread
    own: Spread
    server: Spread | None
    statements: float
    most_statements: int
    floor_cpu: Spread
    floor_own: Spread
    floor_server: Spread | None
    ratio: float
    ratio_own: float
    memory: int
    memory_before: int
    outcomes: dict[str, int]
    rows: dict[str, int]


def figures(tickets: int, mails: Sequence[Mapping], memory: Mapping) -> Figures:
    def costs(who: str, what: str) -> list[float] | None:
        values = [mail[who][what] for mail in mails]
        return None if any(value is None for value in values) else values

    own, server = costs("desk", "own") or [], costs("desk", "server")
    floor_own, floor_server = costs("floor", "own") or [], costs("floor", "server")
    both = [a + b for a, b in zip(own, server, strict=True)] if server else own
    floor_both = [a + b for a, b in zip(floor_own, floor_server, strict=True)] if floor_server else floor_own
    rows: Counter[str] = Counter()
    for mail in mails:
        rows.update(mail["rows"])
    return Figures(
        tickets=tickets,
        mails=len(mails),
        a_second=1 / fmean(both),
        wall=Spread.of(costs("desk", "wall") or []),
        cpu=Spread.of(both),
        own=Spread.of(own),
        server=Spread.of(server) if server else None,
        statements=fmean(mail["statements"] for mail in mails),
        most_statements=max(mail["statements"] for mail in mails),
        floor_cpu=Spread.of(floor_both),
        floor_own=Spread.of(floor_own),
        floor_server=Spread.of(floor_server) if floor_server else None,
        ratio=sum(both) / sum(floor_both),
        ratio_own=sum(own) / sum(floor_own),
        memory=memory.get("memory", 0),
        memory_before=memory.get("before", 0),
        outcomes=dict(Counter(mail["outcome"] for mail in mails).most_common()),
        rows=dict(rows.most_common()),
    )


def table(found: Iterable[Figures]) -> str:
    """Markdown. CPU is that of the process and of PostgreSQL for it; `× floor` compares both with both."""
    found = sorted(found, key=lambda one: one.tickets)
    lines = [
        "| tickets | mails a second and core | CPU ms, median | p95 | mean | of it PostgreSQL "
        "| wall ms, median | statements | floor CPU ms, mean | of it PostgreSQL | × floor "
        "| × floor, without PostgreSQL | growth |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for one in found:
        growth = f"{one.cpu.mean / found[0].cpu.mean:.2f}" if one is not found[0] else ""
        lines.append(
            f"| {one.tickets:,} | {one.a_second:.1f} | {one.cpu.median:.1f} | {one.cpu.p95:.1f} "
            f"| {one.cpu.mean:.1f} | {_mean(one.server)} | {one.wall.median:.1f} "
            f"| {one.statements:.1f} | {one.floor_cpu.mean:.2f} | {_mean(one.floor_server)} "
            f"| {one.ratio:.1f} | {one.ratio_own:.1f} | {growth} |"
        )
    lines.append("")
    for one in found:
        outcomes = ", ".join(f"{count} {name}" for name, count in one.outcomes.items())
        rows = ", ".join(f"{count / one.mails:.2f} {name}" for name, count in one.rows.items())
        lines += [
            f"{one.tickets:,} tickets: {one.mails} mails: {outcomes}.",
            f"Rows a mail: {rows}.",
            f"Memory {one.memory_before / 2**20:.0f} MiB before, at most {one.memory / 2**20:.0f} MiB.",
        ]
    return "\n".join(lines)


def _mean(spread: Spread | None) -> str:
    return f"{spread.mean:.2f}" if spread else "?"


def faults(found: Iterable[Figures]) -> list[str]:
    """What is worse than promised, in words."""
    found = sorted(found, key=lambda one: one.tickets)
    said = [
        f"at {one.tickets:,} tickets {one.ratio:.1f} × the floor's CPU, at most {MOST_FLOOR:.0f}"
        for one in found
        if one.ratio > MOST_FLOOR
    ]
    said += [
        f"at {one.tickets:,} tickets {lost} mails came to no end; see the worker's log"
        for one in found
        if (lost := one.outcomes.get("none", 0))
    ]
    growth = found[-1].cpu.mean / found[0].cpu.mean
    if growth > MOST_GROWTH:
        said.append(f"CPU grows {growth:.2f} × from the smallest desk to the largest, at most {MOST_GROWTH}")
    return said


def as_json(found: Iterable[Figures]) -> dict:
    return {"cores": os.cpu_count(), "desks": [asdict(one) for one in found]}
