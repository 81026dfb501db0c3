"""Rows written with SQL that is made once for each table.

Model.save and objects.create build their statement anew for every row, which costs several times what the
database needs for it. For what every letter writes; all else is saved as always. Fields fill themselves in as
ever (`auto_now_add`), columns that the database computes are left to it; there are no signals.
"""

from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BinaryField, Field, JSONField, Model
from django.db.models.sql import InsertQuery

# What the database takes as it is, unless the field makes something of it.
PLAIN = frozenset({str, int, bool})
MADE_UP = (ArrayField, BinaryField, JSONField)


def insert(*rows: Model) -> None:
    """New rows of one table in one statement. They know their numbers afterwards."""
    connection = connections[DEFAULT_DB_ALIAS]  # the proxy would be asked again for every value
    table = _table(type(rows[0]))
    values = [_value(field, row, connection, new=True) for row in rows for field in table.fields]
    with connection.cursor() as cursor:
        cursor.execute(table.inserting(len(rows)), values)
        keys = cursor.fetchall()
    for row, (key,) in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def update(row: Model, *names: str, count_up: str = "") -> None:
    """Save exactly these fields; `count_up` names a number that grows by one, whatever it is by now."""
    connection = connections[DEFAULT_DB_ALIAS]
    sql, fields = _updating(type(row), names, count_up)
    values = [_value(field, row, connection, new=False) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, row.pk])


class _Table:
    """How rows of a model are inserted: its own columns, in their order."""

    def __init__(self, model: type[Model]) -> None:
        meta = model._meta
        self.fields = [f for f in meta.concrete_fields if not f.generated and f is not meta.auto_field]
        columns = ", ".join(_quoted(field.column) for field in self.fields)
        self.begin = f"INSERT INTO {_quoted(meta.db_table)} ({columns}) VALUES "  # noqa: S608
        self.row = f"({', '.join(_mark(model, field) for field in self.fields)})"
        self.end = f" RETURNING {_quoted(meta.pk.column)}"

    def inserting(self, count: int) -> str:
        return self.begin + ", ".join([self.row] * count) + self.end


@cache
def _table(model: type[Model]) -> _Table:
    return _Table(model)


@cache
def _updating(model: type[Model], names: tuple[str, ...], count_up: str) -> tuple[str, list[Field]]:
    meta = model._meta
    fields = [meta.get_field(name) for name in names]
    sets = [f"{_quoted(field.column)} = {_mark(model, field)}" for field in fields]
    if count_up:
        column = _quoted(meta.get_field(count_up).column)
        sets.append(f"{column} = {column} + 1")
    where = f"{_quoted(meta.pk.column)} = %s"
    return f"UPDATE {_quoted(meta.db_table)} SET {', '.join(sets)} WHERE {where}", fields  # noqa: S608


def _quoted(name: str) -> str:
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(name)


def _mark(model: type[Model], field: Field) -> str:
    """%s, with a cast where the type of the column needs one."""
    if not hasattr(field, "get_placeholder"):
        return "%s"
    connection = connections[DEFAULT_DB_ALIAS]
    return field.get_placeholder("", InsertQuery(model).get_compiler(DEFAULT_DB_ALIAS), connection)


def _value(field: Field, row: Model, connection: BaseDatabaseWrapper, *, new: bool) -> Any:
    value = field.pre_save(row, new)
    if value is None or (type(value) in PLAIN and not isinstance(field, MADE_UP)):
        return value
    if hasattr(value, "resolve_expression"):
        raise TypeError(f"{field} is given something to compute; save the row as always.")
    return field.get_db_prep_save(value, connection)
