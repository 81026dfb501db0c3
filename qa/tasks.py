"""Celery's way in."""

from celery import shared_task

from qa.actions import draw_due, follow_up_due


@shared_task(name="qa.tasks.draw")
def draw() -> int:
    return draw_due()


@shared_task(name="qa.tasks.follow_up")
def follow_up() -> int:
    return follow_up_due()
