"""The oracle's own idea of work and rest: a line of minutes, each busy or free.

Nothing here comes from `scheduling`.
"""

import datetime
from collections import Counter
from zoneinfo import ZoneInfo

MINUTE = datetime.timedelta(minutes=1)
DAY, WEEK = 1440, 7 * 1440


class Line:
    """From `begin` on; after its end everything is free."""

    def __init__(self, spans, zone, begin, days=60):
        self.zone, self.begin = ZoneInfo(zone), begin
        self.busy = bytearray(days * DAY)
        self.spans = [(self.minute(a), self.minute(b)) for a, b in sorted(spans)]
        for a, b in self.spans:
            self.busy[a:b] = b"\1" * (b - a)
        self.starts = sorted({a for a, _ in self.spans})

    def minute(self, moment):
        return (moment - self.begin) // MINUTE

    def local(self, minute):
        return (self.begin + minute * MINUTE).astimezone(self.zone)

    def longest_free(self, start, end):
        return max(len(run) for run in bytes(self.busy[start:end]).split(b"\1"))

    def next_free(self, start):
        first = self.busy.index(0, start)
        end = self.busy.find(1, first)
        return 10 * WEEK if end < 0 else end - first

    def overlaps(self):
        return any(two[0] < one[1] for one, two in zip(self.spans, self.spans[1:], strict=False))

    def daily_rest(self, hours):
        return any(
            max(self.longest_free(at, at + DAY), self.next_free(at)) < hours * 60 for at in self.starts
        )

    def weekly_rest(self, hours):
        return any(self.longest_free(at, at + WEEK) < hours * 60 for at in self.starts)

    def max_shift(self, hours):
        return any(b - a > hours * 60 for a, b in self.spans)

    def by(self, what):
        found = Counter()
        for a, b in self.spans:
            found[what(self.local(a).date())] += b - a
        return found

    def max_day(self, hours):
        return any(minutes > hours * 60 for minutes in self.by(lambda day: day).values())

    def max_week(self, hours):
        return any(minutes > hours * 60 for minutes in self.by(monday).values())

    def week_average(self, hours, weeks):
        by = self.by(monday)
        return any(
            sum(by[first + datetime.timedelta(weeks=i)] for i in range(weeks)) > hours * 60 * weeks
            for first in by
            for first in [first - datetime.timedelta(weeks=i) for i in range(weeks)]
        )

    def night_minutes(self, a, b):
        return sum(not 6 <= self.local(minute).hour < 22 for minute in range(a, b))

    def night_work(self, least):
        return any(self.night_minutes(a, b) >= least for a, b in self.spans)

    def days_in_a_row(self, most):
        days = set(self.by(lambda day: day))
        return any(all(day + datetime.timedelta(days=i) in days for i in range(most + 1)) for day in days)

    def sundays(self, weeks):
        days = {day for day in self.by(lambda day: day) if day.isoweekday() == 7}
        return any(all(day + datetime.timedelta(weeks=i) in days for i in range(weeks)) for day in days)


def monday(day):
    return datetime.date.fromisocalendar(*day.isocalendar()[:2], 1)
