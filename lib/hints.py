"""Hints to the workers: that a row waits for them. The row is the truth; a hint only saves waiting."""

import logging

from celery import current_app

log = logging.getLogger(__name__)


def hint(task: str, number: int, wait: float = 0) -> None:
    """Ask a worker to look at the row of this number, after so many seconds. With the broker away nothing is
    lost: a beat task finds it.
    """
    later = {"countdown": wait} if wait else {}
    try:
        # What the worker's log shows of it need not be found out by looking at every value.
        current_app.send_task(task, args=[number], argsrepr=f"({number},)", kwargsrepr="{}", **later)
    except Exception as error:  # any broker trouble
        log.warning("%s of %s waits for the beat: %s", task, number, error)
