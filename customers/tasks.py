"""Celery's way in."""

from celery import shared_task

from customers import erasing


@shared_task(name="customers.tasks.go_on_with_erasures")
def go_on_with_erasures() -> int:
    return erasing.go_on()
