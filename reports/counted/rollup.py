"""From facts to figures of days, by the database: a day at a time, for every zone that somebody reads in."""

import datetime
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from django.db import connection

from reports.choices import FactKind
from reports.counted.month_rollup import roll_months
from reports.counted.sketch import GAMMA
from reports.models import DayFigure, FigureZone, MonthFigure
from staff.models import User

ONE_DAY = datetime.timedelta(days=1)
HOURS = ", ".join(f"count(*) FILTER (WHERE hour = {hour})" for hour in range(24))
# Rounded as reports.counted.sketch rounds, so that both find the same bucket.
BUCKET = (
    "CASE WHEN {0} IS NULL THEN NULL WHEN {0} < 1 THEN '0' "
    f"ELSE (ceil(round((ln({{0}}::numeric) / ln({GAMMA!r}::numeric)), 9)) + 1)::int::text END"
)
# Each fact once for all and once for each thing by which it can be taken apart.
ROLLUP = f"""
WITH facts AS (
    SELECT f.kind, f.team_id, f.at, f.at AS began, f.kept, f.score, f.seconds, f.working, f.agent_id,
        f.channel, f.priority, f.language, f.organisation_id, f.type_id, f.topics, f.products
    FROM reports_ticketfact f WHERE f.at >= %(since)s AND f.at < %(until)s
    UNION ALL
    SELECT '{FactKind.LEFT}', f.team_id, f.until, f.at, NULL, NULL, NULL, NULL, f.agent_id,
        f.channel, f.priority, f.language, f.organisation_id, f.type_id, f.topics, f.products
    FROM reports_ticketfact f
    WHERE f.kind = '{FactKind.BACKLOG}' AND f.until >= %(since)s AND f.until < %(until)s
), told AS (
    SELECT f.kind, f.team_id, d.dimension, d.key, f.at, f.began, f.kept, f.score, f.seconds,
        extract(hour FROM f.at AT TIME ZONE %(zone)s)::int AS hour,
        {BUCKET.format("f.seconds")} AS bucket, {BUCKET.format("f.working")} AS working_bucket
    FROM facts f CROSS JOIN LATERAL (
        VALUES ('', ''), ('agent', COALESCE(f.agent_id::text, '')), ('channel', f.channel),
            ('priority', f.priority), ('language', f.language),
            ('organisation', COALESCE(f.organisation_id::text, '')), ('type', COALESCE(f.type_id::text, ''))
        UNION ALL SELECT DISTINCT 'topic', topic FROM unnest(f.topics) AS topic
        UNION ALL SELECT DISTINCT 'product', product::text FROM unnest(f.products) AS product
    ) AS d (dimension, key)
), sums AS (
    SELECT kind, team_id, dimension, key, count(*) AS n, count(*) FILTER (WHERE kept) AS kept,
        COALESCE(sum(score), 0) AS score,
        COALESCE(sum(floor(extract(epoch FROM began) / 60)), 0)::bigint AS at_minutes,
        COALESCE(sum(seconds), 0)::bigint AS seconds, ARRAY[{HOURS}] AS hours
    FROM told GROUP BY kind, team_id, dimension, key
), sketches AS (
    SELECT kind, team_id, dimension, key, jsonb_object_agg(bucket, n) AS sketch FROM (
        SELECT kind, team_id, dimension, key, bucket, count(*) AS n FROM told WHERE bucket IS NOT NULL
        GROUP BY kind, team_id, dimension, key, bucket
    ) b GROUP BY kind, team_id, dimension, key
), working AS (
    SELECT kind, team_id, dimension, key, jsonb_object_agg(working_bucket, n) AS sketch FROM (
        SELECT kind, team_id, dimension, key, working_bucket, count(*) AS n FROM told
        WHERE working_bucket IS NOT NULL GROUP BY kind, team_id, dimension, key, working_bucket
    ) b GROUP BY kind, team_id, dimension, key
)
INSERT INTO reports_dayfigure
    (zone, day, kind, team_id, dimension, key, n, kept, score, at_minutes, seconds, hours, sketch,
    working_sketch)
SELECT %(zone)s, %(day)s, s.kind, s.team_id, s.dimension, s.key, s.n, s.kept, s.score, s.at_minutes,
    s.seconds, s.hours, COALESCE(c.sketch, '{{}}'), COALESCE(w.sketch, '{{}}')
FROM sums s
LEFT JOIN sketches c USING (kind, team_id, dimension, key)
LEFT JOIN working w USING (kind, team_id, dimension, key)"""  # noqa: S608  constants alone

EVERY_DAY = """
INSERT INTO reports_staleday (day)
SELECT (at AT TIME ZONE 'UTC')::date FROM reports_ticketfact
UNION SELECT (until AT TIME ZONE 'UTC')::date FROM reports_ticketfact WHERE until IS NOT NULL
ON CONFLICT DO NOTHING"""


def zones() -> list[str]:
    """Those in which colleagues who are here read."""
    found = User.objects.filter(is_active=True).order_by().values_list("time_zone", flat=True).distinct()
    return sorted(set(found))


def notice_zones() -> None:
    """Where somebody reads in a zone that nobody read in before, all days are stale. In the caller's
    transaction.
    """
    wanted = set(zones())
    known = set(FigureZone.objects.values_list("name", flat=True))
    gone, new = known - wanted, wanted - known
    if gone:
        FigureZone.objects.filter(name__in=gone).delete()
        DayFigure.objects.filter(zone__in=gone).delete()
        MonthFigure.objects.filter(zone__in=gone).delete()
    if new:
        with connection.cursor() as cursor:
            cursor.execute(EVERY_DAY)
        FigureZone.objects.bulk_create([FigureZone(name=name) for name in sorted(new)])


def roll(days: Iterable[datetime.date]) -> int:
    """The figures of these days (UTC) made anew in each zone; how many days of zones that were. In the
    caller's transaction.
    """
    wanted, made = sorted(set(days)), 0
    for name in zones() if wanted else ():
        local = local_days(wanted, ZoneInfo(name))
        for day in local:
            roll_day(name, day)
        roll_months(name, local)
        made += len(local)
    return made


def roll_day(zone: str, day: datetime.date) -> None:
    since, until = bounds(day, day + ONE_DAY, ZoneInfo(zone))
    DayFigure.objects.filter(zone=zone, day=day).delete()
    with connection.cursor() as cursor:
        cursor.execute(ROLLUP, {"zone": zone, "day": day, "since": since, "until": until})


def local_days(days: Sequence[datetime.date], zone: datetime.tzinfo) -> list[datetime.date]:
    """Every day of the zone that has a moment in one of these days of UTC."""
    found: set[datetime.date] = set()
    for day in days:
        first = datetime.datetime.combine(day, datetime.time(), datetime.UTC)
        last = first + ONE_DAY - datetime.timedelta(microseconds=1)
        found |= {first.astimezone(zone).date(), last.astimezone(zone).date()}
    return sorted(found)


def bounds(
    since: datetime.date, until: datetime.date, zone: datetime.tzinfo
) -> tuple[datetime.datetime, datetime.datetime]:
    """The moments at which these days of the zone begin; a day of 23 or 25 hours is one day."""
    first = datetime.datetime.combine(since, datetime.time(), zone)
    return first, datetime.datetime.combine(until, datetime.time(), zone)
