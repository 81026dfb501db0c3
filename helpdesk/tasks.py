"""The pulse of the desk: beat publishes a tick, a worker executes it, /readyz looks at the age of both."""

import logging

import redis
from celery import shared_task
from celery.signals import after_task_publish, beat_init
from django.db import DatabaseError
from kombu.exceptions import OperationalError

from helpdesk import health
from lib import database_clock

log = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def heartbeat() -> None:
    health.note_tick(health.WORKER_KEY)
    _note_drift()


@shared_task(ignore_result=True)
def letters_heartbeat() -> None:
    health.note_tick(health.LETTERS_KEY)
    _note_drift()


def _note_drift() -> None:
    """With the database or the cache away there are louder alarms than this one."""
    try:
        database_clock.note_drift()
    except (DatabaseError, redis.RedisError) as error:
        log.warning("The clock could not be compared: %s", error)


@after_task_publish.connect(sender=heartbeat.name)
def _published(**_: object) -> None:
    health.note_tick(health.BEAT_KEY)


@beat_init.connect
def _first_tick(**_: object) -> None:
    """Do not wait for the first ten seconds: a desk that starts is ready as soon as its worker is."""
    try:
        heartbeat.delay()
        letters_heartbeat.delay()
    except OperationalError as error:
        log.warning("No broker yet for the first tick: %s", error)
