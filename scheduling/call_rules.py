"""May somebody be on call then: who is there at all, one place at a time, and rest where the law of their
contract wants it between calls and shifts. To be called is no work: nothing else is asked.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

from django.utils.translation import gettext as _

from scheduling.around import NEAR, around
from scheduling.bound import Bound, blamed, within
from scheduling.breach_words import said
from scheduling.history import place_for
from scheduling.models import OnCall
from scheduling.regimes import Kind
from scheduling.spans import Span
from scheduling.weeks import midnight
from staff.models import Team

WEEK = datetime.timedelta(weeks=1)
ABSENT = frozenset({Kind.LEFT, Kind.NO_CONTRACT, Kind.TIME_OFF})
RESTS = frozenset({Kind.DAILY_REST, Kind.WEEKLY_REST})


def against(call: OnCall) -> list[str]:
    """Why not, in words for whoever plans; nothing if they may."""
    return CallRules(call.team, {call.user_id}, call.starts_at, call.ends_at).against(call)


class CallRules:
    """Of people of a team, for calls that lie between two moments: read once, asked of each call. Those that
    are about to stand are `taken`, and count for the next.
    """

    def __init__(
        self, team: Team, people: Collection[int], start: datetime.datetime, end: datetime.datetime
    ) -> None:
        self.zone = place_for(team).zone
        start, end = start - WEEK, end + WEEK
        self.people = around(people, start, end, self.zone, without=())
        self.calls: dict[int, list[OnCall]] = defaultdict(list)
        rows = OnCall.objects.filter(user__in=people, starts_at__lt=end, ends_at__gt=start)
        for row in rows.select_related("team").order_by("starts_at"):
            self.take(row)

    def is_off(self, person: int, start: datetime.datetime, end: datetime.datetime) -> bool:
        return any(since < end and until > start for since, until in self.people[person].off)

    def take(self, call: OnCall) -> None:
        self.calls[call.user_id].append(call)

    def against(self, call: OnCall) -> list[str]:
        """Why not, in words for whoever plans; nothing if they may."""
        person = self.people[call.user_id]
        others = [
            one
            for one in self.calls[call.user_id]
            if one is not call and (one.pk is None or one.pk != call.pk)
        ]
        return [*dict.fromkeys(self._broken(call, person, others)), *_elsewhere(call, person, others)]

    def _broken(self, call: OnCall, person: Bound, others: Collection[OnCall]) -> list[str]:
        rules = [rules for day, rules in person.contracts if midnight(day, self.zone) < call.ends_at]
        rests = bool(rules) and rules[-1].calls_leave_rest
        span, start, end = Span(call.starts_at, call.ends_at), call.starts_at - WEEK, call.ends_at + WEEK
        near = _near(person.shifts, others, span) if rests else []
        there = replace(person, shifts=near)
        after = within(there.breaches([span], self.zone), [span], start, end)
        before = within(there.breaches([], self.zone), [], start, end)
        asked = ABSENT | RESTS if rests else ABSENT
        return [said(one, self.zone) for one in blamed(after, before, [span]) if one.kind in asked]


def _near(shifts: Collection[Span], others: Collection[OnCall], span: Span) -> list[Span]:
    """What lies so near that rest is counted to it; calls of the week before and after, each hour once."""
    since, until = span.starts_at - WEEK, span.ends_at + WEEK
    calls = {(one.starts_at, one.ends_at) for one in others if one.starts_at < until and one.ends_at > since}
    found = [one for one in shifts if one.starts_at < until + NEAR and one.ends_at > since - NEAR]
    return found + [Span(*one) for one in calls if one[0] >= span.ends_at or one[1] <= span.starts_at]


def _elsewhere(call: OnCall, person: Bound, others: Collection[OnCall]) -> list[str]:
    """Called by another team, called for the same already, or at work the whole time."""
    found = []
    for one in others:
        if one.starts_at >= call.ends_at or one.ends_at <= call.starts_at:
            continue
        if one.team_id != call.team_id:
            found.append(_("is on call for %(team)s then") % {"team": one.team.name})
        elif one.skill_id == call.skill_id:
            found.append(_("is called then already"))
    if any(one.starts_at <= call.starts_at and one.ends_at >= call.ends_at for one in person.shifts):
        found.append(_("is at work all that time"))
    return list(dict.fromkeys(found))
