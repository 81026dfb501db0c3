"""The running day on one page: the board, and the wall that shows the same from afar."""

import datetime
from typing import Any

from django.utils import timezone

from mail.health import findings_lately, for_reader
from reports.today.ahead import halves, picture, risks, rows_ahead
from reports.today.arrivals import arrivals_chart, arrivals_table
from reports.today.on_shift import on_shift, teams_planned
from reports.today.pulse import signs
from reports.today.queries import board
from staff.models import User
from tickets.health import alarms as timer_alarms

# Of the mail this is always shown; what else is well is left out.
ALWAYS = {"pending", "waiting", "mailboxes"}


def running_day(user: User, at: datetime.datetime) -> dict[str, Any]:
    """All that this reader may see of it: what they may not is not there."""
    zone = timezone.get_current_timezone()
    figures, teams, local = board(user, at, zone), teams_planned(user), timezone.localtime(at)
    rows = rows_ahead(teams, at)
    may_mend = user.may("mail.health")
    mail = for_reader(user, findings_lately(at)) if may_mend else []
    return {
        "now": at,
        "board": figures,
        "chart": arrivals_chart(figures.hours, local),
        "hours": arrivals_table(figures.hours, local),
        "plans": bool(teams),
        "shift": on_shift(user, teams, at, rows),
        "cover": picture(halves(rows, {team.pk: team for team in teams}), zone),
        "risks": risks(rows, teams, at),
        "mends": may_mend,
        "mail": [one for one in mail if one.look != "good" or one.name in ALWAYS],
        "alarms": [one for one in mail if one.look == "bad"],
        "signs": signs() if may_mend else [],
        "timer_alarms": timer_alarms() if may_mend else [],
    }
