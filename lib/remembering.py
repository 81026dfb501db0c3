"""What is dear to find out and may be a little old."""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from redis import RedisError

Found = TypeVar("Found")


def remembered(key: str, seconds: int, find: Callable[[], Found]) -> Found:
    """What was found at most so many seconds ago. Anew each time while the cache is away; never None."""
    try:
        found: Found | None = cache.get(key)
        if found is None:
            found = find()
            cache.set(key, found, seconds)
    except RedisError:
        return find()
    return found
