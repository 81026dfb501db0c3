"""Who of a team is on shift and at what, quarter by quarter, as it is published."""

import datetime
from collections import defaultdict
from collections.abc import Collection

from scheduling.arriving import QUARTER, quarter_of
from scheduling.choices import Work
from scheduling.models import Publication, Shift, TimeOff
from staff.models import Team

By = dict[datetime.datetime, dict[str, int]]
People = dict[datetime.datetime, dict[str, list[int]]]


def heads_by_quarter(team: Team, start: datetime.datetime, end: datetime.datetime) -> By:
    """How many those are who `people_by_quarter` says."""
    found: By = defaultdict(lambda: defaultdict(int))
    for at, by_work in people_by_quarter(team, start, end).items():
        for work, people in by_work.items():
            found[at][work] = len(people)
    return found


def people_by_quarter(team: Team, start: datetime.datetime, end: datetime.datetime) -> People:
    """By kind of work; who is there for something else, such as a break, is at none.
    Who has time off is not there.
    """
    found: People = defaultdict(lambda: defaultdict(list))
    off: dict[int, list[TimeOff]] = defaultdict(list)
    for row in TimeOff.objects.approved().between(start, end).filter(user__memberships__team=team):
        off[row.user_id].append(row)
    for shift in Shift.objects.filter(team=team).between(start, end):
        at = max(quarter_of(shift.starts_at), start)
        while at < min(shift.ends_at, end):
            middle = at + QUARTER / 2
            is_off = any(row.starts_at <= middle < row.ends_at for row in off[shift.user_id])
            if shift.starts_at <= middle < shift.ends_at and not is_off:
                activity = shift.activity_at(middle)
                if activity in Work.values:
                    found[at][activity].append(shift.user_id)
            at += QUARTER
    return found


def published(team: Team, start: datetime.datetime, end: datetime.datetime) -> list[tuple]:
    """The stretches for which a roster is published."""
    rows = Publication.objects.filter(team=team, starts_at__lt=end, ends_at__gt=start)
    return list(rows.values_list("starts_at", "ends_at"))


def covers(spans: Collection[tuple], at: datetime.datetime) -> bool:
    return any(starts <= at < ends for starts, ends in spans)
