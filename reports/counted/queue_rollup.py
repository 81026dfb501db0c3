"""From facts to what waited by days: a day at a time, by the database."""

import datetime
from collections.abc import Iterable

from django.db import connection

from reports.choices import WAITED
from reports.counted.queues import DAY, STEP, STEPS
from reports.counted.rollup import ONE_DAY
from reports.models import QueueDay, StaleQueue, TicketFact
from reports.models.figures import WEEK

KINDS = ", ".join(f"'{kind}'" for kind in WAITED)
# What ended on this day or in the week after is found by its end, of all else only what waited so long.
WAITS = f"""
    SELECT team_id, language, floor(extract(epoch FROM at))::bigint AS ends, seconds
    FROM reports_ticketfact WHERE kind IN ({KINDS}) AND at >= %(day)s AND at < %(week_after)s
    UNION ALL
    SELECT team_id, language, floor(extract(epoch FROM at))::bigint, seconds FROM reports_ticketfact
    WHERE kind IN ({KINDS}) AND seconds > {WEEK} AND at >= %(week_after)s"""  # noqa: S608  constants alone
ROLLUP = f"""
WITH waits AS (
    SELECT team_id, language, GREATEST(ends - seconds - %(start)s, 0) AS begins,
        LEAST(ends - %(start)s, {DAY}) AS ends
    FROM ({WAITS}) w WHERE ends > %(start)s AND ends - seconds < %(start)s + {DAY}
), parts AS (
    SELECT team_id, language, step,
        sum(LEAST(ends, {STEP} * (step + 1)) - GREATEST(begins, {STEP} * step)) AS seconds
    FROM waits CROSS JOIN LATERAL generate_series(begins / {STEP}, (ends - 1) / {STEP}) AS step
    WHERE begins < ends GROUP BY team_id, language, step
)
INSERT INTO reports_queueday (day, team_id, language, seconds)
SELECT %(day)s, team_id, language, array_agg(COALESCE(seconds, 0)::int ORDER BY step)
FROM (SELECT DISTINCT team_id, language FROM parts) of CROSS JOIN generate_series(0, {STEPS - 1}) AS step
LEFT JOIN parts USING (team_id, language, step)
GROUP BY team_id, language"""  # noqa: S608  constants alone


def days_of(fact: TicketFact) -> set[datetime.date]:
    """On which something waited that this fact ended."""
    if fact.kind not in WAITED or not fact.seconds:
        return set()
    began = fact.at - datetime.timedelta(seconds=fact.seconds)
    first, last = (moment.astimezone(datetime.UTC).date() for moment in (began, fact.at))
    return {first + n * ONE_DAY for n in range((last - first).days + 1)}


def tell_stale(days: Iterable[datetime.date]) -> None:
    StaleQueue.objects.bulk_create([StaleQueue(day=day) for day in days], ignore_conflicts=True)


def roll_queues(most: int = 40) -> int:
    """So many of the days that are stale, the latest first; how many there were. In the caller's
    transaction.
    """
    days = [*StaleQueue.objects.select_for_update(skip_locked=True).order_by("-day")[:most]]
    for one in days:
        roll_day(one.day)
    StaleQueue.objects.filter(pk__in=[one.pk for one in days]).delete()
    return len(days)


def roll_day(day: datetime.date) -> None:
    begins = datetime.datetime.combine(day, datetime.time(), datetime.UTC)
    after = begins + 8 * ONE_DAY
    QueueDay.objects.filter(day=day).delete()
    with connection.cursor() as cursor:
        cursor.execute(ROLLUP, {"day": begins, "week_after": after, "start": int(begins.timestamp())})
