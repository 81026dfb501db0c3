"""The timers against a plain reading of their rules: python -m benchmarks.sla_oracle --lives 10000

Each life is drawn from dice (tests/pure/drawn_lives.py) and told twice: by `sla.clock`, and by an oracle that
shares no line with it (tests/pure/plain_*.py); raw and adjusted. State, due time, breach, every warning,
every segment and its reason must be the same, to the microsecond. `--seconds N`: so many short lives besides,
looked at second by second. Exit 1 if anything differs.
"""

import argparse
import json
import sys
import time
from collections import Counter
from typing import Any

from tests.pure.drawn_lives import draw
from tests.pure.plain_clocks import expected
from tests.pure.plain_hours import SECOND
from tests.pure.scenarios import ask, said

SAY_EVERY = 1000


def differing(scenario: dict[str, Any], seen: Counter[str], step: int | None = None) -> list[str]:
    """What the two say differently; what was looked at is counted in `seen`."""
    lines = []
    for adjusted in (False, True):
        plain = {(c["metric"], c["cycle"]): c for c in expected(scenario, adjusted=adjusted, step=step)}
        told = {(c["metric"], c["cycle"]): c for c in map(said, ask(scenario, adjusted=adjusted))}
        seen.update(f"{clock['metric']} {clock['state']}" for clock in told.values())
        lines += [
            f"{key} adjusted={adjusted}\n  oracle {plain.get(key)}\n  clock  {told.get(key)}"
            for key in plain.keys() | told.keys()
            if plain.get(key) != told.get(key)
        ]
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sla_oracle")
    parser.add_argument("--lives", type=int, default=10_000)
    parser.add_argument("--seconds", type=int, default=300, help="short lives, each second looked at")
    parser.add_argument("--first", type=int, default=0, help="the number of the first life")
    options = parser.parse_args()
    began, wrong, seen = time.monotonic(), 0, Counter[str]()
    lives = [(number, None) for number in range(options.first, options.first + options.lives)]
    lives += [(number, SECOND) for number in range(options.first, options.first + options.seconds)]
    for done, (number, step) in enumerate(lives, 1):
        scenario = draw(number, short=step is not None)
        if lines := differing(scenario, seen, step):
            wrong += 1
            print(f"life {number}{' by seconds' if step else ''}:", *lines, sep="\n")
            print(json.dumps({name: value for name, value in scenario.items() if name != "calendars"}))
        if done % SAY_EVERY == 0:
            print(f"{done} lives, {wrong} differ, {time.monotonic() - began:.0f} s", flush=True)
    for name, count in sorted(seen.items()):
        print(f"  {name:36}{count:>8}")
    looked = f"{options.lives} lives and {options.seconds} by the second, raw and adjusted"
    print(f"{looked}: {seen.total()} clocks, {wrong} lives differ ({time.monotonic() - began:.0f} s)")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
