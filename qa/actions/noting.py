"""Who reads what is about somebody else is written down: once a day and reader."""

import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, Model, OuterRef, QuerySet

from staff.models import User

INTO = "INSERT INTO {table} ({of}_id, reader_id, at) SELECT n, %s, %s FROM ({rows}) AS rows (n)"


def note_each(rows: QuerySet[Any], looks: type[Model], of: str, *, by: User, at: datetime.datetime) -> None:
    """Each of these that they have not opened today, however many there are, in one statement. `of` is the
    field of `looks` that says which.
    """
    day = at.astimezone(datetime.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    today = {"at__gte": day, "at__lt": day + datetime.timedelta(days=1)}
    known = looks._default_manager.filter(**{of: OuterRef("pk")}, reader=by, **today)
    try:
        sql, params = rows.exclude(Exists(known)).order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return
    with connection.cursor() as cursor:
        cursor.execute(INTO.format(table=looks._meta.db_table, of=of, rows=sql), [by.pk, at, *params])
