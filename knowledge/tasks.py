"""Celery's way in."""

from celery import shared_task

from knowledge.actions import remind as remind_all
from knowledge.actions.training_certifying import renew_all
from knowledge.actions.training_enrolling import follow_all
from knowledge.actions.training_reminding import remind_training


@shared_task(name="knowledge.tasks.remind")
def remind() -> int:
    return remind_all()


@shared_task(name="knowledge.tasks.look_after_training")
def look_after_training() -> int:
    """Whom rules are for is enrolled, what ends is taken again, and who is late is told."""
    return follow_all() + renew_all() + remind_training()
