"""What the shift before left to somebody, and what is asked of them at the end of theirs."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Q

from scheduling.models import Shift
from scheduling.my_asks import Asked
from scheduling.there import There, there
from staff.models import User
from tickets.access import tickets_for
from tickets.actions.handing_over import MINUTES, due_off
from tickets.models import HandOver, TeamRouting, Ticket
from tickets.reassigning import held_by

LATELY = datetime.timedelta(hours=24)
SHOWN = 50


@dataclass
class Left:
    """By one person: `note` to the whole team, and a line with each ticket that is the reader's by now, or
    nobody's.
    """

    user: User
    at: datetime.datetime
    note: str = ""
    lines: list[tuple[Ticket, str]] = field(default_factory=list)


def left_for(reader: User, now: datetime.datetime) -> list[Left]:
    """By colleagues of theirs whose shift ended lately or ends now; the last first. In two statements."""
    teams = list(reader.memberships.values_list("team", flat=True))
    rows = (
        HandOver.objects.filter(Q(team__in=teams) | Q(ticket__team__in=teams))
        .filter(shift_ends_at__gt=now - LATELY, at__lte=now)
        .filter(Q(ticket=None) | Q(ticket__assignee=reader) | Q(ticket__assignee=None))
        .exclude(Q(user=reader) | Q(text=""))
        .select_related("user")[:SHOWN]
    )
    rows = list(rows)
    tickets = tickets_for(reader).for_rows().in_bulk([row.ticket_id for row in rows if row.ticket_id])
    found: dict[int, Left] = {}
    for row in rows:
        if row.ticket_id is None or row.ticket_id in tickets:
            left = found.setdefault(row.user_id, Left(row.user, row.at))
            if row.ticket_id is None:
                left.note = f"{left.note}\n\n{row.text}".strip()
            else:
                left.lines.append((tickets[row.ticket_id], row.text))
    return list(found.values())


def shift_of(user: User, ends_at: datetime.datetime) -> Shift | None:
    """Of which shift a hand-over at that moment is."""
    rows = Shift.objects.of(user.pk).filter(starts_at__lt=ends_at, ends_at__gte=ends_at)
    return rows.select_related("team").first()


def asks(reader: User, now: datetime.datetime) -> list[Asked]:
    """For the page of their own shifts (SHIFT_ASKS): what was left for them, and the hand-over in time."""
    found = []
    seen = there([reader], now).get(reader.pk)
    if seen and seen.on_shift and (count := _soon(reader, seen, now)):
        found.append(Asked("hand-over", "tickets:hand_over", count=count, at=seen.ends_at))
    if left := left_for(reader, now):
        found.append(Asked("left", "tickets:hand_over", count=len(left), who=[one.user for one in left]))
    return found


def _soon(reader: User, seen: There, now: datetime.datetime) -> int:
    """How many tickets they are asked to hand over now; 0 while it is too early."""
    if seen.ends_at is None or not seen.rostered:
        return 0
    ahead = _ahead(reader.memberships.values_list("team", flat=True))
    if seen.ends_at - now > ahead:
        return 0
    return len(due_off(seen, held_by([reader.pk]).get(reader.pk, ())))


def _ahead(teams: Collection[int]) -> datetime.timedelta:
    said = TeamRouting.objects.filter(team__in=teams).values_list("hand_over_minutes", flat=True)
    return datetime.timedelta(minutes=max(said, default=MINUTES))
