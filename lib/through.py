"""By which way somebody is acting just now: a browser, a mail, a key of the API, a job, a command.

Said once where it comes in and written down with each thing that happens, so that the history can tell. No
right follows from it: who acts is always an argument.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LONGEST = 60
_way = ContextVar("way", default="")


def way() -> str:
    """Such as browser, mail:812, mail:812:5+7 (with the rules that held), api:3, command:sla_rebuild."""
    return _way.get()


def say(kind: str, *details: object) -> None:
    """From here on, until the task or the thread says otherwise."""
    _way.set(_written(kind, details))


@contextmanager
def through(kind: str, *details: object) -> Iterator[None]:
    token = _way.set(_written(kind, details))
    try:
        yield
    finally:
        _way.reset(token)


def _written(kind: str, details: tuple[object, ...]) -> str:
    return ":".join([kind, *(str(detail) for detail in details if detail not in (None, ""))])[:LONGEST]
