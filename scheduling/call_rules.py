"""May somebody be on call then: who is there at all, one place at a time, and rest where the law of their
contract wants it between calls and shifts. To be called is no work: nothing else is asked.
"""

import datetime

from django.utils.translation import gettext as _

from scheduling.around import around
from scheduling.bound import blamed, within
from scheduling.breach_words import said
from scheduling.history import place_for
from scheduling.models import OnCall, Shift
from scheduling.regimes import Kind
from scheduling.spans import Span
from scheduling.weeks import midnight

WEEK = datetime.timedelta(weeks=1)
ABSENT = frozenset({Kind.LEFT, Kind.NO_CONTRACT, Kind.TIME_OFF})
RESTS = frozenset({Kind.DAILY_REST, Kind.WEEKLY_REST})


def against(call: OnCall) -> list[str]:
    """Why not, in words for whoever plans; nothing if they may."""
    zone = place_for(call.team).zone
    start, end = call.starts_at - WEEK, call.ends_at + WEEK
    span = Span(call.starts_at, call.ends_at)
    person = around([call.user_id], start, end, zone, without=())[call.user_id]
    rules = [rules for day, rules in person.contracts if midnight(day, zone) < call.ends_at]
    asked = ABSENT | (RESTS if rules and rules[-1].calls_leave_rest else set())
    person.shifts += _other_calls(call, start, end)
    after = within(person.breaches([span], zone), [span], start, end)
    before = within(person.breaches([], zone), [], start, end)
    words = [said(one, zone) for one in blamed(after, before, [span]) if one.kind in asked]
    return [*dict.fromkeys(words), *_elsewhere(call)]


def _other_calls(call: OnCall, start: datetime.datetime, end: datetime.datetime) -> list[Span]:
    rows = OnCall.objects.filter(user=call.user_id, starts_at__lt=end, ends_at__gt=start).exclude(pk=call.pk)
    spans = set(rows.values_list("starts_at", "ends_at"))
    return [Span(*one) for one in spans if one[0] >= call.ends_at or one[1] <= call.starts_at]


def _elsewhere(call: OnCall) -> list[str]:
    """Called by another team, called for the same already, or at work the whole time."""
    rows = OnCall.objects.filter(user=call.user_id, starts_at__lt=call.ends_at, ends_at__gt=call.starts_at)
    found = []
    for one in rows.exclude(pk=call.pk).select_related("team").order_by("starts_at"):
        if one.team_id != call.team_id:
            found.append(_("is on call for %(team)s then") % {"team": one.team.name})
        elif one.skill_id == call.skill_id:
            found.append(_("is called then already"))
    shifts = Shift.objects.of(call.user_id).filter(starts_at__lte=call.starts_at, ends_at__gte=call.ends_at)
    if shifts.exists():
        found.append(_("is at work all that time"))
    return list(dict.fromkeys(found))
