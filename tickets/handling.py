"""Handling time: measured while a colleague is at a ticket, summed here and never in the browser.

An open page that is visible, and whose reader moved hand or key within a minute, says so with its pulse. What
lies between two beats is added; a longer silence (another tab, a phone call, lunch) is nobody's work.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from staff.models import User
from tickets.models import Handled, Ticket

# Pages ask every two or four seconds; one that was held up for longer than this starts anew.
LONGEST_GAP = datetime.timedelta(seconds=15)
BEAT = """
INSERT INTO tickets_handled AS h (ticket_id, user_id, measured, corrected, beat_at) VALUES (%s, %s, 0, 0, %s)
ON CONFLICT (ticket_id, user_id) DO UPDATE SET
    measured = h.measured + CASE
        WHEN EXCLUDED.beat_at > h.beat_at AND EXCLUDED.beat_at - h.beat_at <= %s
        THEN round(extract(epoch FROM EXCLUDED.beat_at - h.beat_at) * 1000)::bigint ELSE 0 END,
    beat_at = GREATEST(h.beat_at, EXCLUDED.beat_at)"""
ADD = """
INSERT INTO tickets_handled AS h (ticket_id, user_id, measured, corrected) VALUES (%s, %s, %s, 0)
ON CONFLICT (ticket_id, user_id) DO UPDATE SET measured = h.measured + EXCLUDED.measured"""

# Tickets on which at least a second was spent, with what was spent on those that were merged into them, and
# into those, in whole seconds: number, seconds. `{these}` may narrow which tickets, by their t.number.
SPENT = """
WITH RECURSIVE brought (number, source) AS (
    SELECT t.number, t.number FROM tickets_ticket t WHERE t.merged_into_id IS NULL {these}
    UNION ALL
    SELECT b.number, m.number FROM brought b JOIN tickets_ticket m ON m.merged_into_id = b.source
)
SELECT b.number, div(sum(h.measured + h.corrected), 1000)::bigint AS seconds
FROM brought b JOIN tickets_handled h ON h.ticket_id = b.source
GROUP BY b.number HAVING sum(h.measured + h.corrected) >= 1000"""


@dataclass(frozen=True, slots=True)
class Times:
    """Who spent how long, the longest first; `total` in seconds."""

    rows: Sequence[Handled]
    total: int


def beat(user: User, number: int, now: datetime.datetime | None = None) -> None:
    """This colleague is working on the ticket right now; whoever calls has made sure that they may see it."""
    with connection.cursor() as cursor:
        cursor.execute(BEAT, [number, user.pk, now or timezone.now(), LONGEST_GAP])


def add(user: User, number: int, length: datetime.timedelta) -> None:
    """Time that no browser measured: a call."""
    with connection.cursor() as cursor:
        cursor.execute(ADD, [number, user.pk, round(length.total_seconds() * 1000)])


def times_of(ticket: Ticket) -> Times:
    """With what was spent on tickets that were merged into it."""
    here = Q(ticket=ticket.pk) | Q(ticket__merged_into=ticket.pk)
    by_user: dict[int, Handled] = {}
    for row in Handled.objects.filter(here).select_related("user").order_by("pk"):
        known = by_user.setdefault(row.user_id, row)
        if known is not row:
            known.measured += row.measured
            known.corrected += row.corrected
    rows = sorted((row for row in by_user.values() if row.seconds), key=lambda row: (-row.seconds, row.pk))
    return Times(rows, sum(row.seconds for row in rows))


def spent_on(numbers: Sequence[int]) -> dict[int, int]:
    """Seconds by ticket, of those that are not merged into another, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(SPENT.format(these="AND t.number = ANY(%s)"), [list(numbers)])
        return dict(cursor.fetchall())
