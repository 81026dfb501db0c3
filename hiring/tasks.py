"""Celery's way in."""

from celery import shared_task

from hiring.actions import forget_due


@shared_task(name="hiring.tasks.forget")
def forget() -> int:
    return forget_due()
