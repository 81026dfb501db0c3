"""What was done, for whoever counts what it cost: BUDGET_FIGURES names it. It counts what the board counts,
so that each number opens the list of `solved` behind it.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from reports.choices import FactKind

# By whose days months are told, here and in the lists.
ZONE = "UTC"
# The time spent on a ticket counts where it was solved last.
SOLVED = f"""
WITH done AS (
    SELECT team_id, topics, date_trunc('month', at AT TIME ZONE '{ZONE}')::date AS month,
        (kind = '{FactKind.SOLVED}')::int AS solved,
        CASE kind WHEN '{FactKind.HANDLED}' THEN seconds ELSE 0 END AS spent
    FROM reports_ticketfact
    WHERE kind IN ('{FactKind.SOLVED}', '{FactKind.HANDLED}') AND at >= %s AND at < %s
)
SELECT team_id, '' AS tag, month, sum(solved), sum(spent) FROM done GROUP BY team_id, month
UNION ALL
SELECT team_id, tag, month, sum(solved), sum(spent)
FROM done CROSS JOIN LATERAL (SELECT DISTINCT unnest(topics) AS tag) told GROUP BY team_id, tag, month
ORDER BY 1, 3, 2"""  # noqa: S608  constants alone


@dataclass(frozen=True, slots=True)
class Solved:
    """Of a team in a month, with a tag or (tag "") altogether. A ticket with two tags counts for both."""

    team_id: int
    tag: str
    month: datetime.date
    solved: int
    handle_seconds: int


def solved(since: datetime.date, until: datetime.date) -> Sequence[Solved]:
    """In these days, both counted, in one statement."""
    first = datetime.datetime.combine(since, datetime.time(), datetime.UTC)
    end = datetime.datetime.combine(until, datetime.time(), datetime.UTC) + datetime.timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(SOLVED, [first, end])
        rows = cursor.fetchall()
    return [Solved(team, tag, month, int(count), int(spent)) for team, tag, month, count, spent in rows]
