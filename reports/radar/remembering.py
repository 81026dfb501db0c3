"""What was usual, from the rows: counts by hour of the week in the desk's own zone."""

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

from django.db.models import Count

from reports.models import TicketPrint, TopicHour, WordCount
from reports.radar.clusters import Seen, belongs
from reports.radar.spikes import HOURS, Usual, open_days, usual_of, usual_of_desk

WEEKS = 12
LEAST_WEEKS = 2
MOST_ALIKE = 5000  # prints that are held against a group
YOUNG = datetime.timedelta(hours=3)  # what comes now is not yet usual
Grid = list[list[float]]


class Remembered:
    """Of the WEEKS before today, in `zone`; as reports.radar.looking.Memory asks. Weeks in which nothing at
    all came yet are left out: `weeks` says how many there are.
    """

    def __init__(
        self, now: datetime.datetime, zone: datetime.tzinfo, prints: Collection[TicketPrint]
    ) -> None:
        self.now, self.zone = now, zone
        self.today = now.astimezone(zone).date()
        self.since = now - datetime.timedelta(weeks=WEEKS, days=1)
        self.seen = _before(prints)
        self.topics = TopicHour.objects.filter(hour__gte=self.since).aggregate(
            n=Count("topic", distinct=True)
        )["n"]
        whole = self._grid(self._hours(""))
        first = next((n for n, week in enumerate(whole) if any(week)), WEEKS)
        self.weeks = WEEKS - first
        self.desk_grid = whole[first:]
        self.known = open_days(self.desk_grid) if self.desk_grid else []
        self.desk = usual_of_desk(self.desk_grid)
        self._usual: dict[str, Usual] = {}

    @property
    def knows_enough(self) -> bool:
        return self.weeks >= LEAST_WEEKS

    @cached_property
    def local(self) -> datetime.datetime:
        return self.now.astimezone(self.zone)

    @property
    def hour(self) -> int:
        return self.local.weekday() * 24 + self.local.hour

    @property
    def past(self) -> float:
        return (self.local.minute * 60 + self.local.second) / 3600

    def usual(self, topic: str) -> Usual:
        if topic not in self._usual:
            self._usual[topic] = self._usual_of(self._hours(topic))
        return self._usual[topic]

    def usual_of_words(self, core: Sequence[str]) -> Usual:
        return self._usual_of([(at, 1) for at in self.alike(core, self.since, self.now - YOUNG)])

    def alike(
        self, core: Sequence[str], since: datetime.datetime, until: datetime.datetime
    ) -> list[datetime.datetime]:
        """When tickets came that would be members."""
        rows = TicketPrint.objects.filter(words__overlap=[*core], at__gte=since, at__lt=until)
        found = rows.order_by("-at").values_list("at", "words")[:MOST_ALIKE]
        return [at for at, words in found if belongs(words, core, self.seen)]

    def _usual_of(self, hours: Iterable[tuple[datetime.datetime, int]]) -> Usual:
        own = self._grid(hours)[WEEKS - self.weeks :]
        return usual_of(own, self.desk_grid, self.desk, known=self.known)

    def _hours(self, topic: str) -> list[tuple[datetime.datetime, int]]:
        return [*TopicHour.objects.filter(topic=topic, hour__gte=self.since).values_list("hour", "n")]

    def _grid(self, hours: Iterable[tuple[datetime.datetime, int]]) -> Grid:
        """By week, the oldest first, each of the seven days that end before today; by hour of the week."""
        grid = [[0.0] * HOURS for _ in range(WEEKS)]
        for at, n in hours:
            local = at.astimezone(self.zone)
            back = (self.today - local.date()).days
            if 1 <= back <= 7 * WEEKS:
                grid[WEEKS - 1 - (back - 1) // 7][local.weekday() * 24 + local.hour] += n
        return grid


def _before(prints: Collection[TicketPrint]) -> Seen:
    """How often words came, without these: an outbreak must not make its own words common."""
    now = Counter(word for one in prints for word in one.words)
    rows = WordCount.objects.filter(word__in=[*now, ""]).values_list("word", "n")
    counts = {word: max(n - now[word], 0) for word, n in rows}
    return Seen(counts, max(counts.pop("", 0) - len(prints), 1))
