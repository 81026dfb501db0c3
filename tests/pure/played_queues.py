"""Waiting lines played event by event, seeded. Nothing here comes from `scheduling`."""

import heapq
import random
from collections import deque


def line(agents, rate, aht_s, within_s, *, patience_s=None, customers=60_000, seed=1):
    """(share answered in time, share that gave up): first come, first served, until somebody gives up."""
    rng = random.Random(seed)
    free, at, in_time, gone = [0.0] * agents, 0.0, 0, 0
    for _ in range(customers):
        at += rng.expovariate(rate)
        wait = max(free[0] - at, 0.0)
        if patience_s and rng.expovariate(1 / patience_s) < wait:
            gone += 1
            continue
        in_time += wait <= within_s
        heapq.heapreplace(free, at + wait + rng.expovariate(1 / aht_s))
    return in_time / customers, gone / customers


class Talker:
    """One person with some talks at once: all go slower, none waits."""

    def __init__(self, slower):
        self.slower, self.left, self.since = slower, [], 0.0

    def pace(self):
        return 1 + self.slower * max(len(self.left) - 1, 0)

    def go_on(self, at):
        done = (at - self.since) / self.pace()
        self.left, self.since = [one - done for one in self.left], at

    def next_end(self):
        return self.since + min(self.left) * self.pace() if self.left else float("inf")


def talks(agents, rate, aht_s, within_s, *, concurrency, slower, patience_s=None, customers=20_000, seed=2):
    """As `line`, where everybody has up to `concurrency` talks; a new one goes to whoever has fewest."""
    rng, at = random.Random(seed), 0.0
    people, waiting, in_time, gone, came = [Talker(slower) for _ in range(agents)], deque(), 0, 0, 0
    arrives = rng.expovariate(rate)
    while came < customers or waiting:
        ends = min(people, key=Talker.next_end)
        at = min(arrives, ends.next_end())
        if at == arrives:
            came += 1
            waiting.append((at, at + (rng.expovariate(1 / patience_s) if patience_s else float("inf"))))
            arrives = at + rng.expovariate(rate) if came < customers else float("inf")
        else:
            ends.go_on(at)
            ends.left.remove(min(ends.left))
        while waiting:
            least = min(people, key=lambda one: len(one.left))
            if len(least.left) >= concurrency:
                break
            since, until = waiting.popleft()
            if until < at:
                gone += 1
                continue
            in_time += at - since <= within_s
            least.go_on(at)
            least.left.append(rng.expovariate(1 / aht_s))
    return in_time / customers, gone / customers


def letters(arrivals, heads, within, aht_s, *, slot_s=900, times=20, backlog=(), seed=3):
    """The share answered in time. All in open slots: `heads` (whole) by slot, work goes on after a closing.
    Who goes home finishes what is in hand. Letters due after the last slot are not counted.
    """
    rng, in_time, total = random.Random(seed), 0, 0
    for _ in range(times):
        came = sorted((0.0, left) for left, count in backlog for _ in range(count) if left > 0)
        came += [(at, at + within) for at in sorted(_come(rng, arrivals))]
        for end, due in _work(rng, came, heads, aht_s / slot_s):
            if due <= len(heads):
                total += 1
                in_time += end <= due
    return in_time / total


def _come(rng, arrivals):
    for slot, rate in enumerate(arrivals):
        at = slot + rng.expovariate(rate) if rate else slot + 1
        while at < slot + 1:
            yield at
            at += rng.expovariate(rate)


def _work(rng, came, heads, length):
    """(when it was finished, when it was due) of each letter, in order of coming."""
    busy, now = [], 0.0
    for at, due in came:
        now = max(now, at)
        while True:
            while busy and busy[0] <= now:
                heapq.heappop(busy)
            slot = int(now)
            if slot >= len(heads):
                yield float("inf"), due
                break
            if len(busy) < heads[slot]:
                end = now + rng.expovariate(1 / length)
                heapq.heappush(busy, end)
                yield end, due
                break
            now = min(busy[0], slot + 1) if busy else slot + 1


def calls(arrivals, heads, aht_s, within_s, *, patience_s=None, slot_s=900, times=40, seed=4):
    """The share late or given up, of calls whose number and people change from slot to slot. Whoever goes
    home finishes the call in hand; after the last slot its people go on.
    """
    rng, late, total = random.Random(seed), 0, 0
    for _ in range(times):
        busy, now = [], 0.0
        for slot_at in _come(rng, arrivals):
            at, total = slot_at * slot_s, total + 1
            until = at + (rng.expovariate(1 / patience_s) if patience_s else float("inf"))
            now = max(now, at)
            while True:
                while busy and busy[0] <= now:
                    heapq.heappop(busy)
                slot = min(int(now // slot_s), len(heads) - 1)
                if now > until or len(busy) < heads[slot]:
                    break
                now = min(busy[0] if busy else until, (slot + 1) * slot_s if slot < len(heads) - 1 else until)
                now = min(max(now, at), until + 1e-6) if patience_s else now
            if now <= until:
                heapq.heappush(busy, now + rng.expovariate(1 / aht_s))
            late += now > until or now - at > within_s
            now = min(now, until)
    return late / total
