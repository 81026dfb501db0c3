"""Waiting lines: what so many people mean for those who wait. Pure: no Django, no database.

- Erlang B and C (A. K. Erlang 1917) by the recursion of the blocking probability, which neither overflows nor
  loses digits, at 12,000 people as at one.
- Erlang A, where those who wait give up (C. Palm 1943; Garnett, Mandelbaum & Reiman 2002): a birth-and-death
  chain weighed outwards from its likeliest state, and the wait by the density of the offered wait
  (F. Baccelli & G. Hebuterne 1981).
- Chat: somebody has up to `concurrency` talks at once, each slower for it. With new talks going to whoever
  has fewest, the chain of their number has one rate for each state; beyond it the line is that of Erlang.

Times are seconds, shares between 0 and 1. Bad figures: ValueError.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

NEVER = math.inf
# Weights this small no longer change a sum of doubles.
TINY = 1e-18


def erlangs(arrivals: float, interval_s: float, aht_s: float) -> float:
    """Work that comes per unit of time: people who would be busy if nobody ever waited."""
    if interval_s <= 0 or arrivals < 0 or aht_s < 0:
        raise ValueError("Traffic needs an interval, and nothing negative.")
    return arrivals * aht_s / interval_s


def blocking(agents: int, load: float) -> float:
    """Erlang B: the share that finds everybody busy when nobody can wait."""
    _check(agents, load)
    if load == 0:
        return 0.0 if agents else 1.0
    found = 1.0
    for n in range(1, agents + 1):
        found = load * found / (n + load * found)
    return found


def wait_probability(agents: int, load: float) -> float:
    """Erlang C: the share that has to wait; all of them where more comes than can be done."""
    _check(agents, load)
    if load == 0:
        return 0.0
    if agents <= load:
        return 1.0
    blocked = blocking(agents, load)
    return blocked / (1 - load / agents * (1 - blocked))


def service_level(agents: int, load: float, aht_s: float, target_s: float) -> float:
    """Erlang C: the share answered within the target."""
    if load and agents <= load:
        return 0.0
    return 1 - wait_probability(agents, load) * math.exp(-(agents - load) * target_s / aht_s)


def speed_of_answer(agents: int, load: float, aht_s: float) -> float:
    """Erlang C: seconds waited on average, by all who come."""
    if load and agents <= load:
        return NEVER
    return wait_probability(agents, load) * aht_s / (agents - load)


def queue_length(agents: int, load: float) -> float:
    """Erlang C: how many wait on average."""
    if load and agents <= load:
        return NEVER
    return wait_probability(agents, load) * load / (agents - load)


def occupancy(agents: int, load: float) -> float:
    """The share of their time in which people are busy."""
    _check(agents, load)
    return min(load / agents, 1.0) if agents else float(load > 0)


def lines_for(load: float, blocked: float) -> int:
    """Erlang B: the fewest with which no more than this share is turned away."""
    if not 0 < blocked <= 1:
        raise ValueError("A share above 0 and up to 1 is needed.")
    found, n = 1.0, 0
    while found > blocked:
        n += 1
        found = load * found / (n + load * found)
    return n


def _check(agents: int, load: float) -> None:
    if agents < 0 or load < 0 or not math.isfinite(load):
        raise ValueError("Neither people nor load can be negative.")


@dataclass(frozen=True)
class Line:
    """So many people, what comes to them, and who gives up. `rate` is arrivals per second; `patience_s` None
    is everybody waits for ever. `slower` is by how much each further talk at once makes all of somebody's
    talks longer (0.3: two at once take 1.3 times as long each). `room` is how many can wait; None is no end.
    """

    agents: int
    rate: float
    aht_s: float
    patience_s: float | None = None
    concurrency: int = 1
    slower: float = 0.0
    room: int | None = None

    def __post_init__(self) -> None:
        _check(self.agents, self.rate)
        if self.aht_s <= 0 or self.concurrency < 1 or self.slower < 0:
            raise ValueError("Work needs a length, and at least one talk at once.")
        if self.patience_s is not None and self.patience_s <= 0:
            raise ValueError("Patience is longer than nothing.")

    @property
    def slots(self) -> int:
        return self.agents * self.concurrency

    def done(self, present: int) -> float:
        """Talks finished per second while so many are in hand, spread evenly."""
        present = min(present, self.slots)
        if not present:
            return 0.0
        each, more = divmod(present, self.agents)
        return more * self._speed(each + 1) + (self.agents - more) * self._speed(each)

    def _speed(self, talks: int) -> float:
        """Of one person with so many talks at once."""
        return talks / (self.aht_s * (1 + self.slower * max(talks - 1, 0)))

    @property
    def most(self) -> float:
        return self.done(self.slots)

    @property
    def overloaded(self) -> bool:
        return self.rate > 0 and self.rate >= self.most * (1 - 1e-12)

    def leaving(self, present: int) -> float:
        """Per second, done or given up."""
        waiting = max(present - self.slots, 0)
        return self.done(present) + (waiting / self.patience_s if self.patience_s else 0.0)

    @cached_property
    def chain(self) -> "Chain":
        """Without an end to the line only those in hand: who waits is then a geometric series."""
        endless = self.patience_s is None and self.room is None
        end = self.slots if endless else None if self.room is None else self.slots + self.room
        return Chain.of(self.rate, self.leaving, self._likeliest(end), end)

    def _likeliest(self, end: int | None) -> int:
        """The first state from which at least as much leaves as comes."""
        if self.rate > self.most and self.patience_s:
            found = self.slots + math.ceil((self.rate - self.most) * self.patience_s)
        elif self.rate > self.most:
            found = end or 0
        else:
            low, high = 0, self.slots
            while low < high:
                middle = (low + high) // 2
                low, high = (middle + 1, high) if self.leaving(middle) < self.rate else (low, middle)
            found = low
        return found if end is None else min(found, end)

    @property
    def wait_probability(self) -> float:
        """Of those who come and find everybody busy."""
        if not self.rate:
            return 0.0
        if self.patience_s is not None or self.room is not None:
            return self.chain.share(self.slots, None)
        if self.overloaded:
            return 1.0
        full = self.chain.at(self.slots)
        waiting = full / (1 - self.rate / self.most)
        return waiting / (1 - full + waiting)

    @property
    def waiting(self) -> float:
        """How many wait on average."""
        if not self.rate:
            return 0.0
        if self.patience_s is None and self.room is None:
            if self.overloaded:
                return NEVER
            return self.wait_probability * self.rate / (self.most - self.rate)
        return self.chain.mean(lambda present: max(present - self.slots, 0))

    @property
    def turned_away(self) -> float:
        """The share that finds no room."""
        return 0.0 if self.room is None or not self.rate else self.chain.at(self.slots + self.room)

    @property
    def mean_wait_s(self) -> float:
        """Of all who find room, those who give up with them."""
        return self.waiting / (self.rate * (1 - self.turned_away)) if self.rate else 0.0

    @property
    def given_up(self) -> float:
        """The share of all that comes and does not wait to the end."""
        if self.patience_s is None or not self.rate:
            return 0.0
        return self.waiting / self.patience_s / self.rate

    @property
    def occupancy(self) -> float:
        """How much of what their people can do at most they do."""
        if not self.slots:
            return float(self.rate > 0)
        if self.patience_s is None and self.room is None:
            return min(self.rate / self.most, 1.0)
        return self.chain.mean(self.done) / self.most

    def answered_within(self, target_s: float) -> float:
        """The share of all that comes and is answered within the target. Room is not looked at."""
        if not self.rate:
            return 1.0
        if not self.slots:
            return 0.0
        if self.patience_s is None:
            if self.overloaded:
                return 0.0
            return 1 - self.wait_probability * math.exp(-(self.most - self.rate) * target_s)
        return 1 - self.wait_probability + self._answered_later(target_s)

    def _answered_later(self, target_s: float) -> float:
        """The integral of the density of the offered wait times those who have not given up by then."""
        patience = self.patience_s or NEVER
        before = math.log(self.rate) + self.chain.log_at(self.slots - 1)

        def density(x: float) -> float:
            here = self.rate * patience * -math.expm1(-x / patience) - self.most * x - x / patience
            return math.exp(min(before + here, 700.0))

        return _integral(density, target_s, self._steps(target_s))

    def _steps(self, target_s: float) -> int:
        patience = self.patience_s or NEVER
        steepest = max(abs(self.most - self.rate), math.sqrt(self.rate / patience), 1 / patience)
        return min(max(2 * math.ceil(8 * steepest * target_s), 64), 20_000)


def _integral(of: Callable[[float], float], end: float, steps: int) -> float:
    """Simpson's rule; `steps` is even."""
    if end <= 0:
        return 0.0
    width = end / steps
    odd = math.fsum(of(i * width) for i in range(1, steps, 2))
    even = math.fsum(of(i * width) for i in range(2, steps, 2))
    return width / 3 * (of(0.0) + 4 * odd + 2 * even + of(end))


@dataclass(frozen=True, slots=True)
class Chain:
    """A birth-and-death chain in balance. `weights[i]` belongs to state `first` + i; states outside of it
    weigh nothing that a double could show. The weight of `peak` is 1.
    """

    rate: float
    leaving: Callable[[int], float]
    peak: int
    first: int
    weights: tuple[float, ...]
    total: float

    @classmethod
    def of(cls, rate: float, leaving: Callable[[int], float], peak: int, end: int | None) -> "Chain":
        below, weight, state = [], 1.0, peak
        while state > 0 and weight > TINY:
            weight *= leaving(state) / rate
            state -= 1
            below.append(weight)
        above, weight, up = [], 1.0, peak
        while weight > TINY and (end is None or up < end):
            up += 1
            weight *= rate / leaving(up)
            above.append(weight)
        weights = (*reversed(below), 1.0, *above)
        return cls(rate, leaving, peak, state, weights, math.fsum(weights))

    def at(self, state: int) -> float:
        i = state - self.first
        return self.weights[i] / self.total if 0 <= i < len(self.weights) else 0.0

    def log_at(self, state: int) -> float:
        """Also where the share is too small for a double."""
        low, high = sorted((state, self.peak))
        ratio = math.fsum(math.log(self.leaving(n) / self.rate) for n in range(low + 1, high + 1))
        return (ratio if state < self.peak else -ratio) - math.log(self.total)

    def share(self, low: int, high: int | None) -> float:
        """Of the states from `low` to `high`, without that one."""
        start = max(low - self.first, 0)
        stop = len(self.weights) if high is None else max(high - self.first, 0)
        return math.fsum(self.weights[start:stop]) / self.total

    def mean(self, of: Callable[[int], float]) -> float:
        return math.fsum(w * of(self.first + i) for i, w in enumerate(self.weights)) / self.total
