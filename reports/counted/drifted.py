"""What changed about tickets without an event of theirs: somebody moves to another organisation, works on a
solved ticket once more, or says that a tag is a sign of a product.
"""

from django.db import connection

from reports.choices import FactKind
from reports.models import TicketFact
from tickets.handling import SPENT
from tickets.products import signs

ALL = 2**62
DRIFTED = """
SELECT t.number FROM reports_ticketfact f
JOIN tickets_ticket t ON t.number = f.ticket_id JOIN customers_contact c ON c.id = t.requester_id
WHERE f.kind = 'arrived' AND f.ticket_id > %(after)s AND f.ticket_id <= %(last)s
    AND t.number > %(after)s AND t.number <= %(last)s AND (
    f.organisation_id, f.channel, f.priority, f.language, f.type_id, f.topics::text[]
) IS DISTINCT FROM (
    c.organisation_id, t.channel, t.priority, t.language, t.type_id,
    ARRAY(SELECT unnest(t.tags) ORDER BY 1)::text[]
)"""
THESE = "AND t.number > %(after)s AND t.number <= %(last)s"
# Done, and what was spent on it by now is another time than was counted.
SPENT_SINCE = f"""
SELECT told.ticket_id FROM (
    SELECT ticket_id, COALESCE(max(seconds) FILTER (WHERE kind = '{FactKind.HANDLED}'), 0) AS seconds
    FROM reports_ticketfact
    WHERE kind IN ('{FactKind.SOLVED}', '{FactKind.HANDLED}', '{FactKind.BACKLOG}')
        AND ticket_id > %(after)s AND ticket_id <= %(last)s GROUP BY ticket_id
    HAVING bool_or(kind = '{FactKind.SOLVED}')
        AND NOT bool_or(kind = '{FactKind.BACKLOG}' AND until IS NULL)
) told LEFT JOIN ({SPENT.format(these=THESE)}) spent ON spent.number = told.ticket_id
WHERE told.seconds <> COALESCE(spent.seconds, 0)"""  # noqa: S608  constants alone


def drifted(after: int = 0, last: int = ALL) -> list[int]:
    """Tickets that are something else now than their facts say, of those of these numbers; in four
    statements, or five.
    """
    found = _about_other_products(after, last)
    for told in (DRIFTED, SPENT_SINCE):
        with connection.cursor() as cursor:
            cursor.execute(told, {"after": after, "last": last})
            found |= {number for (number,) in cursor.fetchall()}
    return sorted(found)


def _about_other_products(after: int, last: int) -> set[int]:
    """Far fewer kinds of tickets are there than tickets: those are looked at only where something differs."""
    said, came = signs(), TicketFact.objects.filter(kind=FactKind.ARRIVED).order_by()
    came = came.filter(ticket__gt=after, ticket__lte=last)
    kinds = came.values_list("type", "topics", "products").distinct()
    if all(said.products(kind, topics) == products for kind, topics, products in kinds.iterator()):
        return set()
    each = came.values_list("ticket", "type", "topics", "products").iterator()
    return {ticket for ticket, kind, topics, products in each if said.products(kind, topics) != products}
