"""A limit on how long the database may work on one statement, and how it goes about it.

What is set travels with the statement itself and costs no round trip: PostgreSQL holds SET LOCAL until the
end of what it was sent with, or, inside of a transaction, until that ends.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection

# What PostgreSQL calls a statement that it gave up.
CANCELLED = "57014"


class TookTooLong(Exception):
    """A statement was given up at the limit."""


@contextmanager
def settled(**settings: str | int) -> Iterator[None]:
    """Statements in here run with these settings of PostgreSQL."""
    before = "".join(f"SET LOCAL {name} = '{value}'; " for name, value in settings.items())

    def carried(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        return execute(before + sql, params, many, context)

    with connection.execute_wrapper(carried):
        yield


@contextmanager
def patience(milliseconds: int) -> Iterator[None]:
    """Statements in here are given up after so long. TookTooLong: one was; inside of a transaction the
    transaction is lost with it.
    """
    try:
        with settled(statement_timeout=milliseconds):
            yield
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", "") != CANCELLED:
            raise
        raise TookTooLong from error
