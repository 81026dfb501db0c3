"""Quantiles of many sketches, added up by the database."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from reports.sketch import value_of

# Each group and step, each group, each step, and all of it: how many, and in which bucket the quantile lies.
QUANTILES = """
WITH told (place, grp, n, sketch) AS ({told}), buckets AS (
    SELECT grouping(grp) AS all_groups, grouping(place) AS all_places, grp, place, b.key::int AS bucket,
        sum(b.value::int) AS n
    FROM told CROSS JOIN LATERAL jsonb_each_text(sketch) AS b
    GROUP BY GROUPING SETS ((grp, place, b.key), (grp, b.key), (place, b.key), (b.key))
), seen AS (
    SELECT all_groups, all_places, grp, place, bucket,
        sum(n) OVER (each ORDER BY bucket) AS seen, sum(n) OVER each AS total
    FROM buckets WINDOW each AS (PARTITION BY all_groups, all_places, grp, place)
), found AS (
    SELECT all_groups, all_places, grp, place, min(bucket) AS bucket FROM seen
    WHERE seen >= greatest(1, ceil(%s::numeric * total)) GROUP BY all_groups, all_places, grp, place
), counts AS (
    SELECT grouping(grp) AS all_groups, grouping(place) AS all_places, grp, place, sum(n) AS n
    FROM told GROUP BY GROUPING SETS ((grp, place), (grp), (place), ())
)
SELECT c.all_groups, c.all_places, c.grp, c.place, c.n, f.bucket FROM counts c LEFT JOIN found f
    ON (f.all_groups, f.all_places) = (c.all_groups, c.all_places)
    AND f.grp IS NOT DISTINCT FROM c.grp AND f.place IS NOT DISTINCT FROM c.place
WHERE c.n > 0"""


class Line(NamedTuple):
    """None as group or place: of all of them."""

    group: str | None
    place: int | None
    n: int
    value: float | None


def quantiles(told: QuerySet[Any, tuple[Any, ...]], q: float) -> Iterator[Line]:
    """`told` gives place, group, number and sketch."""
    sql, params = told.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(QUANTILES.replace("{told}", sql), [*params, q])
        for all_groups, all_places, group, place, n, bucket in cursor.fetchall():
            value = None if bucket is None else value_of(str(bucket))
            yield Line(None if all_groups else group, None if all_places else place, int(n), value)
