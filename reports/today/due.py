"""What is due in the next hours: for each team and colleague, late first, and what nobody can schedule."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from staff.models import Team, User
from staff.queries import teams_of
from tickets.access import tickets_for
from tickets.finding import NOBODY, Choice, Row, page_of, soon_by
from tickets.models import Ticket
from tickets.queries import unschedulable

SHOWN = 50
ALARMS = 8


@dataclass(frozen=True)
class Share:
    """What one colleague of a team has to do; `assignee` is NOBODY for what nobody has taken."""

    assignee: int
    name: str
    late: int
    due: int


@dataclass(frozen=True)
class TeamShare:
    team: Team
    late: int
    due: int
    shares: Sequence[Share] = ()


@dataclass(frozen=True)
class DueBoard:
    """`late` and `due` count every active ticket the reader sees; a team's line what its own list shows.

    `rows` are the first of them, late before due; `more` whether there are others.
    """

    late: int
    due: int
    teams: Sequence[TeamShare]
    rows: Sequence[Row]
    more: bool
    stuck: Sequence[Ticket]
    stuck_total: int


def due_board(user: User, choice: Choice, now: datetime.datetime) -> DueBoard:
    """As this colleague may see it, until the moment that `choice` speaks of."""
    soon = soon_by(choice, now)
    pressing = tickets_for(user).active().filter(queue_at__lt=soon)
    counted = _counted(user, now, soon)
    page = page_of(user, pressing, Choice(view="all"), SHOWN)
    stuck = unschedulable(tickets_for(user)).select_related("team").order_by("number")
    found = list(stuck[: ALARMS + 1])
    return DueBoard(
        late=sum(row["late"] for row in counted),
        due=sum(row["due"] for row in counted),
        teams=_teams(user, counted),
        rows=page.rows,
        more=bool(page.after),
        stuck=found[:ALARMS],
        stuck_total=len(found) if len(found) <= ALARMS else stuck.count(),
    )


def _counted(user: User, now: datetime.datetime, soon: datetime.datetime) -> list[dict]:
    """Late and due by team and colleague, in one statement."""
    late = Q(queue_at__lt=now)
    due = Q(queue_at__gte=now, snoozed_until=None)
    rows = tickets_for(user).active().filter(queue_at__lt=soon).order_by()
    return list(
        rows.values("team", "assignee", "assignee__full_name").annotate(
            late=Count("pk", filter=late), due=Count("pk", filter=due)
        )
    )


def _teams(user: User, counted: Sequence[dict]) -> list[TeamShare]:
    """The teams that have something to do, the latest first; in each the colleagues, the same way."""
    lines = []
    for team in teams_of(user):
        own = [row for row in counted if row["team"] == team.pk and row["late"] + row["due"]]
        shares = [
            Share(row["assignee"] or NOBODY, row["assignee__full_name"] or "", row["late"], row["due"])
            for row in own
        ]
        shares.sort(key=lambda share: (-share.late, -share.due, share.assignee != NOBODY, share.name))
        late, due = sum(share.late for share in shares), sum(share.due for share in shares)
        lines.append(TeamShare(team, late, due, shares))
    return sorted(lines, key=lambda line: (-line.late, -line.due, line.team.name))
