"""Celery's way in."""

from celery import shared_task

from qa.actions import draw_due


@shared_task(name="qa.tasks.draw")
def draw() -> int:
    return draw_due()
