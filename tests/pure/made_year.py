"""A year of an everyday desk for the radar: weeks, holidays and the days after, a busy December, restless
days."""

import random
from bisect import bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from reports.radar.clusters import Seen, beginnings, belongs
from reports.radar.looking import Arrived, Outbreak, outbreaks
from reports.radar.spikes import HOURS, Usual, open_days, usual_of, usual_of_desk
from tests.pure.said_of_trouble import OUTBREAK, everyday

WEEKS = 12
LANGUAGES = sorted(OUTBREAK)
HOLIDAYS = frozenset(
    {0, 110, 121, 148, 170, 230, 305, 358, 359, 360}
)  # days of a year that begins on a Monday
TOPICS = 25
LOOK = 1 / 12


def rate(hour: int, draw_day: float) -> float:
    """Tickets to be expected in this hour of the year."""
    day, of_day = divmod(hour, 24)
    base = 0.25
    if 7 <= of_day < 18:
        base = 5.0 if day % 7 < 5 else 0.9
        if day % 7 == 0 and of_day < 11:
            base *= 2  # Monday mornings
    if day % 365 in HOLIDAYS:
        base *= 0.15
    elif (day - 1) % 365 in HOLIDAYS:
        base *= 1.8
    if day % 365 > 330:
        base *= 1.5
    return base * draw_day * (1 + day / 1400)


def poisson(draw: random.Random, mean: float) -> int:
    n, at = 0, draw.expovariate(1.0)
    while at < mean:
        n, at = n + 1, at + draw.expovariate(1.0)
    return n


def everyday_tickets(draw: random.Random, hours: range) -> Iterator[tuple[float, Arrived]]:
    """(hour of the year, ticket), in order."""
    bounds = [*accumulate(1 / (n + 1) for n in range(TOPICS))]
    key, day_is = 0, 1.0
    said = [beginnings(*everyday(draw, draw.choice(LANGUAGES))) for _ in range(6000)]
    for hour in hours:
        if hour % 24 == 0:
            day_is = draw.gammavariate(30, 1 / 30)
        for at in sorted(hour + draw.random() for _ in range(poisson(draw, rate(hour, day_is)))):
            key += 1
            tag = bisect_right(bounds, draw.random() * bounds[-1])
            yield at, Arrived(key, 0.0, key, frozenset({f"tag:{tag}"}), draw.choice(said))


class Remembered:
    """What the rows hold, in plain Python: looked up anew every week."""

    topics = TOPICS

    def __init__(self, past: Sequence[tuple[float, Arrived]], until: int):
        """The WEEKS that end at the hour `until`, a whole number of weeks."""
        self.since, self.past = until - WEEKS * HOURS, past
        self.seen = Seen(Counter(word for _at, ticket in past for word in ticket.words), len(past))
        self.desk_grid = self.grid(at for at, _ticket in past)
        self.known = open_days(self.desk_grid)
        self.desk = usual_of_desk(self.desk_grid)
        self._usual: dict[str, Usual] = {}

    def grid(self, times) -> list[list[float]]:
        weeks = [[0.0] * HOURS for _ in range(WEEKS)]
        for at in times:
            week, hour = divmod(int(at) - self.since, HOURS)
            weeks[week][hour] += 1
        return weeks

    @cached_property
    def holders(self):
        found = defaultdict(list)
        for at, ticket in self.past:
            for word in ticket.words:
                found[word].append((at, ticket))
        return found

    def usual(self, topic: str) -> Usual:
        if topic not in self._usual:
            own = self.grid(at for at, ticket in self.past if topic in ticket.topics)
            self._usual[topic] = usual_of(own, self.desk_grid, self.desk, known=self.known)
        return self._usual[topic]

    def usual_of_words(self, core) -> Usual:
        alike = {ticket.key: at for word in core for at, ticket in self.holders.get(word, ())
                 if belongs(ticket.words, core, self.seen)}  # fmt: skip
        return usual_of(self.grid(alike.values()), self.desk_grid, self.desk, known=self.known)


def looks(
    tickets: Sequence[tuple[float, Arrived]], since: int, until: int
) -> Iterator[tuple[float, Outbreak]]:
    """Every five minutes between two hours; with nothing new since the last there is nothing to see."""
    window: deque[tuple[float, Arrived]] = deque()
    coming = iter(tickets)
    following = next(coming, None)
    past: deque[tuple[float, Arrived]] = deque()
    memory, week = None, -1
    for n in range(until * 12):
        at = (n + 1) * LOOK
        new = False
        while following and following[0] <= at:
            window.append(following)
            past.append(following)
            following, new = next(coming, None), True
        while window and window[0][0] < at - 3:
            window.popleft()
        if at <= since or not new or at > until:
            continue
        if int(at) // HOURS != week or memory is None:
            week = int(at) // HOURS
            first = (week - WEEKS) * HOURS
            while past and past[0][0] < first:
                past.popleft()
            memory = Remembered([row for row in past if row[0] < week * HOURS], week * HOURS)
        last = [Arrived(t.key, at - came, t.who, t.topics, t.words) for came, t in window]
        for found in outbreaks(last, memory, hour=int(at) % HOURS, past=at % 1):
            yield at, found
