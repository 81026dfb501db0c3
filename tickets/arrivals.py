"""What came, counted for whoever plans shifts: by quarter of an hour, from the tickets as they are now.

A ticket counts when the customer's words reached us, for the team that has it; a merged one came twice and is
work once, so it counts where it went. The skill it asks for is the one by which it is handed out, or that a
gate before it asks for: that of its type before those of its tags, and of several the highest level.
"""

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.db import connection

from scheduling.arriving import Arrived, quarter_of
from staff.models import Team
from tickets.choices import OURS, Channel, EventKind
from tickets.models import Gate, Handled, RoutingNeed, Ticket, TicketEvent
from tickets.models.ticket import NEVER

# Events get their numbers before they are committed: so many are looked at again.
LATE_COMMITS = 2000
AT_ONCE = 20_000
COUNTED = """
WITH asked AS (
    SELECT r.team_id, n.type_id, n.tag, n.skill_id, n.level FROM tickets_routingneed n
        JOIN tickets_teamrouting r ON r.id = n.routing_id JOIN staff_skill s ON s.id = n.skill_id AND s.active
    UNION ALL
    SELECT NULL, g.type_id, g.tag, g.skill_id, g.level FROM tickets_gate g
        JOIN staff_skill s ON s.id = g.skill_id AND s.active WHERE g.archived_at IS NULL
), came AS (
    SELECT t.team_id, t.channel, t.language,
        (
            SELECT a.skill_id FROM asked a
            WHERE COALESCE(a.team_id = t.team_id, true) AND (a.type_id = t.type_id OR a.tag = ANY(t.tags))
            ORDER BY a.type_id IS NULL, a.level DESC, a.skill_id LIMIT 1
        ) AS skill_id,
        date_bin('15 minutes', t.opened_at, '2000-01-01 00:00+00') AS starts_at,
        COALESCE((
            SELECT sum(h.measured + h.corrected) FROM tickets_handled h
            JOIN tickets_ticket m ON m.number = h.ticket_id
            WHERE m.number = t.number OR m.merged_into_id = t.number
        ), 0) AS handled
    FROM tickets_ticket t
    WHERE t.opened_at >= %s AND t.opened_at < %s AND t.merged_into_id IS NULL
)
SELECT team_id, channel, language, skill_id, starts_at, count(*), count(*) FILTER (WHERE handled >= 1000),
    COALESCE(sum(handled) FILTER (WHERE handled >= 1000), 0)
FROM came GROUP BY team_id, channel, language, skill_id, starts_at"""


class Asked(NamedTuple):
    """Tickets of a type or with a tag, of one team or (0) of each, ask for that."""

    team: int
    type: int | None
    tag: str
    skill: int
    level: int

    def concerns(self, ticket: Ticket) -> bool:
        kind = self.type == ticket.type_id if self.type else self.tag in ticket.tags
        return kind and self.team in (0, ticket.team_id)


def arrived(since: datetime.datetime, until: datetime.datetime) -> Sequence[Arrived]:
    """In that stretch, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [since, until])
        rows = cursor.fetchall()
    return [
        Arrived(team, channel, language, skill, at, count, handled, int(milliseconds))
        for team, channel, language, skill, at, count, handled, milliseconds in rows
    ]


def plain(since: datetime.datetime, until: datetime.datetime) -> Iterator[Arrived]:
    """The same, one ticket after the other: what `arrived` is verified against."""
    asked = _asked()
    found = Ticket.objects.filter(opened_at__gte=since, opened_at__lt=until, merged_into=None)
    for ticket in found.order_by("opened_at", "number").iterator():
        numbers = [ticket.pk, *ticket.merged_here.values_list("pk", flat=True)]
        times = Handled.objects.filter(ticket__in=numbers)
        spent = sum(one.measured + one.corrected for one in times)
        at = quarter_of(ticket.opened_at)
        yield Arrived(
            ticket.team_id, ticket.channel, ticket.language, _skill(ticket, asked), at, 1, int(spent >= 1000),
            spent if spent >= 1000 else 0,
        )  # fmt: skip


def _asked() -> list[Asked]:
    """In two statements."""
    needs = RoutingNeed.objects.filter(skill__active=True)
    gates = Gate.objects.in_use().filter(skill__active=True)
    found = [Asked(*one) for one in needs.values_list("routing__team", "type", "tag", "skill", "level")]
    found += [Asked(0, *one) for one in gates.values_list("type", "tag", "skill", "level")]
    return sorted(found, key=lambda one: (one.type is None, -one.level, one.skill, one.team))


def _skill(ticket: Ticket, asked: Iterable[Asked]) -> int | None:
    return next((one.skill for one in asked if one.concerns(ticket)), None)


def levels(team: int) -> dict[int, int]:
    """The highest that is asked of each skill."""
    found: dict[int, int] = {}
    for one in _asked():
        if one.team in (0, team):
            found[one.skill] = max(found.get(one.skill, 0), one.level)
    return found


def asks() -> str:
    return hashlib.sha256(repr([tuple(one) for one in _asked()]).encode()).hexdigest()


def first_day() -> datetime.date | None:
    oldest = Ticket.objects.order_by("opened_at").values_list("opened_at", flat=True).first()
    return oldest.astimezone(datetime.UTC).date() if oldest else None


def changed(after: int) -> tuple[int, set[datetime.date]]:
    """The days (UTC) whose count may be another since event number `after`, and the number of the newest."""
    rows = TicketEvent.objects.filter(pk__gt=max(after - LATE_COMMITS, 0)).order_by("pk")
    days, newest = set(), after
    fields = rows.values_list("pk", "kind", "ticket__opened_at", "data")[:AT_ONCE]
    for number, kind, opened_at, data in fields:
        newest = max(newest, number)
        days.add(opened_at.astimezone(datetime.UTC).date())
        if kind == EventKind.RETIMED and data.get("opening"):
            days |= {_day(data[name]) for name in ("was", "to") if data.get(name)}
    return newest, days


def backlog(team: Team) -> Sequence[datetime.datetime | None]:
    """Of what waits for an answer of ours."""
    waiting = Ticket.objects.filter(team=team, state__in=OURS, unanswered_since__isnull=False).awake()
    dues = waiting.order_by().values_list("queue_at", flat=True)
    return [None if due == NEVER else due for due in dues]


def _day(written: str) -> datetime.date:
    return datetime.datetime.fromisoformat(written).astimezone(datetime.UTC).date()


def channels() -> Mapping[str, str]:
    return {name: str(label) for name, label in Channel.choices}
