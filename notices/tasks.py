"""Celery's way in: letters of notices, their messages to browsers, and forgetting what is old."""

from celery import shared_task
from django.conf import settings

from lib import database_clock
from notices import letters, pushing
from notices.actions import forget_old


@shared_task(name="notices.tasks.send_letters")
def send_letters() -> int:
    return letters.send_due(database_clock.now())


@shared_task(name="notices.tasks.push")
def push() -> int:
    return pushing.send_due(database_clock.now())


@shared_task(name="notices.tasks.push_to")
def push_to(device_id: int) -> int:
    return pushing.send_to(device_id, database_clock.now())


@shared_task(name="notices.tasks.forget")
def forget() -> int:
    return forget_old(database_clock.now(), days=settings.NOTICE_DAYS)
