"""Whether heads keep what was promised: python -m benchmarks.staffing [--times 10]

Queues whose laws are known are played event by event, beside what `scheduling.staffing`, `deferring` and
`coverage` say of them. A row is off by so many points; the promise may be missed by 2, a risk by 5.
"""

import argparse
import math
import sys
from collections.abc import Iterator
from typing import NamedTuple

from scheduling.coverage import Calls, calls_late, letters_late
from scheduling.deferring import Letters, answered, plan
from scheduling.staffing import Promise, Waiting, heads_needed
from tests.pure import played_queues

DAY = [2, 3, 5, 6, 7, 8, 8, 7, 6, 5, 4, 4, 5, 6, 6, 6, 5, 5, 4, 3, 3, 2, 2, 2] + [1] * 8
RINGS = [5, 8, 14, 20, 26, 30, 30, 26, 22, 18, 16, 16, 20, 24, 24, 20, 16, 12, 8, 6, 5, 4, 3, 3]
SLOTS = 320


class Row(NamedTuple):
    name: str
    said: float
    played: float
    most: float

    @property
    def off(self) -> float:
        return 100 * abs(self.said - self.played)


def calls(times: int) -> Iterator[Row]:
    for arrivals, aht, patience in [
        (100, 180, None), (360, 240, None), (60, 300, 120), (20, 240, None), (900, 300, 180),
    ]:  # fmt: skip
        need = heads_needed(Waiting(arrivals, aht, patience_s=patience), Promise(0.8, 20))
        agents, rate = int(need.heads), arrivals / 1800
        in_time, _gone = played_queues.line(
            agents, rate, aht, 20, patience_s=patience, customers=20_000 * times
        )
        name = f"M/M/{agents}{'+M' if patience else ''}, {arrivals} calls a half hour of {aht} s"
        yield Row(name, need.why.figures["answered"], in_time, 2)


def talks(times: int) -> Iterator[Row]:
    for arrivals, aht, patience, most, slower in [
        (60, 600, None, 3, 0.2), (100, 480, 180, 3, 0.3), (30, 600, None, 2, 0.15),
    ]:  # fmt: skip
        work = Waiting(arrivals, aht, patience_s=patience, concurrency=most, slower=slower)
        need = heads_needed(work, Promise(0.8, 30))
        in_time, _gone = played_queues.talks(
            int(need.heads), arrivals / 1800, aht, 30, concurrency=most, slower=slower,
            patience_s=patience, customers=10_000 * times,
        )  # fmt: skip
        yield Row(f"chat, {int(need.heads)} with {most} at once", need.why.figures["answered"], in_time, 2)


def letters(times: int) -> Iterator[Row]:
    for size, within, aht, share in [(1, 16, 480, 0.9), (1, 4, 480, 0.9), (0.3, 8, 600, 0.95)]:
        arrivals = [size * one for one in DAY] * 10
        work = Letters(arrivals, [True] * SLOTS, within, aht, share=share)
        # Not more than whole people, and not enough of them everywhere: so that something is late.
        whole = [max(math.floor(one), 1) for one in plan(work).heads]
        played = played_queues.letters(arrivals, whole, within, aht, times=20 * times)
        yield Row(
            f"letters within {within / 4:g} h, {sum(whole) / SLOTS:.1f} heads",
            answered(work, whole),
            played,
            2,
        )


def risks(times: int) -> Iterator[Row]:
    for heads, within, size in [(2, 4, 0.9), (2, 16, 1), (3, 4, 1), (3, 2, 1)]:
        arrivals = [size * one for one in DAY] * 10
        said = letters_late(Letters(arrivals, [True] * SLOTS, within, 480), [heads] * SLOTS).share(arrivals)
        played = played_queues.letters(arrivals, [heads] * SLOTS, within, 480, times=20 * times)
        yield Row(f"risk of letters within {within / 4:g} h, {heads} heads", said, 1 - played, 5)
    for aht, heads, patience in [(240, 7, None), (240, 8, None), (300, 8, None), (300, 8, 120), (240, 5, 90)]:
        said = calls_late(Calls(RINGS, aht, 20, patience_s=patience), [heads] * 24).share(RINGS)
        played = played_queues.calls(RINGS, [heads] * 24, aht, 20, patience_s=patience, times=30 * times)
        yield Row(f"risk of calls of {aht} s over a day, {heads} heads", said, played, 5)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=10, help="how long each queue is played")
    times, failed = parser.parse_args().times, False
    print(f"{'':58}{'said':>8}{'played':>9}{'off':>7}")
    for rows in (calls, talks, letters, risks):
        for row in rows(times):
            bad = row.off > row.most
            failed |= bad
            print(f"{row.name:58}{row.said:8.1%}{row.played:9.1%}{row.off:7.1f}{' !' if bad else ''}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
