"""A query that is built and compiled once; after that only its values are put in.

For the few large queries of pages that are asked for all day: there, building the SQL costs several times
what the database needs to answer it. The plan is still made for the values at hand: they are sent as always.
"""

import datetime
from collections.abc import Callable, Hashable
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

Value = int | str | datetime.datetime


class Prepared:
    """Called with the shape (whatever changes the SQL) by position and the values by name; gives a list.

    `build` takes the same and returns a queryset. It is called once for each shape, with stand-ins for the
    values, so it may compare and filter by them, but not decide anything, compute with them or slice by them.
    """

    def __init__(self, build: Callable[..., QuerySet[Any]]) -> None:
        self.build = build
        self.__doc__ = build.__doc__
        self._compiled: dict[Hashable, _Compiled] = {}

    def __call__(self, *shape: Hashable, **values: Value) -> list[Any]:
        compiled = self._compiled.get(shape)
        if compiled is None:
            stand_ins = {name: _stand_in(value, at) for at, (name, value) in enumerate(values.items())}
            compiled = _Compiled(self.build(*shape, **stand_ins), stand_ins)
            self._compiled[shape] = compiled
        return compiled.run(values)


def _stand_in(value: Value, at: int) -> Value:
    """A value of the same type that nobody else uses."""
    if isinstance(value, bool) or not isinstance(value, Value):
        raise TypeError(f"{value!r} cannot be put into a prepared query")
    if isinstance(value, int):
        return -(2**62) - at
    if isinstance(value, str):
        return f"stand-in\x01{at}"
    return datetime.datetime(1, 2, 3, microsecond=at, tzinfo=datetime.UTC)


def _is_bent(param: Any) -> bool:
    """Whether this comes from a stand-in that the query computed with: no later value would reach it."""
    if isinstance(param, datetime.datetime):
        return param.year < 3
    return param < -(2**61) if isinstance(param, int) else isinstance(param, str) and "stand-in\x01" in param


class _Compiled:
    def __init__(self, queryset: QuerySet[Any], stand_ins: dict[str, Value]) -> None:
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(queryset.db)
        names = {(type(stand_in), stand_in): name for name, stand_in in stand_ins.items()}
        try:
            self.sql, params = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql, params = "", ()
        # How columns become values: the same for every connection.
        chosen = self.compiler.select[: self.compiler.col_count] if self.sql else ()
        self.converters = self.compiler.get_converters([column for column, *_ in chosen])
        # For each parameter its name, or None and the constant.
        self.params: list[tuple[str | None, Any]] = []
        for param in params:
            name = names.get((type(param), param)) if isinstance(param, Hashable) else None
            if name is None and _is_bent(param):
                raise ValueError("A prepared query computes with its values; give it the result as a value.")
            self.params.append((name, param))

    def run(self, values: dict[str, Value]) -> list[Any]:
        if not self.sql:
            return []
        params = tuple(values[name] if name else constant for name, constant in self.params)
        # A copy: the compiler belongs to one connection, and connections to threads.
        compiler = object.__new__(type(self.compiler))
        vars(compiler).update(
            vars(self.compiler),
            connection=connections[self.queryset.db],
            as_sql=lambda *_, **__: (self.sql, params),
            setup_query=lambda *_, **__: None,
            get_converters=lambda *_: self.converters,
        )
        rows = SimpleNamespace(
            db=self.queryset.db,
            model=self.queryset.model,
            query=_Query(self.queryset.query, compiler),
            _fields=self.queryset._fields,
            _known_related_objects={},
        )
        return list(self.queryset._iterable_class(rows))


class _Query:
    """The query as its results are read: everything its own, but the compiler."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *_: Any, **__: Any) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)
