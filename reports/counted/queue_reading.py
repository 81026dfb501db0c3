"""What waited and was answered since, from the rows of days, and of days that are stale from the facts."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import add, itemgetter

from django.db.models import Q, QuerySet

from reports.choices import WAITED
from reports.counted.queues import DAY, STEPS, added_up
from reports.counted.rollup import ONE_DAY
from reports.models import QueueDay, StaleQueue, TicketFact
from reports.models.figures import WEEK

Steps = dict[int, list[int]]  # by team


@dataclass(frozen=True)
class Frame:
    """So many days of UTC."""

    first: datetime.date
    days: int

    @classmethod
    def over(cls, since: datetime.datetime, until: datetime.datetime) -> "Frame":
        return cls.of_days(*(moment.astimezone(datetime.UTC).date() for moment in (since, until)))

    @classmethod
    def of_days(cls, first: datetime.date, last: datetime.date) -> "Frame":
        return cls(first, (last - first).days + 1)

    @property
    def last(self) -> datetime.date:
        return self.first + (self.days - 1) * ONE_DAY

    @property
    def begins(self) -> datetime.datetime:
        return datetime.datetime.combine(self.first, datetime.time(), datetime.UTC)

    @property
    def start(self) -> int:
        return int(self.begins.timestamp())

    @property
    def end(self) -> int:
        return self.start + self.days * DAY

    def place(self, day: datetime.date) -> slice:
        n = (day - self.first).days
        return slice(n * STEPS, (n + 1) * STEPS)

    def facts(self, of: Q) -> QuerySet[TicketFact]:
        """What ended a wait that may have begun before the end of it."""
        week_after = self.begins + (self.days + 7) * ONE_DAY
        soon = Q(at__gte=self.begins, at__lt=week_after) | Q(at__gte=week_after, seconds__gt=WEEK)
        return TicketFact.objects.filter(of, soon, kind__in=WAITED).order_by()

    def of(self, facts: QuerySet[TicketFact]) -> Steps:
        ended = ((team, int(at.timestamp()), n) for team, at, n in facts.values_list("team", "at", "seconds"))
        return self.added_up((team, end - n, end) for team, end, n in ended)

    def added_up(self, waits: Iterable[tuple[int, int, int]]) -> Steps:
        """Of what waited in which team, from when to when."""
        return {
            team: added_up(((begins, ends) for _team, begins, ends in some), self.start, self.days * STEPS)
            for team, some in groupby(sorted(waits), key=itemgetter(0))
        }


def ended_in(frame: Frame, of: Q) -> Steps:
    """What waited in it and was answered by now. In two statements, three where a day is stale."""
    days = (frame.first, frame.last)
    stale = [*StaleQueue.objects.filter(day__range=days).order_by("day").values_list("day", flat=True)]
    found: Steps = defaultdict(lambda: [0] * (frame.days * STEPS))
    rows = QueueDay.objects.filter(of, day__range=days).exclude(day__in=stale).order_by()
    for team, day, seconds in rows.values_list("team", "day", "seconds"):
        steps, place = found[team], frame.place(day)
        steps[place] = map(add, steps[place], seconds)
    if stale:
        near = Frame.of_days(stale[0], stale[-1])
        for team, seconds in near.of(near.facts(of)).items():
            for day in stale:
                found[team][frame.place(day)] = seconds[near.place(day)]
    return found


def each(act: Callable[[int, int], int], some: Mapping[int, list[int]], others: Steps) -> Steps:
    """Done with each step of the same teams; `others` hold no team that `some` may not hold."""
    nothing = [0] * max(map(len, [*some.values(), *others.values()]), default=0)
    return {
        team: [*map(act, some.get(team, nothing), others.get(team, nothing))] for team in {*some, *others}
    }
