"""Celery's way in."""

from celery import shared_task

from evaluations.actions import remind as remind_all


@shared_task(name="evaluations.tasks.remind")
def remind() -> int:
    return remind_all()
