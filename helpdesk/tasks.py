"""The pulse of the desk: beat publishes a tick, a worker executes it, /readyz looks at the age of both."""

from celery import shared_task
from celery.signals import after_task_publish

from helpdesk import health


@shared_task(ignore_result=True)
def heartbeat() -> None:
    health.note_tick(health.WORKER_KEY)


@after_task_publish.connect(sender=heartbeat.name)
def _published(**_: object) -> None:
    health.note_tick(health.BEAT_KEY)
