"""Several questions in one statement, where each is answered by one row at most."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Aggregate, QuerySet, Value


def added_up(rows: QuerySet[Any], **sums: Aggregate) -> QuerySet[Any, dict[str, Any]]:
    """As `rows.aggregate(**sums)`, to be asked later together with others."""
    return rows.order_by().annotate(_all=Value(1)).values("_all").annotate(**sums).values(*sums)


def together(*asked: QuerySet[Any, dict[str, Any]]) -> dict[str, Any]:
    """The columns of all of them by name, which no two may share; None of what has no row. Values are as the
    database gives them: no field makes anything else of them.
    """
    parts: list[str] = []
    given: list[Any] = []
    nothing: dict[str, Any] = {}
    for number, one in enumerate(asked):
        try:
            sql, params = one.query.sql_with_params()
        except EmptyResultSet:
            nothing |= dict.fromkeys(one.query.annotation_select)
            continue
        parts.append(f"LEFT JOIN ({sql}) AS q{number} ON true")
        given += params
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM (SELECT) AS one {' '.join(parts)}", given)  # noqa: S608  made by Django
        names = [column.name for column in cursor.description]
        found = dict(zip(names, cursor.fetchone(), strict=True))
    if len(found) < len(names):
        raise ValueError(f"Two questions share a name: {names}")
    return nothing | found
