"""What was done, for whoever counts what it cost: solved tickets and the time spent on them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from tickets.handling import SPENT

# Solved within the days and still done; merged tickets count where they went. `tag` "" is all of a team's.
DONE = "AND t.solved_at >= %s AND t.solved_at < %s AND t.state IN ('solved', 'closed')"
SOLVED = f"""
WITH spent AS ({SPENT.format(these=DONE)}), done AS (
    SELECT t.team_id, t.tags, date_trunc('month', t.solved_at AT TIME ZONE 'UTC')::date AS month,
        COALESCE(s.seconds, 0) AS spent
    FROM tickets_ticket t LEFT JOIN spent s ON s.number = t.number WHERE t.merged_into_id IS NULL {DONE}
)
SELECT team_id, '' AS tag, month, count(*), sum(spent) FROM done GROUP BY team_id, month
UNION ALL
SELECT team_id, tag, month, count(*), sum(spent) FROM done, unnest(tags) AS tag GROUP BY team_id, tag, month
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
        cursor.execute(SOLVED, [first, end, first, end])
        rows = cursor.fetchall()
    return [Solved(team, tag, month, count, int(spent)) for team, tag, month, count, spent in rows]
