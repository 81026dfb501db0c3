"""What figures and pages of the board cost, size beside size, and what is more than promised."""

from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any

MOST_OF_A_FIGURE, MOST_OF_A_PAGE, MOST_GROWTH, LEAST_MS, MOST_SECONDS = 3, 25, 2.0, 10.0, 10.0


def judged(found: Mapping[int, dict[str, Any]], plain: Iterable[str]) -> list[str]:
    """Print all of it; what is more than promised."""
    troubles = cuts({size: one["cuts"] for size, one in found.items()})
    troubles += pages({size: one["pages"] for size, one in found.items()})
    for name in plain:
        print(f"by SQL over facts, {name}:", *(f"{one['plain'][name]:.1f} ms" for one in found.values()))
    for size, one in found.items():
        facts, seconds = one["busy"]
        print(f"a day of {facts:,} facts on a desk of {size:,}: {seconds:.1f} s")
        if seconds >= MOST_SECONDS:
            troubles.append(f"that day took {seconds:.1f} s")
    return troubles


def cuts(found: dict[int, dict[str, list[tuple[float, int, str]]]]) -> list[str]:
    """Print the table; each measure in each cut that grows too much."""
    sizes, troubles = [*found], []
    print(
        "\n| cut | measures | statements |"
        + "".join(f" {size:,} |" for size in sizes)
        + " × | worst × | dearest |"
    )
    print("|---|---:|---:|" + "---:|" * (len(sizes) + 1) + "---|---|")
    for name, rows in found[sizes[-1]].items():
        costs = [median(cost for cost, _, _ in found[size][name]) for size in sizes]
        most = max(statements for size in sizes for _, statements, _ in found[size][name])
        pairs = [(now[0], was[0], now[2]) for now, was in zip(rows, found[sizes[0]][name], strict=True)]
        worst, dear = max(pairs, key=lambda pair: pair[0] / pair[1]), max(pairs)
        grown = f"{worst[2]} {worst[0] / worst[1]:.2f} ({worst[1]:.1f} → {worst[0]:.1f})"
        print(
            f"| {name} | {len(rows)} | {most} |" + "".join(f" {cost:.1f} |" for cost in costs)
            + f" {costs[-1] / costs[0]:.2f} | {grown} | {dear[2]} {dear[0]:.1f} |"
        )  # fmt: skip
        if most > MOST_OF_A_FIGURE:
            troubles.append(f"{name}: {most} statements")
        troubles += [
            f"{measure} {name}: {now / was:.2f} times as much at {sizes[-1]:,} ({was:.1f} → {now:.1f} ms)"
            for now, was, measure in pairs
            if now / was > MOST_GROWTH and now - was > LEAST_MS
        ]
    every = [now[0] / was[0] for name in found[sizes[-1]]
             for now, was in zip(found[sizes[-1]][name], found[sizes[0]][name], strict=True)]  # fmt: skip
    print(f"{sum(one <= MOST_GROWTH for one in every)} of {len(every)} grow at most {MOST_GROWTH:.0f} times")
    return troubles


def pages(found: dict[int, dict[str, dict[str, Any]]]) -> list[str]:
    """Print the table; what is worse than promised."""
    sizes, troubles = [*found], []
    print("\n| page | by | statements |" + "".join(f" {size:,}: ms |" for size in sizes) + " × |")
    print("|---|---|---:|" + "---:|" * (len(sizes) + 1))
    for key in found[sizes[-1]]:
        told = [found[size][key] for size in sizes]
        statements, growth = max(one["statements"] for one in told), told[-1]["cpu"] / told[0]["cpu"]
        print(
            f"| {key} | {statements} |" + "".join(f" {one['cpu']:.1f} |" for one in told)
            + f" {growth:.2f} |"
        )  # fmt: skip
        named = key.replace(" |", ", as")
        troubles += [f"{named}: {one['trouble']}" for one in told if one["trouble"]]
        if statements > MOST_OF_A_PAGE:
            troubles.append(f"{named}: {statements} statements")
        if growth > MOST_GROWTH and told[-1]["cpu"] - told[0]["cpu"] > LEAST_MS:
            troubles.append(f"{named}: {growth:.2f} times as much at {sizes[-1]:,} as at {sizes[0]:,}")
    return troubles
