"""Celery's way in."""

from celery import shared_task

from suggestions import actions


@shared_task(name="suggestions.tasks.watch")
def watch() -> int:
    return actions.watch() + actions.tell_of_anonymous()
