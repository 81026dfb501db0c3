"""Celery's way in: letters of notices, and forgetting what is old."""

from celery import shared_task
from django.conf import settings

from lib import database_clock
from notices import letters
from notices.actions import forget_old


@shared_task(name="notices.tasks.send_letters")
def send_letters() -> int:
    return letters.send_due(database_clock.now())


@shared_task(name="notices.tasks.forget")
def forget() -> int:
    return forget_old(database_clock.now(), days=settings.NOTICE_DAYS)
