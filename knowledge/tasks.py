"""Celery's way in."""

from celery import shared_task

from knowledge.actions import remind as remind_all


@shared_task(name="knowledge.tasks.remind")
def remind() -> int:
    return remind_all()
