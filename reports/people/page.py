"""The figures of one person: the same for whoever reads them, in the zone of the person."""

import datetime
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lib.charts import Picture
from reports.people.charts import Shared, shares
from reports.people.fair import HOUR, Rate, rate, work_time
from reports.people.presence import Presence, outages, presences
from reports.people.stretches import Stretch, length, without
from reports.people.turned_out import answers_of, facts_of, held_of, list_of, quality_of
from reports.people.workable import gates_closed_to, languages_of, queues_of
from reports.periods import Period
from scheduling.fitness import zone_of
from scheduling.weeks import midnight
from staff.models import Membership, Team, User
from tickets.gates import Stand


@dataclass(frozen=True)
class Personal:
    period: Period
    zone: str
    planned: str
    there: str
    excused: str
    clock: bool
    work: str
    answers: int
    on_shift: int
    rate: Rate | None
    answers_link: str
    rows: Sequence[Shared]
    shares: Picture
    left_out: Sequence[str]


def personal(person: User, period: Period, now: datetime.datetime) -> Personal:
    """In at most 25 statements, however much they did and however many there are in their teams."""
    zone = zone_of(person)
    since, until = midnight(period.since, zone), min(midnight(period.until, zone), now)
    members = _members(person)
    teams = list(Team.objects.filter(pk__in=members))
    people = {one.pk: one for found in members.values() for one in found} | {person.pk: person}
    present = presences(list(people.values()), since, until)
    mine, broken = present[person.pk], outages(members, since, until)
    there = {number: without(one.there, broken) for number, one in present.items()}
    closed = gates_closed_to(person, timezone.now())
    languages = languages_of(person, teams)
    queues = queues_of(list(members), languages, closed, since, until)
    numbers = {team: [one.pk for one in found] for team, found in members.items()}
    work = work_time(person.pk, there, numbers, queues)
    answers = answers_of(person, since, until)
    on_shift = within(answers, there[person.pk])
    rows = [ask(person, since, until) for ask in (held_of, quality_of)]
    rows = [*facts_of(person, since, until), *rows]
    rows = [replace(one, link=list_of(one.key, person, period, str(zone))) for one in rows]
    answers_link = list_of("answers", person, period, str(zone)) if answers else ""
    return Personal(
        period, str(zone), _hours(length(mine.planned)), _hours(length(mine.there)),
        _hours(mine.off) if mine.off >= 60 else "", mine.clock, _hours(work), len(answers), on_shift,
        rate(on_shift, work), answers_link, rows, shares(rows, _("How it turned out")),
        _left_out(mine, len(answers) - on_shift, length(broken), closed),
    )  # fmt: skip


def within(moments: Sequence[float], stretches: Sequence[Stretch]) -> int:
    """How many of these moments lie in one of them; an answer that ends a shift is of that shift."""
    starts = [start for start, _end in stretches]
    found = 0
    for at in moments:
        place = bisect_right(starts, at) - 1
        found += place >= 0 and at <= stretches[place][1]
    return found


def _members(person: User) -> dict[int, list[User]]:
    """Those of their teams who are here, by team."""
    theirs = person.memberships.filter(team__active=True).values("team")
    rows = Membership.objects.filter(team__in=theirs, user__is_active=True).select_related("user")
    found: dict[int, list[User]] = {}
    for row in rows:
        found.setdefault(row.team_id, []).append(row.user)
    return found


def _left_out(mine: Presence, off_shift: int, broken: float, closed: Sequence[Stand]) -> list[str]:
    found = [
        _("Time without a shift, breaks, meetings and training; time off and what was approved."),
        _("Tickets of other teams, and in languages they do not write well enough to work alone."),
        _("Time in which nothing waited that they could answer."),
        _("Tickets that were solved or needed no reply and got no answer."),
    ]
    if closed:
        names = ", ".join(sorted({str(one.gate) for one in closed}))
        found.append(_("Kinds of tickets they may not take yet: %(names)s.") % {"names": names})
    if off_shift:
        found.append(
            ngettext("%(n)s answer outside their shifts.", "%(n)s answers outside their shifts.", off_shift)
            % {"n": off_shift}
        )
    if broken:
        found.append(_("%(hours)s h of outages.") % {"hours": _hours(broken)})
    found.append(_("Promises that ended while somebody else had the ticket, and what a manager took out."))
    found.append(_("Reviews of answers that somebody picked by hand."))
    return found


def _hours(seconds: float) -> str:
    return number_format(round(seconds / HOUR, 1), decimal_pos=1, force_grouping=True)
