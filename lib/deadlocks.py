"""When two wait for each other, PostgreSQL lets one of them go: that one simply begins again."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection
from psycopg2.errors import DeadlockDetected

TRIES = 4
P = ParamSpec("P")
Result = TypeVar("Result")


def again_after_deadlock(act: Callable[P, Result]) -> Callable[P, Result]:
    """Decorates a whole transaction, above `transaction.atomic`. Inside a larger one nothing can be begun
    again: there the error goes to whoever began it.
    """

    @wraps(act)
    def tried(*args: P.args, **kwargs: P.kwargs) -> Result:
        for rest in reversed(range(TRIES)):
            try:
                return act(*args, **kwargs)
            except OperationalError as error:
                was_deadlock = isinstance(error.__cause__, DeadlockDetected)
                if not was_deadlock or not rest or connection.in_atomic_block:
                    raise
        raise AssertionError("the last try returns or raises")

    return tried
