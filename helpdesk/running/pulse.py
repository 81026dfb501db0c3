"""Has this tick passed lately? The health check of a container that serves no pages.

python -m helpdesk.running.pulse helpdesk:worker:executed [seconds]
"""

import os
import sys
import time

import redis


def age(url: str, key: str) -> float | None:
    """Seconds since the tick was noted under `key`; None when it never was."""
    with redis.Redis.from_url(url, socket_timeout=3, socket_connect_timeout=3) as client:
        at = client.get(key)
    return None if at is None else time.time() - float(at)


if __name__ == "__main__":
    key, limit = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 45.0
    seconds = age(os.environ["REDIS_URL"], key)
    sys.exit(0 if seconds is not None and seconds < limit else f"{key}: {seconds}")
