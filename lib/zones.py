"""The time zones there are."""

from functools import cache
from zoneinfo import available_timezones


@cache
def known_zones() -> frozenset[str]:
    """Read from files, which takes longer than to save a row: once in each process."""
    return frozenset(available_timezones())
