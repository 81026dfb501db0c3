"""Celery's way in: deliver by id, and sweep what is due."""

from celery import shared_task
from django.utils import timezone

from outbox import actions


@shared_task(name="outbox.tasks.deliver")
def deliver(letter_id: int) -> bool:
    return not actions.resting() and actions.deliver(letter_id)


@shared_task(name="outbox.tasks.deliver_due")
def deliver_due() -> int:
    """Deliver every letter that is due."""
    return actions.deliver_due(timezone.now())
