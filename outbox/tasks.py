"""Celery's way in: deliver by id, and sweep what is due."""

from celery import shared_task


@shared_task(name="outbox.tasks.deliver_due")
def deliver_due() -> None:
    """Deliver every letter that is due."""
