"""Celery's way in."""

from celery import shared_task

from budget.actions import look_for_variances
from budget.actions import post_sources as post_all


@shared_task(name="budget.tasks.post_sources")
def post_sources() -> int:
    """What the sources say of the months that are over, then what of it is out of bounds."""
    made = post_all()
    look_for_variances()
    return made
