"""Who is called, under the grid: a stretch for each, from day to day."""

# ruff: noqa: S308  every text that comes from people is escaped where it enters the markup

import datetime
from collections.abc import Sequence
from html import escape
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lib.icons import icon
from scheduling.models import OnCall
from scheduling.weeks import ONE_DAY, midnight
from staff.models import Team

Call = tuple[int, str, str]


def on_call_row(team: Team, days: Sequence[datetime.date], zone: ZoneInfo) -> SafeString | str:
    """Of each day who is called first from then on, whatever for; nothing where nobody is."""
    start, end = midnight(days[0], zone), midnight(days[-1] + ONE_DAY, zone)
    rows = OnCall.objects.filter(team=team, starts_at__gte=start, starts_at__lt=end, skill=None)
    first: dict[datetime.date, Call] = {}
    for one in rows.select_related("user").order_by("order", "starts_at"):
        begins, ends = (at.astimezone(zone) for at in (one.starts_at, one.ends_at))
        call = one.user_id, one.user.full_name, f"{begins:%H:%M}–{ends:%H:%M}"
        first.setdefault(begins.date(), call)
    if not first:
        return ""
    name = f'<span class="person">{icon("phone-call")}<span>{escape(_("On call"))}</span></span>'
    cells = "".join(_stretch(call, len(list(of))) for call, of in groupby(days, first.get))
    return mark_safe(
        f'<tr class="oncall"><th scope="row" class="who">{name}</th>{cells}<td class="hours"></td></tr>'
    )


def _stretch(call: Call | None, days: int) -> str:
    if call is None:
        return f'<td colspan="{days}"></td>'
    _number, name, times = call
    return (
        f'<td colspan="{days}"><span class="call"><span class="cut">{escape(name)}</span>'
        f'<small class="num">{times}</small></span></td>'
    )
