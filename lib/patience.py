"""A limit on how long the database may work on one statement.

It travels with the statement itself and costs no round trip: PostgreSQL holds SET LOCAL until the end of
what it was sent with, or, inside of a transaction, until that ends.
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
def patience(milliseconds: int) -> Iterator[None]:
    """Statements in here are given up after so long. TookTooLong: one was; inside of a transaction the
    transaction is lost with it.
    """

    def limited(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        return execute(f"SET LOCAL statement_timeout = {int(milliseconds)}; {sql}", params, many, context)

    try:
        with connection.execute_wrapper(limited):
            yield
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", "") != CANCELLED:
            raise
        raise TookTooLong from error
