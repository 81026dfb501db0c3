"""How much work lies in the tickets that people have in hand, in minutes."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from django.core.cache import cache
from django.db import connection

from tickets.effort import effort_of
from tickets.models import Ticket

# What a kind of ticket takes is looked up once an hour.
REMEMBERED = 60 * 60
FEW = 5
KEY = "usual-minutes"
IN_HAND = """
SELECT t.assignee_id, t.priority, t.type_id, COALESCE(sum(h.measured + h.corrected), 0) / 60000.0
FROM tickets_ticket t LEFT JOIN tickets_handled h ON h.ticket_id = t.number
WHERE t.assignee_id = ANY(%s) AND t.state IN ('new', 'open') AND t.snoozed_until IS NULL
GROUP BY t.number"""
# The middle one: a ticket that somebody left open over lunch must not make all the others long.
USUAL = """
SELECT type_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes) FROM (
    SELECT t.type_id, sum(h.measured + h.corrected) / 60000.0 AS minutes
    FROM tickets_ticket t JOIN tickets_handled h ON h.ticket_id = t.number
    WHERE t.solved_at > now() - interval '90 days' AND t.type_id IS NOT NULL
    GROUP BY t.number
) AS done WHERE minutes > 0 GROUP BY type_id HAVING count(*) >= %s"""


def held_by(people: Collection[int]) -> dict[int, float]:
    """Minutes of work that wait in the tickets of each of them; what is put aside, or waits for the customer,
    is no work now. One statement.
    """
    found: dict[int, float] = defaultdict(float)
    for user, minutes in _in_hand(people):
        found[user] += minutes
    return dict(found)


def counted_by(people: Collection[int]) -> dict[int, tuple[int, float]]:
    """How many such tickets each of them has, and the minutes of work in them."""
    found: dict[int, tuple[int, float]] = {}
    for user, minutes in _in_hand(people):
        count, known = found.get(user, (0, 0.0))
        found[user] = (count + 1, known + minutes)
    return found


def _in_hand(people: Collection[int]) -> Iterator[tuple[int, float]]:
    usual = usual_minutes()
    with connection.cursor() as cursor:
        cursor.execute(IN_HAND, [list(people)])
        rows = cursor.fetchall()
    for user, priority, kind, handled in rows:
        yield user, effort_of(priority=priority, usual=usual.get(kind), handled=float(handled))


def effort_in(ticket: Ticket) -> float:
    """Of one that nobody has in hand yet."""
    return effort_of(priority=ticket.priority, usual=usual_minutes().get(ticket.type_id or 0))


def usual_minutes() -> Mapping[int, float]:
    """How long tickets of a type took lately, where there were enough to tell."""
    known: dict[int, float] | None = cache.get(KEY)
    if known is None:
        with connection.cursor() as cursor:
            cursor.execute(USUAL, [FEW])
            known = {kind: float(minutes) for kind, minutes in cursor.fetchall()}
        cache.set(KEY, known, REMEMBERED)
    return known
