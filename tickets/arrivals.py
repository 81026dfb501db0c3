"""What came, counted for whoever plans shifts: by quarter of an hour, from the tickets as they are now.

A ticket counts when the customer's words reached us, for the team that has it; a merged one came twice and is
work once, so it counts where it went.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence

from django.db import connection

from scheduling.arriving import Arrived, quarter_of
from staff.models import Team
from tickets.choices import OURS, Channel, EventKind
from tickets.models import Handled, Ticket, TicketEvent
from tickets.models.ticket import NEVER

# Events get their numbers before they are committed: so many are looked at again.
LATE_COMMITS = 2000
AT_ONCE = 20_000
COUNTED = """
WITH came AS (
    SELECT t.team_id, t.channel, t.language,
        date_bin('15 minutes', t.opened_at, '2000-01-01 00:00+00') AS starts_at,
        COALESCE((
            SELECT sum(h.measured + h.corrected) FROM tickets_handled h
            JOIN tickets_ticket m ON m.number = h.ticket_id
            WHERE m.number = t.number OR m.merged_into_id = t.number
        ), 0) AS handled
    FROM tickets_ticket t
    WHERE t.opened_at >= %s AND t.opened_at < %s AND t.merged_into_id IS NULL
)
SELECT team_id, channel, language, starts_at, count(*), count(*) FILTER (WHERE handled >= 1000),
    COALESCE(sum(handled) FILTER (WHERE handled >= 1000), 0)
FROM came GROUP BY team_id, channel, language, starts_at"""


def arrived(since: datetime.datetime, until: datetime.datetime) -> Sequence[Arrived]:
    """In that stretch, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [since, until])
        rows = cursor.fetchall()
    return [
        Arrived(team, channel, language, None, at, count, handled, int(milliseconds))
        for team, channel, language, at, count, handled, milliseconds in rows
    ]


def plain(since: datetime.datetime, until: datetime.datetime) -> Iterator[Arrived]:
    """The same, one ticket after the other: what `arrived` is verified against."""
    found = Ticket.objects.filter(opened_at__gte=since, opened_at__lt=until, merged_into=None)
    for ticket in found.order_by("opened_at", "number").iterator():
        numbers = [ticket.pk, *ticket.merged_here.values_list("pk", flat=True)]
        times = Handled.objects.filter(ticket__in=numbers)
        spent = sum(one.measured + one.corrected for one in times)
        at = quarter_of(ticket.opened_at)
        yield Arrived(
            ticket.team_id, ticket.channel, ticket.language, None, at, 1, int(spent >= 1000),
            spent if spent >= 1000 else 0,
        )  # fmt: skip


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
